/** From rewards to advantages, for recipes. */
import { type Schema, type Requirement, integer, number } from '@gauntlet/core'
import { coefficientField, lambdaField } from '../configuration.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { batchStandardised } from './batch-standardised.ts'
import { bestOfGroup } from './best-of-group.ts'
import { betaNormalised } from './beta-normalised.ts'
import { gae } from './gae.ts'
import { hybrid } from './hybrid.ts'
import {
  type GroupFormula,
  groupCentred,
  groupStandardised,
  groupedAdvantage,
  leaveOneOut,
} from './grouped.ts'
import { lagrangian } from './lagrangian.ts'
import { logAverageExp } from './log-average-exp.ts'
import { monteCarlo } from './monte-carlo.ts'
import { nStep } from './n-step.ts'
import { principledPdppo, publishedPdppo, splitPdppo } from './pdppo.ts'
import { qLambda } from './q-lambda.ts'
import { shiftedMean } from './shifted-mean.ts'
import { taskReturns } from './task-returns.ts'

const OF_VALUES = {
  reads: ['rewards', 'ends', 'values'],
  adds: ['advantages', 'returns'],
  needs: {},
} as const

const OF_POST_VALUES = {
  reads: ['rewards', 'decision-rewards', 'ends', 'values', 'post-values'],
  adds: ['advantages', 'returns', 'post-returns'],
  needs: {},
} as const

/** An advantage of whole trajectories, within groups that played one instance. */
function groupPart<P extends object>(
  id: string,
  parameters: Schema<P>,
  formula: (parameters: P) => GroupFormula,
  needs: Requirement = {},
): PartDefinition<'estimator'> {
  return definePart<'estimator', P>({
    id,
    slot: 'estimator',
    parameters,
    columns: { reads: ['rewards', 'trajectories', 'groups'], adds: ['advantages'], needs },
    build: (given) => groupedAdvantage(formula(given)),
  })
}

export const ESTIMATOR_PARTS: readonly PartDefinition<'estimator'>[] = [
  definePart({
    id: 'gae',
    slot: 'estimator',
    parameters: { lambda: lambdaField(0.95) },
    columns: OF_VALUES,
    build: ({ lambda }) => gae(lambda),
  }),
  definePart({
    id: 'n-step',
    slot: 'estimator',
    parameters: {
      n: integer({ default: 5, minimum: 1, description: 'Rewards before the value takes over' }),
    },
    columns: OF_VALUES,
    build: ({ n }) => nStep(n),
  }),
  definePart({
    id: 'q-lambda',
    slot: 'estimator',
    parameters: { lambda: lambdaField(0.65) },
    columns: OF_VALUES,
    build: ({ lambda }) => qLambda(lambda),
  }),
  definePart({
    id: 'monte-carlo',
    slot: 'estimator',
    parameters: {},
    columns: { reads: ['rewards', 'ends', 'trajectories'], adds: ['advantages', 'returns'], needs: {} },
    build: monteCarlo,
  }),
  definePart({
    id: 'task-returns',
    slot: 'estimator',
    parameters: {},
    columns: { ...OF_VALUES, reads: [...OF_VALUES.reads, 'trajectories'], needs: { repeated: true } },
    build: (_parameters, { spec: { repeats = 1 } }) => taskReturns(repeats),
  }),
  definePart({
    id: 'pdppo',
    slot: 'estimator',
    parameters: {},
    columns: OF_POST_VALUES,
    build: publishedPdppo,
  }),
  definePart({
    id: 'pdppo-split',
    slot: 'estimator',
    parameters: {},
    columns: OF_POST_VALUES,
    build: splitPdppo,
  }),
  definePart({
    id: 'pdppo-principled',
    slot: 'estimator',
    parameters: { lambda: lambdaField(0.95) },
    columns: OF_POST_VALUES,
    build: ({ lambda }) => principledPdppo(lambda),
  }),
  definePart({
    id: 'lagrangian',
    slot: 'estimator',
    parameters: {
      limit: number({ default: 0, minimum: 0, description: 'What an episode may cost' }),
      rate: number({ default: 0.05, minimum: 0, description: 'Step size of the price of the cost' }),
      lambda: lambdaField(0.95),
    },
    columns: {
      reads: ['advantages', 'ends', 'costs', 'cost-values'],
      adds: ['cost-returns'],
      needs: { constraints: true },
    },
    build: ({ limit, rate, lambda }) => lagrangian(limit, rate, lambda),
  }),
  groupPart('grpo', {}, () => groupStandardised(1)),
  groupPart('centred', {}, () => groupCentred),
  groupPart('rloo', {}, () => leaveOneOut),
  groupPart('lite', {}, () => batchStandardised()),
  groupPart(
    'shifted-mean',
    { shift: number({ default: -0.1, description: 'What is added to the mean that is the baseline' }) },
    ({ shift }) => shiftedMean(shift),
  ),
  groupPart(
    'log-average-exp',
    { tau: number({ default: 1, minimum: 1e-6, description: 'τ of the baseline τ log mean exp(R / τ)' }) },
    ({ tau }) => logAverageExp(tau),
  ),
  groupPart(
    'bnpo',
    { cap: number({ default: 20, minimum: 0, description: 'The greatest weight of a group' }) },
    ({ cap }) => betaNormalised(cap),
    { outcome: true },
  ),
  groupPart('pass-at-k', {}, () => bestOfGroup(1)),
  definePart({
    id: 'hybrid',
    slot: 'estimator',
    parameters: {
      gate: number({
        default: 0,
        minimum: 0,
        maximum: 1,
        description: 'Share of a group that may be as good as the expert, and the expert is imitated still',
      }),
      coefficient: coefficientField(1, 'imitation'),
    },
    columns: { reads: ['rewards', 'trajectories', 'groups', 'sources'], adds: ['advantages'], needs: {} },
    build: hybrid,
  }),
]
