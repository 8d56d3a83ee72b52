/** The scripted policies of robots: `ROBOT_EXPERTS`, `RobotExpert`. */
import { type ExpertSpec, type Policy, resolveParameters } from '@gauntlet/core'
import { EPIBT_CONFIGURATION } from '../policies/epibt.ts'
import { WINDOWED_CONFIGURATION, checkWindowed } from '../policies/pibt-window.ts'
import { PBS_CONFIGURATION, checkRolling } from '../policies/rhcr.ts'
import { robotEpibtPolicy, robotPibtLnsPolicy, robotRhcrPolicy } from '../policies/robot-plans.ts'
import { robotPibtPolicy } from '../policies/robot-pibt.ts'
import { robotShortestPathPolicy } from '../policies/robot-shortest-path.ts'
import type { RobotRuleSet } from './robot-parameters.ts'
import type { Robots } from './robots.ts'
import type { Tasks } from './tasks.ts'

/** A scripted policy and how it is made. Its algorithm is `mapf/` and its name, like that of walking agents. */
export interface RobotExpert {
  readonly spec: ExpertSpec
  create(robots: Robots, tasks: Tasks, rules: RobotRuleSet, given: object): Policy
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
  {
    spec: {
      name: 'epibt',
      description: 'PIBT by which agents choose among operations of several actions',
      seesHiddenState: true,
      slow: true,
      source: 'Yukhnevich and Andreychuk 2025, arXiv 2511.09193',
    },
    create: (robots, tasks, rules, given) =>
      robotEpibtPolicy(robots, tasks, rules, resolveParameters(EPIBT_CONFIGURATION, given, 'mapf/epibt')),
  },
  {
    spec: {
      name: 'pibt-lns',
      description: 'plans for a window of time by PIBT, improved by large-neighbourhood search',
      seesHiddenState: true,
      slow: true,
      source: 'Jiang et al. 2024, SoCS (WPPL, winner of the League of Robot Runners 2023)',
    },
    create(robots, tasks, rules, given) {
      const choices = resolveParameters(WINDOWED_CONFIGURATION, given, 'mapf/pibt-lns')
      checkWindowed('mapf/pibt-lns', choices)
      return robotPibtLnsPolicy(robots, tasks, rules, choices)
    },
  },
  {
    spec: {
      name: 'rhcr-pbs',
      description: 'ways without conflicts in the next steps, found by a search of priorities time and again',
      seesHiddenState: true,
      slow: true,
      source: 'Li et al. 2021, AAAI; Ma et al. 2019, AAAI',
    },
    create(robots, tasks, rules, given) {
      const choices = resolveParameters(PBS_CONFIGURATION, given, 'mapf/rhcr-pbs')
      checkRolling('mapf/rhcr-pbs', choices)
      return robotRhcrPolicy(robots, tasks, rules, choices)
    },
  },
]
