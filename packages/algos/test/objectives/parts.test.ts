import { type Part, checkComposition } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import {
  CONSTANT,
  GROUP_UNIFORM,
  TOKEN_MEAN,
  TRAJECTORY_MEAN,
  TRAJECTORY_SUM,
} from '../../src/aggregations/means.ts'
import { ONE_SIDE, RING, TWO_SIDE } from '../../src/objectives/band-masks.ts'
import { CLIP_COV } from '../../src/objectives/clip-cov.ts'
import { CLIP, DUAL_CLIP, NONE } from '../../src/objectives/clip-masks.ts'
import { CISPO, OLD, PI } from '../../src/objectives/denominators.ts'
import { GSPO } from '../../src/objectives/trajectory-ratio.ts'
import { BY_ADVANTAGE, EXPONENTIAL, TEMPERED } from '../../src/objectives/weights.ts'
import { groupedAdvantage, leaveOneOut } from '../../src/estimators/grouped.ts'
import { nStep } from '../../src/estimators/n-step.ts'
import { publishedPdppo, splitPdppo } from '../../src/estimators/pdppo.ts'
import { qLambda } from '../../src/estimators/q-lambda.ts'
import { vTrace } from '../../src/estimators/v-trace.ts'
import { DOUBLE, EXPECTILE, SOFT, TD1, TWIN } from '../../src/estimators/value-targets.ts'
import { ENTROPY } from '../../src/regularisers/entropy.ts'
import { KL_COV } from '../../src/regularisers/kl-cov.ts'
import { KL_TO_OLD, KL_TO_REFERENCE } from '../../src/regularisers/kl.ts'

const estimators = [
  nStep(3),
  qLambda(0.65),
  vTrace(({ logProbabilities }) => logProbabilities, { rho: 1, c: 1 }),
  publishedPdppo(),
  splitPdppo(({ rewards }) => ({ decisionRewards: rewards, postReturns: rewards })),
  groupedAdvantage('rloo', leaveOneOut),
].map(({ part }) => part)

const masks = [NONE, CLIP, DUAL_CLIP, ONE_SIDE, TWO_SIDE, RING, CLIP_COV]
const denominators = [PI, OLD, CISPO, GSPO]
const weights = [BY_ADVANTAGE, TEMPERED, EXPONENTIAL]
const aggregations = [TOKEN_MEAN, TRAJECTORY_MEAN, TRAJECTORY_SUM, CONSTANT, GROUP_UNIFORM]
const regularisers = [ENTROPY, KL_TO_OLD, KL_TO_REFERENCE, KL_COV]

const source = (...adds: string[]): Part => ({ id: 'source', slot: 'collector', reads: [], adds, needs: {} })
const estimator: Part = { id: 'estimator', slot: 'estimator', reads: [], adds: ['advantages'], needs: {} }

describe('parts of objectives', () => {
  it('fit together, in every product', () => {
    const everything = source('actions', 'log-probabilities', 'reference-log-probabilities', 'trajectories')
    for (const mask of masks) {
      for (const denominator of denominators) {
        for (const weight of weights) {
          checkComposition([
            everything,
            estimator,
            mask,
            denominator,
            weight,
            ...aggregations,
            ...regularisers,
          ])
        }
      }
    }
    expect(new Set([...masks, ...denominators, ...weights].map(({ id }) => id)).size).toBe(14)
  })

  it('fit estimators, of rollouts and of transitions', () => {
    const rollout = source(
      'rewards',
      'ends',
      'log-probabilities',
      'current-log-probabilities',
      'decision-rewards',
      'trajectories',
      'actions',
    )
    const critics: Part = {
      id: 'critics',
      slot: 'critic',
      reads: [],
      adds: ['values', 'post-values'],
      needs: {},
    }
    for (const part of estimators)
      checkComposition([rollout, critics, part, CLIP, OLD, BY_ADVANTAGE, TOKEN_MEAN])
    for (const part of [TD1, DOUBLE, SOFT, TWIN]) checkComposition([source('transitions'), part, EXPECTILE])
    expect(() => checkComposition([rollout, publishedPdppo().part])).toThrow(
      'estimator pdppo reads values; no part adds it',
    )
  })

  it('say what lacks', () => {
    const lean = source('actions', 'log-probabilities')
    const reinforce = [lean, estimator, NONE, PI, BY_ADVANTAGE]
    checkComposition([...reinforce, TOKEN_MEAN, ENTROPY])
    expect(() => checkComposition([...reinforce, KL_TO_REFERENCE])).toThrow(
      'regulariser kl-to-reference reads reference-log-probabilities; no part adds it',
    )
    expect(() => checkComposition([...reinforce, TRAJECTORY_MEAN])).toThrow(
      'aggregation seq-mean-token-mean reads trajectories',
    )
    expect(() => checkComposition([source('actions'), estimator, CLIP, OLD, BY_ADVANTAGE])).toThrow(
      'objective clip reads log-probabilities',
    )
  })
})
