import { Seed, pow } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CuckerSmale,
  type CuckerSmaleParameters,
  MetricNeighbours,
  Space,
  VoronoiNeighbours,
} from '../../src/index.ts'

const plane = new Space('plane', 2)
const seeds = fc.integer({ min: 0, max: 1e9 })

function flock(parameters: Partial<CuckerSmaleParameters>, seed: number, speed: number = 1): CuckerSmale {
  const model = new CuckerSmale(plane, { agents: 8, ...parameters })
  model.scatter(Seed.from(seed).stream(), speed)
  return model
}

function mean(vectors: Float64Array): [number, number] {
  const sum: [number, number] = [0, 0]
  vectors.forEach((value, k) => (sum[k % 2] += (2 * value) / vectors.length))
  return sum
}

/** The greatest distance between two of these vectors. */
function diameter(vectors: Float64Array): number {
  let most = 0
  for (let p = 0; p < vectors.length; p += 2) {
    for (let q = 0; q < p; q += 2)
      most = Math.max(most, Math.hypot(vectors[p] - vectors[q], vectors[p + 1] - vectors[q + 1]))
  }
  return most
}

test('the mean velocity stays, whoever sees whom as long as who sees is seen', () => {
  const torus = new Space('torus', 2)
  fc.assert(
    fc.property(
      seeds,
      fc.constantFrom<'euler' | 'rk4'>('euler', 'rk4'),
      fc.integer({ min: 0, max: 2 }),
      (seed, integrator, rule) => {
        const neighbours = [undefined, new MetricNeighbours(torus, 8, 0.7), new VoronoiNeighbours(torus, 8)][
          rule
        ]
        const model = new CuckerSmale(
          torus,
          { agents: 8, integrator },
          neighbours === undefined ? {} : { neighbours },
        )
        model.scatter(Seed.from(seed).stream())
        const [x, y] = mean(model.velocities)
        for (let t = 0; t < 50; t++) model.step()
        expect(mean(model.velocities)[0]).toBeCloseTo(x, 12)
        expect(mean(model.velocities)[1]).toBeCloseTo(y, 12)
      },
    ),
    { numRuns: 30 },
  )
})

test('without decline velocities come together as exp(-K t), in the factor of the integrator', () => {
  const [coupling, timeStep, steps] = [1, 0.05, 200]
  const z = -coupling * timeStep
  const factors = { euler: 1 + z, rk4: 1 + z + (z * z) / 2 + (z * z * z) / 6 + (z * z * z * z) / 24 }
  for (const integrator of ['euler', 'rk4'] as const) {
    const model = flock({ decay: 0, coupling, timeStep, integrator }, 4)
    const before = model.velocities.slice()
    const average = mean(before)
    for (let t = 0; t < steps; t++) model.step()
    const share = Math.pow(factors[integrator], steps)
    model.velocities.forEach((v, k) => {
      expect(v - average[k % 2]).toBeCloseTo(share * (before[k] - average[k % 2]), 13)
    })
    if (integrator === 'rk4') expect(share / Math.exp(-10) - 1).toBeCloseTo(5.4e-7, 8)
  }
})

test('errors shrink with the order of the integrator: 1 and 4', () => {
  const at = (integrator: 'euler' | 'rk4', timeStep: number): Float64Array => {
    const model = flock({ integrator, timeStep, decay: 1, coupling: 2 }, 11)
    for (let t = 0; t < Math.round(1 / timeStep); t++) model.step()
    return model.positions
  }
  const exact = at('rk4', 1 / 512)
  const error = (integrator: 'euler' | 'rk4', steps: number): number =>
    Math.hypot(...at(integrator, 1 / steps).map((x, k) => x - exact[k]))
  expect(Math.log2(error('euler', 32) / error('euler', 64))).toBeCloseTo(1, 1)
  expect(Math.log2(error('rk4', 16) / error('rk4', 32))).toBeCloseTo(4, 0)
})

test('one Euler step among neighbours is the formula', () => {
  const space = new Space('klein', 2)
  const neighbours = new MetricNeighbours(space, 8, 0.8)
  const model = new CuckerSmale(
    space,
    { agents: 8, coupling: 3, scale: 0.5, decay: 0.7, timeStep: 0.1, integrator: 'euler' },
    { neighbours },
  )
  model.scatter(Seed.from(2).stream())
  const { positions, velocities } = model
  const expected = velocities.slice()
  const way = new Float64Array(2)
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 8; j++) {
      const image = space.displacement(positions, 2 * i, positions, 2 * j, way)
      const d2 = way[0] * way[0] + way[1] * way[1]
      if (i === j || d2 > 0.64) continue
      const weight = ((0.1 * 3) / 8) * pow(0.25 + d2, -0.7)
      expected[2 * i] += weight * (image.flipX * velocities[2 * j] - velocities[2 * i])
      expected[2 * i + 1] += weight * (image.flipY * velocities[2 * j + 1] - velocities[2 * i + 1])
    }
  }
  const from = positions.slice()
  const before = velocities.slice()
  model.step()
  for (let i = 0; i < 8; i++) {
    const there = Float64Array.of(
      from[2 * i] + 0.1 * before[2 * i],
      from[2 * i + 1] + 0.1 * before[2 * i + 1],
    )
    const then = expected.slice(2 * i, 2 * i + 2)
    space.settle(there, then, 0)
    for (const k of [0, 1]) {
      expect(positions[2 * i + k]).toBeCloseTo(there[k], 14)
      expect(velocities[2 * i + k]).toBeCloseTo(then[k], 14)
    }
  }
})

/**
 * The flocking theorem, in diameters D_X of places and D_V of velocities (Ha and Liu 2009; Ha, Ha and Kim 2010): D_X' <= D_V and
 * D_V' <= -K psi(D_X) D_V. Where D_V(0) = K (Psi(D) - Psi(D_X(0))) for some D, Psi' = psi, it follows that D_X stays below D and
 * that D_V falls at least as exp(-K psi(D) t). Psi is unbounded where beta <= 1/2: there is such a D from any start.
 */
describe('the flocking theorem', () => {
  const integrals = {
    // For sigma = 1.
    0.5: { whole: Math.asinh, inverse: Math.sinh },
    1: { whole: Math.atan, inverse: Math.tan },
  }

  test('with beta = 1/2 all flock from any start', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.1, max: 3, noNaN: true }), (seed, speed) => {
        const model = flock({ decay: 0.5, coupling: 1 }, seed, speed)
        const { whole, inverse } = integrals[0.5]
        const start = diameter(model.velocities)
        const bound = inverse(whole(diameter(model.positions)) + start)
        for (let t = 1; t <= 200; t++) {
          model.step()
          expect(diameter(model.positions)).toBeLessThan(bound)
          const most = start * Math.exp(-t * 0.05 * Math.pow(1 + bound * bound, -0.5))
          expect(diameter(model.velocities)).toBeLessThan(most * (1 + 1e-6))
        }
      }),
      { numRuns: 20 },
    )
  })

  test('of two with beta = 1, v + K atan(x) is kept: the slow ones flock, the fast ones part', () => {
    const { whole, inverse } = integrals[1]
    const limit = Math.PI / 2 - whole(1)
    fc.assert(
      fc.property(fc.double({ min: 0.05, max: 1.9, noNaN: true }), (part) => {
        fc.pre(Math.abs(part - 1) > 0.05)
        const model = new CuckerSmale(plane, { agents: 2, decay: 1 })
        model.positions.set([0, 0, 1, 0])
        model.velocities.set([0, 0, part * limit, 0])
        for (let t = 0; t < 2000; t++) {
          model.step()
          const [x, v] = [model.positions[2] - model.positions[0], model.velocities[2] - model.velocities[0]]
          expect(v + whole(x)).toBeCloseTo(part * limit + whole(1), 6)
        }
        const [x, v] = [model.positions[2] - model.positions[0], model.velocities[2] - model.velocities[0]]
        if (part < 1) expect(x).toBeLessThan(inverse(part * limit + whole(1)) * (1 + 1e-6))
        else expect(v).toBeGreaterThan((part - 1) * limit)
      }),
      { numRuns: 20 },
    )
  })
})
