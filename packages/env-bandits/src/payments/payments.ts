/**
 * `bandits/payments`: generations of policies that are retrained on the logs of those before them.
 *
 * Symbols: K actions; d features; G generations of n transactions; p[k] chance that action k is authorised.
 */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  type MetricSpec,
  type Setting,
  createEnvironment,
  defineEnvironment,
  discrete,
  expertFace,
  integer,
  layout,
  number,
} from '@gauntlet/core'
import { CONTEXT } from '../contextual/action-features.ts'
import type { ModelParameters } from './payment-model.ts'
import { PaymentsRules } from './payments-rules.ts'
import { REPORTS } from './reports.ts'

export interface PaymentsParameters extends ModelParameters {
  readonly generations: number
  readonly transactions: number
  readonly availability: number
  readonly lost: number
  readonly delay: number
  readonly window: number
}

const ID = 'bandits/payments'

/** The block [1] with the number of the generation, and the block [4, 2] of what is reported: age and outcome. */
export const GENERATION = 'generation'
export const OUTCOMES = 'outcomes'

/**
 * A step is a transaction: its context is seen, one of the actions that are available is taken, and it is authorised (1) or
 * not (0) with the chance that `PaymentModel` gives. The outcome is reported after a geometric delay; it never is where it
 * is lost, or would come after the attribution window. A world is one run of G generations of n transactions, between which
 * the chances drift; that policies are retrained only between generations is theirs to keep.
 *
 * `rewards` hold how many of the outcomes reported in the step are 1, whichever decisions they belong to: with delay 0 that
 * is the transaction's own. The observation says which: ages are steps since the decision, 0 for the one just made, so that
 * before decision t age j speaks of decision t - 1 - j. Where there is a delay, the spec says so, and the block `feedback` says
 * of which actions they came, for policies that know no contexts. Regret is that of the transactions when they are made, expected and
 * exact, reported or not.
 * Source: after Adyen's "Contextual bandits in payments", arXiv 2412.00569; no code or data of it is public, and what decides
 * the chances is our own.
 */
export const payments: EnvironmentDefinition<PaymentsParameters> = defineEnvironment<PaymentsParameters>({
  id: ID,
  version: 1,
  summary:
    'Generations of logged, delayed and incomplete feedback, on which policies are retrained with short memory',
  source:
    'after arXiv 2412.00569 (Adyen, 2024), contextual bandits in payment processing; the chances are our own',
  parameters: {
    actions: integer({ description: 'K, the actions', default: 6, minimum: 2, maximum: 1000 }),
    dimension: integer({
      description: 'd, the features of a transaction',
      default: 6,
      minimum: 1,
      maximum: 100,
    }),
    generations: integer({ description: 'G, the generations', default: 12, minimum: 4, maximum: 10_000 }),
    transactions: integer({
      description: 'n, the transactions of a generation',
      unit: 'steps',
      default: 3000,
      minimum: 1,
      maximum: 100_000,
    }),
    availability: number({
      description:
        'Probability with which an action is available for a transaction; where none would be, one is, each as likely',
      default: 0.7,
      minimum: 0,
      maximum: 1,
    }),
    lost: number({
      description: 'Probability with which an outcome is never reported',
      default: 0.1,
      minimum: 0,
      maximum: 1,
    }),
    delay: number({
      description: 'Mean of the exponential distribution whose whole part is the delay of a report',
      unit: 'steps',
      default: 100,
      minimum: 0,
      maximum: 1e6,
    }),
    window: integer({
      description: 'Attribution window: outcomes that take longer are never reported',
      unit: 'steps',
      default: 1000,
      minimum: 0,
      maximum: 1_000_000,
    }),
    positiveRate: number({
      description:
        'Chance of every action in the middle of all contexts: class imbalance where it is far from 0.5',
      default: 0.7,
      minimum: 1e-6,
      maximum: 0.999999,
    }),
    signal: number({
      description: 's, the size of the log-odds’ linear part',
      default: 0.9,
      minimum: 0,
      maximum: 100,
    }),
    misspecification: number({
      description: 'm, the size of the part of the log-odds that no linear model fits',
      default: 0.5,
      minimum: 0,
      maximum: 100,
    }),
    drift: number({
      description:
        'Share of the linear part that is new in each generation, as the sine of the angle it turns by',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
  },
  settings: {
    'on-time': setting('Outcomes come at once, a tenth of them never', { delay: 0, window: 0 }, 6073.9),
    delayed: setting('Outcomes come late: on average after 100 transactions', {}, 6073.9),
    imbalanced: setting(
      'Nine of ten payments are authorised in the middle of all contexts',
      { positiveRate: 0.9 },
      3030.7,
    ),
    drifting: setting(
      'Delayed, and the chances turn by 17 degrees in each generation',
      { drift: 0.3 },
      6079.2,
    ),
  },
  describe: describePayments,
  make(parameters, batch) {
    const spec = describePayments(parameters)
    return createEnvironment(ID, spec, batch, (buffers) => {
      const rules = new PaymentsRules(parameters, buffers)
      return { rules, faces: { expert: expertFace(ID, spec, () => rules.oracle()) } }
    })
  },
})

function describePayments(parameters: PaymentsParameters): EnvironmentSpec {
  const { actions, dimension, generations, transactions, availability, delay } = parameters
  const feedback = {
    name: 'feedback',
    shape: [2, actions],
    axis: 'flat',
    kind: 'real',
    unit: 'for each action, how many of its outcomes were reported in the step; then what they add up to',
  } as const
  return {
    agents: 1,
    observation: {
      shape: [dimension + 2 + 2 * REPORTS + (delay > 0 ? 2 * actions : 0)],
      low: -Infinity,
      high: Infinity,
      layout: layout(
        {
          name: CONTEXT,
          shape: [dimension + 1],
          axis: 'flat',
          kind: 'real',
          unit: 'standard normal; the last is the constant 1',
        },
        { name: GENERATION, shape: [1], axis: 'flat', kind: 'real', unit: `0 to ${generations}` },
        {
          name: OUTCOMES,
          shape: [REPORTS, 2],
          axis: 'token',
          kind: 'real',
          unit: 'age in steps, -1 where nothing is reported; outcome, 0 or 1',
        },
        ...(delay > 0 ? [feedback] : []),
      ),
    },
    action: discrete(actions),
    masked: availability < 1,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: generations * transactions,
    horizonEnd: 'terminated',
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [0, delay === 0 ? 1 : REPORTS],
    ...(delay > 0 && { delayed: [0, 1] as const }),
    metrics: metricsOf(generations),
    score: 'regret',
    faces: ['snapshot', 'instance', 'expert'],
    experts: [
      {
        name: 'oracle',
        description: 'The available action that is likeliest to be authorised',
        seesHiddenState: true,
        source: 'The chances themselves',
      },
    ],
    engine: 'own',
  }
}

function metricsOf(generations: number): MetricSpec[] {
  const perTransaction = 'reward per transaction'
  return [
    {
      name: 'regret',
      unit: 'reward',
      direction: 'minimise',
      description:
        'Sum over the transactions of the gap between the best available chance and that of the action',
    },
    {
      name: 'authorised',
      unit: 'transactions',
      direction: 'maximise',
      description: 'Transactions that were authorised, reported or not',
    },
    {
      name: 'degradation',
      unit: perTransaction,
      direction: 'minimise',
      description: 'Regret per transaction of generation 2 less that of generation 1',
    },
    {
      name: 'change',
      unit: perTransaction,
      direction: 'minimise',
      description:
        'Mean absolute change of the regret per transaction from one generation to the next, from 1 on',
    },
    {
      name: 'sign_flips',
      unit: 'share',
      direction: 'neither',
      description: 'Share of these changes whose sign is not that of the one before; 2/3 for white noise',
    },
    ...Array.from({ length: generations }, (_, g): MetricSpec => ({
      name: `regret_${g}`,
      unit: perTransaction,
      direction: 'minimise',
      description: `Regret per transaction of generation ${g}`,
    })),
  ]
}

function setting(
  description: string,
  parameters: Partial<PaymentsParameters>,
  uniformRegret: number,
): Setting<PaymentsParameters> {
  return {
    description,
    parameters,
    references: {
      random: { score: uniformRegret, source: 'the uniform policy, measured', episodes: 200 },
      best: {
        score: 0,
        source: 'exact: always the likeliest available action, as one who knows the chances plays',
      },
    },
    evaluation: { episodes: 20, batch: 10, mode: 'sample' },
  }
}
