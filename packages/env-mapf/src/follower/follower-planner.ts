/** Where Follower's agents want to go: `FollowerPlanner`. */
import type { GridMap } from '../grid-map.ts'
import type { GridWorlds } from '../worlds.ts'
import { OpenList } from './open-list.ts'
import { staticCosts } from './static-costs.ts'

/** How far the planner sees other agents to each side, whatever the network sees, in cells. */
const SIGHT = 5
/** Where float32 stops counting. */
const MOST_SIGHTINGS = 16777216
const NOWHERE = -1

/**
 * The cheapest path of every agent to its goal, by what cells cost and by whom the agent has met on its way.
 *
 * Entering v costs c_s(v) + c_d(v): `staticCosts`, and how often another agent was seen in v, no more than `SIGHT` cells
 * away, since the goal was given. A* with h(v), the least sum of c_s from the goal to v, the goal's left out and v's
 * counted; neighbours are taken right, below, above, left. All is in float32, so that of paths of equal cost it is the one
 * that the released code finds.
 * Symbols: g costs from the agent to a cell, of which `parents` has the cell before it on the way.
 * Source: Skrynnik et al. 2024, Follower (arXiv 2310.01207), and its code learn-to-follow (commit d02680a),
 * `follower_cpp/planner.h`. An agent on its goal has no path.
 */
export class FollowerPlanner {
  /** The path that was planned last: its first `length` cells backwards, from the goal to the agent's own */
  readonly path: Int32Array
  /** [batch, agents]: the cell that each agent's path enters first; -1 where there is none */
  readonly waypoints: Int32Array
  private readonly worlds: GridWorlds
  /** [batch]: the map of each world's costs, [batch, cells]: c_s */
  private readonly maps: (GridMap | undefined)[]
  private readonly costs: Float32Array
  /** [batch, agents]: the goal of which h and c_d are `known`, [batch, agents, cells, 2]: side by side, since a search waits for memory */
  private readonly goalOf: Int32Array
  private readonly known: Float32Array
  private readonly open: OpenList
  /** [cells] each: of the search in hand where `visited` is its number */
  private readonly g: Float32Array
  private readonly parents: Int32Array
  private readonly visited: Float64Array
  private search = 0
  /** [4]: how far neighbours are, in cells */
  private readonly offsets: Int32Array

  constructor(worlds: GridWorlds) {
    const { batch, agents, cells, stride } = worlds
    const rows = batch * agents
    this.worlds = worlds
    this.path = new Int32Array(cells)
    this.waypoints = new Int32Array(rows).fill(NOWHERE)
    this.maps = Array.from({ length: batch })
    this.costs = new Float32Array(batch * cells)
    this.goalOf = new Int32Array(rows).fill(NOWHERE)
    this.known = new Float32Array(2 * rows * cells)
    this.open = new OpenList(4 * cells)
    this.g = new Float32Array(cells)
    this.parents = new Int32Array(cells)
    this.visited = new Float64Array(cells)
    this.offsets = Int32Array.of(1, stride, -stride, -1)
  }

  /** Begins an episode of world `w`, as it is laid out now, with everybody placed and nobody seen. */
  start(w: number): void {
    const { agents, maps } = this.worlds
    if (this.maps[w] !== maps[w]) this.takeMap(w, maps[w])
    this.goalOf.fill(NOWHERE, w * agents, (w + 1) * agents)
  }

  /** Every agent of world `w` counts the others whom it sees. */
  see(w: number): void {
    const { agents, active, goals, positions } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (active[i] === 0) continue
      if (this.goalOf[i] !== goals[i]) this.turnTo(w, i, goals[i])
      this.count(w, i, positions[i])
    }
  }

  private count(w: number, i: number, own: number): void {
    const { cells, stride, rowOf, columnOf, agentPlane } = this.worlds
    const { known } = this
    const row = rowOf[own]
    const column = columnOf[own]
    const last = Math.min(row + SIGHT, cells / stride - 1)
    const left = Math.max(column - SIGHT, 0)
    const right = Math.min(column + SIGHT, stride - 1)
    for (let r = Math.max(row - SIGHT, 0); r <= last; r++) {
      for (let cell = r * stride + left; cell <= r * stride + right; cell++) {
        if (agentPlane[w * cells + cell] === 1 && cell !== own) known[2 * (i * cells + cell) + 1]++
      }
    }
  }

  /**
   * Plans the path of agent `i` of all worlds' by what it has counted: writes it to `path`, and its second cell to
   * `waypoints`. Returns its length in cells; 0 for an agent on its goal, that has left, or that has no way.
   */
  plan(i: number): number {
    const { agents, active, goals, positions } = this.worlds
    const { path, parents } = this
    const from = positions[i]
    const goal = goals[i]
    this.waypoints[i] = NOWHERE
    if (active[i] === 0 || from === goal) return 0
    const w = Math.floor(i / agents)
    if (!this.findPath(w, i, from, goal)) return 0
    let length = 0
    for (let cell = goal; cell !== from; cell = parents[cell]) path[length++] = cell
    this.waypoints[i] = path[length - 1]
    path[length++] = from
    return length
  }

  /** Plans for all agents of world `w`, of which `waypoints` remains. */
  planAll(w: number): void {
    const { agents } = this.worlds
    for (let i = w * agents; i < (w + 1) * agents; i++) this.plan(i)
  }

  /** Leaves in `parents` the way back from the goal. Gives whether there is one. */
  private findPath(w: number, i: number, from: number, goal: number): boolean {
    const { cells, obstacles } = this.worlds
    const { open, g, parents, visited, costs, known, offsets } = this
    const map = w * cells
    const own = i * cells
    const search = ++this.search
    open.size = 0
    open.push(from, known[2 * (own + from)], 0)
    while (open.size > 0) {
      open.pop()
      const { cell } = open
      if (cell === goal) return true
      const sofar = open.g
      if (visited[cell] === search && g[cell] < sofar) continue
      for (let k = 0; k < 4; k++) {
        const next = cell + offsets[k]
        if (obstacles[map + next] === 1) continue
        const pair = 2 * (own + next)
        const reached = Math.fround(sofar + Math.fround(costs[map + next] + known[pair + 1]))
        if (visited[next] === search && g[next] <= reached) continue
        visited[next] = search
        g[next] = reached
        parents[next] = cell
        open.push(next, reached + known[pair], reached)
      }
    }
    return false
  }

  /** A new goal of agent `i`: nobody seen, and h of all cells by Dijkstra's algorithm from the goal. */
  private turnTo(w: number, i: number, goal: number): void {
    const { cells, obstacles } = this.worlds
    const { open, costs, known, offsets } = this
    const own = i * cells
    for (let k = 2 * own; k < 2 * (own + cells); k += 2) {
      known[k] = Infinity
      known[k + 1] = 0
    }
    known[2 * (own + goal)] = 0
    open.size = 0
    open.push(goal, 0, 0)
    while (open.size > 0) {
      open.pop()
      const { cell, g } = open
      if (known[2 * (own + cell)] < g) continue
      for (let k = 0; k < 4; k++) {
        const next = cell + offsets[k]
        if (obstacles[w * cells + next] === 1) continue
        const reached = Math.fround(g + costs[w * cells + next])
        if (known[2 * (own + next)] <= reached) continue
        known[2 * (own + next)] = reached
        open.push(next, reached, reached)
      }
    }
    this.goalOf[i] = goal
  }

  /** Costs of a map new in world `w`: those of another world with the same map, or else found anew. */
  private takeMap(w: number, map: GridMap): void {
    const { worlds, maps, costs } = this
    const { cells } = worlds
    const other = maps.indexOf(map)
    if (other >= 0) costs.copyWithin(w * cells, other * cells, (other + 1) * cells)
    else {
      const found = staticCosts(map)
      for (let cell = 0; cell < found.length; cell++)
        costs[w * cells + worlds.frameCell(w, cell)] = found[cell]
    }
    maps[w] = map
  }

  /** What agents of world `w` have counted: for each one how many cells, and of each cell its number and the count. */
  save(w: number): Int32Array {
    const { agents, cells } = this.worlds
    const saved: number[] = []
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const first = saved.push(0)
      for (let cell = 0; cell < cells; cell++) {
        const count = this.goalOf[i] === NOWHERE ? 0 : this.known[2 * (i * cells + cell) + 1]
        if (count > 0) saved.push(cell, count)
      }
      saved[first - 1] = (saved.length - first) / 2
    }
    return Int32Array.from(saved)
  }

  /** Goes on from what `save` gave, with everybody placed and every goal given. */
  load(w: number, saved: Int32Array): void {
    const { agents, cells, goals } = this.worlds
    this.start(w)
    let k = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      this.turnTo(w, i, goals[i])
      for (let left = saved[k++]; left > 0; left--, k += 2)
        this.known[2 * (i * cells + saved[k]) + 1] = saved[k + 1]
    }
  }

  /** Whether something has the form of what `save` gives for these worlds. */
  accepts(saved: unknown): saved is Int32Array {
    const { agents, cells } = this.worlds
    if (!(saved instanceof Int32Array)) return false
    let k = 0
    for (let a = 0; a < agents; a++) {
      const end = k + 1 + 2 * saved[k]
      if (!(saved[k] >= 0 && end <= saved.length)) return false
      for (k++; k < end; k += 2) {
        const [cell, count] = [saved[k], saved[k + 1]]
        if (cell < 0 || cell >= cells || count < 1 || count > MOST_SIGHTINGS) return false
      }
    }
    return k === saved.length
  }
}
