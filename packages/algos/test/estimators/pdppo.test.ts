import { describe, expect, it } from 'vitest'
import { gae } from '../../src/estimators/gae.ts'
import { principledPdppo, publishedPdppo, splitPdppo } from '../../src/estimators/pdppo.ts'
import { lesserSquaredError } from '../../src/objectives/lesser-critic.ts'
import { close, fixture } from '../fixtures.ts'
import { rolloutOf } from '../rollouts.ts'

describe('post-decision PPO as published', () => {
  it('meets the fixture pdppo_adv', async () => {
    const { input, output } = fixture<{ returns: number[]; v_pre: number[]; v_post: number[] }, number[]>(
      'pdppo_adv',
    )
    // Every decision an episode of its own, its reward is its return.
    const rollout = await rolloutOf({
      rewards: input.returns,
      terminated: [1, 1, 1],
      values: input.v_pre,
      postValues: input.v_post,
    })
    expect(publishedPdppo().estimate(rollout, 0.99)).toEqual({ post_decision_fraction: 2 / 3 })
    close(rollout.advantages, output)
    close(rollout.returns, [1 / (1 + 1e-7), 0, -1 / (1 + 1e-7)])
  })

  it('standardises rewards to go over all decisions, and none of where agents wait', async () => {
    const rollout = await rolloutOf({
      rewards: [1, 3, 4, 100, 2],
      decided: [1, 0, 1, 0, 1],
      truncated: [0, 0, 1, 0, 0],
    })
    publishedPdppo().estimate(rollout, 0.5)
    // 1 + 3 + 4/2, 4 and 2: mean 4, deviation 2
    close(
      [0, 2, 4].map((place) => rollout.returns[place]),
      [1, 0, -1],
      1e-6,
    )
    expect([rollout.advantages[1], rollout.advantages[3]]).toEqual([0, 0])
  })

  it('in its second generation splits returns, and takes the greater advantage', async () => {
    const rollout = await rolloutOf({
      rewards: [-5, -7, -1],
      terminated: [0, 1, 1],
      values: [-4, -2, -9],
      postValues: [-3, -8, -1],
      decisionRewards: [-2, -4, 0],
    })
    expect(splitPdppo().estimate(rollout, 0.5)).toEqual({ post_decision_fraction: 1 / 3 })
    close(rollout.returns, [-3 - 1.5, -3, -1])
    close(rollout.postReturns, [-2 - 2, -4, 0])
    close(rollout.advantages, [Math.max(-0.5, -1), Math.max(-1, 4), Math.max(8, 1)])
  })
})

describe('advantages by way of post-decision states', () => {
  const columns = {
    rewards: [-5, -7, 4, -1],
    decisionRewards: [-2, -4, 0, -3],
    values: [-4, -2, -9, 1],
    postValues: [-3, -8, -1, 2],
    nextValues: [0, 0, 0, 6],
    terminated: [0, 1, 0, 0],
  }

  it('have no part of chance where λ is 0', async () => {
    const rollout = await rolloutOf(columns)
    principledPdppo(0).estimate(rollout, 0.5)
    close(rollout.advantages, [-2 - 3 + 4, -4 - 8 + 2, 0 - 1 + 9, -3 + 2 - 1])
    close(rollout.returns, [-5, -12, -1, -1])
    close(rollout.postReturns, [-3 + 0.5 * -12, -3, 4 + 0.5 * -1, 2 + 0.5 * 6])
  })

  it('are the generalised ones where λ is 1', async () => {
    const [rollout, plain] = [await rolloutOf(columns), await rolloutOf(columns)]
    principledPdppo(1).estimate(rollout, 0.5)
    gae(1).estimate(plain, 0.5)
    close(rollout.advantages, plain.advantages)
    close(rollout.returns, plain.returns)
  })

  it('go from decision to decision, and end in the value of where an episode was cut off', async () => {
    const rollout = await rolloutOf({
      rewards: [1, 2, 3],
      decisionRewards: [0.5, 0, 1],
      decided: [1, 0, 1],
      truncated: [0, 1, 0],
      values: [10, 20, 30],
      postValues: [11, 21, 31],
      nextValues: [0, 8, 4],
    })
    principledPdppo(0.5).estimate(rollout, 0.5)
    const [first, last] = [0.5 + 0.5 * 11 + 0.5 * (2.5 + 4), 1 + 0.5 * 31 + 0.5 * (2 + 2)]
    close([rollout.returns[0], rollout.returns[2]], [first, last])
    close([rollout.advantages[0], rollout.advantages[2]], [first - 10, last - 30])
  })
})

describe('the loss of two critics with one target', () => {
  it('teaches the one that promises less', () => {
    const out = new Float64Array(3)
    lesserSquaredError(1, 3, 2, out)
    expect([...out]).toEqual([0.5, -1, 0])
    lesserSquaredError(3, 1, -1, out)
    expect([...out]).toEqual([2, 0, 2])
    lesserSquaredError(1, 1, 0, out)
    expect([...out]).toEqual([0.5, 1, 0])
  })

  it('has the derivatives that finite differences say', () => {
    const out = new Float64Array(3)
    const loss = (value: number, postValue: number): number => {
      lesserSquaredError(value, postValue, 0.3, out)
      return out[0]
    }
    for (const [value, postValue] of [
      [0.1, 0.7],
      [0.9, -0.4],
    ]) {
      const slopes = [
        (loss(value + 1e-6, postValue) - loss(value - 1e-6, postValue)) / 2e-6,
        (loss(value, postValue + 1e-6) - loss(value, postValue - 1e-6)) / 2e-6,
      ]
      loss(value, postValue)
      close(out.subarray(1), slopes, 1e-8)
    }
  })
})
