/** Scripted policies of robots that plan ahead: `robotEpibtPolicy`, `robotPibtLnsPolicy`, `robotRhcrPolicy`. */
import type { Policy } from '@gauntlet/core'
import { type EpibtConfiguration, epibtPlanner } from '../planning/epibt-planner.ts'
import { type Renewal, planPolicy } from '../planning/plan-policy.ts'
import type { Planner } from '../planning/planner.ts'
import { type RhcrConfiguration, rhcr } from '../planning/rhcr.ts'
import { plannedRobots } from '../planning/robot-planning.ts'
import { windowedPlanner } from '../planning/windowed-planner.ts'
import type { RobotRuleSet } from '../robots/robot-parameters.ts'
import type { Robots } from '../robots/robots.ts'
import type { Tasks } from '../robots/tasks.ts'
import type { WindowedConfiguration } from './pibt-window.ts'
import { robotPibtShield } from './robot-pibt.ts'

/** PIBT with operations of several actions: see `epibtPlanner`. */
export function robotEpibtPolicy(
  robots: Robots,
  tasks: Tasks,
  rules: RobotRuleSet,
  choices: EpibtConfiguration,
): Policy {
  const renewal = { period: 1, onNewGoals: false }
  return planned('epibt', robots, tasks, rules, () => epibtPlanner(choices), renewal)
}

/** PIBT for a window of time, improved by large-neighbourhood search: see `windowedPlanner`. */
export function robotPibtLnsPolicy(
  robots: Robots,
  tasks: Tasks,
  rules: RobotRuleSet,
  { period, ...choices }: WindowedConfiguration,
): Policy {
  const renewal = { period, onNewGoals: false }
  return planned('pibt-lns', robots, tasks, rules, () => windowedPlanner('lns', choices), renewal)
}

/** Rolling horizons with priority-based search: see `rhcr`. */
export function robotRhcrPolicy(
  robots: Robots,
  tasks: Tasks,
  rules: RobotRuleSet,
  choices: RhcrConfiguration,
): Policy {
  const renewal = { period: choices.horizon, onNewGoals: true }
  return planned('rhcr-pbs', robots, tasks, rules, () => rhcr(choices, true), renewal)
}

/**
 * Follows plans. They have robots follow one another around corners and rotate, which under `v3` cannot be done: there PIBT
 * makes of each step what can.
 */
function planned(
  id: string,
  robots: Robots,
  tasks: Tasks,
  rules: RobotRuleSet,
  plannerOf: () => Planner,
  renewal: Renewal,
): Policy {
  const policy = planPolicy(id, plannedRobots(robots), plannerOf, renewal)
  return rules === 'v3' ? robotPibtShield(robots, tasks, rules, policy) : policy
}
