import fc from 'fast-check'
import { expect, test } from 'vitest'
import { milling } from '../../src/metrics/milling.ts'
import { headingEntropy, kuramotoOrder, nematicOrder, polarOrder } from '../../src/metrics/order.ts'
import { Space } from '../../src/space.ts'
import { crowd, kinds, reordered, seeds } from './crowds.ts'

const PLANE = new Space('plane', 5)
const TORUS = new Space('torus', 5)
const agents = fc.integer({ min: 1, max: 60 })
const angles = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })

const unit = (heading: number) => [Math.cos(heading), Math.sin(heading)]
const directionsOf = (headings: readonly number[]) => Float64Array.from(headings.flatMap(unit))

function turned(rows: Float64Array, angle: number): Float64Array {
  const [c, s] = unit(angle)
  return rows.map((value, k) => (k % 2 === 0 ? c * value - s * rows[k + 1] : s * rows[k - 1] + c * value))
}

test('every order is from 0 to 1, on every space, of any crowd, in any order', () => {
  fc.assert(
    fc.property(kinds, agents, seeds, (kind, n, seed) => {
      const space = new Space(kind, 5)
      const { positions, directions } = crowd(space, n, seed)
      const order = Array.from({ length: n }, (_, i) => n - 1 - i)
      const [there, heading] = [reordered(positions, order), reordered(directions, order)]
      const counts = new Int32Array(7)
      const pairs = [
        [polarOrder(directions), polarOrder(heading)],
        [nematicOrder(directions), nematicOrder(heading)],
        [headingEntropy(directions, counts), headingEntropy(heading, counts)],
        [milling(space, positions, directions), milling(space, there, heading)],
      ]
      for (const [given, again] of pairs) {
        expect(given >= 0 && given <= 1).toBe(true)
        expect(again).toBeCloseTo(given, 9)
      }
    }),
  )
})

test('turning all leaves orders as they are, and turns psi along', () => {
  fc.assert(
    fc.property(agents, seeds, angles, (n, seed, angle) => {
      const { positions, directions } = crowd(PLANE, n, seed)
      const heading = turned(directions, angle)
      expect(polarOrder(heading)).toBeCloseTo(polarOrder(directions), 12)
      expect(nematicOrder(heading)).toBeCloseTo(nematicOrder(directions), 12)
      const there = turned(positions, angle).map((value) => value + 3)
      expect(milling(PLANE, there, heading)).toBeCloseTo(milling(PLANE, positions, directions), 9)
      const phases = Float64Array.from({ length: n }, (_, i) => positions[2 * i] + angle)
      const [before, after] = [new Float64Array(2), new Float64Array(2)]
      kuramotoOrder(
        phases.map((phase) => phase - angle),
        before,
      )
      kuramotoOrder(phases, after)
      expect(after[0]).toBeCloseTo(before[0], 9)
      const lag = after[1] - before[1] - angle
      expect(before[0] * Math.abs(Math.sin(lag / 2))).toBeLessThan(1e-9)
    }),
  )
})

test('moving all across the seams of a torus leaves milling as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9 }), seeds, angles, angles, (n, seed, right, up) => {
      const { positions, directions } = crowd(TORUS, n, seed)
      // In one quarter, so that the circular mean is where all are.
      const near = positions.map((value) => 0.4 * value)
      const there = near.map((value, k) => value + (k % 2 === 0 ? right : up))
      for (let i = 0; i < n; i++) TORUS.settle(there, directions, i)
      expect(milling(TORUS, there, directions)).toBeCloseTo(milling(TORUS, near, directions), 8)
    }),
  )
})

test('what all do alike, or each in their own way', () => {
  const even = Array.from({ length: 24 }, (_, i) => ((i + 0.5) * Math.PI) / 12 - Math.PI)
  expect(polarOrder(directionsOf(even))).toBeCloseTo(0, 12)
  expect(nematicOrder(directionsOf(even))).toBeCloseTo(0, 12)
  expect(headingEntropy(directionsOf(even), new Int32Array(12))).toBeCloseTo(1, 12)
  const alike = directionsOf(even.map(() => 2))
  expect(polarOrder(alike)).toBeCloseTo(1, 12)
  expect(headingEntropy(alike, new Int32Array(12))).toBe(0)
  const order = new Float64Array(2)
  kuramotoOrder(Float64Array.of(7, 7 - 2 * Math.PI), order)
  expect(order[0]).toBeCloseTo(1, 12)
  expect(order[1]).toBeCloseTo(7 - 2 * Math.PI, 12)
  // pi and -pi are one heading, of the last bin.
  const counts = new Int32Array(4)
  headingEntropy(Float64Array.of(-1, 0, 0, 1, 0, -1), counts)
  expect([...counts]).toEqual([0, 1, 0, 2])
})

test('a circle about a place at seams mills, also where a seam mirrors', () => {
  for (const [kind, x, y] of [
    ['plane', 0, 0],
    ['torus', 0, 0],
    ['torus', 4.9, 0.1],
    ['klein', 0, 2.5],
    ['moebius', 0, 2.5],
    ['projective', 0, 2.5],
  ] as const) {
    const space = new Space(kind, 5)
    // Even about the line on which seams mirror, so that the mean stays there.
    const headings = Array.from({ length: 24 }, (_, i) => ((i + 0.5) * Math.PI) / 12)
    const positions = Float64Array.from(
      headings.flatMap((angle) => [x + Math.sin(angle), y - Math.cos(angle)]),
    )
    const directions = directionsOf(headings)
    for (let i = 0; i < headings.length; i++) space.settle(positions, directions, i)
    expect(milling(space, positions, directions)).toBeCloseTo(1, 12)
  }
})

test('no agents, and one', () => {
  const none = new Float64Array(0)
  const one = Float64Array.of(0.6, 0.8)
  const counts = new Int32Array(8)
  const order = new Float64Array(2)
  kuramotoOrder(none, order)
  expect([...order]).toEqual([0, 0])
  expect([polarOrder(none), nematicOrder(none), headingEntropy(none, counts)]).toEqual([0, 0, 0])
  expect(milling(TORUS, none, none)).toBe(0)
  expect(polarOrder(one)).toBeCloseTo(1, 12)
  expect(nematicOrder(one)).toBeCloseTo(1, 12)
  expect(headingEntropy(one, counts)).toBe(0)
  expect(milling(PLANE, Float64Array.of(1, 2), one)).toBe(0)
  expect(() => milling(PLANE, one, none)).toThrow('directions: got 0, expected 2 numbers')
  expect(() => headingEntropy(one, new Int32Array(1))).toThrow('counts: got 1, expected at least 2 bins')
})
