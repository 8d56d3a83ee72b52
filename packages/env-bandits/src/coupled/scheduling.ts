/** The environment `bandits/scheduling`. */
import { type EnvironmentDefinition, type Stream, defineEnvironment } from '@gauntlet/core'
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
import { schedulingSettings } from './coupled-settings.ts'
import { SchedulingSets } from './scheduling-sets.ts'

const ID = 'bandits/scheduling'

const SLOTS = 5
const ARM_SLOTS = 2
const WORKER_SLOTS = 3

/**
 * Arms are pulled in time slots: each has two of five, each worker three, and an arm is pulled where it gets two units of
 * workers' time, a worker having one in each of his slots. At most as many arms as workers. Slots that suit arms suit
 * workers least.
 *
 * Shapes: observations [batch, 4 arms + 1]; actions [batch, arms], 1 where an arm is pulled.
 * Source: SEQUOIA (arXiv 2503.01919), schedule-constrained domain; lily-x/combinatorial-rmab at commit 895a382.
 */
export const scheduling: EnvironmentDefinition<CoupledParameters> = defineEnvironment<CoupledParameters>({
  id: ID,
  version: 2,
  summary: 'Restless arms that need two workers’ time slots each: bipartite matching in every step',
  source: 'SEQUOIA (arXiv 2503.01919), schedule-constrained; lily-x/combinatorial-rmab, commit 895a382',
  parameters: coupledSchema('Workers, good arms, and most arms pulled in a step', 40),
  settings: schedulingSettings,
  describe: (parameters) => coupledSpec(draft(parameters), parameters),
  make: (parameters) => makeCoupled(ID, draft(parameters), parameters),
})

function draft(parameters: CoupledParameters): CoupledDraft {
  const arms = drawChainArms(problemStream(parameters, 'arms'), parameters.arms, parameters.budget)
  const stream = problemStream(parameters, 'schedule')
  const popularity = (): Float64Array => Float64Array.from({ length: SLOTS }, () => stream.uniform()).sort()
  const armWeights = popularity()
  const workerWeights = popularity().reverse()
  const free = Int32Array.from({ length: parameters.arms }, () => drawSlots(stream, armWeights, ARM_SLOTS))
  const workers = Int32Array.from({ length: parameters.budget }, () =>
    drawSlots(stream, workerWeights, WORKER_SLOTS),
  )
  return {
    arms,
    family: new SchedulingSets(free, workers, parameters.budget),
    response: new PullResponse(arms),
  }
}

/** So many different slots as bits, drawn one after the other in proportion to the weights of those left. */
function drawSlots(stream: Stream, weights: Float64Array, count: number): number {
  const left = Float64Array.from(weights)
  let slots = 0
  for (let n = 0; n < count; n++) {
    const slot = stream.categorical(left)
    slots |= 1 << slot
    left[slot] = 0
  }
  return slots
}
