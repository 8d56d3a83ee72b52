/** The scripted policy `lacam`: `lacamPolicy`. */
import { type Policy, type Schema, choice, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import type { LacamObjective } from '../planning/lacam/lacam.ts'
import { EXPANSIONS, LacamPlanner } from '../planning/lacam/lacam-planner.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

interface LacamConfiguration {
  readonly expansions: number
  readonly replanning: number
  readonly objective: LacamObjective
}

export const LACAM_CONFIGURATION: Schema<LacamConfiguration> = {
  expansions: integer({
    description: 'The most expansions of a plan, where goals are given once',
    unit: 'expansions',
    default: EXPANSIONS,
    minimum: 1,
    maximum: 1_000_000_000,
  }),
  replanning: integer({
    description: 'The most expansions of a plan, where goals start anew',
    unit: 'expansions',
    default: 100,
    minimum: 1,
    maximum: 1_000_000_000,
  }),
  objective: choice({
    description:
      'What plans are to have the least of: the sum over agents of the steps until they arrive, or the greatest',
    options: ['sum-of-costs', 'makespan'],
    default: 'sum-of-costs',
  }),
}

/**
 * Plans by LaCAM* until all stand on their goals, and follows the plan. Where goals start anew, it plans again whenever
 * an agent has a new one; where one is shared, all but the nearest agent wait beside it. A plan that does not come to
 * its end within the limit is followed as far as it goes, then the next one is made. There is never a conflict.
 */
export function lacamPolicy(
  worlds: GridWorlds,
  onTarget: OnTarget,
  { expansions, replanning, objective }: LacamConfiguration,
): Policy {
  const anew = onTarget === 'restart'
  return planPolicy(
    'lacam',
    plannedGrid(worlds),
    () => new LacamPlanner(anew ? replanning : expansions, anew, objective),
    {
      period: Infinity,
      onNewGoals: true,
    },
  )
}
