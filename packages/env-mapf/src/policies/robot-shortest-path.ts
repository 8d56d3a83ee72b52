/** The scripted policy `shortest-path-waiting` of robots. */
import { type ActionArray, GauntletError, type Policy, type View } from '@gauntlet/core'
import { RobotWays } from '../robots/robot-ways.ts'
import { CLOCKWISE, COUNTER_CLOCKWISE, FORWARD, type Robots, WAIT } from '../robots/robots.ts'

/**
 * Every robot follows a shortest way to its next errand, turns counted, as if it were alone: of several, one that goes
 * forward, else one that turns clockwise. It waits where somebody is in the cell ahead, or somebody is on the way there or
 * has decided before it to go there; whoever has no task waits. Draws nothing.
 */
export function robotShortestPathPolicy(robots: Robots): Policy {
  let policy: ShortestPath | undefined
  return {
    begin() {
      policy = new ShortestPath(robots)
    },
    act(view: View, actions: ActionArray) {
      if (policy === undefined) throw new GauntletError('order', 'shortest-path-waiting: act before begin')
      for (let w = 0; w < view.batch; w++) policy.act(w, actions)
    },
  }
}

class ShortestPath {
  private readonly robots: Robots
  private readonly ways: RobotWays
  /** [cells]: 1 where somebody goes */
  private readonly claims: Uint8Array

  constructor(robots: Robots) {
    this.robots = robots
    this.ways = new RobotWays(robots)
    this.claims = new Uint8Array(robots.worlds.cells)
  }

  act(w: number, actions: ActionArray): void {
    const { counts, underWay, worlds } = this.robots
    const { agents } = worlds
    this.claims.fill(0)
    for (let i = w * agents; i < (w + 1) * agents; i++)
      if (underWay[i] === FORWARD) this.claims[this.ahead(i)] = 1
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      actions[i] = counts[i] > 0 ? underWay[i] : this.choose(w, i)
      if (actions[i] === FORWARD) this.claims[this.ahead(i)] = 1
    }
  }

  private ahead(i: number): number {
    const { ahead, facings, worlds } = this.robots
    return worlds.positions[i] + ahead[facings[i]]
  }

  private choose(w: number, i: number): number {
    const { facings, worlds } = this.robots
    const { cells, goals, occupants, positions } = worlds
    const { ways } = this
    if (positions[i] === goals[i]) return WAIT
    const { motion } = ways.of(w)
    const table = ways.of(w).to(ways.cellOf(w, goals[i]))
    const state = 4 * ways.cellOf(w, positions[i]) + facings[i]
    const nearer = (action: number): boolean => {
      const next = motion.successors[4 * state + action]
      return next >= 0 && table[next] < table[state]
    }
    if (nearer(FORWARD)) {
      const cell = this.ahead(i)
      return occupants[w * cells + cell] === 0 && this.claims[cell] === 0 ? FORWARD : WAIT
    }
    return nearer(CLOCKWISE) ? CLOCKWISE : COUNTER_CLOCKWISE
  }
}
