import { expect, it } from 'vitest'
import { GauntletError } from '@gauntlet/core'
import { scaleRewards } from '../src/rewards.ts'
import { rolloutOf } from './rollouts.ts'

/** 1 over the population's standard deviation. */
function scaleOf(returns: readonly number[]): number {
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
  const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / returns.length
  return 1 / Math.sqrt(variance)
}

it('divides rewards by the deviation of all discounted returns so far, episode by episode', async () => {
  const transform = scaleRewards()
  const first = await rolloutOf({ rewards: [4, 2, -6, 8], terminated: [0, 1, 0, 0] })
  expect(transform.transform(first, 0.5).reward_scale).toBeCloseTo(scaleOf([4, 4, -6, 5]), 12)
  expect([...first.rewards]).toEqual([4, 2, -6, 8].map((reward) => reward * scaleOf([4, 4, -6, 5])))
  const second = await rolloutOf({ rewards: [1, 3], truncated: [1, 0] })
  const scale = scaleOf([4, 4, -6, 5, 3.5, 3])
  expect(transform.transform(second, 0.5).reward_scale).toBeCloseTo(scale, 12)
  expect(second.rewards[1]).toBeCloseTo(3 * scale, 12)
})

it('counts no return of an agent that did not decide', async () => {
  const rollout = await rolloutOf({ rewards: [4, 100, 2], decided: [1, 0, 1], terminated: [1, 1, 0] })
  expect(scaleRewards().transform(rollout, 0.5).reward_scale).toBeCloseTo(scaleOf([4, 2]), 12)
})

it('leaves rewards alone until returns differ', async () => {
  const rollout = await rolloutOf({ rewards: [3, 3, 3] })
  scaleRewards().transform(rollout, 0)
  expect([...rollout.rewards]).toEqual([3, 3, 3])
})

it('goes on from what it saved, and from nothing else', async () => {
  const columns = [{ rewards: [4, 2] }, { rewards: [-6, 8], terminated: [0, 1] }] as const
  const [whole, resumed] = [scaleRewards(), scaleRewards()]
  whole.transform(await rolloutOf(columns[0]), 0.5)
  resumed.load(structuredClone(whole.save()))
  const scales = await Promise.all(
    [whole, resumed].map(async (transform) => transform.transform(await rolloutOf(columns[1]), 0.5)),
  )
  expect(scales[1]).toEqual(scales[0])
  expect(() => scaleRewards().load({})).toThrow(GauntletError)
})
