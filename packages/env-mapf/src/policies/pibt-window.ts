/** The scripted policies `pibt-lns` and `pibt-restarts`: `pibtLnsPolicy`, `pibtRestartsPolicy`. */
import { type Policy, type Schema, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import { type PlannedWorlds, planPolicy } from '../planning/plan-policy.ts'
import { plannedRobots } from '../planning/robot-planning.ts'
import { type WindowedChoices, windowedPlanner } from '../planning/windowed-planner.ts'
import type { RobotRuleSet } from '../robots/robot-parameters.ts'
import type { Robots } from '../robots/robots.ts'
import type { Tasks } from '../robots/tasks.ts'
import type { GridWorlds } from '../worlds.ts'
import { robotPibtShield } from './robot-pibt.ts'

/** What `pibt-lns` and `pibt-restarts` leave open. */
export interface WindowedConfiguration extends WindowedChoices {
  /** Steps of a plan that are followed before the next is made. */
  readonly period: number
}

export const WINDOWED_CONFIGURATION: Schema<WindowedConfiguration> = {
  window: integer({
    description: 'Steps that are planned',
    default: 15,
    minimum: 1,
    maximum: 64,
    unit: 'steps',
  }),
  period: integer({
    description: 'Steps of a plan that are followed before the next is made',
    default: 1,
    minimum: 1,
    maximum: 64,
    unit: 'steps',
  }),
  expansions: integer({
    description:
      'Nodes that are expanded for one plan, for each agent: a state of the search, or an agent that chooses in PIBT',
    default: 100,
    minimum: 0,
    maximum: 1_000_000,
    unit: 'nodes/agent',
  }),
}

/** PIBT for a window of time, improved by large-neighbourhood search: see `windowedPlanner`. */
export function pibtLnsPolicy(worlds: GridWorlds, configuration: WindowedConfiguration): Policy {
  return policyOf('pibt-lns', plannedGrid(worlds), 'lns', configuration)
}

/**
 * The same for robots that turn. Plans have robots follow one another around corners and rotate, which under `v3` cannot be
 * done: there PIBT makes of each step what can.
 */
export function robotPibtLnsPolicy(
  robots: Robots,
  tasks: Tasks,
  rules: RobotRuleSet,
  configuration: WindowedConfiguration,
): Policy {
  const policy = policyOf('pibt-lns', plannedRobots(robots), 'lns', configuration)
  return rules === 'v3' ? robotPibtShield(robots, tasks, rules, policy) : policy
}

/** PIBT for a window of time, the best of several tries: see `windowedPlanner`. */
export function pibtRestartsPolicy(worlds: GridWorlds, configuration: WindowedConfiguration): Policy {
  return policyOf('pibt-restarts', plannedGrid(worlds), 'restarts', configuration)
}

function policyOf(
  id: string,
  worlds: PlannedWorlds,
  improvement: 'lns' | 'restarts',
  { period, ...choices }: WindowedConfiguration,
): Policy {
  const renewal = { period, onNewGoals: false }
  return planPolicy(id, worlds, () => windowedPlanner(improvement, choices), renewal)
}
