import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Space, type SpaceKind } from '../src/space.ts'

const SIDE = 3
const kinds = fc.constantFrom<SpaceKind>('box', 'torus', 'moebius', 'klein', 'projective')
const inside = fc.double({ min: 0, max: SIDE, maxExcluded: true, noNaN: true })
const points = fc.tuple(inside, inside)
const angles = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })

/** Walks straight on, in steps; the position and direction at the end. */
function walk(
  space: Space,
  [x, y]: readonly [number, number],
  angle: number,
  step: number,
  steps: number,
): { position: Float64Array; direction: Float64Array } {
  const position = Float64Array.of(x, y)
  const direction = Float64Array.of(Math.cos(angle), Math.sin(angle))
  for (let t = 0; t < steps; t++) {
    position[0] += step * direction[0]
    position[1] += step * direction[1]
    space.settle(position, direction, 0)
  }
  return { position, direction }
}

const distance = (space: Space, from: Float64Array, to: Float64Array): number => {
  const way = new Float64Array(2)
  space.displacement(from, 0, to, 0, way)
  return Math.hypot(way[0], way[1])
}

test('who walks on and comes back the same way is where it was', () => {
  fc.assert(
    fc.property(kinds, points, angles, fc.integer({ min: 1, max: 40 }), (kind, start, angle, steps) => {
      const space = new Space(kind, SIDE)
      const away = walk(space, start, angle, 0.37, steps)
      for (const value of away.position) expect(value >= 0 && value <= SIDE).toBe(true)
      const { position, direction } = away
      for (const k of [0, 1]) direction[k] = -direction[k]
      for (let t = 0; t < steps; t++) {
        position[0] += 0.37 * direction[0]
        position[1] += 0.37 * direction[1]
        space.settle(position, direction, 0)
      }
      expect(distance(space, Float64Array.from(start), position)).toBeLessThan(1e-9)
    }),
  )
})

test('a short step is as long as it is, across every seam', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<SpaceKind>('torus', 'moebius', 'klein', 'projective'),
      points,
      angles,
      (kind, start, angle) => {
        const space = new Space(kind, SIDE)
        const { position } = walk(space, start, angle, 0.2, 1)
        const there = distance(space, Float64Array.from(start), position)
        const back = distance(space, position, Float64Array.from(start))
        expect(there).toBeLessThanOrEqual(0.2 + 1e-12)
        expect(back).toBeCloseTo(there, 12)
        // Walls reflect, so that the way there is bent; a cone's corner has shorter ways around it.
        if (kind === 'torus' || kind === 'klein') expect(there).toBeCloseTo(0.2, 12)
      },
    ),
  )
})

test('once around a twisted seam mirrors an agent; twice does not', () => {
  const space = new Space('moebius', SIDE)
  const once = walk(space, [1, 0.5], 0, 1, 3)
  expect([...once.position]).toEqual([1, 2.5])
  const twice = walk(space, [1, 0.5], 0, 1, 6)
  expect([...twice.position]).toEqual([1, 0.5])
  const klein = walk(new Space('klein', SIDE), [1, 0.5], Math.PI / 2, 1, 3)
  expect(klein.position[0]).toBeCloseTo(2, 12)
  expect(klein.direction[1]).toBeCloseTo(1, 12)
})

test('agents that touch an end exactly are settled', () => {
  for (const kind of ['torus', 'moebius', 'klein', 'projective'] as const) {
    const position = Float64Array.of(SIDE, 0)
    new Space(kind, SIDE).settle(position, Float64Array.of(1, 0), 0)
    for (const value of position) expect(value >= 0 && value <= SIDE).toBe(true)
  }
  const tiny = Float64Array.of(-1e-20, 1)
  new Space('torus', SIDE).settle(tiny, Float64Array.of(1, 0), 0)
  expect(tiny[0]).toBe(0)
})

test('an agent that is nowhere is an error, not a search without end', () => {
  for (const kind of ['box', 'torus', 'moebius', 'klein', 'projective'] as const) {
    for (const nowhere of [NaN, Infinity, -Infinity]) {
      const settle = () =>
        new Space(kind, 1).settle(Float64Array.of(0, 0, 0.5, nowhere), new Float64Array(4), 1)
      expect(settle).toThrow(`got agent 1 at 0.5, ${nowhere}, expected finite positions`)
    }
  }
})
