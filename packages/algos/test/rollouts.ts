/** Rollouts made by hand: `rolloutOf`. */
import { type Environment, Seed } from '@gauntlet/core'
import { Rollout } from '../src/rollout.ts'
import { cartPole } from '../src/studies/cart-pole.ts'

/** A rollout of one row, with columns filled in. */
export async function rolloutOf(
  columns: Partial<Record<keyof Rollout, readonly number[]>>,
): Promise<Rollout> {
  const environment: Environment = await cartPole.make({}, 1)
  environment.reset(Seed.from(0))
  const steps = Object.values(columns)[0].length
  const rollout = new Rollout(environment, steps)
  rollout.steps = steps
  rollout.decided.fill(1)
  for (const [name, values] of Object.entries(columns)) {
    ;(rollout[name as keyof Rollout] as Float64Array).set(values)
  }
  return rollout
}
