import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { DecisionChain } from '../../src/estimators/decision-chain.ts'
import { gae } from '../../src/estimators/gae.ts'
import { monteCarlo } from '../../src/estimators/monte-carlo.ts'
import { nStep } from '../../src/estimators/n-step.ts'
import { qLambda } from '../../src/estimators/q-lambda.ts'
import { Rollout } from '../../src/rollout.ts'
import { cartPole } from '../../src/studies/cart-pole.ts'
import { close } from '../fixtures.ts'
import { rolloutOf } from '../rollouts.ts'

/** Two rows with ends of both kinds, waits and values of all sorts; waiting agents are paid now and then. */
async function busyRollout(waits: boolean): Promise<Rollout> {
  const environment = await cartPole.make({}, 2)
  environment.reset(Seed.from(0))
  const rollout = new Rollout(environment, 60)
  rollout.steps = 60
  const stream = Seed.from(8).stream()
  for (let place = 0; place < 120; place++) {
    rollout.rewards[place] = stream.integer(4)
    rollout.values[place] = stream.normal()
    rollout.nextValues[place] = stream.normal()
    rollout.logProbabilities[place] = -stream.uniform()
    const end = stream.integer(10)
    rollout.terminated[place] = end === 0 ? 1 : 0
    rollout.truncated[place] = end === 1 ? 1 : 0
    rollout.decided[place] = !waits || place < 2 || stream.integer(3) > 0 ? 1 : 0
    // An episode begins with a decision.
    if (place >= 2 && (rollout.terminated[place - 2] | rollout.truncated[place - 2]) === 1) {
      rollout.decided[place] = 1
    }
  }
  return rollout
}

/** Advantages and returns where somebody decided. */
function estimated(rollout: Rollout): number[] {
  return [...rollout.decisions()].flatMap((place) => [rollout.advantages[place], rollout.returns[place]])
}

describe('a chain of decisions', () => {
  it('holds what happened from one to the next', async () => {
    const rollout = await rolloutOf({
      rewards: [9, 1, 2, 4, 8, 16, 32, 64],
      decided: [0, 1, 0, 1, 0, 0, 1, 0],
      terminated: [0, 0, 0, 0, 1, 0, 0, 0],
      values: [-1, -2, -3, -4, -5, -6, -7, -8],
      nextValues: [0, 0, 0, 0, 0, 0, 0, 5],
    })
    const chain = new DecisionChain(rollout)
    chain.read(0)
    expect(chain.count).toBe(3)
    expect([...chain.places.subarray(0, 3)]).toEqual([1, 3, 6])
    expect([...chain.rewards.subarray(0, 3)]).toEqual([3, 12, 96])
    expect([...chain.ended.subarray(0, 3)]).toEqual([0, 1, 0])
    expect([...chain.terminated.subarray(0, 3)]).toEqual([0, 1, 0])
    expect([chain.nextValues[0], chain.nextValues[2]]).toEqual([-4, 5])
    chain.read(0, Float64Array.of(0, 0, 0, 1, 1, 1, 1, 1))
    expect([...chain.rewards.subarray(0, 3)]).toEqual([0, 2, 2])
  })

  it('of an agent that never decides is empty', async () => {
    const rollout = await rolloutOf({ rewards: [1, 2], decided: [0, 0] })
    const chain = new DecisionChain(rollout)
    chain.read(0)
    expect(chain.count).toBe(0)
    nStep(2).estimate(rollout, 0.9)
    expect([...rollout.returns]).toEqual([0, 0])
  })
})

describe('n-step returns', () => {
  it('are of a few rewards and the value after them', async () => {
    const rollout = await rolloutOf({
      rewards: [1, 2, 4, 8, 16, 32],
      values: [10, 20, 30, 40, 50, 60],
      terminated: [0, 0, 0, 1, 0, 0],
      nextValues: [0, 0, 0, 0, 0, 80],
    })
    nStep(3).estimate(rollout, 0.5)
    close(rollout.returns, [1 + 1 + 1 + 5, 2 + 2 + 2, 4 + 4, 8, 16 + 16 + 20, 32 + 40])
    close(rollout.advantages, [8 - 10, 6 - 20, 8 - 30, 8 - 40, 52 - 50, 72 - 60])
  })

  it('end where an episode is cut off, with the value of where it was', async () => {
    const rollout = await rolloutOf({
      rewards: [1, 2, 4],
      values: [10, 20, 30],
      truncated: [0, 1, 0],
      nextValues: [0, 7, 9],
    })
    nStep(5).estimate(rollout, 0.5)
    close(rollout.returns, [1 + 1 + 7 / 4, 2 + 7 / 2, 4 + 9 / 2])
  })

  it.each([false, true])('are those of λ = 0 and λ = 1 at both ends (waiting: %s)', async (waits) => {
    const [short, long, zero, one] = await Promise.all([1, 2, 3, 4].map(() => busyRollout(waits)))
    nStep(1).estimate(short, 0.9)
    gae(0).estimate(zero, 0.9)
    close(estimated(short), estimated(zero))
    nStep(60).estimate(long, 0.9)
    gae(1).estimate(one, 0.9)
    close(estimated(long), estimated(one))
  })
})

describe('Q(λ)', () => {
  it('mixes the greatest action value with what came of it', async () => {
    const lambda = 0.65
    const rollout = await busyRollout(false)
    qLambda(lambda).estimate(rollout, 0.9)
    for (const i of [0, 1]) {
      let next = 0
      for (let t = 59; t >= 0; t--) {
        const place = 2 * t + i
        const cut = rollout.truncated[place] === 1 || t === 59
        const greatest = cut ? rollout.nextValues[place] : rollout.values[place + 2]
        const ahead = cut ? greatest : (1 - lambda) * greatest + lambda * next
        next = rollout.rewards[place] + (rollout.terminated[place] === 1 ? 0 : 0.9 * ahead)
        close([rollout.returns[place]], [next])
      }
    }
  })
})

describe('λ = 1', () => {
  it('is the reward to go less the value, where episodes end within the rollout', async () => {
    const columns = {
      rewards: [1, 2, 3, 4, 5],
      terminated: [0, 1, 0, 0, 1],
      values: [0.5, -1, 2, 0.25, 1],
    }
    const [p, q, r] = [await rolloutOf(columns), await rolloutOf(columns), await rolloutOf(columns)]
    gae(1).estimate(p, 0.9)
    monteCarlo().estimate(q, 0.9)
    nStep(9).estimate(r, 0.9)
    close(p.returns, q.returns)
    close(r.returns, q.returns)
    close(
      p.advantages,
      q.advantages.map((value, k) => value - columns.values[k]),
    )
  })
})
