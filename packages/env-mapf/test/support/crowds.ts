/** Agents on random maps, for tests of planners: `crowdOf`, `expectStep`, `play`. */
import { Seed, type Stream } from '@gauntlet/core'
import { expect } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import type { GridMap } from '../../src/grid-map.ts'
import type { Motion } from '../../src/planning/motion.ts'
import type { Planner } from '../../src/planning/planner.ts'
import { Ways } from '../../src/planning/ways.ts'

export interface Crowd {
  readonly ways: Ways
  /** [agents]: in cells of their own, facing anywhere */
  readonly states: Int32Array
  /** [agents]: cells that they can reach */
  readonly goals: Int32Array
  readonly stream: Stream
}

/** At most so many agents as the map has free cells, on a map of POGEMA's with so many cells a side. */
export function crowdOf(
  motionOf: (map: GridMap) => Motion,
  seed: number,
  size: number,
  density: number,
  agents: number,
): Crowd {
  const map = uniformMap(seed, size, density)
  const stream = Seed.from(seed).stream()
  const free = Array.from(map.components.cells)
  stream.shuffle(free)
  const motion = motionOf(map)
  const cells = free.slice(0, agents)
  const states = Int32Array.from(cells, (cell) => cell * motion.facings + stream.integer(motion.facings))
  const goals = Int32Array.from(cells, (cell) => goalFor(map, cell, stream))
  return { ways: new Ways(motion, agents), states, goals, stream }
}

/** A cell that can be reached from another: any but that, where there is any other. */
function goalFor({ components: { labels, cells, starts } }: GridMap, cell: number, stream: Stream): number {
  const first = starts[labels[cell]]
  const count = starts[labels[cell] + 1] - first
  if (count === 1) return cell
  for (;;) {
    const goal = cells[first + stream.integer(count)]
    if (goal !== cell) return goal
  }
}

/** Every agent has taken an action, no two are in one cell, and no two have changed cells. */
export function expectStep({ actions, successors, cellOf }: Motion, now: Int32Array, next: Int32Array): void {
  const before = new Map(Array.from(now, (state, a) => [cellOf[state], a]))
  const after = new Set(Array.from(next, (state) => cellOf[state]))
  expect(after.size).toBe(next.length)
  for (let a = 0; a < now.length; a++) {
    expect(successors.subarray(now[a] * actions, (now[a] + 1) * actions)).toContain(next[a])
    const other = before.get(cellOf[next[a]])
    if (other !== undefined && other !== a) expect(cellOf[next[other]]).not.toBe(cellOf[now[a]])
  }
}

/** Plans that are followed for `period` steps, new goals given on arrival: goals reached, and all states. */
export function play(
  planner: Planner,
  { ways, states, goals, stream: noise }: Crowd,
  steps: number,
  period: number,
  stream: Stream | undefined,
): { readonly reached: number; readonly states: Int32Array[] } {
  const { motion } = ways
  const agents = states.length
  const trace = [states]
  const wanted = goals.slice()
  let reached = 0
  planner.begin()
  while (trace.length <= steps) {
    const plan = planner.plan({ ways, states: trace[trace.length - 1], goals: wanted.slice() }, stream)
    expect(plan.subarray(0, agents)).toEqual(trace[trace.length - 1])
    const follow = Math.min(period, plan.length / agents - 1)
    expect(follow).toBeGreaterThan(0)
    for (let t = 1; t <= follow; t++) {
      const next = plan.slice(t * agents, (t + 1) * agents)
      expectStep(motion, trace[trace.length - 1], next)
      trace.push(next)
      for (let a = 0; a < agents; a++) {
        if (motion.cellOf[next[a]] !== wanted[a]) continue
        wanted[a] = goalFor(motion.map, wanted[a], noise)
        reached++
      }
    }
  }
  return { reached, states: trace }
}
