/** Worlds of robots as planners see them: `plannedRobots`. */
import { RobotWays } from '../robots/robot-ways.ts'
import { FORWARD, type Robots } from '../robots/robots.ts'
import { turning } from './motion.ts'
import type { PlannedWorlds } from './plan-policy.ts'

/**
 * Robots turn; cells of a frame become cells of its map. A step of a plan is an action, however long it takes: whoever is in
 * the middle of one is taken to be where it leads, and plans are looked at when anybody is not. One who has no task is to
 * stay.
 */
export function plannedRobots(robots: Robots): PlannedWorlds {
  const { worlds, ahead, facings, counts, underWay } = robots
  const { agents, positions, goals } = worlds
  const ways = new RobotWays(robots)
  const cellOf = (i: number, frameCell: number): number => ways.cellOf(Math.floor(i / agents), frameCell)
  return {
    batch: worlds.batch,
    agents,
    motionOf: turning,
    mapOf: (w) => worlds.maps[w],
    stateOf(i) {
      const way = underWay[i] === FORWARD ? ahead[facings[i]] : 0
      return 4 * cellOf(i, positions[i] + way) + robots.facingAhead(i)
    },
    goalOf: (i) => cellOf(i, goals[i]),
    goOn(w, actions) {
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        if (counts[i] === 0) return false
        actions[i] = underWay[i]
      }
      return true
    },
  }
}
