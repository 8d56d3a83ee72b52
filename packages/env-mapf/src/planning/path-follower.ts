/** Plans from paths, with PIBT for whoever has none: `PathFollower`. */
import type { Stream } from '@gauntlet/core'
import { stateAt } from './paths.ts'
import { PibtStep } from './pibt-step.ts'
import type { Task, TimedStates } from './planner.ts'
import type { Path } from './reservations.ts'

/**
 * Makes plans of paths, of which none meets another. Where some agents have no path, PIBT moves all: whoever has a path
 * wishes to go along it, and the plan ends where one cannot. The longer an agent has been on the way to its goal, the
 * earlier it chooses, so that nobody is held up for good.
 */
export class PathFollower {
  private pibt: PibtStep | undefined
  /** [agents]: by the end of the last plan, steps on the way to the goal, that goal, and how far it was to begin with */
  private ages: Int32Array = new Int32Array(0)
  private goals: Int32Array = new Int32Array(0)
  private lengths: Int32Array = new Int32Array(0)

  /** An episode begins. */
  begin(): void {
    this.ages = new Int32Array(0)
  }

  /**
   * Of the agents that have lost more steps on the way to their goals than `patience`, the one longest on its way; -1
   * where there is none. It remains that until it arrives, unless one even longer on its way has come to lose as many.
   */
  leader(task: Task, patience: number): number {
    this.look(task)
    const { ages, lengths } = this
    let leader = -1
    for (let a = 0; a < ages.length; a++) {
      const left = task.ways.to(task.goals[a])[task.states[a]]
      if (ages[a] - (lengths[a] - left) <= patience) continue
      if (leader < 0 || ages[a] > ages[leader]) leader = a
    }
    return leader
  }

  /** A plan of so many steps, one at the least, or fewer where an agent is turned from its path. */
  follow(
    task: Task,
    paths: readonly (Path | undefined)[],
    steps: number,
    stream: Stream | undefined,
  ): TimedStates {
    this.look(task)
    const agents = paths.length
    const timed = new Int32Array((steps + 1) * agents)
    timed.set(task.states)
    let end = steps
    if (paths.includes(undefined)) end = this.push(task, paths, timed, stream)
    else {
      for (let t = 1; t <= steps; t++) {
        for (let a = 0; a < agents; a++) timed[t * agents + a] = stateAt(paths[a]!, t)
      }
    }
    for (let a = 0; a < agents; a++) this.ages[a] += end
    return timed.subarray(0, (end + 1) * agents)
  }

  /** Whoever has another goal, or stands on its goal, begins its way. */
  private look({ ways, states, goals }: Task): void {
    // Agents that leave the map leave the others other numbers: then all begin.
    const anew = this.ages.length !== states.length
    if (anew) {
      this.ages = new Int32Array(states.length)
      this.lengths = new Int32Array(states.length)
    }
    for (let a = 0; a < states.length; a++) {
      const left = ways.to(goals[a])[states[a]]
      if (!anew && goals[a] === this.goals[a] && left > 0) continue
      this.ages[a] = 0
      this.lengths[a] = left
    }
    this.goals = goals
  }

  /** Fills a plan by PIBT. Returns its last step. */
  private push(
    task: Task,
    paths: readonly (Path | undefined)[],
    timed: Int32Array,
    stream: Stream | undefined,
  ): number {
    const agents = paths.length
    const { ages } = this
    if (this.pibt?.motion !== task.ways.motion || this.pibt.agents !== agents) {
      this.pibt = new PibtStep(task.ways.motion, agents)
    }
    const ways = Array.from(task.goals, (goal) => task.ways.to(goal))
    const order = Int32Array.from(paths, (_, a) => a).sort((x, y) => ages[y] - ages[x] || x - y)
    for (let t = 1; ; t++) {
      const wishes = Int32Array.from(paths, (path) => (path === undefined ? -1 : stateAt(path, t)))
      const states = timed.subarray((t - 1) * agents, t * agents)
      this.pibt.plan(states, order, ways, stream, timed.subarray(t * agents, (t + 1) * agents), wishes)
      const turned = wishes.some((wish, a) => wish >= 0 && wish !== timed[t * agents + a])
      if (turned || (t + 1) * agents === timed.length) return t
    }
  }
}
