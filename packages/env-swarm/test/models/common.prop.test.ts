/** What holds of all models: who is not active is as if not there, zealots go straight, seams are no places. */
import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  Boids,
  Couzin,
  CuckerSmale,
  type Disc,
  MetricNeighbours,
  MorseSwarm,
  NearestNeighbours,
  Space,
  type SpaceKind,
  VoronoiNeighbours,
} from '../../src/index.ts'

type Model = Boids | Couzin | CuckerSmale | MorseSwarm
type Make = (space: Space, agents: number, obstacles?: readonly Disc[]) => Model

const MODELS: Readonly<Record<string, Make>> = {
  CuckerSmale: (space, agents, obstacles = []) => new CuckerSmale(space, { agents }, { obstacles }),
  'CuckerSmale within a radius, Euler': (space, agents, obstacles = []) =>
    new CuckerSmale(
      space,
      { agents, integrator: 'euler' },
      { obstacles, neighbours: new MetricNeighbours(space, agents, 1) },
    ),
  MorseSwarm: (space, agents, obstacles = []) => new MorseSwarm(space, { agents }, { obstacles }),
  Boids: (space, agents, obstacles = []) => new Boids(space, { agents, perception: 1 }, { obstacles }),
  'Boids of three nearest': (space, agents, obstacles = []) =>
    new Boids(space, { agents }, { obstacles, neighbours: new NearestNeighbours(space, agents, 3) }),
  'Boids of Voronoi cells': (space, agents, obstacles = []) =>
    new Boids(space, { agents }, { obstacles, neighbours: new VoronoiNeighbours(space, agents) }),
  Couzin: (space, agents, obstacles = []) =>
    new Couzin(
      space,
      { agents, speed: 1, repulsionRadius: 0.2, orientationWidth: 0.5, attractionWidth: 0.3, noiseRad: 0 },
      { obstacles },
    ),
}

const motion = (model: Model): Float64Array => ('directions' in model ? model.directions : model.velocities)
const seeds = fc.integer({ min: 0, max: 1e9 })
const SIDE = 8

function started(make: Make, space: Space, agents: number, seed: number): Model {
  const model = make(space, agents)
  model.scatter(Seed.from(seed).stream())
  // Together, so that they see each other.
  for (let k = 0; k < 2 * agents; k++) model.positions[k] = 3 + model.positions[k] / 4
  return model
}

function run(model: Model, steps: number): Model {
  const stream = Seed.from(5).stream()
  for (let t = 0; t < steps; t++) model.step(stream)
  return model
}

describe.each(Object.entries(MODELS))('%s', (name, make) => {
  const plane = new Space('plane', SIDE)

  test('who is not active stays, and is as if not there', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (seed, live) => {
        const all = started(make, plane, live.length, seed)
        const kept = live.flatMap((is, i) => (is ? [i] : []))
        const few = started(make, plane, Math.max(1, kept.length), seed)
        const pick = (vectors: Float64Array) => kept.flatMap((i) => [...vectors.subarray(2 * i, 2 * i + 2)])
        live.forEach((is, i) => {
          all.active[i] = is ? 1 : 0
          if (!is) all.positions[2 * i] = NaN
        })
        few.active.fill(1, 0, kept.length)
        if (kept.length === 0) few.active[0] = 0
        few.positions.set(pick(all.positions))
        motion(few).set(pick(motion(all)))
        const before = all.positions.slice()
        run(all, 5)
        run(few, 5)
        live.forEach((is, i) => {
          if (!is) expect(all.positions[2 * i + 1]).toBe(before[2 * i + 1])
        })
        if (kept.length > 0) expect(pick(all.positions)).toEqual([...few.positions])
        if (kept.length > 0) expect(pick(motion(all))).toEqual([...motion(few)])
      }),
      { numRuns: 20 },
    )
  })

  test('zealots go on as they go, and are seen', () => {
    const free = run(started(make, plane, 6, 1), 10)
    const led = started(make, plane, 6, 1)
    led.zealots[2] = 1
    const before = motion(led).slice(4, 6)
    run(led, 10)
    expect(motion(led).slice(4, 6)).toEqual(before)
    expect(led.positions).not.toEqual(free.positions)
  })

  test('a flock turned by a right angle flies as it would have, turned', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const model = started(make, plane, 8, seed)
        const turned = started(make, plane, 8, seed)
        const turn = (vectors: Float64Array) =>
          Float64Array.from(vectors, (_, k) => (k % 2 === 0 ? -vectors[k + 1] : vectors[k - 1]))
        turned.positions.set(turn(model.positions))
        motion(turned).set(turn(motion(model)))
        expectNear(run(turned, 5).positions, turn(run(model, 5).positions), 1e-10)
      }),
      { numRuns: 10 },
    )
  })

  // Other than in the plane, on closed surfaces the outermost of a flock have cells that touch.
  if (name !== 'Boids of Voronoi cells')
    test('a flock over a seam flies as on the plane', () => {
      const over: [SpaceKind, number, number][] = [
        ['torus', SIDE - 4, -4],
        ['moebius', SIDE - 4, 0],
        ['klein', SIDE - 4, 0],
        ['klein', 0, SIDE - 4],
        ['projective', 0, 4],
        ['projective', -4, 0],
      ]
      for (const [kind, shiftX, shiftY] of over) {
        const space = new Space(kind, SIDE)
        const there = started(make, plane, 8, 3)
        for (let k = 0; k < 16; k++) there.positions[k] += k % 2 === 0 ? shiftX : shiftY
        const here = make(space, 8)
        const settle = (model: Model): void => {
          here.positions.set(model.positions)
          motion(here).set(motion(model))
          for (let i = 0; i < 8; i++) space.settle(here.positions, motion(here), i)
        }
        settle(there)
        run(here, 8)
        const [positions, directions] = [here.positions.slice(), motion(here).slice()]
        settle(run(there, 8))
        expectNear(positions, here.positions, 1e-9)
        expectNear(directions, motion(here), 1e-9)
      }
    })

  test('no agent is ever within an obstacle', () => {
    for (const kind of ['plane', 'box', 'torus', 'moebius', 'klein', 'projective'] as const) {
      const obstacles = [
        { x: 3, y: 3, radius: 1 },
        { x: 5.5, y: kind === 'box' ? 4 : 5, radius: 1.2 },
        // Over the seam, where there is one.
        { x: kind === 'box' ? 7 : 7.7, y: 1.5, radius: 0.7 },
      ]
      const model = make(new Space(kind, SIDE), 20, obstacles)
      const stream = Seed.from(9).stream()
      model.scatter(stream)
      for (let t = 0; t < 100; t++) {
        model.step(stream)
        for (let i = 0; i < 20; i++) {
          const far = obstacles.map(({ x, y, radius }) => {
            const way = new Float64Array(2)
            model.space.displacement(model.positions, 2 * i, Float64Array.of(x, y), 0, way)
            return Math.hypot(way[0], way[1]) - radius
          })
          expect(Math.min(...far)).toBeGreaterThan(-1e-12)
        }
      }
    }
  })

  test('unknown parameters and numbers out of range are refused by name', () => {
    const [model] = name.split(' ')
    const given = { CuckerSmale, MorseSwarm, Boids, Couzin }[model] as new (
      space: Space,
      given: object,
    ) => Model
    expect(() => new given(plane, { agents: 0 })).toThrow(
      `${model}.agents: got 0, expected a whole number from 1`,
    )
    expect(() => new given(plane, { agent: 3 })).toThrow(
      `${model}: unknown field agent; did you mean agents?`,
    )
    expect(() => new given(plane, { timeStep: NaN })).toThrow(`${model}.timeStep: got NaN`)
  })
})

test('a rule for another number of agents is refused', () => {
  const space = new Space('torus', 1)
  const neighbours = new MetricNeighbours(space, 4, 1)
  expect(() => new Boids(space, { agents: 5 }, { neighbours })).toThrow('Boids.neighbours')
  expect(() => new CuckerSmale(space, { agents: 5 }, { neighbours })).toThrow('CuckerSmale.neighbours')
})

test('what flies apart is said to, in place of numbers that are none', () => {
  const model = new MorseSwarm(new Space('torus', 1), {
    agents: 2,
    friction: 1e6,
    timeStep: 10,
    integrator: 'euler',
  })
  model.scatter(Seed.from(0).stream())
  expect(() => run(model, 100)).toThrow(
    /^MorseSwarm: got agent 0 at .*, expected finite positions; take a smaller timeStep$/,
  )
})

function expectNear(got: Float64Array, expected: Float64Array, tolerance: number): void {
  for (let k = 0; k < expected.length; k++) expect(Math.abs(got[k] - expected[k])).toBeLessThan(tolerance)
}
