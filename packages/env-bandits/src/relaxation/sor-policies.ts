/** Learners of `bandits/sor`: `sorTsallisInf`, `sorTsallisInfCb`, `sorChebCb`. */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  type Requirement,
  type Stream,
  type View,
  integer,
  policyAlgorithm,
  policyStreams,
} from '@gauntlet/core'
import { ChebCb } from './cheb-cb.ts'
import { TsallisInf } from './tsallis-inf.ts'

const SOR: Requirement = { environments: ['bandits/sor'] }

/** A learner of one world. `context` is the shift as a share of its range, 0 to 1; losses are iterations. */
interface RelaxationLearner {
  probabilities(context: number, out: Float64Array): void
  learn(context: number, arm: number, loss: number, probability: number): void
}

/** Draws from a learner's probabilities; `greedy` takes the likeliest arm. */
function relaxationPolicy(makeLearner: (arms: number) => RelaxationLearner): Policy {
  let arms = 0
  let width = 0
  let learners: (RelaxationLearner | undefined)[] = []
  let streams: Stream[] = []
  let lastArms = new Int32Array(0)
  let lastProbabilities = new Float64Array(0)
  let lastContexts = new Float64Array(0)
  let probabilities = new Float64Array(0)
  return {
    begin(view, seed) {
      arms = relaxations(view)
      width = view.spec.observation.shape[0]
      learners = Array.from({ length: view.batch }, () => undefined)
      streams = policyStreams(seed, view.batch)
      lastArms = new Int32Array(view.batch)
      lastProbabilities = new Float64Array(view.batch)
      lastContexts = new Float64Array(view.batch)
      probabilities = new Float64Array(arms)
    },
    act(view, actions, mode) {
      if (arms === 0) throw new GauntletError('order', 'relaxation policy: act before begin')
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) learners[w] = undefined
        let learner = learners[w]
        if (learner === undefined) learner = learners[w] = makeLearner(arms)
        else learner.learn(lastContexts[w], lastArms[w], -view.rewards[w], lastProbabilities[w])
        const context = view.observations[w * width]
        learner.probabilities(context, probabilities)
        const arm = mode === 'greedy' ? likeliest(probabilities) : streams[w].categorical(probabilities)
        actions[w] = arm
        lastArms[w] = arm
        lastProbabilities[w] = mode === 'greedy' ? 1 : probabilities[arm]
        lastContexts[w] = context
      }
    },
    forget(w) {
      learners[w] = undefined
    },
  }
}

function relaxations({ spec }: View): number {
  if (spec.action.kind === 'discrete') return spec.action.n
  throw new GauntletError('actions', `got ${spec.action.kind} actions, expected discrete ones: relaxations`)
}

function likeliest(probabilities: Float64Array): number {
  let best = 0
  for (let k = 1; k < probabilities.length; k++) if (probabilities[k] > probabilities[best]) best = k
  return best
}

/** Tsallis-INF on its own in each of some equal bins of the context. */
function binnedTsallisInf(arms: number, bins: number): RelaxationLearner {
  const learners = Array.from({ length: bins }, () => new TsallisInf(arms))
  const at = (context: number): TsallisInf => learners[Math.min(bins - 1, Math.floor(context * bins))]
  return {
    probabilities: (context, out) => at(context).probabilities(out),
    learn: (context, arm, loss, probability) => at(context).learn(arm, loss, probability),
  }
}

function chebyshevLearner(arms: number): RelaxationLearner {
  const learner = new ChebCb(arms)
  return {
    probabilities: (context, out) => learner.probabilities(2 * context - 1, out),
    learn: (context, arm, loss) => learner.learn(2 * context - 1, arm, loss),
  }
}

const PAPER = 'Khodak, Chow, Balcan and Talwalkar 2024, Learning to relax'

export const sorTsallisInf: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'sor/tsallis-inf',
  version: 1,
  family: 'bandit',
  summary: 'Tsallis-INF over the relaxations, whatever the system',
  source: `${PAPER}, algorithm 1; Zimmert and Seldin 2021, algorithm 1`,
  requires: SOR,
  configuration: {},
  policy: () => relaxationPolicy((arms) => binnedTsallisInf(arms, 1)),
})

/** What may be chosen of `sor/tsallis-inf-cb`. */
export interface BinConfiguration {
  readonly bins: number
}

export const sorTsallisInfCb: AlgorithmDefinition<BinConfiguration> = policyAlgorithm<BinConfiguration>({
  id: 'sor/tsallis-inf-cb',
  version: 1,
  family: 'contextual bandit',
  summary: 'Tsallis-INF over the relaxations, apart in each bin of the shift',
  source: `${PAPER}, section 5 and the code of its experiments`,
  requires: SOR,
  configuration: {
    bins: integer({
      description: 'Equal bins of the range of the shift',
      default: 5,
      minimum: 1,
      maximum: 1000,
    }),
  },
  policy: ({ configuration: { bins } }) => relaxationPolicy((arms) => binnedTsallisInf(arms, bins)),
})

export const sorChebCb: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'sor/cheb-cb',
  version: 1,
  family: 'contextual bandit',
  summary: 'Inverse-gap weighting over Chebyshev regressions of the iterations on the shift',
  source: `${PAPER}, algorithm 2`,
  requires: SOR,
  configuration: {},
  policy: () => relaxationPolicy(chebyshevLearner),
})
