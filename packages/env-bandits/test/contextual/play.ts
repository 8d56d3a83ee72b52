/** Plays whole episodes: `policyOf`, `episodesOf`, `meanOf`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentDefinition,
  type Policy,
  Seed,
  allocateActions,
  uniformPolicy,
} from '@gauntlet/core'

/** The policy of an algorithm, or the uniform one. */
export async function policyOf<C extends object>(
  environment: Environment,
  algorithm?: AlgorithmDefinition<C>,
  configuration: Partial<C> = {},
): Promise<Policy> {
  if (algorithm === undefined) return uniformPolicy()
  const { policy } = await algorithm.create({
    spec: environment.spec,
    seed: Seed.from(0),
    backend: 'wasm',
    configuration,
  })
  return policy
}

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

export function meanOf(values: readonly number[]): { readonly mean: number; readonly standardError: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, standardError: Math.sqrt(squares / (values.length - 1) / values.length) }
}
