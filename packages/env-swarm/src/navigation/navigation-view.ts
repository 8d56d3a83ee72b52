/** What agents and critics see of `swarm/navigation`: `observationLayout`, `stateLayout`, `NavigationView`. */
import { type Block, layout } from '@gauntlet/core'
import { NearestFew } from './nearest-few.ts'
import type { NavigationProblem } from './problem.ts'

/** Numbers of each token. */
const AGENT = 5
const OBSTACLE = 4
const STATE = 6

type Laid = Omit<Block, 'offset'>

export function observationLayout({ seenAgents, seenObstacles }: NavigationProblem): Block[] {
  const blocks: Laid[] = [
    {
      name: 'velocity',
      shape: [2],
      axis: 'flat',
      kind: 'real',
      unit: 'own, share of speed, -1 to 1',
    },
    { name: 'goal', shape: [2], axis: 'flat', kind: 'real', unit: 'way to it, share of side, -1 to 1' },
    {
      name: 'walls',
      shape: [4],
      axis: 'flat',
      kind: 'real',
      unit: 'gap to left, right, lower and upper wall, share of side, 0 to 1',
    },
  ]
  if (seenAgents > 0) {
    blocks.push({
      name: 'neighbours',
      shape: [seenAgents, AGENT],
      axis: 'token',
      kind: 'real',
      unit: 'nearest first: 1 where there is one in sight; way to it, share of sight; its velocity less the own, share of 2 speed; -1 to 1',
    })
  }
  if (seenObstacles > 0) {
    blocks.push({
      name: 'obstacles',
      shape: [seenObstacles, OBSTACLE],
      axis: 'token',
      kind: 'real',
      unit: 'nearest first: 1 where there is one in sight; way to its edge, share of sight; its radius, share of side, up to 1; -1 to 1',
    })
  }
  return layout(...blocks)
}

export function stateLayout({ agents }: NavigationProblem): Block[] {
  return layout({
    name: 'agents',
    shape: [agents, STATE],
    axis: 'token',
    kind: 'real',
    unit: 'position and goal, share of side, 0 to 1; velocity, share of speed, -1 to 1',
  })
}

/** Arrays of the worlds, [batch, agents, 2] each. */
export interface Motion {
  readonly positions: Float64Array
  readonly velocities: Float64Array
  readonly goals: Float64Array
}

/** Writes observations and states. */
export class NavigationView {
  private readonly problem: NavigationProblem
  private readonly motion: Motion
  private readonly agents: NearestFew
  private readonly obstacles: NearestFew

  constructor(problem: NavigationProblem, motion: Motion) {
    this.problem = problem
    this.motion = motion
    this.agents = new NearestFew(problem.agents, problem.seenAgents)
    this.obstacles = new NearestFew(problem.discs.length / 3, problem.seenObstacles)
  }

  /** Writes the observation of agent `a` of world `w` from `at` on; gives where the next one begins. */
  observe(w: number, a: number, out: Float32Array, at: number): number {
    const { positions, velocities, goals } = this.motion
    const { agents, side, radius, speed, seenAgents, seenObstacles } = this.problem
    const i = 2 * (w * agents + a)
    const x = positions[i]
    const y = positions[i + 1]
    out[at] = velocities[i] / speed
    out[at + 1] = velocities[i + 1] / speed
    out[at + 2] = (goals[i] - x) / side
    out[at + 3] = (goals[i + 1] - y) / side
    out[at + 4] = (x - radius) / side
    out[at + 5] = (side - radius - x) / side
    out[at + 6] = (y - radius) / side
    out[at + 7] = (side - radius - y) / side
    this.seeAgents(i, w, out, at + 8)
    const next = at + 8 + AGENT * seenAgents
    this.seeObstacles(i, out, next)
    return next + OBSTACLE * seenObstacles
  }

  /** Writes the state of world `w`. */
  state(w: number, out: Float32Array): void {
    const { positions, velocities, goals } = this.motion
    const { agents, side, speed } = this.problem
    let next = STATE * w * agents
    for (let i = 2 * w * agents; i < 2 * (w + 1) * agents; i += 2) {
      out[next] = positions[i] / side
      out[next + 1] = positions[i + 1] / side
      out[next + 2] = goals[i] / side
      out[next + 3] = goals[i + 1] / side
      out[next + 4] = velocities[i] / speed
      out[next + 5] = velocities[i + 1] / speed
      next += STATE
    }
  }

  private seeAgents(i: number, w: number, out: Float32Array, at: number): void {
    const { agents: nearest } = this
    const { positions, velocities } = this.motion
    const { agents, sight, speed, seenAgents } = this.problem
    if (seenAgents === 0) return
    const first = 2 * w * agents
    for (let c = 0; c < agents; c++) {
      const j = first + 2 * c
      const x = positions[j] - positions[i]
      const y = positions[j + 1] - positions[i + 1]
      const square = x * x + y * y
      nearest.distances[c] = j !== i && square <= sight * sight ? square : Infinity
    }
    const count = nearest.choose()
    out.fill(0, at, at + AGENT * seenAgents)
    for (let k = 0; k < count; k++) {
      const j = first + 2 * nearest.chosen[k]
      const place = at + AGENT * k
      out[place] = 1
      out[place + 1] = (positions[j] - positions[i]) / sight
      out[place + 2] = (positions[j + 1] - positions[i + 1]) / sight
      out[place + 3] = (velocities[j] - velocities[i]) / (2 * speed)
      out[place + 4] = (velocities[j + 1] - velocities[i + 1]) / (2 * speed)
    }
  }

  private seeObstacles(i: number, out: Float32Array, at: number): void {
    const { obstacles: nearest } = this
    const { positions } = this.motion
    const { discs, sight, side, seenObstacles } = this.problem
    if (seenObstacles === 0) return
    const x = positions[i]
    const y = positions[i + 1]
    for (let c = 0; c < nearest.distances.length; c++) {
      const dx = discs[3 * c] - x
      const dy = discs[3 * c + 1] - y
      const edge = Math.sqrt(dx * dx + dy * dy) - discs[3 * c + 2]
      nearest.distances[c] = edge <= sight ? edge : Infinity
    }
    const count = nearest.choose()
    out.fill(0, at, at + OBSTACLE * seenObstacles)
    for (let k = 0; k < count; k++) {
      const c = 3 * nearest.chosen[k]
      const dx = discs[c] - x
      const dy = discs[c + 1] - y
      const distance = Math.sqrt(dx * dx + dy * dy)
      // Within an obstacle, where only who has no filter comes, the way to the edge leads back.
      const share = distance === 0 ? 0 : (distance - discs[c + 2]) / distance / sight
      const place = at + OBSTACLE * k
      out[place] = 1
      out[place + 1] = Math.min(Math.max(share * dx, -1), 1)
      out[place + 2] = Math.min(Math.max(share * dy, -1), 1)
      out[place + 3] = Math.min(discs[c + 2] / side, 1)
    }
  }
}
