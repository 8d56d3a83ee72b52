import { exp, log } from '@gauntlet/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  DiscreteDistribution,
  binomial,
  clippedNormal,
  geometric,
  negativeBinomial,
  poisson,
} from '../src/index.ts'

const table = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 8 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b)
    return new DiscreteDistribution(weights.map((weight) => weight / total))
  })

/** E of a function of demand, term by term. */
function expectation(demand: DiscreteDistribution, f: (units: number) => number): number {
  return demand.probabilities.reduce((sum, p, k) => sum + p * f(k * demand.unit), 0)
}

function expectSame(a: DiscreteDistribution, b: DiscreteDistribution): void {
  const size = Math.max(a.probabilities.length, b.probabilities.length)
  for (let k = 0; k < size; k++) {
    expect(Math.abs((a.probabilities[k] ?? 0) - (b.probabilities[k] ?? 0))).toBeLessThan(2e-15)
  }
}

describe('discrete distributions', () => {
  it('are the textbook ones', () => {
    let factorial = 1
    for (let k = 0; k < 15; k++) {
      if (k > 0) factorial *= k
      const power = exp(k * log(5))
      expect(poisson(5).probabilities[k]).toBeCloseTo((exp(-5) * power) / factorial, 14)
      expect(geometric(5).probabilities[k]).toBeCloseTo(exp(k * log(5 / 6)) / 6, 14)
    }
    const choose = [1, 4, 6, 4, 1]
    expectSame(
      binomial(4, 0.3),
      new DiscreteDistribution(choose.map((c, k) => c * 0.3 ** k * 0.7 ** (4 - k))),
    )
  })

  it.each([
    ['Poisson', poisson(5), 5, 5],
    ['Poisson, large', poisson(900), 900, 900],
    ['Poisson, small', poisson(0.01), 0.01, 0.01],
    ['geometric', geometric(5), 5, 30],
    ['negative binomial', negativeBinomial(2.5, 7), 7, 7 + 49 / 2.5],
    ['negative binomial, spread', negativeBinomial(0.5, 7), 7, 7 + 49 / 0.5],
    ['binomial', binomial(40, 0.2), 8, 6.4],
    ['binomial, nearly sure', binomial(40, 0.99), 39.6, 0.396],
  ])('%s: mean and variance', (_, demand, mean, variance) => {
    expect(demand.mean / mean).toBeCloseTo(1, 12)
    expect(demand.deviation ** 2 / variance).toBeCloseTo(1, 11)
  })

  it('add up within their families', () => {
    expectSame(poisson(5).sum(7), poisson(35))
    expectSame(geometric(5).sum(6), negativeBinomial(6, 30))
    expectSame(binomial(8, 0.4).sum(5), binomial(40, 0.4))
    expectSame(poisson(5).sum(0), new DiscreteDistribution([1]))
  })

  it('clip a normal at 0 and keep what it becomes', () => {
    const demand = clippedNormal(5, 2, 0.02)
    expect(demand.cdf(0)).toBeCloseTo(0.00626, 4)
    // mu + sigma times the standard loss at mu / sigma = 2.5, by tables 0.002004.
    expect(demand.mean).toBeCloseTo(5 + 2 * 0.002004, 5)
    expect(demand.quantile(0.5)).toBeCloseTo(5, 12)
  })

  it('property: loss, quantile and sum are what their definitions say', () => {
    fc.assert(
      fc.property(table, fc.double({ min: -3, max: 12, noNaN: true }), (demand, y) => {
        expect(demand.loss(y)).toBeCloseTo(
          expectation(demand, (d) => Math.max(d - y, 0)),
          12,
        )
        expect(demand.cdf(y)).toBeCloseTo(
          expectation(demand, (d) => (d <= y ? 1 : 0)),
          12,
        )
        const level = demand.quantile(0.7)
        expect(demand.cdf(level)).toBeGreaterThanOrEqual(0.7)
        expect(demand.cdf(level - 1)).toBeLessThan(0.7)
        const three = demand.sum(3)
        expect(three.mean).toBeCloseTo(3 * demand.mean, 12)
        expect(three.deviation ** 2).toBeCloseTo(3 * demand.deviation ** 2, 10)
      }),
    )
  })

  it('refuse what is no distribution', () => {
    expect(() => new DiscreteDistribution([0.5, -0.5, 1])).toThrow('probabilities[1]: got -0.5')
    expect(() => new DiscreteDistribution([0.5, 0.4])).toThrow('expected masses that sum to 1')
    expect(() => new DiscreteDistribution([1], 0)).toThrow('DiscreteDistribution.unit: got 0')
    expect(() => poisson(-1)).toThrow('poisson.mean: got -1')
    expect(() => negativeBinomial(0, 5)).toThrow('negativeBinomial.successes: got 0')
    expect(() => binomial(3, 1)).toThrow('binomial.probability: got 1')
    expect(() => poisson(5).sum(1.5)).toThrow('periods: got 1.5')
    expect(() => poisson(5).quantile(0)).toThrow('fraction: got 0')
  })
})
