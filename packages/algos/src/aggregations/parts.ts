/** How losses become one, for recipes. */
import { mostStepsField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import type { Aggregation } from './aggregation.ts'
import { constantLength, groupUniform, tokenMean, trajectoryMean, trajectorySum } from './means.ts'

function part(
  id: string,
  reads: readonly string[],
  aggregation: () => Aggregation,
): PartDefinition<'aggregation'> {
  return definePart({
    id,
    slot: 'aggregation',
    parameters: {},
    columns: { reads: ['loss', ...reads], adds: ['scalar-loss'], needs: {} },
    build: aggregation,
  })
}

export const AGGREGATION_PARTS: readonly PartDefinition<'aggregation'>[] = [
  part('token-mean', [], () => tokenMean),
  part('seq-mean-token-mean', ['trajectories'], trajectoryMean),
  part('seq-mean-token-sum', ['trajectories'], trajectorySum),
  part('group-uniform', ['trajectories', 'groups'], groupUniform),
  definePart({
    id: 'constant',
    slot: 'aggregation',
    // T, by which sums over trajectories are divided, is the longest that an episode can be.
    parameters: { mostSteps: mostStepsField(128) },
    columns: { reads: ['loss', 'trajectories'], adds: ['scalar-loss'], needs: {} },
    build: ({ mostSteps }, { spec }) => {
      const longest = Number.isFinite(spec.horizon) ? spec.horizon : mostSteps
      return constantLength(spec.oneStep === true ? 1 : longest)
    },
  }),
]
