import { describe, expect, it } from 'vitest'
import { GauntletError } from '../../src/errors.ts'
import { Seed, type Stream } from '../../src/random/index.ts'
import {
  betaCdf,
  chiSquareScore,
  gammaCdf,
  kolmogorovSmirnov,
  KS_BOUND,
  moments,
  normalCdf,
  poissonLog,
} from './statistics.ts'

const COUNT = 100_000

/** Draws from a stream that belongs to the test's name. */
function sample(name: string, draw: (stream: Stream) => number, count: number = COUNT): Float64Array {
  const stream = Seed.from(20260101).fold(name).stream()
  return Float64Array.from({ length: count }, () => draw(stream))
}

interface Case {
  name: string
  draw: (stream: Stream) => number
  mean: number
  variance: number
  /** The fourth central moment over the squared variance. */
  kurtosis: number
  cdf?: ((x: number) => number) | undefined
}

function gammaCase(shape: number): Case {
  const draw = (stream: Stream): number => stream.gamma(shape)
  const cdf = (x: number): number => gammaCdf(shape, x)
  return { name: `gamma ${shape}`, draw, mean: shape, variance: shape, kurtosis: 3 + 6 / shape, cdf }
}

function betaCase(a: number, b: number): Case {
  const n = a + b
  const excess = (6 * ((a - b) ** 2 * (n + 1) - a * b * (n + 2))) / (a * b * (n + 2) * (n + 3))
  return {
    name: `beta ${a} ${b}`,
    draw: (stream) => stream.beta(a, b),
    mean: a / n,
    variance: (a * b) / (n * n * (n + 1)),
    kurtosis: 3 + excess,
    cdf: (x) => betaCdf(a, b, x),
  }
}

function poissonCase(mean: number): Case {
  const draw = (stream: Stream): number => stream.poisson(mean)
  return { name: `poisson ${mean}`, draw, mean, variance: mean, kurtosis: 3 + 1 / mean }
}

function bernoulliCase(p: number): Case {
  const variance = p * (1 - p)
  const draw = (stream: Stream): number => Number(stream.bernoulli(p))
  return { name: `bernoulli ${p}`, draw, mean: p, variance, kurtosis: 1 / variance - 3 }
}

const unit = (x: number): number => Math.min(Math.max(x, 0), 1)

const cases: Case[] = [
  {
    name: 'uint32',
    draw: (stream) => stream.uint32() / 2 ** 32,
    mean: 0.5,
    variance: 1 / 12,
    kurtosis: 1.8,
    cdf: unit,
  },
  {
    name: 'uniform',
    draw: (stream) => stream.uniform(),
    mean: 0.5,
    variance: 1 / 12,
    kurtosis: 1.8,
    cdf: unit,
  },
  { name: 'normal', draw: (stream) => stream.normal(), mean: 0, variance: 1, kurtosis: 3, cdf: normalCdf },
  {
    name: 'exponential',
    draw: (stream) => stream.exponential(),
    mean: 1,
    variance: 1,
    kurtosis: 9,
    cdf: (x) => -Math.expm1(-x),
  },
  ...[0.05, 0.3, 0.999, 1, 1.5, 3, 50, 1000].map(gammaCase),
  ...[1e-3, 1e4, 1e9, 1e11].map((shape) => ({ ...gammaCase(shape), cdf: undefined })),
  ...[
    [0.2, 0.3],
    [0.2, 3],
    [0.5, 0.5],
    [1, 1],
    [1, 3],
    [2, 5],
    [80, 20],
  ].map(([a, b]) => betaCase(a, b)),
  ...[
    [1e-3, 1e-3],
    [0.05, 0.07],
    [1e-3, 10],
    [1e6, 1e6],
  ].map(([a, b]) => ({ ...betaCase(a, b), cdf: undefined })),
  ...[1e-3, 0.5, 3, 9.99, 10, 10.5, 60, 1e4, 1e9, 2 ** 40].map(poissonCase),
  ...[0.01, 0.3, 0.5, 0.9].map(bernoulliCase),
]

describe.each(cases)('$name', ({ name, draw, mean, variance, kurtosis, cdf }) => {
  const draws = sample(name, draw)

  it('has its mean and variance within 4.5 standard errors', () => {
    const found = moments(draws)
    expect(Math.abs(found.mean - mean)).toBeLessThan(4.5 * Math.sqrt(variance / COUNT))
    // The second term is that of the mean's own error; it is all there is for a fair coin.
    const bound = 4.5 * variance * Math.sqrt((kurtosis - 1) / COUNT) + (4.5 ** 2 * variance) / COUNT
    expect(Math.abs(found.variance - variance)).toBeLessThan(bound)
  })

  if (cdf) {
    it('follows its distribution (Kolmogorov-Smirnov)', () => {
      expect(kolmogorovSmirnov(draws, cdf)).toBeLessThan(KS_BOUND)
    })
  }
})

describe('the ziggurats', () => {
  const r = 3.654152885361009

  it('have the normal tail beyond the last layer', () => {
    const draws = sample('tail', (stream) => stream.normal(), 8_000_000)
    const tail = draws.filter((x) => Math.abs(x) > r)
    const p = 2 * normalCdf(-r)
    const expected = p * draws.length
    expect(Math.abs(tail.length - expected)).toBeLessThan(4.5 * Math.sqrt(expected))
    expect(
      kolmogorovSmirnov(
        tail.map((x) => Math.abs(x)),
        (x) => 1 - (2 * normalCdf(-x)) / p,
      ),
    ).toBeLessThan(KS_BOUND)
    const right = tail.filter((x) => x > 0).length
    expect(Math.abs(right - tail.length / 2)).toBeLessThan(4.5 * Math.sqrt(tail.length / 4))
  })

  it('have the exponential tail beyond the last layer', () => {
    const tail = sample('tail', (stream) => stream.exponential(), 4_000_000).filter(
      (x) => x > 7.69711747013105,
    )
    expect(Math.abs(tail.length - 4e6 * Math.exp(-7.69711747013105))).toBeLessThan(4.5 * Math.sqrt(1817))
    expect(kolmogorovSmirnov(tail, (x) => -Math.expm1(7.69711747013105 - x))).toBeLessThan(KS_BOUND)
  })

  it('fill 2000 cells of equal normal probability evenly', () => {
    const counts = new Float64Array(2000)
    const stream = Seed.from(5).stream()
    const edges = Float64Array.from({ length: 1999 }, (_, i) => quantile((i + 1) / 2000))
    for (let i = 0; i < 2_000_000; i++) counts[cellOf(edges, stream.normal())]++
    expect(Math.abs(chiSquareScore(counts, new Float64Array(2000).fill(1000)))).toBeLessThan(3.9)
  })

  it('give successive normals that are independent', () => {
    const draws = sample('pairs', (stream) => stream.normal(), 400_000)
    for (let lag = 1; lag <= 4; lag++) {
      let products = 0
      let squares = 0
      for (let i = lag; i < draws.length; i++) {
        products += draws[i] * draws[i - lag]
        squares += (draws[i] ** 2 - 1) * (draws[i - lag] ** 2 - 1)
      }
      expect(Math.abs(products)).toBeLessThan(4.5 * Math.sqrt(draws.length))
      expect(Math.abs(squares)).toBeLessThan(4.5 * 2 * Math.sqrt(draws.length))
    }
  })
})

describe('poisson', () => {
  it.each([0.5, 3, 9.99, 10, 10.5, 25, 60, 400])('of mean %d has its probabilities', (mean) => {
    const size = Math.ceil(mean + 12 * Math.sqrt(mean) + 12)
    const counts = new Float64Array(size)
    for (const k of sample(`poisson cells ${mean}`, (stream) => stream.poisson(mean), 400_000)) counts[k]++
    const expected = Float64Array.from({ length: size }, (_, k) => 400_000 * Math.exp(poissonLog(mean, k)))
    expect(Math.abs(chiSquareScore(counts, expected))).toBeLessThan(3.9)
  })

  it('of large mean is near the normal', () => {
    const mean = 2 ** 50
    const scaled = sample('poisson normal', (stream) => (stream.poisson(mean) - mean) / 2 ** 25)
    expect(kolmogorovSmirnov(scaled, normalCdf)).toBeLessThan(KS_BOUND)
  })

  it('of mean 0 is 0', () => {
    expect(new Set(sample('poisson 0', (stream) => stream.poisson(0), 100))).toEqual(new Set([0]))
  })

  it.each([-1, NaN, Infinity, 2 ** 51])('refuses a mean of %d', (mean) => {
    expect(() => Seed.from(1).stream().poisson(mean)).toThrow(GauntletError)
  })
})

describe('gamma, beta and dirichlet at their limits', () => {
  it('gamma of a large shape is near the normal, tails included', () => {
    for (const shape of [1e9, 1e11, 1e15]) {
      const scaled = sample(`gamma ${shape}`, (stream) => (stream.gamma(shape) - shape) / Math.sqrt(shape))
      expect(kolmogorovSmirnov(scaled, normalCdf)).toBeLessThan(KS_BOUND)
      const beyond = scaled.filter((x) => Math.abs(x) > 2.5).length
      expect(Math.abs(beyond - 2 * normalCdf(-2.5) * COUNT)).toBeLessThan(4.5 * Math.sqrt(0.0125 * COUNT))
    }
  })

  it('gamma is finite from the smallest to the largest shape', () => {
    for (const shape of [1e-300, 1e-10, 1e-3, 1e300]) {
      for (const x of sample(`finite ${shape}`, (stream) => stream.gamma(shape), 1000)) {
        expect(x >= 0 && x < Infinity).toBe(true)
      }
    }
  })

  it.each([
    [1e-300, 1e-300, 0.5],
    [3e-300, 1e-300, 0.75],
    [1e-300, 1e300, 0],
    [1e300, 1e300, 0.5],
    [1e-5, 3e-5, 0.25],
  ])('beta(%d, %d) is a number with mean %d', (a, b, mean) => {
    const draws = sample(`beta limits ${a} ${b}`, (stream) => stream.beta(a, b), 20_000)
    expect(draws.every((x) => x >= 0 && x <= 1)).toBe(true)
    expect(Math.abs(moments(draws).mean - mean)).toBeLessThan(4.5 * Math.sqrt(0.25 / 20_000))
  })

  it.each([[[0.4, 2, 1.1]], [[0.05, 0.02, 0.3, 0.1]], [[5, 1, 3]]])(
    'dirichlet(%j) has beta margins',
    (alpha) => {
      const total = alpha.reduce((sum, a) => sum + a, 0)
      const stream = Seed.from(6).fold(alpha.join()).stream()
      const margins = alpha.map(() => new Float64Array(COUNT))
      const out = new Float64Array(alpha.length)
      let furthest = 0
      for (let i = 0; i < COUNT; i++) {
        stream.dirichlet(alpha, out)
        furthest = Math.max(furthest, Math.abs(out.reduce((sum, x) => sum + x, 0) - 1))
        for (let k = 0; k < alpha.length; k++) margins[k][i] = out[k]
      }
      expect(furthest).toBeLessThan(1e-15)
      for (let k = 0; k < alpha.length; k++) {
        expect(kolmogorovSmirnov(margins[k], (x) => betaCdf(alpha[k], total - alpha[k], x))).toBeLessThan(
          KS_BOUND,
        )
      }
    },
  )

  it('dirichlet chooses a corner at tiny shapes, in proportion, and may write over its shapes', () => {
    const stream = Seed.from(7).stream()
    const corners = new Float64Array(3)
    for (let i = 0; i < 30_000; i++) {
      const out = [1e-300, 2e-300, 3e-300]
      stream.dirichlet(out, out)
      corners[out.indexOf(1)]++
    }
    expect(chiSquareScore(corners, [5000, 10_000, 15_000])).toBeLessThan(3.9)
  })

  it.each([
    ['gamma of 0', (stream: Stream) => stream.gamma(0)],
    ['gamma of NaN', (stream: Stream) => stream.gamma(NaN)],
    ['gamma of infinity', (stream: Stream) => stream.gamma(Infinity)],
    ['beta of a negative', (stream: Stream) => stream.beta(1, -1)],
    ['dirichlet of nothing', (stream: Stream) => stream.dirichlet([], [])],
    ['dirichlet without room', (stream: Stream) => stream.dirichlet([1, 1], [0])],
    ['dirichlet of 0', (stream: Stream) => stream.dirichlet([1, 0], [0, 0])],
    ['bernoulli above 1', (stream: Stream) => stream.bernoulli(1.01)],
    ['bernoulli of NaN', (stream: Stream) => stream.bernoulli(NaN)],
  ])('refuses %s', (_, draw) => {
    expect(() => draw(Seed.from(1).stream())).toThrow(GauntletError)
  })

  it('bernoulli is certain at 0 and 1', () => {
    const stream = Seed.from(8).stream()
    for (let i = 0; i < 1000; i++) expect([stream.bernoulli(0), stream.bernoulli(1)]).toEqual([false, true])
  })
})

/** The normal quantile by bisection. */
function quantile(p: number): number {
  let low = -10
  let high = 10
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
  return low
}

/** How many of the ascending edges are at most x. */
function cellOf(edges: Float64Array, x: number): number {
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] <= x) low = middle + 1
    else high = middle
  }
  return low
}
