import { describe, expect, it } from 'vitest'
import { NormalDistribution, erfc, normalCdf, normalLoss, normalPdf, normalQuantile } from '../src/index.ts'

/** mpmath with 30 digits. */
const ERFC = [
  [-3, 1.9999779095030015],
  [-0.5, 1.5204998778130465],
  [0, 1],
  [0.1, 0.8875370839817152],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [1.999, 0.00469844334862949],
  [2, 0.004677734981047266],
  [2.001, 0.004657109281475348],
  [3, 2.209049699858544e-5],
  [5, 1.537459794428035e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
]

const QUANTILES = [
  [1e-12, -7.034483825301132],
  [0.001, -3.0902323061678136],
  [0.1, -1.2815515655446004],
  [0.3, -0.5244005127080408],
  [0.5, 0],
  [0.8, 0.8416212335729142],
  [0.975, 1.9599639845400543],
  [0.999999, 4.753424308822899],
]

describe('the normal distribution', () => {
  it.each(ERFC)('erfc(%d) to 2e-13 of itself', (x, expected) => {
    expect(Math.abs(erfc(x) - expected)).toBeLessThanOrEqual(2e-13 * expected)
    expect(Math.abs(erfc(x) - expected)).toBeLessThanOrEqual(1e-15)
  })

  it.each(QUANTILES)('quantile of %d', (fraction, expected) => {
    expect(Math.abs(normalQuantile(fraction) - expected)).toBeLessThan(
      1e-10 * Math.max(1, 1e-6 / (1 - fraction)),
    )
    expect(normalCdf(normalQuantile(fraction))).toBeCloseTo(fraction, 15)
  })

  it('is 0 and 2 far out, never NaN', () => {
    expect([erfc(30), erfc(-30), erfc(Infinity), erfc(-Infinity)]).toEqual([0, 2, 0, 2])
  })

  it('has the loss whose slope is the chance of falling short', () => {
    expect(normalLoss(0)).toBeCloseTo(normalPdf(0), 15)
    for (let z = -4; z <= 4; z += 0.25) {
      const slope = (normalLoss(z + 1e-5) - normalLoss(z - 1e-5)) / 2e-5
      expect(slope).toBeCloseTo(normalCdf(z) - 1, 9)
      expect(normalLoss(z) - normalLoss(-z)).toBeCloseTo(-z, 14)
    }
  })

  it('adds means and variances', () => {
    const total = new NormalDistribution(5, 2).sum(9)
    expect([total.mean, total.deviation]).toEqual([45, 6])
  })

  it('refuses what is no fraction and no deviation', () => {
    expect(() => normalQuantile(1)).toThrow('normalQuantile.fraction: got 1')
    expect(() => new NormalDistribution(5, 0)).toThrow('NormalDistribution.deviation: got 0')
    expect(() => new NormalDistribution(5, 1).sum(0)).toThrow('periods: got 0')
  })
})
