/** The scripted policies `pibt-lns` and `pibt-restarts`: their choices, and `pibtLnsPolicy`, `pibtRestartsPolicy`. */
import { ParameterError, type Policy, type Schema, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import { type WindowedChoices, windowedPlanner } from '../planning/windowed-planner.ts'
import type { GridWorlds } from '../worlds.ts'

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
    description: 'Steps of a plan that are followed before the next is made, at most the window',
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

/** Refuses to follow plans for longer than they are. Errors: ParameterError. */
export function checkWindowed(id: string, { window, period }: WindowedConfiguration): void {
  if (period > window) throw new ParameterError(`${id}.period`, period, `at most window, ${window}`)
}

/** PIBT for a window of time, improved by large-neighbourhood search: see `windowedPlanner`. */
export function pibtLnsPolicy(worlds: GridWorlds, configuration: WindowedConfiguration): Policy {
  return policyOf('pibt-lns', worlds, 'lns', configuration)
}

/** PIBT for a window of time, the best of several tries: see `windowedPlanner`. */
export function pibtRestartsPolicy(worlds: GridWorlds, configuration: WindowedConfiguration): Policy {
  return policyOf('pibt-restarts', worlds, 'restarts', configuration)
}

function policyOf(
  id: string,
  worlds: GridWorlds,
  improvement: 'lns' | 'restarts',
  { period, ...choices }: WindowedConfiguration,
): Policy {
  const renewal = { period, onNewGoals: false }
  return planPolicy(id, plannedGrid(worlds), () => windowedPlanner(improvement, choices), renewal)
}
