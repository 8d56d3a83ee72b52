/** PIBT for the robots of one world: `RobotPibt`. */
import type { ActionArray, Stream } from '@gauntlet/core'
import type { Ways } from '../planning/ways.ts'
import type { RobotRuleSet } from './robot-parameters.ts'
import type { RobotWays } from './robot-ways.ts'
import { CLOCKWISE, COUNTER_CLOCKWISE, FORWARD, NONE, type Robots, WAIT } from './robots.ts'
import type { Tasks } from './tasks.ts'

/** Candidate cells of a robot: its own and the four around it. */
const WIDTH = 5
const OWN = 4
/** What a wish costs: less than any way. */
const WISH = -1
/** What `reserve` gives where nobody need be asked: the robot has a cell, or there is none left. */
const SETTLED = -1
const STUCK = -2
/** Whether a robot goes forward: not known yet, yes or no. */
const UNKNOWN = 0
const GOES = 1
const STAYS = 2

/**
 * Each step, robots choose the cell where they want to be next, by PIBT: whoever wants the cell of another lends it its
 * priority, and that one must find a cell first. Cells are ranked by the steps that it takes through them to the errand,
 * turns included, so that a robot keeps to what it has begun to turn for. Then each turns to its cell, and goes once it
 * faces it and whoever is there leaves in the same step: under `v1` and `v2` whichever way, under `v3`, where corners must be free
 * first, straight ahead; nor do robots under `v3` choose cells in a circle, which would never move. A robot that finds no
 * cell stays, and turns to where it would like to go.
 *
 * Symbols: `next[a]` the cell that robot a has chosen; `reserved[cell]` who has chosen it (plus 1).
 * Source: Okumura et al. 2022, Artificial Intelligence 310, algorithm 1. Differs: turns. The League's default planner, which
 * also makes them of a plan without, keeps to a choice until it is carried out; here all choose anew.
 */
export class RobotPibt {
  private readonly robots: Robots
  private readonly tasks: Tasks
  private readonly w: number
  private readonly follows: boolean
  private readonly source: RobotWays
  private ways: Ways | undefined
  private stream: Stream | undefined
  private wishes: ActionArray | undefined
  /** [agents]: steps since the errand was given, the lot drawn, the errand's cell as seen last, robots by priority */
  private readonly elapsed: Int32Array
  private readonly lots: Float64Array
  private readonly errands: Int32Array
  private readonly order: Int32Array
  private readonly next: Int32Array
  private readonly reserved: Int32Array
  /** [agents]: 1 for those who have lent their priority and wait for the answer; whether each goes; the facing it likes best */
  private readonly lending: Uint8Array
  private readonly going: Uint8Array
  private readonly liking: Uint8Array
  /** [agents]: who chooses at each depth, or goes behind whom; the candidate that it tries next, and where they end */
  private readonly chain: Int32Array
  private readonly tried: Int32Array
  private readonly ends: Int32Array
  /** [agents · 5]: costs and cells of the candidates of whoever chooses, by its depth */
  private readonly costs: Float64Array
  private readonly candidates: Int32Array

  /** @param source ways that the robots of all worlds may share */
  constructor(robots: Robots, tasks: Tasks, source: RobotWays, w: number, rules: RobotRuleSet) {
    const { agents, cells } = robots.worlds
    this.robots = robots
    this.tasks = tasks
    this.w = w
    this.follows = rules !== 'v3'
    this.source = source
    this.elapsed = new Int32Array(agents)
    this.lots = new Float64Array(agents)
    this.errands = new Int32Array(agents)
    this.order = new Int32Array(agents)
    this.next = new Int32Array(agents)
    this.reserved = new Int32Array(cells)
    this.lending = new Uint8Array(agents)
    this.going = new Uint8Array(agents)
    this.liking = new Uint8Array(agents)
    this.chain = new Int32Array(agents)
    this.tried = new Int32Array(agents)
    this.ends = new Int32Array(agents)
    this.costs = new Float64Array(agents * WIDTH)
    this.candidates = new Int32Array(agents * WIDTH)
  }

  /** An episode begins: lots are drawn, or without a stream fall by index. */
  begin(stream: Stream | undefined): void {
    this.elapsed.fill(0)
    this.errands.fill(NONE)
    for (let a = 0; a < this.lots.length; a++) {
      this.lots[a] = stream === undefined ? -a : stream.uniform()
      this.order[a] = a
    }
  }

  /**
   * Writes row `w` of `actions` [batch, agents]. With `wishes`, actions in such a row that robots do rather than anything else;
   * may be `actions` itself.
   */
  act(actions: ActionArray, stream: Stream | undefined, wishes?: ActionArray): void {
    const { robots, w, next, reserved, order } = this
    const { agents, positions } = robots.worlds
    this.ways = this.source.of(w)
    this.stream = stream
    this.wishes = wishes
    this.rank()
    next.fill(-1)
    this.going.fill(UNKNOWN)
    for (let a = 0; a < agents; a++) {
      if (robots.underWay[w * agents + a] !== FORWARD) continue
      next[a] = positions[w * agents + a] + robots.ahead[robots.facings[w * agents + a]]
      reserved[next[a]] = a + 1
      this.going[a] = GOES
    }
    for (let k = 0; k < agents; k++) if (next[order[k]] < 0) this.choose(order[k])
    for (let a = 0; a < agents; a++) actions[w * agents + a] = this.actionOf(a)
    for (let a = 0; a < agents; a++) reserved[next[a]] = 0
  }

  /** Renews priorities: those without a task come last, and whoever has a new errand begins again. */
  private rank(): void {
    const { robots, tasks, w, elapsed, errands, lots, order } = this
    const { agents, goals } = robots.worlds
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      const errand = tasks.tasks[i] === NONE ? NONE : goals[i]
      elapsed[a] = errand === NONE ? -1 : errand === errands[a] ? elapsed[a] + 1 : 0
      errands[a] = errand
    }
    order.sort((a, b) => elapsed[b] - elapsed[a] || lots[b] - lots[a])
  }

  /** Lets a robot choose, and all those who must choose in its name. */
  private choose(root: number): void {
    const { robots, w, next, reserved, lending, chain } = this
    const { agents, positions } = robots.worlds
    let depth = 0
    this.enter(root, 0)
    while (depth >= 0) {
      const a = chain[depth]
      const asked = this.reserve(a, depth)
      if (asked === SETTLED) break
      if (asked !== STUCK) {
        this.enter(asked, ++depth)
        continue
      }
      // It stays, in the way of whoever wants its cell.
      const own = positions[w * agents + a]
      reserved[own] = a + 1
      next[a] = own
      lending[a] = 0
      depth--
    }
    for (; depth >= 0; depth--) lending[chain[depth]] = 0
  }

  /** Robot a is to choose, at a depth: its candidates are sorted. */
  private enter(a: number, depth: number): void {
    this.chain[depth] = a
    this.lending[a] = 1
    this.tried[depth] = depth * WIDTH
    this.ends[depth] = depth * WIDTH + this.sortCandidates(a, depth * WIDTH)
  }

  /** Tries the robot's candidates on: gives whoever must choose first, or `SETTLED`, or `STUCK` when none is left. */
  private reserve(a: number, depth: number): number {
    const { robots, w, next, reserved, lending, candidates, tried, ends } = this
    const { agents, cells, occupants, positions } = robots.worlds
    const from = positions[w * agents + a]
    while (tried[depth] < ends[depth]) {
      const cell = candidates[tried[depth]++]
      if (reserved[cell] !== 0) continue
      const other = occupants[w * cells + cell] - 1
      const taken = other >= 0 && other !== a
      if (taken && (next[other] === from || (!this.follows && lending[other] === 1))) continue
      reserved[cell] = a + 1
      next[a] = cell
      return taken && next[other] < 0 ? other : SETTLED
    }
    return STUCK
  }

  /** Writes the free cells where robot a can be next, the best first, from `first` on, and says how many there are. */
  private sortCandidates(a: number, first: number): number {
    const { robots, w, costs, candidates, stream } = this
    const { agents, cells, obstacles, occupants, positions } = robots.worlds
    const from = positions[w * agents + a]
    let count = 0
    for (let d = 0; d < WIDTH; d++) {
      const cell = d === OWN ? from : from + robots.ahead[d]
      if (obstacles[w * cells + cell] === 1) continue
      const occupied = d !== OWN && occupants[w * cells + cell] !== 0 ? 0.5 : 0
      const cost = this.costOf(a, d) + occupied + (stream === undefined ? 0 : 0.25 * stream.uniform())
      let k = first + count++
      for (; k > first && costs[k - 1] > cost; k--) {
        costs[k] = costs[k - 1]
        candidates[k] = candidates[k - 1]
      }
      costs[k] = cost
      candidates[k] = cell
    }
    this.liking[a] = this.facingLiked(a, candidates[first])
    return count
  }

  /** Steps to the errand by way of the cell in direction `d`, or with a wait first; one who has no errand stays. */
  private costOf(a: number, d: number): number {
    const { robots, tasks, w, ways, source } = this
    const { agents, goals, positions } = robots.worlds
    const i = w * agents + a
    const facing = robots.facingAhead(i)
    if (this.wishes !== undefined && d === (this.wishes[i] === FORWARD ? facing : OWN)) return WISH
    const turns = d === OWN ? 0 : TURNS[(d - facing) & 3]
    if (tasks.tasks[i] === NONE) return d === OWN ? 0 : 1 + turns
    const table = ways!.to(source.cellOf(w, goals[i]))
    const to = d === OWN ? positions[i] : positions[i] + robots.ahead[d]
    const steps = table[4 * source.cellOf(w, to) + (d === OWN ? facing : d)]
    return 1 + turns + steps
  }

  /** Where a robot that stays turns to: as it wishes, or to its best cell. */
  private facingLiked(a: number, best: number): number {
    const { robots, w, wishes } = this
    const i = w * robots.worlds.agents + a
    if (wishes === undefined || wishes[i] === FORWARD) return this.facingTo(a, best)
    return (robots.facings[i] + TURN[wishes[i]]) & 3
  }

  /** The facing from which a neighbouring cell lies ahead; the robot's own for its own cell. */
  private facingTo(a: number, cell: number): number {
    const { ahead, facings, worlds } = this.robots
    const i = this.w * worlds.agents + a
    const d = ahead.indexOf(cell - worlds.positions[i])
    return d < 0 ? facings[i] : d
  }

  private actionOf(a: number): number {
    const { robots, w, next } = this
    const { agents, positions } = robots.worlds
    const i = w * agents + a
    if (robots.counts[i] > 0) return robots.underWay[i]
    const stays = next[a] === positions[i]
    const turn = ((stays ? this.liking[a] : this.facingTo(a, next[a])) - robots.facings[i]) & 3
    if (turn !== 0) return turn === 3 ? COUNTER_CLOCKWISE : CLOCKWISE
    return !stays && this.goes(a) ? FORWARD : WAIT
  }

  /**
   * Whether a robot goes forward now: whether it faces its cell, and so does everybody before it, up to a cell in which
   * nobody stands, or round to itself.
   */
  private goes(first: number): boolean {
    const { robots, w, next, going, chain } = this
    const { agents, cells, occupants } = robots.worlds
    let length = 0
    let a = first
    while (going[a] === UNKNOWN) {
      going[a] = GOES
      chain[length++] = a
      const other = occupants[w * cells + next[a]] - 1
      const facing = robots.facings[w * agents + a]
      const straight = other < 0 || this.follows || robots.facings[w * agents + other] === facing
      if (!this.faces(a) || !straight) going[a] = STAYS
      else if (other >= 0) a = other
    }
    if (going[a] === STAYS) while (length > 0) going[chain[--length]] = STAYS
    return going[first] === GOES
  }

  /** Whether a robot that has begun nothing faces the cell to which it goes. */
  private faces(a: number): boolean {
    const { robots, w, next } = this
    const i = w * robots.worlds.agents + a
    const moves = robots.counts[i] === 0 && next[a] !== robots.worlds.positions[i]
    return moves && this.facingTo(a, next[a]) === robots.facings[i]
  }
}

/** Turns to a direction by how many quarters clockwise it lies. */
const TURNS: readonly number[] = [0, 1, 2, 1]
/** Quarters clockwise that each action turns. */
const TURN: readonly number[] = [0, 1, 3, 0]
