/**
 * What episodes of `swarm/navigation` are paid and measured by: `NavigationTally`, `NAVIGATION_METRICS`.
 *
 * Symbols: row = w agents + a, agent a of world w.
 */
import type { MetricSpec } from '@gauntlet/core'
import type { Motion } from './navigation-view.ts'
import type { NavigationProblem } from './problem.ts'

/** An agent is stuck that has gone slower than this share of its speed for as many steps, away from its goal. */
const SLOW = 0.01
const SLOW_STEPS = 20

export const NAVIGATION_METRICS: readonly MetricSpec[] = [
  {
    name: 'success_by_path',
    unit: 'share',
    direction: 'maximise',
    description:
      'Success weighted by path length: mean over agents of 0 without success, else the shortest way to the goal’s edge / the way gone',
  },
  {
    name: 'success',
    unit: 'share',
    direction: 'maximise',
    description: 'Agents that are at their goals at the end and never collided',
  },
  {
    name: 'mean_speed',
    unit: 'share of speed',
    direction: 'neither',
    description: 'Mean over agents and steps',
  },
  {
    name: 'collisions',
    unit: 'agent steps',
    direction: 'minimise',
    description:
      'Steps in which an agent overlapped another or an obstacle, or ran into a wall, over all agents',
  },
  {
    name: 'infeasible',
    unit: 'share',
    direction: 'minimise',
    description: 'Agent steps in which the filter found no safe velocity, so that the agent stood still',
  },
  {
    name: 'deadlocks',
    unit: 'share',
    direction: 'minimise',
    description: `Agents that are not at their goals at the end and stood still (below ${100 * SLOW}% of speed) for the last ${SLOW_STEPS} steps`,
  },
  {
    name: 'least_gap',
    unit: 'm',
    direction: 'neither',
    description: 'Least gap between an agent’s edge and another’s or an obstacle’s; at most side',
  },
]

/** Counts what happens to the agents, step by step. */
export class NavigationTally {
  private readonly problem: NavigationProblem
  private readonly motion: Motion
  /** [batch, agents]: way gone, m; shortest way from the start to the goal's edge, m; distance to the goal, m */
  private readonly path: Float64Array
  private readonly shortest: Float64Array
  private readonly left: Float64Array
  /** [batch, agents]: steps in which it collided; since which it has stood still away from its goal */
  private readonly hits: Int32Array
  private readonly slow: Int32Array
  /** [batch, agents]: steps without a safe velocity */
  private readonly unsolved: Int32Array
  /** [batch] */
  private readonly leastGap: Float64Array
  /** [batch, agents], of the step: contact, no safe velocity, progress in m */
  private readonly contact: Uint8Array
  private readonly infeasible: Uint8Array
  private readonly progress: Float64Array

  constructor(problem: NavigationProblem, batch: number, motion: Motion) {
    const rows = batch * problem.agents
    this.problem = problem
    this.motion = motion
    this.path = new Float64Array(rows)
    this.shortest = new Float64Array(rows)
    this.left = new Float64Array(rows)
    this.hits = new Int32Array(rows)
    this.slow = new Int32Array(rows)
    this.unsolved = new Int32Array(rows)
    this.leastGap = new Float64Array(batch)
    this.contact = new Uint8Array(rows)
    this.infeasible = new Uint8Array(rows)
    this.progress = new Float64Array(rows)
  }

  /** What snapshots keep. */
  get arrays(): Readonly<Record<string, Float64Array | Int32Array>> {
    const { path, shortest, hits, slow, unsolved, leastGap } = this
    return { path, shortest, hits, slow, unsolved, leastGap }
  }

  /** World `w` has been drawn anew. */
  start(w: number): void {
    const { agents, side, goalTolerance } = this.problem
    this.measureWays(w)
    for (let row = w * agents; row < (w + 1) * agents; row++) {
      this.shortest[row] = Math.max(0, this.left[row] - goalTolerance)
      this.path[row] = 0
      this.hits[row] = 0
      this.slow[row] = 0
      this.unsolved[row] = 0
    }
    this.leastGap[w] = side
  }

  /** Writes how far the agents of world `w` are from their goals: for whoever has moved them. */
  measureWays(w: number): void {
    const { positions, goals } = this.motion
    const { agents } = this.problem
    for (let row = w * agents; row < (w + 1) * agents; row++) {
      const x = goals[2 * row] - positions[2 * row]
      const y = goals[2 * row + 1] - positions[2 * row + 1]
      this.left[row] = Math.sqrt(x * x + y * y)
    }
  }

  /** A step of world `w` begins. */
  begin(w: number): void {
    const { agents } = this.problem
    this.contact.fill(0, w * agents, (w + 1) * agents)
    this.infeasible.fill(0, w * agents, (w + 1) * agents)
  }

  noteInfeasible(row: number): void {
    this.infeasible[row] = 1
  }

  noteContact(row: number): void {
    this.contact[row] = 1
  }

  /** The agents of world `w` have moved. */
  step(w: number): void {
    this.meetAgents(w)
    this.meetObstacles(w)
    const { agents, speed, timeStep, goalTolerance } = this.problem
    const { velocities } = this.motion
    const most = speed * timeStep
    for (let row = w * agents; row < (w + 1) * agents; row++) this.progress[row] = this.left[row]
    this.measureWays(w)
    for (let row = w * agents; row < (w + 1) * agents; row++) {
      const x = velocities[2 * row]
      const y = velocities[2 * row + 1]
      const pace = Math.sqrt(x * x + y * y)
      const left = this.left[row]
      this.progress[row] = Math.min(Math.max(this.progress[row] - left, -most), most)
      this.path[row] += timeStep * pace
      this.hits[row] += this.contact[row]
      this.unsolved[row] += this.infeasible[row]
      if (pace < SLOW * speed && left > goalTolerance) this.slow[row]++
      else this.slow[row] = 0
    }
  }

  /** Writes what the step pays every agent of world `w` by itself. */
  pay(w: number, rewards: Float32Array): void {
    const { agents, collisionPenalty, infeasiblePenalty } = this.problem
    const { progress, contact, infeasible } = this
    for (let row = w * agents; row < (w + 1) * agents; row++)
      rewards[row] = progress[row] - collisionPenalty * contact[row] - infeasiblePenalty * infeasible[row]
  }

  /** Agents of world `w` that are at their goals. */
  arrived(w: number): number {
    const { agents, goalTolerance } = this.problem
    let count = 0
    for (let row = w * agents; row < (w + 1) * agents; row++) {
      if (this.left[row] <= goalTolerance) count++
    }
    return count
  }

  allArrived(w: number): boolean {
    return this.arrived(w) === this.problem.agents
  }

  measure(w: number, elapsed: number, metrics: Float64Array, offset: number): void {
    const { agents, goalTolerance, speed, timeStep } = this.problem
    let [byPath, success, path, hits, unsolved, stuck] = [0, 0, 0, 0, 0, 0]
    for (let row = w * agents; row < (w + 1) * agents; row++) {
      path += this.path[row]
      hits += this.hits[row]
      unsolved += this.unsolved[row]
      if (this.slow[row] >= SLOW_STEPS) stuck++
      if (this.left[row] > goalTolerance || this.hits[row] > 0) continue
      success++
      const gone = Math.max(this.path[row], this.shortest[row])
      byPath += gone === 0 ? 1 : this.shortest[row] / gone
    }
    metrics[offset] = byPath / agents
    metrics[offset + 1] = success / agents
    metrics[offset + 2] = path / (agents * elapsed * timeStep * speed)
    metrics[offset + 3] = hits
    metrics[offset + 4] = unsolved / (agents * elapsed)
    metrics[offset + 5] = stuck / agents
    metrics[offset + 6] = this.leastGap[w]
  }

  private meetAgents(w: number): void {
    const { positions } = this.motion
    const { agents, radius } = this.problem
    for (let p = w * agents; p < (w + 1) * agents; p++) {
      for (let q = w * agents; q < p; q++) {
        const x = positions[2 * p] - positions[2 * q]
        const y = positions[2 * p + 1] - positions[2 * q + 1]
        const gap = Math.sqrt(x * x + y * y) - 2 * radius
        if (gap < this.leastGap[w]) this.leastGap[w] = gap
        if (gap >= 0) continue
        this.contact[p] = 1
        this.contact[q] = 1
      }
    }
  }

  private meetObstacles(w: number): void {
    const { positions } = this.motion
    const { agents, radius, discs } = this.problem
    for (let k = 0; k < discs.length; k += 3) {
      for (let row = w * agents; row < (w + 1) * agents; row++) {
        const x = positions[2 * row] - discs[k]
        const y = positions[2 * row + 1] - discs[k + 1]
        const gap = Math.sqrt(x * x + y * y) - radius - discs[k + 2]
        if (gap < this.leastGap[w]) this.leastGap[w] = gap
        if (gap < 0) this.contact[row] = 1
      }
    }
  }
}
