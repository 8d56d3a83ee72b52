/** The environment `bandits/capacity`. */
import { type EnvironmentDefinition, defineEnvironment } from '@gauntlet/core'
import { CapacitySets } from './capacity-sets.ts'
import { drawChainArms } from './chain-arms.ts'
import {
  type CoupledDraft,
  type CoupledParameters,
  coupledSchema,
  coupledSpec,
  makeCoupled,
  problemStream,
} from './coupled-environment.ts'
import { PullResponse } from './coupled-problem.ts'
import { capacitySettings } from './coupled-settings.ts'

const ID = 'bandits/capacity'

/**
 * Workers of limited capacity pull arms that cost each of them 2 to 6 units; capacities are 2 to 7. In every step the
 * arms that are pulled are such that they can be shared out among the workers.
 *
 * Shapes: observations [batch, 4 arms + 1]; actions [batch, arms], 1 where an arm is pulled.
 * Source: SEQUOIA (arXiv 2503.01919), capacity-constrained domain; lily-x/combinatorial-rmab at commit 895a382.
 */
export const capacity: EnvironmentDefinition<CoupledParameters> = defineEnvironment<CoupledParameters>({
  id: ID,
  version: 2,
  summary: 'Restless arms with costs, pulled by workers with capacities: bin packing in every step',
  source: 'SEQUOIA (arXiv 2503.01919), capacity-constrained; lily-x/combinatorial-rmab, commit 895a382',
  parameters: coupledSchema('Workers, and good arms', 40),
  settings: capacitySettings,
  describe: (parameters) => coupledSpec(draft(parameters), parameters),
  make: (parameters) => makeCoupled(ID, draft(parameters), parameters),
})

function draft(parameters: CoupledParameters): CoupledDraft {
  const arms = drawChainArms(problemStream(parameters, 'arms'), parameters.arms, parameters.budget)
  const stream = problemStream(parameters, 'capacity')
  const costs = Int32Array.from({ length: parameters.arms }, () => 2 + stream.integer(5))
  const capacities = Int32Array.from({ length: parameters.budget }, () => 2 + stream.integer(6))
  return { arms, family: new CapacitySets(costs, capacities), response: new PullResponse(arms) }
}
