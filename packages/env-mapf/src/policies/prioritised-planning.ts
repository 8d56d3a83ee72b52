/** The scripted policy `prioritised-planning`: its choices, and `prioritisedPlanningPolicy`. */
import { type Policy, type Schema, choice, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import { type PrioritisedConfiguration, prioritised } from '../planning/prioritised.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

export const PRIORITISED_CONFIGURATION: Schema<PrioritisedConfiguration> = {
  orders: integer({
    description: 'Orders of priority that are tried',
    default: 20,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'orders',
  }),
  first: choice({
    description: 'The order that is tried first: at random, or the farthest from their goals first',
    options: ['random', 'farthest'],
    default: 'farthest',
  }),
}

/** Whole plans by priorities, goals given once; see `prioritised`. */
export function prioritisedPlanningPolicy(
  worlds: GridWorlds,
  onTarget: OnTarget,
  choices: PrioritisedConfiguration,
): Policy {
  const plannerOf = () => prioritised(choices, onTarget === 'finish')
  return planPolicy('prioritised-planning', plannedGrid(worlds), plannerOf, {
    period: Infinity,
    onNewGoals: true,
  })
}
