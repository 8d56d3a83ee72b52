import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainsOf } from '../../src/restless/arm-chains.ts'
import { BudgetSet } from '../../src/restless/budget-set.ts'
import {
  type Channel,
  channelArm,
  channelIndex,
  nextBelief,
  stationaryBelief,
} from '../../src/restless/channel-index.ts'
import { averageReward } from '../../src/restless/joint-values.ts'
import { ProductChain, indexPolicyOf } from '../../src/restless/product-chain.ts'
import { whittleIndices } from '../../src/restless/whittle-index.ts'

/** Chances away from 0 and 1, so that beliefs settle within the ages that are told apart. */
const chances = fc.double({ min: 0.05, max: 0.95, noNaN: true })
const discounts = fc.constantFrom(0.3, 0.8, 0.95)

/** Theorem 2 of Liu and Zhao 2010 as it is printed, for p11 >= p01. */
function publishedIndex({ p01, p11 }: Channel, w: number, b: number): number {
  const limit = stationaryBelief({ p01, p11 })
  if (w <= p01 || w >= p11) return w
  if (w >= limit) return w / (1 - b * p11 + b * w)
  let steps = 0
  let belief = p01
  for (; belief <= w; steps++) belief = nextBelief({ p01, p11 }, belief)
  const rest = (1 - b * p11) * (1 - b ** (steps + 1)) + (1 - b) * b ** (steps + 1) * belief
  const c1 = ((1 - b * p11) * (1 - b ** steps)) / rest
  const c2 = (b ** steps * belief) / rest
  const next = nextBelief({ p01, p11 }, w)
  const gain = b * (1 - b * p11) - b * (w - b * next)
  return (w - b * next + c2 * (1 - b) * gain) / (1 - b * p11 - c1 * gain)
}

test('the index of positively correlated channels is that of theorem 2', () => {
  fc.assert(
    fc.property(
      chances,
      chances,
      fc.double({ min: 0, max: 1, noNaN: true }),
      discounts,
      (p, q, w, discount) => {
        const channel = { p01: Math.min(p, q), p11: Math.max(p, q) }
        fc.pre(channel.p11 - channel.p01 > 1e-6)
        expect(channelIndex(channel, w, discount)).toBeCloseTo(publishedIndex(channel, w, discount), 9)
      },
    ),
    { numRuns: 1000 },
  )
})

test('the index of any channel is the general index of the chain of its beliefs', () => {
  fc.assert(
    fc.property(chances, chances, discounts, (p01, p11, discount) => {
      fc.pre(Math.abs(p11 - p01) < 0.6)
      const channel = { p01, p11 }
      const ages = 40
      const { indexable, indices } = whittleIndices(channelArm(channel, 2, ages), discount)
      expect(indexable).toBe(true)
      for (let seen = 0; seen < 2; seen++) {
        let belief = seen === 1 ? p11 : p01
        for (let age = 0; age < 12; age++, belief = nextBelief(channel, belief)) {
          expect(indices[seen * ages + age]).toBeCloseTo(2 * channelIndex(channel, belief, discount), 6)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('the belief in a channel that stays good is never above 1', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1, noNaN: true }), (p01) => {
      const channel = { p01, p11: 1 }
      expect(stationaryBelief(channel)).toBe(1)
      expect(nextBelief(channel, 1)).toBeLessThanOrEqual(1)
      expect(channelIndex(channel, stationaryBelief(channel), 0.9)).toBeCloseTo(1, 9)
    }),
    { numRuns: 1000 },
  )
})

test('the index grows with the belief, from 0 to 1', () => {
  fc.assert(
    fc.property(chances, chances, discounts, (p01, p11, discount) => {
      const channel = { p01, p11 }
      let last = channelIndex(channel, 0, discount)
      expect(last).toBeCloseTo(0, 9)
      for (let k = 1; k <= 50; k++) {
        const index = channelIndex(channel, k / 50, discount)
        expect(index).toBeGreaterThan(last - 1e-9)
        last = index
      }
      expect(last).toBeCloseTo(1, 9)
    }),
    { numRuns: 200 },
  )
})

describe('throughput', () => {
  const ages = 8
  const chainOf = (channels: readonly Channel[], told: number = ages): [ProductChain, BudgetSet] => {
    const set = new BudgetSet(channels.length, 1, 'exactly')
    return [new ProductChain(chainsOf(channels.map((channel) => channelArm(channel, 1, told))), set), set]
  }
  const beliefsOf = (channels: readonly Channel[]): Float64Array =>
    Float64Array.from(
      channels.flatMap((channel) => [...channelArm(channel, 1, ages).rewards.subarray(2 * ages)]),
    )

  test.each([
    [2, { p01: 0.2, p11: 0.7 }],
    [3, { p01: 0.2, p11: 0.7 }],
    [2, { p01: 0.6, p11: 0.2 }],
    [3, { p01: 0.6, p11: 0.2 }],
  ])('of %d equal channels is best where the likeliest is chosen: %j', (count, channel) => {
    const channels = Array.from<Channel>({ length: count }).fill(channel)
    const [chain, set] = chainOf(channels)
    const myopic = averageReward(chain, indexPolicyOf(chain, set, beliefsOf(channels)), 1e-8)
    expect(averageReward(chain, undefined, 1e-8)).toBeCloseTo(myopic, 6)
    expect(myopic).toBeGreaterThan(stationaryBelief(channel))
    expect(myopic).toBeLessThan(Math.max(channel.p01, channel.p11))
  })

  test('of two equal, positively correlated channels: stay after good, change after bad', () => {
    const [p01, p11] = [0.2, 0.7]
    const [chain] = chainOf(
      [
        { p01, p11 },
        { p01, p11 },
      ],
      20,
    )
    // A visit that begins good, with chance `start`, lasts until the channel turns bad; else it lasts one step. Meanwhile
    // the other channel, left when it was bad, waits as many steps and one.
    let start = 0
    for (let pass = 0; pass < 200; pass++) {
      let mean = 0
      let weight = 1 - start
      let after = nextBelief({ p01, p11 }, p01)
      for (let k = 1; k < 400; k++) {
        mean += weight * after
        after = nextBelief({ p01, p11 }, after)
        weight = k === 1 ? start * (1 - p11) : weight * p11
      }
      start = mean
    }
    // A visit has 1 / (1 - p11) good steps with chance `start`, and one bad step.
    const goodSteps = start / (1 - p11)
    expect(averageReward(chain, undefined, 1e-9)).toBeCloseTo(goodSteps / (goodSteps + 1), 6)
  })

  test('of different channels the Whittle policy is nearly best', () => {
    const channels = [
      { p01: 0.1, p11: 0.9 },
      { p01: 0.4, p11: 0.6 },
      { p01: 0.7, p11: 0.3 },
    ]
    const [chain, set] = chainOf(channels)
    const whittle = Float64Array.from(
      channels.flatMap((channel) =>
        Array.from(beliefsOf([channel]), (belief) => channelIndex(channel, belief, 0.999)),
      ),
    )
    const best = averageReward(chain, undefined, 1e-8)
    const reached = averageReward(chain, indexPolicyOf(chain, set, whittle), 1e-8)
    expect(reached).toBeLessThanOrEqual(best + 1e-7)
    expect(reached / best).toBeGreaterThan(0.99)
  })
})
