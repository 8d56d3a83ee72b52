/** The scripted policy `cbs`: its choices, and `cbsPolicy`. */
import { type Policy, type Schema, integer } from '@gauntlet/core'
import { type CbsConfiguration, cbs } from '../planning/cbs.ts'
import { plannedGrid } from '../planning/grid-planning.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

export const CBS_CONFIGURATION: Schema<CbsConfiguration> = {
  expansions: integer({
    description: 'Nodes of the constraint tree that are expanded before priorities decide instead',
    default: 1000,
    minimum: 0,
    maximum: 1_000_000,
    unit: 'nodes',
  }),
}

/** Whole plans of the least sum of costs, goals given once; see `cbs`. */
export function cbsPolicy(worlds: GridWorlds, onTarget: OnTarget, choices: CbsConfiguration): Policy {
  const plannerOf = () => cbs(choices, onTarget === 'finish')
  return planPolicy('cbs', plannedGrid(worlds), plannerOf, { period: Infinity, onNewGoals: true })
}
