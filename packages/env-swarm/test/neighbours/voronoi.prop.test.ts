import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NeighbourLists, Space, type SpaceKind, VoronoiNeighbours } from '../../src/index.ts'
import { KINDS, SIDE, type World, found, pairsOf } from './worlds.ts'

/** Agents spread over a part of the square, in general position but for one that may be at a corner. */
const spread = fc
  .tuple(
    fc.constantFrom(...KINDS),
    fc.integer({ min: 0, max: 12 }),
    fc.integer({ min: 0, max: 1e9 }),
    fc.constantFrom(1, 0.2),
    fc.boolean(),
  )
  .map(([kind, agents, seed, part, cornered]): World => {
    const stream = Seed.from(seed).stream()
    const positions = Float64Array.from({ length: 2 * agents }, () => SIDE * part * stream.uniform())
    if (cornered) positions.fill(0, 0, 2)
    const active = Uint8Array.from({ length: agents }, () => (stream.bernoulli(0.8) ? 1 : 0))
    return { space: new Space(kind, SIDE), agents, positions, active }
  })

type Point = readonly [x: number, y: number]

/** Where a point is seen again: all products of up to three crossings of each pair of joined ends. */
function orbit(kind: SpaceKind, point: Point): Point[] {
  const twistedX = kind === 'moebius' || kind === 'projective'
  const twistedY = kind === 'klein' || kind === 'projective'
  const acrossX =
    (way: number) =>
    ([x, y]: Point): Point => [x + way * SIDE, twistedX ? SIDE - y : y]
  const acrossY =
    (way: number) =>
    ([x, y]: Point): Point => [twistedY ? SIDE - x : x, y + way * SIDE]
  const walk = (start: Point, steps: ((p: Point) => Point)[]): Point[] =>
    steps.flatMap((step) => {
      const stops = [step(start)]
      for (let k = 0; k < 2; k++) stops.push(step(stops[k]))
      return stops
    })
  const x = kind === 'plane' || kind === 'box' ? [] : [acrossX(1), acrossX(-1)]
  const y = kind === 'plane' || kind === 'box' || kind === 'moebius' ? [] : [acrossY(1), acrossY(-1)]
  const row = [point, ...walk(point, x)]
  return row.flatMap((p) => [p, ...walk(p, y)])
}

/** Whether some point has p and q as its nearest of all, equally near: a stretch of their bisector is left by all others. */
function touch([px, py]: Point, [qx, qy]: Point, others: readonly Point[]): boolean {
  const [dx, dy] = [qx - px, qy - py]
  let [least, most] = [-Infinity, Infinity]
  for (const [ox, oy] of others) {
    const [ex, ey] = [ox - px, oy - py]
    // For c = (p + q) / 2 + t (-dy, dx): (c - p) · e <= e² / 2.
    const slope = ey * dx - ex * dy
    const room = (ex * ex + ey * ey - ex * dx - ey * dy) / 2
    if (slope > 0) most = Math.min(most, room / slope)
    else if (slope < 0) least = Math.max(least, room / slope)
    else if (room < 0) return false
  }
  return least < most
}

const same = ([px, py]: Point, [qx, qy]: Point): boolean => Math.abs(px - qx) + Math.abs(py - qy) < 1e-9

function bruteForce({ space, agents, positions, active }: World): string[] {
  const orbits = Array.from({ length: agents }, (_, i) =>
    active[i] === 0 ? [] : orbit(space.kind, [positions[2 * i], positions[2 * i + 1]]),
  )
  const pairs: string[] = []
  orbits.forEach(([p], i) => {
    orbits.forEach((copies, j) => {
      if (i === j || p === undefined) return
      const seen = copies.some((q) =>
        touch(
          p,
          q,
          orbits.flat().filter((o) => !same(o, p) && !same(o, q)),
        ),
      )
      if (seen) pairs.push(`${i} sees ${j}`)
    })
  })
  return pairs
}

test('those are seen whose Voronoi cells touch, on every space', () => {
  fc.assert(
    fc.property(spread, (world) => {
      const pairs = found(new VoronoiNeighbours(world.space, world.agents), world)
      expect(pairs.map(([i, j]) => `${i} sees ${j}`)).toEqual(bruteForce(world))
      const way = new Float64Array(2)
      const { space, positions } = world
      for (const [i, j, image] of pairs)
        expect(space.images[image]).toBe(space.displacement(positions, 2 * i, positions, 2 * j, way))
    }),
    { numRuns: 80 },
  )
})

test('on the torus and the Klein bottle an agent sees six, on average (Euler)', () => {
  for (const kind of ['torus', 'klein'] as const) {
    const stream = Seed.from(7).stream()
    const positions = Float64Array.from({ length: 400 }, () => SIDE * stream.uniform())
    const lists = new NeighbourLists(200)
    new VoronoiNeighbours(new Space(kind, SIDE), 200).find(positions, lists)
    expect(lists.starts[200]).toBe(6 * 200)
  }
})

test('on a line the next ones are seen, around the strip too', () => {
  const positions = Float64Array.of(0.1, 0.5, 0.7, 0.5, 0.3, 0.5, 0.9, 0.5)
  const lists = new NeighbourLists(4)
  new VoronoiNeighbours(new Space('plane', 1), 4).find(positions, lists)
  expect(pairsOf(lists).map(([i, j]) => `${i}${j}`)).toEqual('02 12 13 20 21 31'.split(' '))
  new VoronoiNeighbours(new Space('moebius', 1), 4).find(positions, lists)
  expect(pairsOf(lists).map(([i, j]) => `${i}${j}`)).toEqual('02 03 12 13 20 21 30 31'.split(' '))
})

test('the outermost of a dense flock see each other around the torus', () => {
  // Rows of triangles, exactly straight: no large circle passes through three of them.
  const positions = Float64Array.from({ length: 338 }, (_, k) => {
    const [column, row] = [(k >> 1) % 13, Math.floor(k / 26)]
    return 0.4375 + (k % 2 === 0 ? column + row / 2 : 0.875 * row) / 128
  })
  const [around, flat] = (['torus', 'plane'] as const).map((kind) => {
    const lists = new NeighbourLists(169)
    new VoronoiNeighbours(new Space(kind, 1), 169).find(positions, lists)
    return pairsOf(lists)
  })
  const known = new Set(flat.map(([i, j]) => 169 * i + j))
  const added = around.filter(([i, j]) => !known.has(169 * i + j))
  expect(around.length - added.length).toBe(flat.length)
  expect(added.length).toBeGreaterThan(0)
  for (const k of added.flatMap(([i, j]) => [i, j]))
    expect([0, 12].includes(k % 13) || k < 13 || k > 155).toBe(true)
})

test('agents in one place share a cell and see each other', () => {
  const lists = new NeighbourLists(5)
  const rule = new VoronoiNeighbours(new Space('plane', 1), 5)
  rule.find(Float64Array.of(0, 0, 1, 0, 1, 0, 2, 0, 0, 0), lists)
  expect(pairsOf(lists).map(([i, j]) => `${i}${j}`)).toEqual(
    '01 02 04 10 12 13 14 20 21 23 24 31 32 40 41 42'.split(' '),
  )
})

test('who sees is seen, where many lie on one circle too', () => {
  for (const kind of KINDS) {
    const positions = Float64Array.from(
      { length: 32 },
      (_, k) => (SIDE * (k % 2 === 0 ? (k >> 1) % 4 : k >> 3)) / 4,
    )
    const lists = new NeighbourLists(16)
    new VoronoiNeighbours(new Space(kind, SIDE), 16).find(positions, lists)
    const pairs = new Set(pairsOf(lists).map(([i, j]) => 16 * i + j))
    for (const pair of pairs) expect(pairs.has(16 * (pair % 16) + (pair >> 4))).toBe(true)
    expect(pairs.size).toBeGreaterThanOrEqual(48)
  }
})
