/** Rolling-horizon collision resolution: `rhcr`, `RhcrConfiguration`. */
import type { Stream } from '@gauntlet/core'
import { PathFollower } from './path-follower.ts'
import { pbs } from './pbs.ts'
import type { Planner, Task, TimedStates } from './planner.ts'
import { prioritise } from './prioritised.ts'
import type { Path, Rules } from './reservations.ts'
import { Sipp } from './sipp.ts'

export interface RhcrConfiguration {
  /** Steps in which paths must not meet. */
  readonly window: number
  /** Steps after which all plan anew. */
  readonly horizon: number
  /** Nodes of the search of priorities; 0 to try orders alone. */
  readonly nodes: number
  /** Orders that are tried, where that search finds nothing or is not asked. */
  readonly orders: number
}

/**
 * Plans of the next steps, in which paths do not meet within a window.
 *
 * Paths are found by priority-based search (PBS), or where that fails, and where `nodes` is 0, by windowed prioritised
 * planning (WHCA*) in several orders, of which the best is kept for the next time. Where some agents get no path in any
 * order, PIBT leads (`PathFollower`). Agents that keep out of each other's way from window to window could do so for
 * ever: hence whoever has lost more steps than two windows have goes before all others, the longest on its way first.
 * Source: Li et al. 2021, "Lifelong multi-agent path finding in large-scale warehouses", sections 4 and 5; Silver 2005,
 * "Cooperative pathfinding", for WHCA*. Differs: of goals that follow one another only the first is known, so that
 * agents plan as if they were gone once they have arrived, and all plan anew when one has.
 */
export function rhcr(choices: RhcrConfiguration, vanish: boolean): Planner {
  return new Rhcr(choices, { window: choices.window, vanish })
}

class Rhcr implements Planner {
  private readonly choices: RhcrConfiguration
  private readonly rules: Rules
  private readonly follower: PathFollower = new PathFollower()
  private sipp: Sipp | undefined
  /** [agents]: the order that was best when it was tried last */
  private order: Int32Array = new Int32Array(0)

  constructor(choices: RhcrConfiguration, rules: Rules) {
    this.choices = choices
    this.rules = rules
  }

  begin(): void {
    this.follower.begin()
    this.order = new Int32Array(0)
  }

  plan(task: Task, stream: Stream | undefined): TimedStates {
    const { horizon, window } = this.choices
    const paths = this.paths(task, stream)
    let steps = Math.min(horizon, window)
    for (const path of this.rules.vanish ? paths : []) {
      if (path !== undefined) steps = Math.min(steps, path.states.length - 1)
    }
    return this.follower.follow(task, paths, steps, stream)
  }

  private paths(task: Task, stream: Stream | undefined): readonly (Path | undefined)[] {
    const { nodes, orders } = this.choices
    const agents = task.states.length
    if (this.sipp?.ways !== task.ways) this.sipp = new Sipp(task.ways, this.rules)
    if (this.order.length !== agents) {
      this.order = Int32Array.from(task.states, (_, a) => a)
      stream?.shuffle(this.order)
    }
    const leader = this.follower.leader(task, 2 * this.choices.window)
    const found = nodes === 0 ? undefined : pbs(task, this.sipp, nodes, leader)
    return found ?? prioritise(task, this.sipp, this.order, orders, stream, leader)
  }
}
