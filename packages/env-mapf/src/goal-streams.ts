/** Goals that each agent draws from a stream of its own: `GoalStreams`. */
import { Pcg64 } from '@gauntlet/core'

/** Seeds of goal streams are drawn below the largest int32. */
const SEED_LIMIT = 2147483647

/**
 * Endless lists of goals, one for each agent, kept as far as somebody has asked.
 *
 * Source: POGEMA 1.4.0, `PogemaLifeLong._initialize_grid`: a generator for each agent, its seed drawn from the
 * scenario's.
 */
export class GoalStreams {
  private readonly goals: readonly number[][]
  private readonly seeds: readonly number[]
  private readonly streams: (Pcg64 | undefined)[]
  private readonly draw: (stream: Pcg64, from: number) => number

  /**
   * @param firsts [agents]: each agent's first goal
   * @param draw a goal that follows the one on which the agent stands
   */
  constructor(firsts: Int32Array, seed: number, draw: (stream: Pcg64, from: number) => number) {
    const main = new Pcg64(seed)
    this.goals = Array.from(firsts, (goal) => [goal])
    this.seeds = Array.from(firsts, () => main.integers(SEED_LIMIT))
    this.streams = Array.from({ length: firsts.length })
    this.draw = draw
  }

  goal(a: number, k: number): number {
    const goals = this.goals[a]
    if (goals.length <= k) this.extend(a, k)
    return goals[k]
  }

  private extend(a: number, k: number): void {
    const goals = this.goals[a]
    const stream = (this.streams[a] ??= new Pcg64(this.seeds[a]))
    while (goals.length <= k) goals.push(this.draw(stream, goals[goals.length - 1]))
  }
}
