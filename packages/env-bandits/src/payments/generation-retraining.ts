/**
 * Policies that are retrained between generations: `generationRetraining`.
 *
 * Symbols: f[a] estimated chance of action a; A available actions.
 */
import {
  type AlgorithmDefinition,
  type Block,
  GauntletError,
  type Policy,
  type Stream,
  type View,
  choice,
  exp,
  integer,
  log,
  number,
  policyAlgorithm,
  policyStreams,
  product,
} from '@gauntlet/core'
import { ActionFeatures, CONTEXTUAL } from '../contextual/action-features.ts'
import { inverseGapWeights, lossScaledWeights } from '../contextual/inverse-gap.ts'
import { highest } from '../policies/index-policy.ts'
import { LogisticRegression } from './logistic-regression.ts'
import { GENERATION, OUTCOMES } from './payments.ts'
import { TransactionLog } from './transaction-log.ts'

interface RetrainingConfiguration {
  readonly exploration: 'uniform' | 'greedy' | 'epsilon-greedy' | 'squarecb' | 'fastcb'
  readonly memory: number
  readonly epsilon: number
  readonly gamma: number
  readonly regularisation: number
}

/**
 * Generation 0 plays uniformly. Before each later one, a logistic regression for each action is fitted to what has been
 * reported of the last `memory` generations, and nothing is learnt until the next. `greedy` mode takes the best action by
 * the models, the first where there are none yet.
 */
export const generationRetraining: AlgorithmDefinition<RetrainingConfiguration> =
  policyAlgorithm<RetrainingConfiguration>({
    id: 'generation-retraining',
    version: 1,
    family: 'contextual bandit',
    summary:
      'Logistic models of the last generations’ logs, fitted anew for each generation, and a rule to explore',
    source:
      'the loop of arXiv 2412.00569 (Adyen, 2024); exploration: Foster and Rakhlin 2020 (SquareCB), Foster and Krishnamurthy ' +
      '2021 (FastCB)',
    // Reports say which decision they belong to.
    requires: { ...CONTEXTUAL, delayed: true, environments: ['bandits/payments'] },
    configuration: {
      exploration: choice({
        description: 'How a generation explores',
        options: ['uniform', 'greedy', 'epsilon-greedy', 'squarecb', 'fastcb'],
        default: 'squarecb',
      }),
      memory: integer({
        description: 'Generations whose logs the models are fitted to',
        unit: 'generations',
        default: 1,
        minimum: 1,
        maximum: 10_000,
      }),
      epsilon: number({
        description: 'Of epsilon-greedy: probability with which any available action is taken',
        default: 0.05,
        minimum: 0,
        maximum: 1,
      }),
      gamma: number({
        description: 'Of squarecb and fastcb: exploitation, by which gaps are multiplied',
        default: 100,
        minimum: 0,
      }),
      regularisation: number({
        description:
          'lambda of the penalty lambda / 2 on squared differences from the rate of all actions together',
        default: 1,
        minimum: 1e-6,
      }),
    },
    policy: ({ configuration }) => retrainingPolicy(configuration),
  })

function retrainingPolicy(configuration: RetrainingConfiguration): Policy {
  let streams: Stream[] = []
  let worlds: RetrainedWorld[] = []
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
      const features = new ActionFeatures(view)
      worlds = Array.from(
        { length: view.batch },
        (_, w) => new RetrainedWorld(view, w, features, configuration),
      )
    },
    act(view, actions, mode) {
      if (worlds.length < view.batch)
        throw new GauntletError('order', 'generation-retraining: act before begin')
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) worlds[w].forget()
        actions[w] = worlds[w].act(mode === 'greedy' ? undefined : streams[w])
      }
    },
    forget(w) {
      worlds[w]?.forget()
    },
  }
}

class RetrainedWorld {
  private readonly configuration: RetrainingConfiguration
  private readonly features: ActionFeatures
  private readonly observations: Float32Array
  private readonly w: number
  /** Where the world's observation has its generation and the reports, [reports, 2]. */
  private readonly generationAt: number
  private readonly outcomesAt: number
  private readonly reports: number
  private readonly log: TransactionLog
  private readonly regression: LogisticRegression
  /** [actions, width] */
  private readonly thetas: Float64Array
  private readonly means: Float64Array
  private readonly weights: Float64Array
  private generation: number = 0

  constructor(view: View, w: number, features: ActionFeatures, configuration: RetrainingConfiguration) {
    const { actions, width } = features
    const base = w * product(view.spec.observation.shape)
    const outcomes = blockOf(view, OUTCOMES)
    this.configuration = configuration
    this.features = features
    this.observations = view.observations
    this.w = w
    this.generationAt = base + blockOf(view, GENERATION).offset
    this.outcomesAt = base + outcomes.offset
    this.reports = outcomes.shape[0]
    this.log = new TransactionLog(width)
    this.regression = new LogisticRegression(width, configuration.regularisation)
    this.thetas = new Float64Array(actions * width)
    this.means = new Float64Array(actions)
    this.weights = new Float64Array(actions)
  }

  forget(): void {
    this.log.clear()
    this.generation = 0
    this.thetas.fill(0)
  }

  /** Draws from the stream; without one, takes the best. */
  act(stream: Stream | undefined): number {
    const { features, observations, w, log: rows } = this
    this.takeReports()
    const generation = observations[this.generationAt]
    if (generation !== this.generation) this.retrain(generation)
    const legal = this.estimate()
    const action =
      stream === undefined ? highest(this.means, 0, features.actions) : this.explore(legal, stream)
    rows.add(features.values, features.at(w, action), action, generation)
    return action
  }

  private takeReports(): void {
    for (let k = 0; k < this.reports; k++) {
      const age = this.observations[this.outcomesAt + 2 * k]
      if (age >= 0) this.log.report(age, this.observations[this.outcomesAt + 2 * k + 1])
    }
  }

  private retrain(generation: number): void {
    const { features, log: rows, regression, thetas } = this
    this.generation = generation
    rows.forgetBefore(generation - this.configuration.memory)
    const prior = this.pooled()
    const own = new Int32Array(rows.size)
    for (let a = 0; a < features.actions; a++) {
      let count = 0
      for (let row = 0; row < rows.size; row++) {
        if (rows.actions[row] === a && rows.outcomes[row] >= 0) own[count++] = row
      }
      regression.fit(rows.contexts, rows.outcomes, own, count, prior, thetas, a * features.width)
    }
  }

  /** What all models are drawn to: the log-odds of all actions together, on the constant, which is the last feature. */
  private pooled(): Float64Array {
    const { outcomes, size } = this.log
    let positive = 1
    let negative = 1
    for (let row = 0; row < size; row++) {
      if (outcomes[row] === 1) positive++
      else if (outcomes[row] === 0) negative++
    }
    const prior = new Float64Array(this.features.width)
    prior[prior.length - 1] = log(positive / negative)
    return prior
  }

  /** Writes f of the available actions to `means`, -Infinity for the others; counts the available. */
  private estimate(): number {
    const { features, thetas, means, w } = this
    const { actions, width, values } = features
    let legal = 0
    for (let a = 0; a < actions; a++) {
      means[a] = -Infinity
      if (!features.legal(w, a)) continue
      legal++
      let odds = 0
      for (let k = 0; k < width; k++) odds += thetas[a * width + k] * values[features.at(w, a) + k]
      means[a] = 1 / (1 + exp(-odds))
    }
    return legal
  }

  /** Generation 0 has no models: all chances are equal, and every rule but uniform would take what comes first. */
  private explore(legal: number, stream: Stream): number {
    const { means, weights } = this
    const { exploration, epsilon, gamma } = this.configuration
    const uniform = this.generation === 0 || exploration === 'uniform'
    if (uniform) inverseGapWeights(means, legal, 0, weights)
    else if (exploration === 'squarecb') inverseGapWeights(means, legal, gamma, weights)
    else if (exploration === 'fastcb') lossScaledWeights(means, legal, gamma, weights)
    else epsilonWeights(means, legal, exploration === 'greedy' ? 0 : epsilon, weights)
    return stream.categorical(weights)
  }
}

/** Writes p[a] = epsilon / |A|, and 1 - epsilon more to the best. */
function epsilonWeights(means: Float64Array, legal: number, epsilon: number, weights: Float64Array): void {
  for (let a = 0; a < means.length; a++) weights[a] = means[a] > -Infinity ? epsilon / legal : 0
  weights[highest(means, 0, means.length)] += 1 - epsilon
}

function blockOf({ spec }: View, name: string): Block {
  const block = spec.observation.layout.find((candidate) => candidate.name === name)
  if (block !== undefined) return block
  throw new GauntletError('layout', `generation-retraining: found no block ${name} in the observation`)
}
