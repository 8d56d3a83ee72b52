/** The scripted policies of robots: `ROBOT_EXPERTS`, `RobotExpert`. */
import type { ExpertSpec, Policy } from '@gauntlet/core'
import { robotPibtPolicy } from '../policies/robot-pibt.ts'
import { robotShortestPathPolicy } from '../policies/robot-shortest-path.ts'
import type { RobotRuleSet } from './robot-parameters.ts'
import type { Robots } from './robots.ts'
import type { Tasks } from './tasks.ts'

/** A scripted policy and how it is made. Its algorithm is `mapf/` and its name, like that of walking agents. */
export interface RobotExpert {
  readonly spec: ExpertSpec
  create(robots: Robots, tasks: Tasks, rules: RobotRuleSet, given: object | undefined): Policy
}

export const ROBOT_EXPERTS: readonly RobotExpert[] = [
  {
    spec: {
      name: 'shortest-path-waiting',
      description: 'each robot follows a shortest way, turns counted, and waits where somebody is ahead',
      seesHiddenState: true,
      source: 'breadth-first search from the errand',
    },
    create: (robots) => robotShortestPathPolicy(robots),
  },
  {
    spec: {
      name: 'pibt',
      description: 'priority inheritance with backtracking for robots that turn',
      seesHiddenState: true,
      source: 'Okumura et al. 2022, Artificial Intelligence 310, with turns',
    },
    create: (robots, tasks, rules) => robotPibtPolicy(robots, tasks, rules),
  },
]
