/** Plays whole episodes: `episodesOf`. */
import {
  type Environment,
  type EnvironmentDefinition,
  type Policy,
  Seed,
  allocateActions,
} from '@gauntlet/core'

/** The metrics of whole episodes, by name. `episodes` is a multiple of `batch`. */
export async function episodesOf<P extends object>(
  definition: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  choose: (environment: Environment) => Policy | Promise<Policy>,
  episodes: number,
  batch: number,
): Promise<Record<string, number[]>> {
  const environment = await definition.make(parameters, batch)
  const policy = await choose(environment)
  const actions = allocateActions(environment.spec.action, batch)
  const names = environment.spec.metrics.map(({ name }) => name)
  const measured: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  const seed = Seed.from(2)
  environment.reset(seed)
  policy.begin(environment, seed)
  while (measured[names[0]].length < episodes) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < batch; w++) {
      if (environment.ended[w] === 0) continue
      names.forEach((name, k) => measured[name].push(environment.metrics[w * names.length + k]))
    }
  }
  return measured
}
