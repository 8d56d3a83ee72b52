/** The scripted policy `epibt`: `epibtPolicy`. */
import { type Policy, type Schema, integer } from '@gauntlet/core'
import { type EpibtConfiguration, epibtPlanner } from '../planning/epibt-planner.ts'
import { plannedGrid } from '../planning/grid-planning.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import type { GridWorlds } from '../worlds.ts'

export const EPIBT_CONFIGURATION: Schema<EpibtConfiguration> = {
  actions: integer({
    description: 'Actions of an operation, of which the first is taken',
    default: 3,
    minimum: 1,
    maximum: 5,
    unit: 'actions',
  }),
  visits: integer({
    description: 'How often an agent may choose in a step, asked to by others',
    default: 10,
    minimum: 1,
    maximum: 1000,
    unit: 'times',
  }),
}

/** PIBT with operations of several actions: see `epibtPlanner`. */
export function epibtPolicy(worlds: GridWorlds, choices: EpibtConfiguration): Policy {
  const renewal = { period: 1, onNewGoals: false }
  return planPolicy('epibt', plannedGrid(worlds), () => epibtPlanner(choices), renewal)
}
