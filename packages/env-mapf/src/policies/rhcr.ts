/** The scripted policies `rhcr-pbs` and `rhcr-whca`: their choices, and `rhcrPbsPolicy`, `rhcrWhcaPolicy`. */
import { ParameterError, type Policy, type Schema, integer } from '@gauntlet/core'
import { plannedGrid } from '../planning/grid-planning.ts'
import { planPolicy } from '../planning/plan-policy.ts'
import { type RhcrConfiguration, rhcr } from '../planning/rhcr.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

type WhcaConfiguration = Omit<RhcrConfiguration, 'nodes'>

export const WHCA_CONFIGURATION: Schema<WhcaConfiguration> = {
  window: integer({
    description: 'Steps in which paths must not meet',
    default: 16,
    minimum: 1,
    maximum: 1000,
    unit: 'steps',
  }),
  horizon: integer({
    description:
      'Steps after which all plan anew, as they do when an agent is given a goal; at most the window',
    default: 5,
    minimum: 1,
    maximum: 1000,
    unit: 'steps',
  }),
  orders: integer({
    description: 'Orders of priority that are tried (where another search has found nothing)',
    default: 10,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'orders',
  }),
}

export const PBS_CONFIGURATION: Schema<RhcrConfiguration> = {
  ...WHCA_CONFIGURATION,
  nodes: integer({
    description: 'Nodes of the search of priorities, after which orders are tried instead',
    default: 200,
    minimum: 1,
    maximum: 1_000_000,
    unit: 'nodes',
  }),
}

/** Refuses to follow plans beyond the window. Errors: ParameterError. */
export function checkRolling(id: string, { window, horizon }: WhcaConfiguration): void {
  if (horizon > window) throw new ParameterError(`${id}.horizon`, horizon, `at most window, ${window}`)
}

/** Rolling horizons with priority-based search; see `rhcr`. */
export function rhcrPbsPolicy(worlds: GridWorlds, onTarget: OnTarget, choices: RhcrConfiguration): Policy {
  return rolling('rhcr-pbs', worlds, onTarget, choices)
}

/** Rolling horizons with windowed prioritised planning; see `rhcr`. */
export function rhcrWhcaPolicy(worlds: GridWorlds, onTarget: OnTarget, choices: WhcaConfiguration): Policy {
  return rolling('rhcr-whca', worlds, onTarget, { ...choices, nodes: 0 })
}

function rolling(id: string, worlds: GridWorlds, onTarget: OnTarget, choices: RhcrConfiguration): Policy {
  const plannerOf = () => rhcr(choices, onTarget !== 'nothing')
  return planPolicy(id, plannedGrid(worlds), plannerOf, { period: choices.horizon, onNewGoals: true })
}
