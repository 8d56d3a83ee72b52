import { Seed, allocateActions } from '@gauntlet/core'
import { expect, it } from 'vitest'
import { hooked } from '../src/meter.ts'
import { RecentScores } from '../src/recent-scores.ts'
import toy from './plugins/toy.ts'

/** A score for every episode that ends in `steps` steps of two worlds, begun anew every `every` steps. */
async function scoresOf(steps: number, every: number) {
  const [walk] = toy.environments
  const inner = await walk.make({}, 2)
  const recent = new RecentScores(inner)
  const environment = hooked(inner, { after: () => recent.collect(), reset: () => recent.restart() })
  inner.reset(Seed.from(0))
  const actions = allocateActions(inner.spec.action, 2 * inner.spec.agents).fill(1)
  for (let t = 0; t < steps; t++) {
    if (t > 0 && t % every === 0) environment.reset(Seed.from(t))
    environment.step(actions)
  }
  return { counted: recent.state().scores.length, horizon: inner.spec.horizon }
}

it('counts every episode of a learner that lets worlds run on, and one a world of one that begins anew', async () => {
  const { horizon } = await scoresOf(0, 1)
  const long = 4 * horizon
  const { counted: before } = await scoresOf(long, Infinity)
  expect(before).toBeGreaterThanOrEqual(2 * 4)
  expect((await scoresOf(2 * long, Infinity)).counted).toBeGreaterThan(before + 2)
  expect((await scoresOf(2 * long, long)).counted).toBe(before + 2)
})
