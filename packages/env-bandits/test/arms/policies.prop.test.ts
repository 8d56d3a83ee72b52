import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Seed, log } from '@gauntlet/core'
import { ExponentialWeights } from '../../src/policies/exp3.ts'
import { highest } from '../../src/policies/index-policy.ts'
import { klUpperBound, negativeEntropy } from '../../src/policies/kl-bound.ts'
import { LeadingKlUcbIndices, klUcbIndices } from '../../src/policies/kl-ucb.ts'
import type { ArmStatistics } from '../../src/policies/tally.ts'
import { tsallisProbabilities } from '../../src/policies/tsallis-inf.ts'
import { ucbTunedIndices } from '../../src/policies/ucb-variance.ts'
import { ucbIndices } from '../../src/policies/ucb.ts'
import { bernoulli } from '../../src/arms/bernoulli.ts'
import { policyOf } from './runs.ts'

const unit = fc.double({ min: 0, max: 1, noNaN: true })

/** One world's statistics after every arm has been pulled at least once. */
const statisticsOf: fc.Arbitrary<ArmStatistics> = fc
  .array(fc.record({ n: fc.integer({ min: 1, max: 5000 }), share: unit }), { minLength: 2, maxLength: 10 })
  .map((rows) => ({
    arms: rows.length,
    steps: Float64Array.of(rows.reduce((sum, { n }) => sum + n, 0)),
    pulls: Float64Array.from(rows, ({ n }) => n),
    sums: Float64Array.from(rows, ({ n, share }) => Math.round(n * share)),
    squares: Float64Array.from(rows, ({ n, share }) => Math.round(n * share)),
  }))

describe('the bound of kl-ucb', () => {
  const divergence = (m: number, q: number): number =>
    (m === 0 ? 0 : m * log(m / q)) + (m === 1 ? 0 : (1 - m) * log((1 - m) / (1 - q)))

  test('lies between the mean and 1, and has the divergence asked for', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: 1e-9, max: 20, noNaN: true }), (m, d) => {
        const q = klUpperBound(m, d)
        expect(q).toBeGreaterThanOrEqual(m)
        expect(q).toBeLessThanOrEqual(1)
        if (q === m || q >= 1 - 1e-6) return
        const slope = (q - m) / (q * (1 - q))
        expect(Math.abs(divergence(m, q) - d)).toBeLessThan(1e-12 * slope + 1e-14)
      }),
      { numRuns: 2000 },
    )
  })

  test('is the same from any guess', () => {
    fc.assert(
      fc.property(unit, fc.double({ min: 1e-6, max: 20, noNaN: true }), unit, (m, d, guess) => {
        expect(Math.abs(klUpperBound(m, d, negativeEntropy(m), guess) - klUpperBound(m, d))).toBeLessThan(
          1e-12,
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('indices', () => {
  test('of ucb1 and kl-ucb are at least the mean and rise with t', () => {
    fc.assert(
      fc.property(statisticsOf, fc.constantFrom(ucbIndices(4), klUcbIndices()), (statistics, rule) => {
        const now = new Float64Array(statistics.arms)
        const later = new Float64Array(statistics.arms)
        rule(statistics, now)
        rule({ ...statistics, steps: Float64Array.of(statistics.steps[0] + 1000) }, later)
        now.forEach((index, k) => {
          expect(index).toBeGreaterThanOrEqual(statistics.sums[k] / statistics.pulls[k])
          expect(later[k]).toBeGreaterThanOrEqual(index)
        })
      }),
    )
  })

  test('of kl-ucb are never above those of ucb1', () => {
    fc.assert(
      fc.property(statisticsOf, (statistics) => {
        const kl = new Float64Array(statistics.arms)
        const hoeffding = new Float64Array(statistics.arms)
        klUcbIndices()(statistics, kl)
        ucbIndices(4)(statistics, hoeffding)
        kl.forEach((index, k) => expect(index).toBeLessThanOrEqual(hoeffding[k] + 1e-12))
      }),
    )
  })

  test('of kl-ucb that may lead give the same pulls as all of them', () => {
    const arms = fc.array(unit, { minLength: 2, maxLength: 10 })
    fc.assert(
      fc.property(arms, fc.nat(), (means, seed) => {
        const stream = Seed.from(seed).stream()
        const [steps, pulls, sums] = [1, means.length, means.length].map((size) => new Float64Array(size))
        const statistics: ArmStatistics = { arms: means.length, steps, pulls, sums, squares: sums }
        const leading = new LeadingKlUcbIndices(1, means.length)
        const some = new Float64Array(means.length)
        const all = new Float64Array(means.length)
        for (let t = 0; t < 300; t++) {
          leading.write(statistics, some)
          klUcbIndices()(statistics, all)
          const arm = highest(all, 0, means.length)
          expect(highest(some, 0, means.length)).toBe(arm)
          steps[0]++
          pulls[arm]++
          if (stream.uniform() < means[arm]) sums[arm]++
        }
      }),
      { numRuns: 50 },
    )
  })

  test('that differ by less than a tie go to the first arm', () => {
    expect(highest(Float64Array.of(0.5, 0.5 + 5e-13, 0.5 + 5e-13), 0, 3)).toBe(0)
    expect(highest(Float64Array.of(0.5, 0.5 + 2e-12, 0.5), 0, 3)).toBe(1)
    expect(highest(Float64Array.of(9, 1, Infinity, Infinity), 1, 3)).toBe(1)
  })
})

describe('probabilities of exp3', () => {
  const pulls = fc.array(fc.record({ arm: fc.nat(3), reward: unit }), { maxLength: 200 })

  test('are the exponential weights of the losses, however far those have come', () => {
    fc.assert(
      fc.property(pulls, fc.double({ min: 0.01, max: 50, noNaN: true }), (sequence, eta) => {
        const p = new Float64Array(8)
        const weights = new ExponentialWeights(p, 4, eta)
        const losses = [0, 0, 0, 0]
        for (const { arm, reward } of sequence) {
          weights.learn(1, arm, reward, 0.25)
          losses[arm] += (1 - reward) / 0.25
          const total = weights.weigh(1)
          const least = Math.min(...losses)
          const expected = losses.map((loss) => Math.exp(-eta * (loss - least)))
          const sum = expected.reduce((all, weight) => all + weight, 0)
          expected.forEach((weight, k) =>
            expect(Math.abs(p[4 + k] / total - weight / sum)).toBeLessThan(1e-9),
          )
        }
        expect(weights.weigh(0)).toBe(4)
        expect([...p.subarray(0, 4)]).toEqual([1, 1, 1, 1])
      }),
    )
  })
})

describe('probabilities of tsallis-inf', () => {
  test('sum to 1, and differ as the formula says, however far the losses have come', () => {
    const losses = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 10 })
    fc.assert(
      fc.property(losses, fc.double({ min: 1e-3, max: 4, noNaN: true }), (given, eta) => {
        const p = new Float64Array(given.length)
        const sum = tsallisProbabilities(Float64Array.from(given), 0, given.length, eta, p, 0)
        expect(Math.abs(sum - 1)).toBeLessThan(1e-9)
        // 2 / sqrt p = eta (L - x) for one x.
        given.forEach((loss, k) => {
          const gap = 2 / Math.sqrt(p[k]) - 2 / Math.sqrt(p[0])
          const expected = eta * (loss - given[0])
          expect(Math.abs(gap - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected) + 2 / Math.sqrt(p[0])))
        })
      }),
    )
  })
})

test('ucb pulls the arm of its highest index', async () => {
  const alphas = fc.double({ min: 0.01, max: 8, noNaN: true })
  await fc.assert(
    fc.asyncProperty(
      fc.array(unit, { minLength: 2, maxLength: 8 }),
      alphas,
      fc.nat(),
      async (means, alpha, seed) => {
        const environment = await bernoulli.make({ means, horizon: 1000 }, 2)
        const policy = await policyOf('ucb', environment, { alpha })
        const arms = means.length
        const actions = new Int32Array(2)
        const [steps, pulls, sums] = [1, arms, arms].map((length) => new Float64Array(length))
        const indices = new Float64Array(arms)
        environment.reset(Seed.from(seed))
        policy.begin(environment, Seed.from(seed))
        for (let t = 0; t < 200; t++) {
          ucbIndices(alpha)({ arms, steps, pulls, sums, squares: sums }, indices)
          policy.act(environment, actions, 'sample')
          expect(indices[actions[1]]).toBeGreaterThanOrEqual(Math.max(...indices) - 2e-12)
          environment.step(actions)
          steps[0]++
          pulls[actions[1]]++
          sums[actions[1]] += environment.rewards[1]
        }
      },
    ),
    { numRuns: 30 },
  )
})

test('ucb-tuned is ucb with alpha 1/2 as long as every arm has few pulls', () => {
  fc.assert(
    fc.property(statisticsOf, ({ arms, steps, pulls, sums, squares }) => {
      const few = pulls.map((n) => Math.min(n, Math.floor(32 * Math.log(steps[0]))))
      if (few.some((n) => n === 0)) return
      const some = {
        arms,
        steps,
        pulls: few,
        sums: sums.map((s, i) => Math.min(s, few[i])),
        squares: squares.map((s, i) => Math.min(s, few[i])),
      }
      const [tuned, half] = [new Float64Array(arms), new Float64Array(arms)]
      ucbTunedIndices(some, tuned)
      ucbIndices(0.5)(some, half)
      tuned.forEach((index, k) => expect(index).toBeCloseTo(half[k], 12))
    }),
  )
})
