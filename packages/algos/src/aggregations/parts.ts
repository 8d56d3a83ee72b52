/** How losses become one, for recipes. */
import { number } from '@gauntlet/core'
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
    columns: { reads: ['loss', ...reads], adds: [], needs: {} },
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
    parameters: {
      longest: number({
        default: 0,
        minimum: 0,
        description:
          'T, by which sums over trajectories are divided; 0 for the longest that an episode can be',
      }),
    },
    columns: { reads: ['loss', 'trajectories'], adds: [], needs: {} },
    build: ({ longest }, { spec }) =>
      constantLength(longest > 0 ? longest : spec.oneStep === true ? 1 : spec.horizon),
  }),
]
