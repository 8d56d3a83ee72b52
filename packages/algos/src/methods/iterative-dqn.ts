/** Deep Q-learning that builds a subset element by element: `iterativeDqn`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentSpec,
  type Learner,
  type Part,
  type Policy,
  type Seed,
  type Stream,
  type TrainingEvent,
  type View,
  defineAlgorithm,
  integer,
  policyStreams,
} from '@gauntlet/core'
import { type Archive, pack, restore, unpack } from '../archive.ts'
import { ADAM, DECISION_MEAN, compose } from '../composition.ts'
import { hiddenField } from '../configuration.ts'
import { explorationAt } from '../policies/epsilon-greedy.ts'
import { DQN_FIELDS, type DqnConfiguration } from './dqn.ts'
import { ElementChoices } from '../element-choices.ts'
import { greatest } from '../heads/categorical.ts'
import { loadBackend } from '../networks/backends.ts'
import type { NetworkBackend } from '../networks/network.ts'
import { QRegression, anyLegal, crosses } from '../q-regression.ts'
import { ReplayBuffer } from '../replay-buffer.ts'
import { SUBSET_NEEDS, feasibleOf, subsetSpace } from '../subset-space.ts'
import { Averages } from '../trainers/averages.ts'

const POLICY: Part = {
  id: 'epsilon-greedy-elements',
  slot: 'policy',
  reads: [],
  adds: [],
  needs: SUBSET_NEEDS,
}

const TRANSITIONS: Part = {
  id: 'transitions',
  slot: 'collector',
  reads: [],
  adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
  needs: {},
}
const OFF_POLICY: Part = { id: 'off-policy', slot: 'trainer', reads: ['loss'], adds: [], needs: {} }

/**
 * DQN over single choices: which element to add to the subset chosen so far, or to stop. Every choice is a decision of its
 * own, the last of a step is paid what the step pays, and γ counts steps, not choices. Choices that end in no feasible subset
 * are masked, in the policy and in the target.
 *
 * Source: SEQUOIA (arXiv 2503.01919), baseline iterative DQN; its published code ranks elements by what they gain at once.
 */
export const iterativeDqn: AlgorithmDefinition<DqnConfiguration> = defineAlgorithm<DqnConfiguration>({
  id: 'iterative-dqn',
  version: 2,
  family: 'value',
  summary: 'Q-learning that builds a feasible subset one element at a time',
  source: 'Xu, Wilder, Khalil and Tambe 2025 (SEQUOIA), baselines; Mnih et al. 2015',
  trains: true,
  ...compose([
    POLICY,
    TRANSITIONS,
    ReplayBuffer.part,
    QRegression.target,
    QRegression.objective,
    DECISION_MEAN,
    ADAM,
    OFF_POLICY,
  ]),
  configuration: {
    ...DQN_FIELDS,
    learningStarts: { ...DQN_FIELDS.learningStarts, default: 500 },
    trainEvery: { ...DQN_FIELDS.trainEvery, default: 1 },
    targetEvery: { ...DQN_FIELDS.targetEvery, default: 300 },
    batchSize: integer({ default: 32, minimum: 1, description: 'Choices of an update' }),
    hidden: hiddenField(64, 64),
  },
  async create({ spec, configuration, seed, backend }) {
    return new IterativeDqnLearner(await loadBackend(backend), spec, configuration, seed)
  },
})

/** One choice: what it was made on, and what it could have been. */
interface Choice {
  readonly inputs: Float32Array
  readonly mask: Uint8Array
  readonly taken: number
}

/** Updates between two entries in the log. */
const LOG_UPDATES = 100

class IterativeDqnLearner implements Learner {
  readonly policy: Policy
  private readonly configuration: DqnConfiguration
  private readonly seed: Seed
  private readonly elements: number
  private readonly observed: number
  private readonly regression: QRegression
  /** World steps drawn, and steps of the whole batch. */
  private readonly counts = new Float64Array(2)

  constructor(backend: NetworkBackend, spec: EnvironmentSpec, configuration: DqnConfiguration, seed: Seed) {
    const { hidden, activation, bufferSize } = configuration
    this.configuration = configuration
    this.seed = seed
    const { elements, observed } = subsetSpace(spec)
    this.elements = elements
    this.observed = observed
    this.regression = new QRegression(
      backend,
      {
        inputs: observed + elements,
        hidden,
        outputs: elements + 1,
        activation,
        initialisation: 'uniform',
      },
      bufferSize,
      () => seed.fold('q').stream(),
    )
    this.policy = {
      begin() {},
      act: (view, actions) => {
        const choices = this.choicesFor(view)
        this.build(choices, view.observations, 0, [])
        actions.set(choices.subsets)
      },
    }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, configuration, seed, regression } = this
    const { learningStarts, trainEvery, targetEvery, batchSize, learningRate } = configuration
    const { explorationStart: start, explorationEnd: end, explorationShare: share } = configuration
    const exploration = { start, end, share }
    const { batch, observations } = environment
    const choices = this.choicesFor(environment)
    const discountAt = this.discounts(environment.spec.oneStep === true ? 0 : configuration.discount)
    const averages = new Averages()
    let logged = 0
    while (counts[0] + batch <= budget) {
      const stepSeed = seed.fold('step').fold(counts[1])
      const epsilon = explorationAt(exploration, counts[0], budget)
      const made = this.build(choices, observations, epsilon, policyStreams(stepSeed, batch))
      environment.step(choices.subsets)
      this.remember(environment, made)
      const from = counts[0]
      counts[0] += batch
      counts[1]++
      if (counts[0] <= learningStarts) continue
      if (crosses(from, counts[0], trainEvery)) {
        regression.update(batchSize, learningRate, discountAt, stepSeed.fold('replay').stream(), averages)
        logged++
      }
      if (crosses(from, counts[0], targetEvery)) regression.copyTarget()
      if (logged < LOG_UPDATES) continue
      logged = 0
      const metrics = { ...averages.take(), exploration: explorationAt(exploration, counts[0], budget) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  private choicesFor(view: View): ElementChoices {
    return new ElementChoices(feasibleOf(view), view.batch, this.elements, this.observed)
  }

  /** γ where the next choice is the first of a step: where nothing is chosen yet. Within a step 1. */
  private discounts(discount: number): (place: number) => number {
    const { buffer } = this.regression
    const { observed, elements } = this
    return (place) => {
      const from = place * (observed + elements) + observed
      return buffer.nextObservations.subarray(from, from + elements).includes(1) ? 1 : discount
    }
  }

  /** Whole subsets, every choice greedy or with probability ε any legal one; the choices made, by world. */
  private build(
    choices: ElementChoices,
    observations: Float32Array,
    epsilon: number,
    streams: readonly Stream[],
  ): Choice[][] {
    const { network } = this.regression
    const { count, width, open, masks, inputs } = choices
    const made: Choice[][] = Array.from(open, () => [])
    choices.begin(observations)
    while (open.includes(1)) {
      const q = network.predict(inputs, open.length)
      for (let w = 0; w < open.length; w++) {
        if (open[w] === 0) continue
        const explores = epsilon > 0 && streams[w].uniform() < epsilon
        const taken = explores
          ? anyLegal(masks, w * count, count, streams[w])
          : greatest(q, masks, w * count, count)
        made[w].push({
          inputs: inputs.slice(w * width, (w + 1) * width),
          mask: masks.slice(w * count, (w + 1) * count),
          taken,
        })
        choices.take(w, taken)
      }
      choices.refresh()
    }
    return made
  }

  /** Within a step every choice leads to the next; the last is paid, and leads to the first of the next step. */
  private remember(environment: Environment, made: readonly (readonly Choice[])[]): void {
    const { rewards, terminated, ended, observations, finalObservations } = environment
    const { buffer } = this.regression
    const { observed, elements } = this
    made.forEach((choices, w) => {
      const after = ended[w] === 1 ? finalObservations : observations
      const next = new Float32Array(observed + elements)
      next.set(after.subarray(w * observed, (w + 1) * observed))
      choices.forEach(({ inputs, taken }, i) => {
        if (i < choices.length - 1) {
          buffer.add(0, inputs, taken, 0, 0, choices[i + 1].inputs, choices[i + 1].mask)
        } else buffer.add(0, inputs, taken, rewards[w], terminated[w], next, choices[0].mask)
      })
    })
  }

  save(): Uint8Array {
    return pack(this.living())
  }

  load(state: Uint8Array): void {
    restore(this.living(), unpack(state))
    this.regression.changed()
  }

  private living(): Archive {
    return { ...this.regression.state, counts: this.counts }
  }

  dispose(): void {
    this.regression.dispose()
  }
}
