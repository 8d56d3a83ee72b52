/**
 * What happens in the worlds of `swarm/navigation`: `NavigationRules`.
 *
 * Symbols: i = 2 (w agents + a) where agent a of world w lies in arrays of pairs; T the time step.
 */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Rules,
  Seed,
  Stream,
  WorldMemory,
} from '@gauntlet/core'
import { goalVelocity } from './lyapunov-control.ts'
import { navigationSvg, navigationText } from './navigation-picture.ts'
import { NavigationTally } from './navigation-tally.ts'
import { type Motion, NavigationView } from './navigation-view.ts'
import { NAVIGATION_ID, type NavigationProblem } from './problem.ts'
import { SafetyFilter } from './safety-filter.ts'
import { drawScene } from './scenes.ts'

export class NavigationRules implements Rules {
  private readonly problem: NavigationProblem
  private readonly buffers: Buffers
  readonly motion: Motion
  /** [batch]: steps since the start */
  private readonly elapsed: Int32Array
  private readonly tally: NavigationTally
  private readonly filter: SafetyFilter
  private readonly view: NavigationView
  private readonly memory: WorldMemory
  private readonly stream: Stream = new Stream(Seed.from(0))

  constructor(problem: NavigationProblem, buffers: Buffers) {
    const { agents, condition, side } = problem
    const { batch } = buffers
    const pairs = (): Float64Array => new Float64Array(2 * batch * agents)
    this.problem = problem
    this.buffers = buffers
    this.motion = { positions: pairs(), velocities: pairs(), goals: pairs() }
    this.elapsed = new Int32Array(batch)
    this.tally = new NavigationTally(problem, batch, this.motion)
    this.filter = new SafetyFilter(problem, this.motion.positions, condition)
    this.view = new NavigationView(problem, this.motion)
    const inside = (value: number): boolean => value >= 0 && value <= side
    this.memory = new WorldMemory(
      NAVIGATION_ID,
      batch,
      [],
      { ...this.motion, elapsed: this.elapsed, ...this.tally.arrays },
      { positions: inside, goals: inside },
    )
  }

  start(w: number, { key }: Instance): void {
    const { agents } = this.problem
    const { positions, velocities, goals } = this.motion
    const first = 2 * w * agents
    drawScene(this.problem, this.stream.open(key.fold('scene')), positions, goals, first)
    velocities.fill(0, first, first + 2 * agents)
    this.elapsed[w] = 0
    this.tally.start(w)
  }

  step(actions: ActionArray): void {
    const { agents } = this.problem
    const { batch, terminated } = this.buffers
    for (let w = 0; w < batch; w++) {
      this.tally.begin(w)
      for (let a = 0; a < agents; a++) this.decide(w, a, actions)
      this.move(w)
      this.elapsed[w]++
      this.tally.step(w)
      this.pay(w)
      if (this.tally.allArrived(w)) terminated.fill(1, w * agents, (w + 1) * agents)
    }
  }

  observe(from: number, to: number): void {
    const { observations, state } = this.buffers
    const { agents } = this.problem
    let at = (from * observations.length) / this.buffers.batch
    for (let w = from; w < to; w++) {
      for (let a = 0; a < agents; a++) at = this.view.observe(w, a, observations, at)
      this.view.state(w, state!)
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    this.tally.measure(w, this.elapsed[w], metrics, offset)
  }

  renderText(w: number): string {
    return navigationText(this.problem, this.motion, w, this.heading(w))
  }

  renderSvg(w: number): string {
    return navigationSvg(this.problem, this.motion, w, this.heading(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
    this.tally.measureWays(w)
  }

  /** Writes the velocity of agent `a`: what its action wishes, made safe where there is a filter. Nobody has moved yet. */
  private decide(w: number, a: number, actions: ActionArray): void {
    const { problem, filter } = this
    const { velocities } = this.motion
    const { speed } = problem
    const row = w * problem.agents + a
    const i = 2 * row
    if (problem.control === 'barrier') {
      filter.barrier[0] = actions[i]
      filter.barrier[1] = actions[i + 1]
      goalVelocity(problem, this.motion, i)
    } else {
      filter.barrier[0] = problem.zeta
      filter.barrier[1] = problem.eta
      velocities[i] = actions[i] * speed
      velocities[i + 1] = actions[i + 1] * speed
    }
    if (problem.filtered) {
      filter.see(w, a)
      if (!filter.rows.project(velocities, i)) this.tally.noteInfeasible(row)
    } else filter.rows.cut(velocities, i)
  }

  /** Moves all agents at once; who would leave the box stops at its wall. */
  private move(w: number): void {
    const { positions, velocities } = this.motion
    const { agents, side, radius, timeStep } = this.problem
    for (let k = 2 * w * agents; k < 2 * (w + 1) * agents; k++) {
      const wished = positions[k] + timeStep * velocities[k]
      const reached = Math.min(Math.max(wished, radius), side - radius)
      if (reached !== wished) {
        velocities[k] = (reached - positions[k]) / timeStep
        this.tally.noteContact(k >> 1)
      }
      positions[k] = reached
    }
  }

  private pay(w: number): void {
    const { agents, reward } = this.problem
    const { rewards } = this.buffers
    const first = w * agents
    this.tally.pay(w, rewards)
    if (reward === 'individual') return
    let sum = 0
    for (let row = first; row < first + agents; row++) sum += rewards[row]
    rewards.fill(sum / agents, first, first + agents)
  }

  private heading(w: number): string {
    const { horizon, agents } = this.problem
    return `${NAVIGATION_ID}  step ${this.elapsed[w]} of ${horizon}  ${this.tally.arrived(w)} of ${agents} at their goals`
  }
}
