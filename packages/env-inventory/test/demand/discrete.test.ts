/** Discrete demand has the probabilities of its distribution. */
import type { Stream } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { binomialDemand } from '../../src/demand/binomial-demand.ts'
import type { DemandModel } from '../../src/demand/demand-model.ts'
import { DiscreteTable, weightsAround } from '../../src/demand/discrete-table.ts'
import { geometricDemand } from '../../src/demand/geometric-demand.ts'
import { negativeBinomialDemand } from '../../src/demand/negative-binomial-demand.ts'
import { poissonDemand } from '../../src/demand/poisson-demand.ts'
import { uniformDemand } from '../../src/demand/uniform-demand.ts'
import { periodOfPaths } from './draws.ts'

const DRAWS = 100_000

/** log k!, summed up. */
function logFactorial(k: number): number {
  let sum = 0
  for (let j = 2; j <= k; j++) sum += Math.log(j)
  return sum
}

const poisson = (mean: number) => (k: number) => Math.exp(k * Math.log(mean) - mean - logFactorial(k))
const geometric = (mean: number) => (k: number) => (mean / (1 + mean)) ** k / (1 + mean)
const binomial = (n: number, p: number) => (k: number) =>
  Math.exp(
    logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log(1 - p),
  )
/** With p(0) = (m / v)^r and p(k) a product of (j + r) q / (j + 1). */
const negativeBinomial = (mean: number, deviation: number) => (k: number) => {
  const variance = deviation ** 2
  const r = mean ** 2 / (variance - mean)
  let log = r * Math.log(mean / variance)
  for (let j = 0; j < k; j++) log += Math.log(((j + r) * (variance - mean)) / ((j + 1) * variance))
  return Math.exp(log)
}

const cases: readonly (readonly [string, DemandModel, (k: number) => number])[] = [
  ['poisson 0.3', poissonDemand({ means: [0.3] }), poisson(0.3)],
  ['poisson 5', poissonDemand({ means: [5] }), poisson(5)],
  ['poisson 150', poissonDemand({ means: [150] }), poisson(150)],
  ['uniform 1', uniformDemand({ means: [1] }), (k) => (k <= 2 ? 1 / 3 : 0)],
  ['uniform 3.5', uniformDemand({ means: [3.5] }), (k) => (k <= 7 ? 1 / 8 : 0)],
  ['geometric 0.3', geometricDemand({ means: [0.3] }), geometric(0.3)],
  ['geometric 5', geometricDemand({ means: [5] }), geometric(5)],
  ['binomial 20 of 0.4', binomialDemand({ means: [8], trials: [20] }), binomial(20, 0.4)],
  [
    'negative binomial, r 0.2',
    negativeBinomialDemand({ means: [5], deviations: [Math.sqrt(130)] }),
    negativeBinomial(5, Math.sqrt(130)),
  ],
  [
    'negative binomial, r 50',
    negativeBinomialDemand({ means: [30], deviations: [Math.sqrt(48)] }),
    negativeBinomial(30, Math.sqrt(48)),
  ],
]

describe.each(cases)('%s', (_, model, probability) => {
  test('passes a chi-square test', () => {
    const counts = new Map<number, number>()
    for (const [k] of periodOfPaths(model, DRAWS, 0, 21)) counts.set(k, (counts.get(k) ?? 0) + 1)
    let statistic = 0
    let cells = 0
    let restExpected = DRAWS
    let restFound = DRAWS
    for (let k = 0; k < 2000; k++) {
      const expected = DRAWS * probability(k)
      if (expected < 10) continue
      const found = counts.get(k) ?? 0
      statistic += (found - expected) ** 2 / expected
      restExpected -= expected
      restFound -= found
      cells++
    }
    if (restExpected > 10) statistic += (restFound - restExpected) ** 2 / restExpected
    expect(cells).toBeGreaterThan(2)
    expect(statistic).toBeLessThan(cells + 4 * Math.sqrt(2 * cells))
  })
})

test('weights are in proportion to probabilities, to the last digits and far into the tails', () => {
  const { first, weights } = weightsAround(150, (k) => 150 / (k + 1), 'demand')
  const sum = weights.reduce((total, weight) => total + weight)
  const probability = poisson(150)
  for (const k of [65, 100, 150, 200, 270]) {
    expect(weights[k - first] / sum / probability(k)).toBeCloseTo(1, 10)
  }
  expect(probability(first)).toBeLessThan(2 ** -66)
  expect(probability(first + weights.length - 1)).toBeLessThan(2 ** -66)
})

/** A stream that gives one word and one uniform number. */
const fixed = (word: number, u: number): Stream =>
  ({ uint32: () => word, uniform: () => u }) as unknown as Stream

test('a table inverts its cumulative probabilities, and further bits decide on a boundary', () => {
  const table = new DiscreteTable({ first: 7, weights: [1, 0, 2] })
  // 2^32 / 3 is 1431655765 and a third.
  expect(table.draw(fixed(0, 0))).toBe(7)
  expect(table.draw(fixed(1_431_655_764, 0.99))).toBe(7)
  expect(table.draw(fixed(1_431_655_765, 0.33))).toBe(7)
  expect(table.draw(fixed(1_431_655_765, 0.34))).toBe(9)
  expect(table.draw(fixed(4_294_967_295, 0.999_999_999))).toBe(9)
})

test('a weight of zero is never drawn, wherever it stands', () => {
  const table = new DiscreteTable({ first: 0, weights: [0, 3, 0, 5, 0] })
  const seen = new Set<number>()
  for (let word = 0; word < 2 ** 32; word += 1_000_003) seen.add(table.draw(fixed(word, 0.5)))
  expect([...seen].toSorted()).toEqual([1, 3])
  expect(table.draw(fixed(4_294_967_295, 0.999_999_999))).toBe(3)
})

test('demand over more values than a table holds is refused by name', () => {
  expect(() => poissonDemand({ means: [1, 1e13] }, 'x')).toThrow(/^x\.means\[1\]: got .*2\^20 values/)
})
