/** Priority-based search: `pbs`. */
import { type Conflict, ConflictFinder } from './paths.ts'
import type { Task } from './planner.ts'
import { HARD, type Path, SOFT } from './reservations.ts'
import type { Sipp } from './sipp.ts'

/** A node of the tree of priorities. */
interface Node {
  /** [agents, words]: for each agent the set of all those above it */
  readonly above: Int32Array
  readonly paths: Path[]
  readonly cost: number
  /** Between agents of whom none is above the other. */
  readonly conflicts: readonly Conflict[]
}

/**
 * Paths of which none meets another, by a depth-first search of priorities; undefined where `limit` nodes do not
 * suffice or no priorities do.
 *
 * In the root nobody has priority over anybody, but for a leader, where there is one, who has it over all. Of a node
 * whose paths meet, one child puts the one agent above the other, and one child the other way round; agents below are
 * planned anew, around those above them. The child of lower cost is searched first.
 * Source: Ma et al. 2019, "Searching with consistent prioritization for multi-agent path finding", algorithm 1.
 * Differs: of an agent's best paths one is taken that meets those without priority over it the least.
 */
export function pbs(task: Task, sipp: Sipp, limit: number, leader: number = -1): Path[] | undefined {
  const words = (task.states.length + 31) >> 5
  const finder = new ConflictFinder(sipp.ways.motion, sipp.reservations.rules)
  const stack: Node[] = []
  const first = firstPaths(task, sipp, leader)
  if (first !== undefined) stack.push(nodeOf(firstPriorities(task, words, leader), first, finder))
  for (let nodes = 1; stack.length > 0;) {
    const { above, paths, conflicts } = stack.pop()!
    if (conflicts.length === 0) return paths
    if (nodes >= limit) return undefined
    const { a, b } = conflicts[0]
    const children: Node[] = []
    for (const [high, low] of [
      [a, b],
      [b, a],
    ]) {
      const priorities = withPriority(above, words, high, low)
      const anew = replanned(task, sipp, paths, priorities, words, low)
      if (anew !== undefined) children.push(nodeOf(priorities, anew, finder))
      nodes++
    }
    children.sort((x, y) => y.cost - x.cost || y.conflicts.length - x.conflicts.length)
    stack.push(...children)
  }
  return undefined
}

function nodeOf(above: Int32Array, paths: Path[], finder: ConflictFinder): Node {
  const cost = paths.reduce((sum, path) => sum + path.cost, 0)
  return { above, paths, cost, conflicts: finder.find(paths) }
}

/** Priorities of the root. */
function firstPriorities({ states }: Task, words: number, leader: number): Int32Array {
  const above = new Int32Array(states.length * words)
  if (leader < 0) return above
  for (let a = 0; a < states.length; a++) if (a !== leader) above[a * words + (leader >> 5)] |= 1 << leader
  return above
}

/** The best path of every agent around the leader's, others avoided where that costs nothing. */
function firstPaths({ states, goals }: Task, sipp: Sipp, leader: number): Path[] | undefined {
  const paths: Path[] = []
  sipp.reservations.clear()
  if (leader >= 0) {
    paths[leader] = sipp.plan(states[leader], goals[leader])!
    sipp.reservations.add(paths[leader], HARD)
  }
  for (let a = 0; a < states.length; a++) {
    if (a === leader) continue
    const path = sipp.plan(states[a], goals[a])
    if (path === undefined) return undefined
    paths[a] = path
    sipp.reservations.add(path, SOFT)
  }
  return paths
}

/** Priorities with agent `high` above `low`, and what follows from that. */
function withPriority(above: Int32Array, words: number, high: number, low: number): Int32Array {
  const added = above.slice()
  for (let a = 0; a * words < above.length; a++) {
    if (a !== low && !has(above, words, a, low)) continue
    for (let k = 0; k < words; k++) added[a * words + k] |= above[high * words + k]
    added[a * words + (high >> 5)] |= 1 << high
  }
  return added
}

/** Paths by which `low` and all below it keep out of the way of those above them; undefined where one has none. */
function replanned(
  { states, goals }: Task,
  sipp: Sipp,
  paths: readonly Path[],
  above: Int32Array,
  words: number,
  low: number,
): Path[] | undefined {
  const { reservations } = sipp
  const anew = paths.slice()
  const order: number[] = []
  for (let a = 0; a < states.length; a++) if (a === low || has(above, words, a, low)) order.push(a)
  const counts = new Map(order.map((a) => [a, sizeOf(above, words, a)]))
  // Whoever is above another has fewer above itself.
  order.sort((x, y) => counts.get(x)! - counts.get(y)! || x - y)
  for (const a of order) {
    reservations.clear()
    for (let b = 0; b < states.length; b++) if (has(above, words, a, b)) reservations.add(anew[b], HARD)
    if (a !== low && !reservations.meets(anew[a])) continue
    for (let b = 0; b < states.length; b++) {
      if (b !== a && !has(above, words, a, b)) reservations.add(anew[b], SOFT)
    }
    const path = sipp.plan(states[a], goals[a])
    if (path === undefined) return undefined
    anew[a] = path
  }
  return anew
}

function has(sets: Int32Array, words: number, set: number, member: number): boolean {
  return ((sets[set * words + (member >> 5)] >> member) & 1) === 1
}

function sizeOf(sets: Int32Array, words: number, set: number): number {
  let size = 0
  for (let k = set * words; k < (set + 1) * words; k++) {
    for (let word = sets[k]; word !== 0; word &= word - 1) size++
  }
  return size
}
