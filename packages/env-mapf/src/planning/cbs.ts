/** Conflict-based search: `conflictBasedSearch`, `cbs`, `CbsConfiguration`. */
import type { Stream } from '@gauntlet/core'
import { onlyCells } from './mdd.ts'
import { MinHeap } from './min-heap.ts'
import { PathFollower } from './path-follower.ts'
import { type Conflict, ConflictFinder } from './paths.ts'
import type { Planner, Task, TimedStates } from './planner.ts'
import { type PrioritisedConfiguration, prioritised, stepsOf } from './prioritised.ts'
import { type Path, SOFT } from './reservations.ts'
import { Sipp } from './sipp.ts'

/** How agents plan where the search comes to no end. */
const FALLBACK: PrioritisedConfiguration = { orders: 20, first: 'farthest' }
/** Agents in a vertex cover that is told from larger ones. */
const MOST_COVER = 8
const KEY_CONFLICTS = 65536

/** An agent may not be in a cell at step `t`; or where `from` is a cell, it may not come from there at that step. */
interface Constraint {
  readonly agent: number
  readonly t: number
  readonly cell: number
  /** Or -1. */
  readonly from: number
  /** The constraint of the node above. */
  readonly before: Constraint | undefined
}

/** One agent's path in a node, and by step the cell where all paths of its cost are; made when first needed. */
interface Leg {
  readonly path: Path
  only: Int32Array | undefined
}

/** A node of the constraint tree. */
interface Node {
  readonly constraints: Constraint | undefined
  legs: readonly Leg[]
  conflicts: readonly Conflict[]
  readonly cost: number
  /** Cost of all solutions beneath, at the least, and whether it has been worked out for this node itself. */
  bound: number
  bounded: boolean
}

/**
 * Paths of the least sum of costs, of which none meets another; undefined where that takes more than `limit` nodes
 * expanded, or there are none.
 *
 * A node forbids some agents to be in some cells at some steps, and has for each agent the best path within that. Of two
 * agents whose paths meet, one child forbids it to the one, and one child to the other. Conflicts are taken first in which
 * either must lose a step (cardinal), then those in which one must; where a child loses none and meets fewer, its path
 * takes the place of the node's, and nothing is forbidden (bypass). Between pairs with cardinal conflicts, as many
 * steps are lost as it takes agents to have one of each pair.
 * Source: Sharon et al. 2015, "Conflict-based search for optimal multi-agent pathfinding"; Boyarski et al. 2015, "ICBS";
 * Felner et al. 2018, "Adding heuristics to conflict-based search for multi-agent path finding", CG.
 */
export function conflictBasedSearch(task: Task, sipp: Sipp, limit: number): Path[] | undefined {
  return new Search(task, sipp).run(limit)
}

class Search {
  private readonly task: Task
  private readonly sipp: Sipp
  private readonly finder: ConflictFinder
  private readonly open: MinHeap = new MinHeap()
  private readonly nodes: Node[] = []

  constructor(task: Task, sipp: Sipp) {
    this.task = task
    this.sipp = sipp
    this.finder = new ConflictFinder(sipp.ways.motion, sipp.reservations.rules)
  }

  run(limit: number): Path[] | undefined {
    this.push(this.root())
    for (let expanded = 0; this.open.size > 0 && expanded < limit;) {
      const node = this.nodes[this.open.pop()]
      if (node.conflicts.length === 0) return node.legs.map(({ path }) => path)
      if (!node.bounded) {
        const bound = Math.max(node.bound, node.cost + this.lossOf(node))
        node.bounded = true
        if (bound > node.bound) {
          node.bound = bound
          this.push(node)
          continue
        }
      }
      expanded++
      this.expand(node)
    }
    return undefined
  }

  private push(node: Node): void {
    this.open.push(
      node.bound * KEY_CONFLICTS + Math.min(node.conflicts.length, KEY_CONFLICTS - 1),
      this.nodes.length,
    )
    this.nodes.push(node)
  }

  private root(): Node {
    const legs: Leg[] = []
    for (let a = 0; a < this.task.states.length; a++) legs.push(this.leg(a, undefined, legs)!)
    return this.nodeOf(undefined, legs, 0)
  }

  private nodeOf(constraints: Constraint | undefined, legs: readonly Leg[], least: number): Node {
    const cost = legs.reduce((sum, { path }) => sum + path.cost, 0)
    const conflicts = this.finder.find(legs.map(({ path }) => path))
    return { constraints, legs, conflicts, cost, bound: Math.max(cost, least), bounded: false }
  }

  private expand(node: Node): void {
    for (;;) {
      const conflict = this.choose(node)
      const children = [this.child(node, conflict, true), this.child(node, conflict, false)]
      const bypass = children.find(
        (child) =>
          child !== undefined && child.cost === node.cost && child.conflicts.length < node.conflicts.length,
      )
      if (bypass === undefined) {
        for (const child of children) if (child !== undefined) this.push(child)
        return
      }
      // What the path of the child may not do bounds its diagram, but not that of the node.
      node.legs = bypass.legs.map((leg, a) =>
        leg === node.legs[a] ? leg : { path: leg.path, only: undefined },
      )
      node.conflicts = bypass.conflicts
      if (node.conflicts.length === 0) {
        this.push(node)
        return
      }
    }
  }

  /** The node in which agent a, or else b, may not do what makes them meet; undefined where it has no path then. */
  private child(node: Node, { a, b, t, cell, from }: Conflict, first: boolean): Node | undefined {
    const before = node.constraints
    const swapped = !first && from >= 0
    const constraint: Constraint = {
      agent: first ? a : b,
      t,
      cell: swapped ? from : cell,
      from: swapped ? cell : from,
      before,
    }
    const leg = this.leg(constraint.agent, constraint, node.legs)
    if (leg === undefined) return undefined
    return this.nodeOf(constraint, node.legs.with(constraint.agent, leg), node.bound)
  }

  /** An agent's best path under the constraints that meets those of the others the least. */
  private leg(a: number, constraints: Constraint | undefined, others: readonly Leg[]): Leg | undefined {
    const { reservations } = this.sipp
    this.constrain(a, constraints)
    for (let b = 0; b < others.length; b++) if (b !== a) reservations.add(others[b].path, SOFT)
    const path = this.sipp.plan(this.task.states[a], this.task.goals[a])
    return path === undefined ? undefined : { path, only: undefined }
  }

  /** Forbids to agent `a` what the constraints say, and nothing else. */
  private constrain(a: number, constraints: Constraint | undefined): void {
    const { reservations } = this.sipp
    reservations.clear()
    for (let one = constraints; one !== undefined; one = one.before) {
      if (one.agent !== a) continue
      if (one.from < 0) reservations.forbid(one.cell, one.t)
      else reservations.forbidMove(one.from, one.cell, one.t)
    }
  }

  /** The first of the conflicts that cost the most agents a step. */
  private choose(node: Node): Conflict {
    let best = node.conflicts[0]
    let most = -1
    for (const conflict of node.conflicts) {
      const losers = this.losersOf(node, conflict)
      if (losers > most) {
        most = losers
        best = conflict
      }
      if (most === 2) break
    }
    return best
  }

  /** How many of the two agents of a conflict must lose a step if they are to keep out of it: 2 where it is cardinal. */
  private losersOf(node: Node, { a, b, t, cell, from }: Conflict): number {
    const back = from < 0 ? cell : from
    return (
      Number(this.must(node, a, t, cell, from)) + Number(this.must(node, b, t, back, from < 0 ? -1 : cell))
    )
  }

  /** Whether an agent is in a cell at step `t`, and where `from` is one comes from there, on all paths of its cost. */
  private must(node: Node, a: number, t: number, cell: number, from: number): boolean {
    const leg = node.legs[a]
    if (leg.only === undefined) {
      this.constrain(a, node.constraints)
      leg.only = onlyCells(this.sipp.ways, this.sipp.reservations, leg.path, this.task.goals[a])
    }
    const { only } = leg
    const at = (step: number): number => only[Math.min(step, only.length - 1)]
    return at(t) === cell && (from < 0 || at(t - 1) === from)
  }

  /** Steps that are lost at the least: agents of a least vertex cover of the graph of cardinal conflicts. */
  private lossOf(node: Node): number {
    const pairs = node.conflicts.filter((conflict) => this.losersOf(node, conflict) === 2)
    for (let size = 0; size < MOST_COVER; size++) if (isCovered(pairs, size)) return size
    return MOST_COVER
  }
}

/** Whether there are so many agents of whom one is in each pair. */
function isCovered(pairs: readonly Conflict[], size: number): boolean {
  if (pairs.length === 0) return true
  if (size === 0) return false
  const without = (x: number): Conflict[] => pairs.filter(({ a, b }) => a !== x && b !== x)
  return isCovered(without(pairs[0].a), size - 1) || isCovered(without(pairs[0].b), size - 1)
}

export interface CbsConfiguration {
  /** Nodes that are expanded at most. */
  readonly expansions: number
}

/**
 * Whole plans of the least sum of costs. Where the limit is met, agents plan by priorities instead (`prioritised`), now and
 * for the rest of the episode.
 */
export function cbs(choices: CbsConfiguration, vanish: boolean): Planner {
  return new Cbs(choices, vanish)
}

class Cbs implements Planner {
  private readonly choices: CbsConfiguration
  private readonly vanish: boolean
  private readonly follower: PathFollower = new PathFollower()
  private readonly fallback: Planner
  /** Nodes that may still be expanded in this episode. */
  private left = 0

  constructor(choices: CbsConfiguration, vanish: boolean) {
    this.choices = choices
    this.vanish = vanish
    this.fallback = prioritised(FALLBACK, vanish)
  }

  begin(): void {
    this.follower.begin()
    this.fallback.begin()
    this.left = this.choices.expansions
  }

  plan(task: Task, stream: Stream | undefined): TimedStates {
    const sipp = new Sipp(task.ways, { window: Infinity, vanish: this.vanish })
    const found = this.left > 0 ? conflictBasedSearch(task, sipp, this.left) : undefined
    // A plan of the least cost is followed to its end: whoever comes back has met the limit before.
    this.left = 0
    if (found === undefined) return this.fallback.plan(task, stream)
    return this.follower.follow(task, found, stepsOf(found, this.vanish), stream)
  }
}
