/** Agents on random maps, for tests of planners: `crowdOf`, `expectStep`. */
import { Seed, type Stream } from '@gauntlet/core'
import { expect } from 'vitest'
import { uniformMap } from '../../src/generators/uniform-map.ts'
import type { GridMap } from '../../src/grid-map.ts'
import type { Motion } from '../../src/planning/motion.ts'
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
export function goalFor(
  { components: { labels, cells, starts } }: GridMap,
  cell: number,
  stream: Stream,
): number {
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
