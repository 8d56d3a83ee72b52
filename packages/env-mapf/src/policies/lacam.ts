/** The scripted policy `lacam`: `lacamPolicy`. */
import { type Policy, type Schema, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import { EXPANSIONS, LacamPlanner } from '../planning/lacam/lacam-planner.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

interface LacamConfiguration {
  readonly expansions: number
  readonly replanning: number
}

export const LACAM_CONFIGURATION: Schema<LacamConfiguration> = {
  expansions: integer({
    description: 'The most expansions of a plan, where goals are given once',
    unit: 'expansions',
    default: EXPANSIONS,
    minimum: 1,
  }),
  replanning: integer({
    description: 'The most expansions of a plan, where goals start anew',
    unit: 'expansions',
    default: 100,
    minimum: 1,
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
  { expansions, replanning }: LacamConfiguration,
): Policy {
  const anew = onTarget === 'restart'
  return planPolicy(
    'lacam',
    plannedGrid(worlds),
    () => new LacamPlanner(anew ? replanning : expansions, anew),
    {
      period: Infinity,
      onNewGoals: true,
    },
  )
}
