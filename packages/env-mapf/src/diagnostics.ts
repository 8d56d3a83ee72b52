/** What goes wrong in worlds, counted while they go on: `Diagnostics`, `diagnosticMetrics`, `SavedDiagnostics`. */
import type { MetricSpec } from '@gauntlet/core'
import type { GridWorlds } from './worlds.ts'

/** Whether agents are given goal after goal, or each has one. */
export type Task = 'lifelong' | 'one-shot'

/** The metrics that `Diagnostics.measure` writes, in its order. */
export function diagnosticMetrics(task: Task): MetricSpec[] {
  const shared = task === 'lifelong' ? 'goals' : 'arrival times'
  return [
    {
      name: 'fairness',
      unit: '1',
      direction: 'maximise',
      description: `Jain's index of the agents' ${shared}: 1 where all are equal, 1/agents where one has all`,
    },
    {
      name: 'starvation',
      unit: 'steps',
      direction: 'minimise',
      description: 'the longest time that any agent went without standing on its goal',
    },
    {
      name: 'unserved',
      unit: 'share',
      direction: 'minimise',
      description: 'agents that reached no goal',
    },
    {
      name: 'waits',
      unit: 'share',
      direction: 'minimise',
      description: 'agent-steps spent standing still away from the goal, of those spent so or moving',
    },
    {
      name: 'stuck',
      unit: 'share',
      direction: 'minimise',
      description:
        'agent-steps of standstills away from the goal that lasted until the end, of all agent-steps',
    },
  ]
}

/** What `Diagnostics` knows of one world, beside where its agents stand. */
export interface SavedDiagnostics {
  /** [4] */
  readonly totals: Float64Array
  /** [agents] each */
  readonly still: Int32Array
  readonly served: Int32Array
  readonly came: Int32Array
  readonly reached: Int32Array
}

/** Columns of a world's totals. */
const STEPS = 0
const LONGEST = 1
const MOVES = 2
const WAITS = 3
const TOTALS = 4

/**
 * Diagnostics of the episodes of a batch of worlds, kept up to date step by step without allocation.
 *
 * Agents leave the map on their goals, and whoever has left counts as one who stands there: its cell and goal are to
 * stay as they were. Definitions and sources: the README's section on diagnostics.
 */
export class Diagnostics {
  private readonly worlds: GridWorlds
  private readonly task: Task
  /** [batch, 4]: steps, the longest time to a goal, moves, waits */
  private readonly totals: Float64Array
  /** [batch, agents]: where each agent stood after the last step */
  private readonly cells: Int32Array
  /** [batch, agents]: for how many steps each agent has stood still away from its goal */
  private readonly still: Int32Array
  /** [batch, agents]: the steps, from 1, in which each agent last was on its goal and last came there; 0 before */
  private readonly served: Int32Array
  private readonly came: Int32Array
  /** [batch, agents]: steps that ended on the goal, which are the goals reached where each is replaced at once */
  private readonly reached: Int32Array

  constructor(worlds: GridWorlds, task: Task) {
    const rows = worlds.batch * worlds.agents
    this.worlds = worlds
    this.task = task
    this.totals = new Float64Array(worlds.batch * TOTALS)
    this.cells = new Int32Array(rows)
    this.still = new Int32Array(rows)
    this.served = new Int32Array(rows)
    this.came = new Int32Array(rows)
    this.reached = new Int32Array(rows)
  }

  /** Begins world `w`'s episode. To be called when its agents have been placed. */
  start(w: number): void {
    const { agents, positions } = this.worlds
    this.totals.fill(0, w * TOTALS, (w + 1) * TOTALS)
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      this.cells[i] = positions[i]
      this.still[i] = 0
      this.served[i] = 0
      this.came[i] = 0
      this.reached[i] = 0
    }
  }

  /** Counts a step of world `w`: to be called when agents have moved, before any is given a new goal or leaves. */
  record(w: number): void {
    const { agents, positions, goals } = this.worlds
    const { totals, cells, still, served, came, reached } = this
    const t = ++totals[w * TOTALS + STEPS] | 0
    let longest = totals[w * TOTALS + LONGEST] | 0
    let moves = 0
    let waits = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const cell = positions[i]
      // Who moves cannot be foreseen, by processors least of all: instead of a branch, bits all set where it moved.
      const moved = differ(cell, cells[i])
      moves -= moved
      cells[i] = cell
      if (cell !== goals[i]) {
        waits += moved + 1
        still[i] = (still[i] + 1) & ~moved
        continue
      }
      longest = Math.max(longest, t - served[i])
      still[i] = 0
      served[i] = t
      reached[i]++
      if (moved !== 0) came[i] = t
    }
    totals[w * TOTALS + LONGEST] = longest
    totals[w * TOTALS + MOVES] += moves
    totals[w * TOTALS + WAITS] += waits
  }

  /** Writes the metrics of world `w`'s episode, which has just ended, at `offset`, as `diagnosticMetrics` lists them. */
  measure(w: number, metrics: Float64Array, offset: number): void {
    const { agents } = this.worlds
    const { totals, still, served, reached } = this
    const steps = totals[w * TOTALS + STEPS]
    const moves = totals[w * TOTALS + MOVES]
    const waits = totals[w * TOTALS + WAITS]
    let longest = totals[w * TOTALS + LONGEST]
    let unserved = 0
    let stuck = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      longest = Math.max(longest, steps - served[i])
      if (reached[i] === 0) unserved++
      stuck += still[i]
    }
    metrics[offset] = this.fairness(w)
    metrics[offset + 1] = longest
    metrics[offset + 2] = unserved / agents
    metrics[offset + 3] = share(waits, waits + moves)
    metrics[offset + 4] = share(stuck, agents * steps)
  }

  /** Jain's index, (Σx)² / (n Σx²); 1 where all are 0. */
  private fairness(w: number): number {
    const { agents } = this.worlds
    let sum = 0
    let squares = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      const x = this.task === 'lifelong' ? this.reached[i] : this.arrival(w, i)
      sum += x
      squares += x * x
    }
    return squares === 0 ? 1 : (sum * sum) / (agents * squares)
  }

  /** The step in which the agent came to its goal for good; the episode's length where it is not there at its end. */
  private arrival(w: number, i: number): number {
    const { positions, goals } = this.worlds
    return positions[i] === goals[i] ? this.came[i] : this.totals[w * TOTALS + STEPS]
  }

  save(w: number): SavedDiagnostics {
    const { agents } = this.worlds
    const [from, to] = [w * agents, (w + 1) * agents]
    return {
      totals: this.totals.slice(w * TOTALS, (w + 1) * TOTALS),
      still: this.still.slice(from, to),
      served: this.served.slice(from, to),
      came: this.came.slice(from, to),
      reached: this.reached.slice(from, to),
    }
  }

  /** Goes on from what was saved. To be called when the agents of world `w` stand where they stood then. */
  load(w: number, saved: SavedDiagnostics): void {
    const { agents, positions } = this.worlds
    this.totals.set(saved.totals, w * TOTALS)
    this.still.set(saved.still, w * agents)
    this.served.set(saved.served, w * agents)
    this.came.set(saved.came, w * agents)
    this.reached.set(saved.reached, w * agents)
    for (let i = w * agents; i < (w + 1) * agents; i++) this.cells[i] = positions[i]
  }

  /** Whether something is what `save` gives for these worlds after so many steps. */
  accepts(content: unknown, steps: number): content is SavedDiagnostics {
    const { totals, still, served, came, reached } = Object(content) as Partial<SavedDiagnostics>
    if (!(totals instanceof Float64Array) || totals.length !== TOTALS) return false
    if (!totals.every((total) => Number.isSafeInteger(total) && total >= 0)) return false
    if (totals[STEPS] !== steps) return false
    return [still, served, came, reached].every((tally) => this.isTally(tally, steps))
  }

  private isTally(tally: unknown, steps: number): boolean {
    if (!(tally instanceof Int32Array) || tally.length !== this.worlds.agents) return false
    return tally.every((value) => value >= 0 && value <= steps)
  }
}

/** All bits set, -1, where two cells differ; else 0. */
function differ(p: number, q: number): number {
  return ((p - q) | (q - p)) >> 31
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole
}
