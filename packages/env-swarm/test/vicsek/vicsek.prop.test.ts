import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MetricNeighbours } from '../../src/neighbours/metric.ts'
import { Space, type SpaceKind } from '../../src/space.ts'
import { Vicsek, type VicsekParameters } from '../../src/vicsek/vicsek.ts'
import { withoutKernel } from '../without-kernel.ts'

const kinds = fc.constantFrom<SpaceKind>('plane', 'box', 'torus', 'moebius', 'klein', 'projective')
const parameters = fc.record({
  agents: fc.integer({ min: 1, max: 40 }),
  speed: fc.double({ min: 0, max: 0.5, noNaN: true }),
  radius: fc.double({ min: 0.1, max: 2, noNaN: true }),
  noise: fc.constantFrom<VicsekParameters['noise']>('none', 'scalar', 'vectorial'),
  eta: fc.double({ min: 0, max: 3, noNaN: true }),
  order: fc.constantFrom<VicsekParameters['order']>('original', 'forward'),
})

/** Positions and directions after some steps among absent agents and zealots. */
function run(
  kind: SpaceKind,
  given: Partial<VicsekParameters>,
  seed: number,
  lists: boolean = false,
): { positions: Float64Array; directions: Float64Array } {
  const space = new Space(kind, 4)
  const agents = given.agents!
  const rule = lists ? { neighbours: new MetricNeighbours(space, agents, given.radius!) } : {}
  const swarm = new Vicsek(space, given, rule)
  const stream = Seed.from(seed).stream()
  swarm.scatter(stream)
  for (let i = 0; i < agents; i++) {
    swarm.active[i] = i % 7 === 3 ? 0 : 1
    swarm.zealots[i] = i % 5 === 2 ? 1 : 0
  }
  for (let t = 0; t < 6; t++) swarm.step(stream)
  return { positions: swarm.positions.slice(), directions: swarm.directions.slice() }
}

test('agents move the same with and without the kernel', () => {
  fc.assert(
    fc.property(kinds, parameters, fc.nat(), (kind, given, seed) => {
      const fast = run(kind, given, seed)
      expect(withoutKernel(() => run(kind, given, seed))).toEqual(fast)
      for (let k = 0; k < fast.directions.length; k += 2)
        expect(Math.hypot(fast.directions[k], fast.directions[k + 1])).toBeCloseTo(1, 12)
    }),
    { numRuns: 60 },
  )
})

test('lists of neighbours give the same steps as the grid, but for rounding', () => {
  fc.assert(
    fc.property(kinds, parameters, fc.nat(), (kind, given, seed) => {
      const [grid, lists] = [run(kind, given, seed), run(kind, given, seed, true)]
      // Directions of a sum next to 0 are decided by rounding, which is rare: positions tell.
      const apart = grid.positions.map((value, k) => Math.abs(value - lists.positions[k]))
      const far = apart.filter((d) => d > 1e-6 && Math.abs(d - 4) > 1e-6).length
      expect(far).toBe(0)
    }),
    { numRuns: 60 },
  )
})

test('who is absent stays, and zealots keep their directions', () => {
  const swarm = new Vicsek(new Space('plane', 4), { agents: 10, eta: 1 })
  const stream = Seed.from(1).stream()
  swarm.scatter(stream)
  swarm.active[3] = 0
  swarm.zealots[5] = 1
  const [positions, directions] = [swarm.positions.slice(), swarm.directions.slice()]
  for (let t = 0; t < 10; t++) swarm.step(stream)
  expect([...swarm.positions.subarray(6, 8)]).toEqual([...positions.subarray(6, 8)])
  expect([...swarm.directions.subarray(6, 8)]).toEqual([...directions.subarray(6, 8)])
  expect([...swarm.directions.subarray(10, 12)]).toEqual([...directions.subarray(10, 12)])
  expect(swarm.positions[10]).toBeCloseTo(positions[10] + 0.3 * directions[10], 12)
})

test('agents never enter obstacles', () => {
  const obstacles = [
    { x: 2, y: 2, radius: 0.7 },
    { x: 0.1, y: 0.5, radius: 0.3 },
  ]
  const space = new Space('torus', 4)
  const swarm = new Vicsek(space, { agents: 60, eta: 2, speed: 0.1 }, { obstacles })
  const stream = Seed.from(2).stream()
  swarm.scatter(stream)
  const way = new Float64Array(2)
  for (let t = 0; t < 200; t++) {
    swarm.step(stream)
    for (let i = 0; i < 60; i++) {
      for (const { x, y, radius } of obstacles) {
        space.displacement(swarm.positions, 2 * i, Float64Array.of(x, y), 0, way)
        expect(Math.hypot(way[0], way[1])).toBeGreaterThan(radius - 1e-9)
      }
    }
  }
})

test('what does not fit is refused by name', () => {
  const space = new Space('torus', 4)
  expect(() => new Vicsek(space, { eta: 7 })).toThrow('Vicsek.eta')
  expect(() => new Vicsek(space, { agents: 0 })).toThrow('Vicsek.agents')
  expect(() => new Vicsek(space, { radius: 3 })).toThrow('Vicsek.radius: got 3')
  expect(() => new Vicsek(space, { agents: 3 }, { neighbours: new MetricNeighbours(space, 4, 1) })).toThrow(
    'Vicsek.neighbours',
  )
})
