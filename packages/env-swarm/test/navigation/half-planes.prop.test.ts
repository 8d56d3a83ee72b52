import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HalfPlanes } from '../../src/navigation/half-planes.ts'
import { type Row, nearestByQuadprog } from './nearest-by-quadprog.ts'

const angles = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })
const within = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: low, max: high, noNaN: true })
const wishes = fc.tuple(within(-1, 1), within(-1, 1))

/** Rows of unit normals whose bounds lie in a range. */
const rowsWith = (low: number, high: number): fc.Arbitrary<Row[]> =>
  fc.array(
    fc
      .tuple(angles, within(low, high))
      .map(([angle, bound]): Row => [Math.cos(angle), Math.sin(angle), bound]),
    { maxLength: 12 },
  )

function nearest(
  rows: readonly Row[],
  [x, y]: readonly [number, number],
  speed: number,
): { u: Float64Array; found: boolean } {
  const planes = new HalfPlanes(rows.length, speed)
  for (const row of rows) planes.add(...row)
  const u = Float64Array.of(x, y)
  return { found: planes.project(u, 0), u }
}

const distance = (u: ArrayLike<number>, v: ArrayLike<number>): number => Math.hypot(u[0] - v[0], u[1] - v[1])

/** Expects a velocity to meet the rows, and to be as near to the wish as the library's, but for rounding: there is only one such. */
function expectNearest(
  u: Float64Array,
  rows: readonly Row[],
  wish: readonly [number, number],
  expected: readonly [number, number] | undefined,
): void {
  for (const [x, y, bound] of rows) expect(x * u[0] + y * u[1]).toBeGreaterThanOrEqual(bound - 1e-10)
  if (expected !== undefined)
    expect(distance(u, wish)).toBeLessThanOrEqual(distance(expected, wish) * (1 + 1e-9) + 1e-9)
}

test('where standing still is allowed, the velocity is the one that quadprog finds, and no faster than the wish', () => {
  let compared = 0
  fc.assert(
    fc.property(rowsWith(-1, 0), wishes, (rows, wish) => {
      const { u, found } = nearest(rows, wish, 2)
      expect(found).toBe(true)
      expect(Math.hypot(...u)).toBeLessThanOrEqual(Math.hypot(...wish) * (1 + 1e-12))
      // It gives up where rows are all but opposite: see below.
      const expected = nearestByQuadprog(rows, wish)
      if (expected !== undefined) compared++
      expectNearest(u, rows, wish, expected)
    }),
    { numRuns: 2000 },
  )
  expect(compared).toBeGreaterThan(1900)
})

test('where the speed limit does not bind, there is a velocity wherever quadprog finds one, and it is the same', () => {
  fc.assert(
    fc.property(rowsWith(-0.6, 0.6), wishes, (rows, wish) => {
      const { u, found } = nearest(rows, wish, 10)
      if (found) {
        const expected = nearestByQuadprog(rows, wish)
        const slow = expected !== undefined && Math.hypot(...expected) < 9.9
        return expectNearest(u, rows, wish, slow ? expected : undefined)
      }
      expect([...u]).toEqual([0, 0])
      // Rows that meet in a hair's breadth, or further off than the limit, are for rounding to decide.
      const tightened = rows.map(([x, y, bound]): Row => [x, y, bound + 1e-9])
      const expected = nearestByQuadprog(tightened, wish)
      if (expected !== undefined) expect(Math.hypot(...expected)).toBeGreaterThan(9.9)
    }),
    { numRuns: 1000 },
  )
})

test('no allowed velocity of a fine grid is nearer to the wish, and where one is allowed one is found', () => {
  fc.assert(
    fc.property(rowsWith(-1, 0.8), wishes, (rows, wish) => {
      const speed = 0.9
      const { u, found } = nearest(rows, wish, speed)
      // As the filter's wishes are, the wish is cut to the speed first.
      const share = Math.min(1, speed / Math.hypot(...wish))
      const cut = [wish[0] * share, wish[1] * share]
      let least = Infinity
      for (let r = 0; r <= 30; r++) {
        for (let a = 0; a < 60; a++) {
          const v = [
            ((speed * r) / 30) * Math.cos((a * Math.PI) / 30),
            ((speed * r) / 30) * Math.sin((a * Math.PI) / 30),
          ]
          if (rows.every(([x, y, bound]) => x * v[0] + y * v[1] >= bound + 1e-12)) {
            least = Math.min(least, distance(v, cut))
          }
        }
      }
      if (!found) expect(least).toBe(Infinity)
      else {
        for (const [x, y, bound] of rows) expect(x * u[0] + y * u[1]).toBeGreaterThanOrEqual(bound - 1e-12)
        expect(Math.hypot(...u)).toBeLessThanOrEqual(speed * (1 + 1e-12))
        expect(distance(u, cut)).toBeLessThanOrEqual(least + 1e-12)
      }
    }),
    { numRuns: 300 },
  )
})

test('opposite rows through the same line leave the line, and rows that contradict each other nothing', () => {
  const squeezed = nearest(
    [
      [1, 0, 0],
      [-1, 0, 0],
    ],
    [0.5, 0.25],
    1,
  )
  expect(squeezed.found).toBe(true)
  expect([...squeezed.u]).toEqual([0, 0.25])
  const torn = nearest(
    [
      [1, 0, 0.1],
      [-1, 0, 0.1],
    ],
    [0.5, 0.25],
    1,
  )
  expect(torn.found).toBe(false)
  expect([...torn.u]).toEqual([0, 0])
  expect(nearest([[1, 0, 2]], [0, 0], 1).found).toBe(false)
})

test('between two others that are all but opposite, quadprog finds nothing; the disc may still slide out', () => {
  const rows: readonly Row[] = [
    [-0.9999999999999993, 3.777893166113252e-8, 0],
    [1, 0, 0],
  ]
  const wish = [0, -3.777893206478183e-8] as const
  expect(nearestByQuadprog(rows, wish)).toBeUndefined()
  const { u, found } = nearest(rows, wish, 1)
  expect(found).toBe(true)
  for (const [x, y, bound] of rows) expect(x * u[0] + y * u[1]).toBeGreaterThanOrEqual(bound - 1e-15)
})
