/** Environments played by hand: `begun`, `acted`, `standing`, `stand`. */
import { type Environment, type EnvironmentDefinition, Seed, allocateActions } from '@gauntlet/core'

/** A fresh environment of `batch` worlds, all of which play the same instance, of a number where instances have numbers. */
export async function begun<P extends object>(
  task: EnvironmentDefinition<P>,
  parameters: Partial<P>,
  batch: number = 1,
  seed: number = 0,
  index?: number,
): Promise<Environment> {
  const environment = await task.make(parameters, batch)
  const key = Seed.from(seed)
  environment.reset(key, () => (index === undefined ? { key } : { key, index }))
  return environment
}

/** One step with the given actions of all worlds and agents. */
export function acted(environment: Environment, given: readonly number[]): Environment {
  const actions = allocateActions(environment.spec.action, environment.batch * environment.spec.agents)
  actions.set(given)
  environment.step(actions)
  return environment
}

/** The state of world 0, of a task whose state is numbers. */
export function standing({ snapshot }: Environment): Float64Array {
  return (snapshot!.save(0).content as { readonly rules: Float64Array }).rules
}

/** Puts world 0 into a state. */
export function stand({ snapshot }: Environment, state: readonly number[]): void {
  const saved = snapshot!.save(0)
  const content = { ...(saved.content as object), rules: Float64Array.from(state) }
  snapshot!.restore(0, { ...saved, content })
}
