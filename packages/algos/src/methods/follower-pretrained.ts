/** Follower as it was trained: `followerPretrained`. */
import type { AlgorithmDefinition, FileContent } from '@gauntlet/core'
import {
  type ResidualActorShape,
  WEIGHTS_FIELD,
  checkShape,
  residualFields,
} from '../policies/residual-conv.ts'
import { readWeights } from '../policies/residual-weights.ts'
import { defineMethod } from '../recipe/method.ts'

export interface FollowerPretrainedConfiguration extends ResidualActorShape {
  readonly weights: FileContent | null
}

/**
 * Acts by weights in a file: those that the authors of FollowerLite published, or what `follower` learnt, on another setting. Shapes
 * must be those of the file; the defaults are FollowerLite's.
 *
 * Source: Skrynnik et al. 2024, Learn to Follow (arXiv 2310.01207); learn-to-follow (commit d02680a), `model/follower-lite`.
 */
export const followerPretrained: AlgorithmDefinition<FollowerPretrainedConfiguration> =
  defineMethod<FollowerPretrainedConfiguration>({
    id: 'follower-pretrained',
    version: 1,
    family: 'multi-agent',
    summary: 'Acts by weights from a file: FollowerLite’s as published, or what `follower` learnt elsewhere',
    source:
      'Skrynnik et al. 2024, Learn to Follow: Decentralized Lifelong Multi-agent Pathfinding via Planning and Learning',
    recipe: {
      policy: [
        {
          part: 'pretrained-residual-conv',
          parameters: { weights: '$weights', filters: '$filters', blocks: '$blocks', hidden: '$hidden' },
        },
      ],
      trainer: [{ part: 'fixed' }],
    },
    configuration: { ...residualFields(8), weights: WEIGHTS_FIELD },
    check(configuration) {
      checkShape(configuration)
      if (configuration.weights !== null) readWeights(configuration.weights)
    },
  })
