import { describe, expect, it } from 'vitest'
import { NormalDistribution, erfc, normalCdf, normalLoss, normalPdf, normalQuantile } from '../src/index.ts'

/** mpmath with 30 digits. */
const ERFC = [
  [-3, 1.9999779095030014146],
  [-0.5, 1.5204998778130465377],
  [0, 1],
  [0.1, 0.8875370839817151078],
  [0.5, 0.47950012218695346232],
  [1, 0.15729920705028513066],
  [1.999, 0.0046984433486294899663],
  [2, 0.0046777349810472658379],
  [2.001, 0.004657109281475348028],
  [3, 0.000022090496998585441373],
  [5, 1.5374597944280348502e-12],
  [10, 2.088487583762544757e-45],
  [20, 5.3958656116079009289e-176],
  [26, 5.6631924088561428465e-296],
]

const QUANTILES = [
  [1e-12, -7.0344838253011319298],
  [0.001, -3.0902323061678135415],
  [0.1, -1.281551565544600467],
  [0.3, -0.52440051270804078404],
  [0.5, 0],
  [0.8, 0.84162123357291420518],
  [0.975, 1.9599639845400542355],
  [0.999999, 4.7534243088228989482],
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
