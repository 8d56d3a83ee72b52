import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap, validatePlan } from '../../src/index.ts'
import { PibtPlanner } from '../../src/pibt-planner.ts'
import { Advice } from '../../src/planning/lacam/advice.ts'
import { Board } from '../../src/planning/lacam/board.ts'
import { distinctGoals } from '../../src/planning/lacam/distinct-goals.ts'
import { Explored, NONE } from '../../src/planning/lacam/explored.ts'
import { Scatter } from '../../src/planning/lacam/scatter.ts'
import { Stays } from '../../src/planning/lacam/stays.ts'
import { Traffic } from '../../src/planning/lacam/traffic.ts'
import { WaySearch } from '../../src/planning/lacam/way-search.ts'
import { walking } from '../../src/planning/motion.ts'
import { Ways } from '../../src/planning/ways.ts'

/** Random walks of some agents from different cells of a map, no two in conflict, that go on forever in their last cells. */
function walks(map: GridMap, agents: number, steps: number, seed: number): Int32Array[] {
  const stream = Seed.from(seed).stream()
  const { successors, actions } = walking(map)
  const free = stream.shuffle([...map.obstacles.keys()].filter((cell) => map.obstacles[cell] === 0))
  const ways = free.slice(0, agents).map((cell) => [cell])
  for (let t = 0; t < steps; t++) {
    const now = ways.map((way) => way[t])
    const next: number[] = []
    for (const [a, cell] of now.entries()) {
      const wish = successors[cell * actions + stream.integer(actions)]
      const clash = (to: number): boolean =>
        next.includes(to) || now.some((other, b) => other === to && b !== a && (b > a || next[b] === cell))
      next.push(wish < 0 || clash(wish) ? cell : wish)
    }
    // Who stays where another has come keeps both where they were.
    const valid = next.every((cell, a) => next.indexOf(cell) === a)
    ways.forEach((way, a) => way.push(valid ? next[a] : now[a]))
  }
  return ways.map((way) => Int32Array.from(way))
}

describe('the way of one agent among others', () => {
  const setup = fc.record({
    seed: fc.nat(1000),
    agents: fc.integer({ min: 2, max: 9 }),
    density: fc.constantFrom(0, 0.2),
    steps: fc.integer({ min: 0, max: 12 }),
  })

  test('is the earliest that a search of all cells and steps finds', () => {
    fc.assert(
      fc.property(setup, ({ seed, agents, density, steps }) => {
        const map = uniformMap(seed, 5, density)
        const ways = walks(map, agents, steps, seed)
        const others = ways.slice(1)
        const start = ways[0][0]
        const goal = ways[0][steps]
        const most = steps + 12
        const board = new Board(map, agents)
        board.set(
          Int32Array.from(ways, (way) => way[0]),
          Int32Array.from(ways, (way) => way[steps]),
        )
        const { worlds, tables } = board
        const stays = new Stays(agents, worlds.cells)
        const frame = (way: Int32Array): Int32Array => way.map((cell) => worlds.frameCell(0, cell))
        others.forEach((way, k) => stays.add(k + 1, frame(way)))
        const search = new WaySearch(worlds, tables, stays, Seed.from(seed).stream())
        const [from, to] = frame(Int32Array.of(start, goal))
        const way = search.find(from, to, tables.distance(to, from), most)
        expect(way === undefined ? Infinity : way.length - 1).toBe(earliest(map, others, start, goal, most))
        if (way === undefined) return
        const length = Math.max(way.length, steps + 1)
        const all = [board.mapCells(way), ...others]
        const positions = new Int32Array(length * agents).map((_, k) => {
          const path = all[k % agents]
          return path[Math.min(Math.floor(k / agents), path.length - 1)]
        })
        const goals = all.map((path) => path.slice(-1))
        const instance = { map, starts: positions.slice(0, agents), goals, oneShot: true }
        expect(validatePlan(instance, { agents, positions }, 1)).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('stays that were taken out leave nothing behind', () => {
    const map = uniformMap(3, 6, 0.1)
    const ways = walks(map, 8, 20, 3)
    const stays = new Stays(8, 36)
    const shown = (): number[][] =>
      Array.from({ length: 36 }, (_, cell) => {
        const list: number[] = []
        for (let s = stays.first[cell]; s >= 0; s = stays.next[s])
          list.push(stays.agent[s], stays.from[s], stays.until[s])
        return list
      })
    ways.forEach((way, a) => stays.add(a, way))
    const before = shown()
    for (const a of [3, 7, 0]) stays.remove(a)
    expect(shown().flat().length).toBeLessThan(before.flat().length)
    for (const a of [0, 7, 3]) stays.add(a, ways[a])
    expect(shown()).toEqual(before)
    for (let a = 0; a < 8; a++) stays.remove(a)
    expect(shown().flat()).toEqual([])
  })
})

/** By breadth-first search over cells and steps: the step from which on the agent can be on its goal for good. */
function earliest(
  map: GridMap,
  others: readonly Int32Array[],
  start: number,
  goal: number,
  most: number,
): number {
  const at = (way: Int32Array, t: number): number => way[Math.min(t, way.length - 1)]
  const { successors, actions } = walking(map)
  let wave = new Set([start])
  for (let t = 0; t <= most; t++) {
    const isFreeForGood = others.every((way) =>
      Array.from({ length: most + 20 }, (_, k) => at(way, t + k)).every((cell) => cell !== goal),
    )
    if (wave.has(goal) && isFreeForGood) return t
    const next = new Set<number>()
    for (const cell of wave) {
      for (const to of successors.subarray(cell * actions, (cell + 1) * actions)) {
        const clashes = others.some(
          (way) => at(way, t + 1) === to || (at(way, t) === to && at(way, t + 1) === cell),
        )
        if (to >= 0 && !clashes) next.add(to)
      }
    }
    wave = next
  }
  return Infinity
}

test('PIBT under constraints gives what is asked for without a conflict, or says that it does not', () => {
  const setup = fc.record({
    seed: fc.nat(1000),
    agents: fc.integer({ min: 4, max: 20 }),
    greedy: fc.boolean(),
  })
  let [done, failed] = [0, 0]
  fc.assert(
    fc.property(setup, ({ seed, agents, greedy }) => {
      const map = uniformMap(seed, 5, 0.2)
      const starts = Int32Array.from(walks(map, agents, 0, seed), ([cell]) => cell)
      const count = starts.length
      const { labels } = map.components
      // Everybody wants to where the next one stands, if there is a way.
      const goals = starts.map((cell, a) =>
        labels[starts[(a + 1) % count]] === labels[cell] ? starts[(a + 1) % count] : cell,
      )
      const board = new Board(map, count)
      board.set(starts, goals)
      const pibt = new PibtPlanner(board.worlds, board.tables, true)
      const order = Int32Array.from({ length: count }, (_, k) => k)
      const stream = Seed.from(seed).stream()
      const fixed = new Int32Array(count).fill(-1)
      for (let a = 0; a < count; a += 3) {
        const from = board.worlds.positions[a]
        const to = from + board.worlds.offsets[stream.integer(5)]
        const other = board.worlds.occupants[to] - 1
        const isOpen = board.worlds.obstacles[to] === 0 && !fixed.includes(to)
        if (isOpen && (other < 0 || other === a || fixed[other] !== from)) fixed[a] = to
      }
      if (pibt.plan(0, order, greedy ? undefined : stream, undefined, fixed)) {
        done++
        const positions = Int32Array.from([...starts, ...board.mapCells(pibt.next)])
        const instance = { map, starts, goals: Array.from(goals, (goal) => Int32Array.of(goal)) }
        expect(validatePlan(instance, { agents: count, positions }, 1)).toEqual([])
        for (let a = 0; a < count; a++) if (fixed[a] >= 0) expect(pibt.next[a]).toBe(fixed[a])
      } else failed++
      // Nothing of a plan that failed is left.
      expect(pibt.plan(0, order, stream)).toBe(true)
    }),
    { numRuns: 400 },
  )
  expect(Math.min(done, failed)).toBeGreaterThan(20)
})

test('who shares a goal but is not the nearest gets the nearest cell that is nobody’s', () => {
  const map = GridMap.of(['.....', '####.'])
  const ways = new Ways(walking(map), 3)
  const task = { ways, states: Int32Array.of(4, 1, 9), goals: Int32Array.of(0, 0, 1) }
  expect([...distinctGoals(task).goals]).toEqual([2, 0, 1])
  const apart = { ways, states: Int32Array.of(0, 1), goals: Int32Array.of(1, 0) }
  expect(distinctGoals(apart)).toBe(apart)
})

test('explored configurations are found, others are not', () => {
  const explored = new Explored(3)
  const q = (k: number): Int32Array => Int32Array.of(k % 7, k % 31, k)
  for (let k = 0; k < 2000; k++) expect(explored.add(q(k), NONE, 0, 0)).toBe(k)
  for (let k = 0; k < 4000; k++) expect(explored.find(q(k))).toBe(k < 2000 ? k : NONE)
})

describe('scattered ways', () => {
  const setup = fc.record({ seed: fc.nat(1000), agents: fc.integer({ min: 2, max: 10 }) })

  test('meet as often as pairs of agents are in one cell or change cells', () => {
    fc.assert(
      fc.property(setup, ({ seed, agents }) => {
        // Walks of two crowds that know nothing of each other, with a last cell each.
        const crowds = [
          walks(uniformMap(seed, 5, 0), agents, 9, seed),
          walks(uniformMap(seed, 5, 0), agents, 5, seed + 1),
        ]
        const ways = crowds
          .flat()
          .filter((way, a, all) => all.findIndex((other) => other.at(-1) === way.at(-1)) === a)
        const traffic = new Traffic(25, Int32Array.of(0, -5, 5, -1, 1))
        for (const [a, way] of ways.entries()) {
          traffic.add(way)
          expect(traffic.meetings).toBe(meetingsOf(ways.slice(0, a + 1)))
        }
        const left = Seed.from(seed)
          .stream()
          .shuffle([...ways])
        for (let way = left.pop(); way !== undefined; way = left.pop()) {
          traffic.remove(way)
          expect(traffic.meetings).toBe(meetingsOf(left))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('meet late on a map of a million cells, too', () => {
    const side = 1026
    const traffic = new Traffic(side * side, Int32Array.of(0, -side, side, -1, 1))
    const cell = side * side - 1
    // In step 2500, when step · cells is beyond 2^31, one comes into a cell in which another waits, or changes cells with it.
    const waiting = new Int32Array(3001).fill(cell)
    const coming = new Int32Array(3001).fill(cell - 1).fill(cell, 2500, 2501)
    traffic.add(waiting)
    traffic.add(coming)
    expect(traffic.meetings).toBe(1)
    traffic.remove(waiting)
    expect(traffic.meetings).toBe(0)
    const going = new Int32Array(3001).fill(cell).fill(cell - 1, 2500, 2501)
    traffic.add(going)
    expect(traffic.meetings).toBe(meetingsOf([going, coming]))
    traffic.remove(coming)
    traffic.remove(going)
    expect(traffic.meetings).toBe(0)
  })

  test('lead from starts to goals, are little longer than the shortest, and are what agents are advised', () => {
    fc.assert(
      fc.property(setup, ({ seed, agents }) => {
        const map = uniformMap(seed, 7, 0.1)
        const ways = walks(map, agents, 12, seed)
        const board = new Board(map, agents)
        board.set(
          Int32Array.from(ways, (way) => way[0]),
          Int32Array.from(ways, (way) => way[12]),
        )
        const { worlds, tables } = board
        const scatter = new Scatter(worlds, tables, worlds.positions, Seed.from(seed).stream())
        for (let limit = 0; !scatter.isOver; limit += 50) scatter.run(limit)
        const advice = new Advice(scatter.ways, worlds.offsets)
        for (const [a, way] of scatter.ways.entries()) {
          expect([way[0], way.at(-1)]).toEqual([worlds.positions[a], worlds.goals[a]])
          const shortest = tables.distance(worlds.goals[a], way[0])
          expect(way.length - 1).toBeLessThanOrEqual(shortest + 10)
          for (let t = 0; t + 1 < way.length; t++) {
            expect(tables.exits[way[t]] & (1 << advice.of(a, way[t]))).not.toBe(0)
            expect(way[t] + worlds.offsets[advice.of(a, way[t])]).toBe(way[t + 1])
          }
          expect(advice.of(a, worlds.goals[a])).toBe(-1)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('go round a corridor in which agents would meet', () => {
    const map = GridMap.of(['.....', '.###.', '.....'])
    const board = new Board(map, 2)
    board.set(Int32Array.of(0, 4), Int32Array.of(4, 0))
    const scatter = new Scatter(board.worlds, board.tables, board.worlds.positions, Seed.from(0).stream())
    scatter.run(Infinity)
    expect(scatter.ways.map((way) => way.length - 1).sort((a, b) => a - b)).toEqual([4, 8])
  })
})

/** Steps of two agents after the first in which both are in one cell or change cells; who has arrived stays. */
function meetingsOf(ways: readonly Int32Array[]): number {
  const at = (way: Int32Array, t: number): number => way[Math.min(t, way.length - 1)]
  const last = Math.max(0, ...ways.map((way) => way.length - 1))
  let meetings = 0
  for (let t = 1; t <= last; t++)
    for (const [a, one] of ways.entries())
      for (const other of ways.slice(0, a)) {
        if (at(one, t) === at(other, t)) meetings++
        if (at(one, t) === at(other, t - 1) && at(one, t - 1) === at(other, t) && at(one, t) !== at(other, t))
          meetings++
      }
  return meetings
}
