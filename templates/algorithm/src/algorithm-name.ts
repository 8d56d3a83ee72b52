/**
 * `algorithm-name`: hill climbing over linear policies.
 *
 * Symbols: W weights [choices, observation + 1]; R mean return of the episodes that W plays.
 */
import {
  type ActionArray,
  type AlgorithmDefinition,
  type Environment,
  type Learner,
  type LearnerContext,
  type Policy,
  type Seed,
  type TrainingEvent,
  type View,
  allocateActions,
  defineAlgorithm,
  maskWidth,
  number,
  product,
} from '@gauntlet/core'

export interface AlgorithmNameConfiguration {
  readonly width: number
}

/**
 * Adds normal noise to the weights and keeps what plays no worse. Old and new weights play the same
 * instances, so that they differ by what they do and not by luck.
 *
 * Source: SAY WHICH PAPER, AND WHICH SECTION. Differs: SAY WHERE.
 */
export const algorithmName: AlgorithmDefinition<AlgorithmNameConfiguration> =
  defineAlgorithm<AlgorithmNameConfiguration>({
    id: 'algorithm-name',
    version: 1,
    family: 'search',
    summary: 'Hill climbing over linear policies',
    source: 'the template of Gauntlet',
    trains: true,
    requires: { actions: ['discrete'], objectives: 1, sides: 1 },
    configuration: {
      width: number({ description: 'Standard deviation of the noise', default: 0.5, minimum: 0 }),
    },
    create: (context) => new HillClimber(context),
  })

class HillClimber implements Learner {
  private readonly context: LearnerContext<AlgorithmNameConfiguration>
  private weights: Float64Array
  private score = -Infinity
  private tries = 0

  constructor(context: LearnerContext<AlgorithmNameConfiguration>) {
    const { action, observation } = context.spec
    this.context = context
    this.weights = new Float64Array(maskWidth(action) * (product(observation.shape) + 1))
  }

  get policy(): Policy {
    return linearPolicy(() => this.weights)
  }

  /** Trains for `budget` world steps; the last try is given up where they run out in the middle of it. */
  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { seed } = this.context
    const instances = seed.fold('instances')
    let steps = 0
    while (steps < budget) {
      const weights = this.tries === 0 ? this.weights : this.propose(seed.fold('noise').fold(this.tries))
      const played = playEpisodes(
        environment,
        linearPolicy(() => weights),
        instances,
        budget - steps,
      )
      steps += played.steps
      this.tries++
      if (played.score >= this.score) {
        this.score = played.score
        this.weights = weights
      }
      yield { kind: 'progress', steps, metrics: { return: this.score } }
    }
  }

  save(): Uint8Array {
    return new Uint8Array(Float64Array.of(this.tries, this.score, ...this.weights).buffer)
  }

  load(state: Uint8Array): void {
    const [tries, score, ...weights] = new Float64Array(state.slice().buffer)
    this.tries = tries
    this.score = score
    this.weights = Float64Array.from(weights)
  }

  private propose(seed: Seed): Float64Array {
    const stream = seed.stream()
    const { width } = this.context.configuration
    return this.weights.map((weight) => weight + width * stream.normal())
  }
}

/**
 * The mean return of every world's first episode, summed over its agents.
 * NaN, which is no better than anything, where the budget of world steps ends first.
 */
function playEpisodes(
  environment: Environment,
  policy: Policy,
  seed: Seed,
  budget: number,
): { readonly score: number; readonly steps: number } {
  const { batch, ended, returns, spec } = environment
  const actions = allocateActions(spec.action, batch * spec.agents)
  const open = new Set(Array.from({ length: batch }, (_, w) => w))
  let total = 0
  let steps = 0
  environment.reset(seed)
  policy.begin(environment, seed)
  while (open.size > 0) {
    if (steps + batch > budget) return { score: NaN, steps: budget }
    policy.act(environment, actions, 'greedy')
    environment.step(actions)
    steps += batch
    for (const w of open) {
      if (ended[w] === 0) continue
      for (let a = 0; a < spec.agents; a++) total += returns[w * spec.agents + a]
      open.delete(w)
    }
  }
  return { score: total / batch, steps }
}

/** Chooses, for every agent, the legal choice of the greatest weighted sum of its observation and 1. */
function linearPolicy(weightsNow: () => Float64Array): Policy {
  return {
    begin() {},
    act: (view, actions) => {
      const weights = weightsNow()
      for (let i = 0; i < view.batch * view.spec.agents; i++) actions[i] = bestChoice(view, weights, i)
    },
  }
}

function bestChoice(view: View, weights: Float64Array, row: number): ActionArray[number] {
  const { observations, actionMask, spec } = view
  const size = product(spec.observation.shape)
  const choices = maskWidth(spec.action)
  let best = -1
  let greatest = -Infinity
  for (let k = 0; k < choices; k++) {
    if (actionMask !== undefined && actionMask[row * choices + k] === 0) continue
    let sum = weights[k * (size + 1) + size]
    for (let j = 0; j < size; j++) sum += weights[k * (size + 1) + j] * observations[row * size + j]
    if (best < 0 || sum > greatest) {
      best = k
      greatest = sum
    }
  }
  return best
}
