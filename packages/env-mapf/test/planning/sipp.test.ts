import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import { GridMap } from '../../src/grid-map.ts'
import { type Motion, turning, walking } from '../../src/planning/motion.ts'
import { HARD, type Path, Reservations, type Rules, SOFT } from '../../src/planning/reservations.ts'
import { Sipp } from '../../src/planning/sipp.ts'
import { NO_WAY, Ways } from '../../src/planning/ways.ts'

/** More steps than any best path on the maps of these tests takes. */
const LAST = 80

const at = (states: ArrayLike<number>, t: number): number => states[Math.min(t, states.length - 1)]

/** Whether a step that ends with `t` from one cell to another meets somebody, looked up path by path. */
function meets(
  motion: Motion,
  rules: Rules,
  others: readonly Path[],
  from: number,
  to: number,
  t: number,
): boolean {
  if (t > rules.window) return false
  return others.some(({ states }) => {
    if (rules.vanish && t >= states.length) return false
    const cell = motion.cellOf[at(states, t)]
    const before = motion.cellOf[at(states, t - 1)]
    return cell === to || (cell === from && before === to && from !== to)
  })
}

/** The step of arrival by a search through all states of one step after the other; undefined where there is none. */
function bruteArrival(
  motion: Motion,
  rules: Rules,
  others: readonly Path[],
  start: number,
  goal: number,
): number | undefined {
  const { successors, actions, cellOf } = motion
  let reached = new Set([start])
  for (let t = 0; t <= LAST; t++) {
    const isThere = [...reached].some((state) => cellOf[state] === goal)
    const staysFree = Array.from({ length: LAST - t }, (_, k) => t + k + 1).every(
      (later) => !meets(motion, rules, others, goal, goal, later),
    )
    if (isThere && (rules.vanish ? t > 0 : staysFree)) return t
    const next = new Set<number>()
    for (const state of reached) {
      for (const to of successors.subarray(state * actions, (state + 1) * actions)) {
        if (to >= 0 && !meets(motion, rules, others, cellOf[state], cellOf[to], t + 1)) next.add(to)
      }
    }
    reached = next
  }
  return undefined
}

const TASK = fc.record({
  seed: fc.nat(200),
  density: fc.constantFrom(0, 0.2, 0.35),
  walks: fc.array(
    fc.record({ start: fc.nat(24), actions: fc.array(fc.nat(4), { minLength: 1, maxLength: 14 }) }),
    { maxLength: 5 },
  ),
  start: fc.nat(24),
  goal: fc.nat(24),
  turns: fc.boolean(),
  vanish: fc.boolean(),
  window: fc.constantFrom(1, 3, 8, 70, Infinity),
})
type Given = typeof TASK extends fc.Arbitrary<infer T> ? T : never

/** The task's motion, rules, and others who walk about; undefined where the agent cannot be there or get there. */
function worldOf({ seed, density, walks, start, goal, turns, vanish, window }: Given) {
  const map = uniformMap(seed, 5, density)
  const motion = (turns ? turning : walking)(map)
  const { facings } = motion
  const ways = new Ways(motion, 1)
  const others: Path[] = []
  for (const walk of walks) {
    if (map.obstacles[walk.start] === 1 || walk.start === start) continue
    const states = [walk.start * facings]
    for (const action of walk.actions) {
      const state = states[states.length - 1]
      const next = motion.successors[state * motion.actions + (action % motion.actions)]
      states.push(next < 0 ? state : next)
    }
    others.push({ states: Int32Array.from(states), cost: 0 })
  }
  const isFree = map.obstacles[start] === 0 && map.obstacles[goal] === 0
  if (!isFree || ways.to(goal)[start * facings] === NO_WAY) return undefined
  return { motion, ways, others, rules: { window, vanish }, start: start * facings }
}

/** A path keeps the rules: the actions are the motion's, it meets nobody, and ends on the goal or with the window. */
function expectPath(motion: Motion, rules: Rules, others: readonly Path[], path: Path, goal: number): void {
  const { states } = path
  for (let t = 1; t < states.length; t++) {
    const [from, to] = [states[t - 1], states[t]]
    const { successors, actions, cellOf } = motion
    expect(successors.subarray(from * actions, (from + 1) * actions)).toContain(to)
    expect(meets(motion, rules, others, cellOf[from], cellOf[to], t)).toBe(false)
  }
  if (states.length <= rules.window) expect(motion.cellOf[states[states.length - 1]]).toBe(goal)
}

describe('the path among others', () => {
  test('arrives when a search through all steps does, and meets nobody', () => {
    fc.assert(
      fc.property(TASK, (given) => {
        const world = worldOf(given)
        if (world === undefined) return
        const { motion, ways, others, rules, start } = world
        const sipp = new Sipp(ways, rules)
        for (const path of others) sipp.reservations.add(path, HARD)
        const path = sipp.plan(start, given.goal)
        expect(path?.cost).toBe(bruteArrival(motion, rules, others, start, given.goal))
        if (path === undefined) return
        expectPath(motion, rules, others, path, given.goal)
        expect(sipp.reservations.meets(path)).toBe(false)
      }),
      { numRuns: 1500 },
    )
  })

  test('is never later for those who are better not met, and meets none where another as early meets none', () => {
    let avoided = 0
    fc.assert(
      fc.property(TASK, (given) => {
        const world = worldOf(given)
        if (world === undefined) return
        const { motion, ways, others, rules, start } = world
        const sipp = new Sipp(ways, rules)
        for (const path of others) sipp.reservations.add(path, SOFT)
        const path = sipp.plan(start, given.goal)!
        const alone = bruteArrival(motion, rules, [], start, given.goal)
        expect(path.cost).toBe(alone)
        if (bruteArrival(motion, rules, others, start, given.goal) !== alone) return
        expectPath(motion, rules, others, path, given.goal)
        avoided++
      }),
      { numRuns: 1000 },
    )
    expect(avoided).toBeGreaterThan(100)
  })
})

test('what is forbidden at one step, a cell or a move, is not done then', () => {
  const ways = new Ways(walking(GridMap.of(['....'])), 1)
  const sipp = new Sipp(ways, { window: Infinity, vanish: false })
  sipp.reservations.forbid(1, 1)
  expect([...sipp.plan(0, 3)!.states]).toEqual([0, 0, 1, 2, 3])
  sipp.reservations.forbidMove(1, 2, 3)
  expect([...sipp.plan(0, 3)!.states]).toEqual([0, 0, 1, 1, 2, 3])
  // Whoever is on its goal must leave it, or get there later, if it may not be there once.
  sipp.reservations.clear()
  sipp.reservations.forbid(3, 5)
  expect(sipp.plan(0, 3)!.cost).toBe(6)
})

describe('the table of reservations', () => {
  const motion = walking(uniformMap(0, 512, 0))
  const row = (cells: number): Path => ({
    states: Int32Array.from({ length: cells }, (_, t) => t),
    cost: cells - 1,
  })

  test('takes room for cells in which something is reserved, not for the map', () => {
    const table = new Reservations(motion, { window: Infinity, vanish: false })
    table.add(row(500), HARD)
    expect(table.bits.length).toBeLessThan(5 * 500 * table.stride)
    expect(table.meets({ states: Int32Array.of(512, 512), cost: 1 })).toBe(false)
    expect(table.meets({ states: Int32Array.of(498, 499), cost: 1 })).toBe(true)
    table.clear()
    expect(table.meets({ states: Int32Array.of(498, 499), cost: 1 })).toBe(false)
    table.add(row(3), HARD)
    expect(table.meets({ states: Int32Array.of(498, 499), cost: 1 })).toBe(false)
    expect(table.meets({ states: Int32Array.of(2, 2, 2, 2), cost: 1 })).toBe(true)
  })

  test('is refused where it would be too large', () => {
    const table = new Reservations(motion, { window: Infinity, vanish: true })
    expect(() => table.forbid(0, 600000000)).toThrow(
      'got 0 cells reserved for 600000001 steps, which take 2400000004 bytes, expected at most 2147483648',
    )
  })
})
