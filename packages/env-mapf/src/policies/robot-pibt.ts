/** The scripted policy `pibt` of robots, and PIBT as a shield: `robotPibtPolicy`, `robotPibtShield`. */
import {
  type ActionArray,
  GauntletError,
  type Policy,
  type Stream,
  type View,
  policyStreams,
  renewStream,
} from '@gauntlet/core'
import type { RobotRuleSet } from '../robots/robot-parameters.ts'
import { RobotPibt } from '../robots/robot-pibt.ts'
import { RobotWays } from '../robots/robot-ways.ts'
import type { Robots } from '../robots/robots.ts'
import type { Tasks } from '../robots/tasks.ts'

/**
 * PIBT for robots that turn, in each step anew: the longer a robot has been on the way to its errand, the higher its
 * priority; equals are ordered by a number that each draws when the episode begins. `greedy` draws nothing: equals are
 * ordered by index, and so are equally good cells.
 *
 * Source: see `RobotPibt`.
 */
export function robotPibtPolicy(robots: Robots, tasks: Tasks, rules: RobotRuleSet): Policy {
  const fresh = new Uint8Array(robots.worlds.batch)
  let streams: Stream[] = []
  let planners: RobotPibt[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
      planners = plannersOf(robots, tasks, rules, view)
      fresh.fill(1)
    },
    forget(world, seed) {
      renewStream(streams, world, seed)
      fresh[world] = 1
    },
    act(view: View, actions: ActionArray, mode) {
      if (planners.length < view.batch) throw new GauntletError('order', 'pibt: act before begin')
      for (let w = 0; w < view.batch; w++) {
        const stream = mode === 'sample' ? streams[w] : undefined
        if (fresh[w] === 1 || view.ended[w] === 1) planners[w].begin(stream)
        fresh[w] = 0
        planners[w].act(actions, stream)
      }
    },
  }
}

/**
 * Does what a policy asks for where that can be done, and else what PIBT without chance makes of it: what is asked for is each
 * robot's first wish.
 *
 * Source: Veerapaneni et al. 2024, CS-PIBT.
 */
export function robotPibtShield(robots: Robots, tasks: Tasks, rules: RobotRuleSet, policy: Policy): Policy {
  const fresh = new Uint8Array(robots.worlds.batch)
  let planners: RobotPibt[] = []
  return {
    begin(view, seed) {
      policy.begin(view, seed)
      planners = plannersOf(robots, tasks, rules, view)
      fresh.fill(1)
    },
    forget(world, seed) {
      policy.forget?.(world, seed)
      fresh[world] = 1
    },
    act(view: View, actions: ActionArray, mode) {
      policy.act(view, actions, mode)
      for (let w = 0; w < view.batch; w++) {
        if (fresh[w] === 1 || view.ended[w] === 1) planners[w].begin(undefined)
        fresh[w] = 0
        planners[w].act(actions, undefined, actions)
      }
    },
  }
}

/** [batch]: one planner for each world */
function plannersOf(robots: Robots, tasks: Tasks, rules: RobotRuleSet, { batch }: View): RobotPibt[] {
  const ways = new RobotWays(robots)
  return Array.from({ length: batch }, (_, w) => new RobotPibt(robots, tasks, ways, w, rules))
}
