/** Worlds of robots as planners see them: `plannedRobots`. */
import { RobotWays } from '../robots/robot-ways.ts'
import { type Robots, WAIT } from '../robots/robots.ts'
import { turning } from './motion.ts'
import type { PlannedWorlds } from './plan-policy.ts'

/**
 * Robots turn; cells of a frame become cells of its map. A step of a plan is an action, however long it takes: while any
 * robot of a world is in the middle of one, those go on and the others wait. One who has no task is to stay.
 */
export function plannedRobots(robots: Robots): PlannedWorlds {
  const { worlds, facings, counts, underWay } = robots
  const { agents, positions, goals } = worlds
  const ways = new RobotWays(robots)
  const cellOf = (i: number, frameCell: number): number => ways.cellOf(Math.floor(i / agents), frameCell)
  return {
    batch: worlds.batch,
    agents,
    motionOf: turning,
    mapOf: (w) => worlds.maps[w],
    stateOf: (i) => 4 * cellOf(i, positions[i]) + facings[i],
    goalOf: (i) => cellOf(i, goals[i]),
    goOn(w, actions) {
      let going = false
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        going ||= counts[i] > 0
        actions[i] = counts[i] > 0 ? underWay[i] : WAIT
      }
      return going
    },
  }
}
