/** Deep Q-learning: `dqn`; what variants of it share, `DQN_FIELDS`, `TRANSITIONS`, `OFF_POLICY`, `explorationAt`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentSpec,
  type Learner,
  type Part,
  type Schema,
  type Policy,
  type Seed,
  type Stream,
  type TrainingEvent,
  type View,
  allocateActions,
  defineAlgorithm,
  integer,
  number,
  policyStreams,
  product,
} from '@gauntlet/core'
import { type Archive, pack, restore, unpack } from '../archive.ts'
import { ADAM, DECISION_MEAN, compose } from '../composition.ts'
import {
  activationField,
  discountField,
  hiddenField,
  learningRateField,
  worldsField,
} from '../configuration.ts'
import { greatest } from '../heads/categorical.ts'
import { loadBackend } from '../networks/backends.ts'
import type { MlpArchitecture, Network, NetworkBackend } from '../networks/network.ts'
import { QRegression, anyLegal, crosses } from '../q-regression.ts'
import { ReplayBuffer } from '../replay-buffer.ts'
import { Averages } from '../trainers/averages.ts'

export interface DqnConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly bufferSize: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly batchSize: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationShare: number
  readonly learningRate: number
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
}

const Q_POLICY: Part = {
  id: 'epsilon-greedy',
  slot: 'policy',
  reads: [],
  adds: [],
  needs: {
    agents: 'one',
    sides: 1,
    actions: ['discrete'],
    protocol: 'episodic',
    objectives: 1,
    activity: false,
  },
}
export const TRANSITIONS: Part = {
  id: 'transitions',
  slot: 'collector',
  reads: [],
  adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
  needs: {},
}
export const OFF_POLICY: Part = { id: 'off-policy', slot: 'trainer', reads: ['loss'], adds: [], needs: {} }

/** What DQN can be told, with CleanRL's defaults. */
export const DQN_FIELDS: Schema<DqnConfiguration> = {
  worlds: worldsField(1),
  discount: discountField(0.99),
  bufferSize: integer({
    default: 10_000,
    minimum: 1,
    maximum: 10_000_000,
    description: 'Transitions kept',
  }),
  learningStarts: integer({
    default: 10_000,
    minimum: 0,
    description: 'World steps before the first update',
  }),
  trainEvery: integer({ default: 10, minimum: 1, description: 'World steps from update to update' }),
  targetEvery: integer({
    default: 500,
    minimum: 1,
    description: 'World steps from one target copy to the next',
  }),
  batchSize: integer({ default: 128, minimum: 1, description: 'Transitions of an update' }),
  explorationStart: number({ default: 1, minimum: 0, maximum: 1, description: 'ε at the beginning' }),
  explorationEnd: number({ default: 0.05, minimum: 0, maximum: 1, description: 'ε once it has fallen' }),
  explorationShare: number({
    default: 0.5,
    minimum: 0,
    maximum: 1,
    description: 'Share of the budget over which ε falls',
  }),
  learningRate: learningRateField(2.5e-4),
  hidden: hiddenField(120, 84),
  activation: activationField('relu'),
}

/**
 * DQN: regression of Q(s, a) on r + γ max_a' Q̄(s', a') over replayed transitions, where Q̄ is a copy that is renewed
 * now and then, and a' is legal; acts greedily but for a share ε that falls. Defaults are those of CleanRL's `dqn.py`.
 *
 * Source: Mnih et al. 2015, algorithm 1. Differs: the squared error is not clipped, as in CleanRL.
 */
export const dqn: AlgorithmDefinition<DqnConfiguration> = defineAlgorithm<DqnConfiguration>({
  id: 'dqn',
  version: 2,
  family: 'value',
  summary: 'Q-learning with a network, a replay buffer and a target network',
  source: 'Mnih et al. 2015, Human-level control through deep reinforcement learning',
  trains: true,
  ...compose([
    Q_POLICY,
    TRANSITIONS,
    ReplayBuffer.part,
    QRegression.target,
    QRegression.objective,
    DECISION_MEAN,
    ADAM,
    OFF_POLICY,
  ]),
  configuration: DQN_FIELDS,
  async create({ spec, configuration, seed, backend }) {
    return new DqnLearner(await loadBackend(backend), spec, configuration, seed)
  },
})

class DqnLearner implements Learner {
  readonly policy: Policy
  private readonly configuration: DqnConfiguration
  private readonly seed: Seed
  private readonly regression: QRegression
  /** World steps drawn, and steps of the whole batch. */
  private readonly counts = new Float64Array(2)
  private finished: Uint8Array = new Uint8Array(0)

  constructor(backend: NetworkBackend, spec: EnvironmentSpec, configuration: DqnConfiguration, seed: Seed) {
    const { hidden, activation, bufferSize } = configuration
    const inputs = product(spec.observation.shape)
    const outputs = spec.action.kind === 'discrete' ? spec.action.n : 0
    const architecture: MlpArchitecture = { inputs, hidden, outputs, activation, initialisation: 'uniform' }
    this.configuration = configuration
    this.seed = seed
    const regression = new QRegression(backend, architecture, bufferSize, () => seed.fold('q').stream())
    this.regression = regression
    this.policy = {
      begin() {},
      act: (view, actions) => greedyActions(regression.network, view, actions as Int32Array),
    }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, configuration, seed, regression } = this
    const { learningStarts, trainEvery, targetEvery, batchSize, learningRate } = configuration
    const { batch, spec } = environment
    const discount = spec.oneStep === true ? 0 : configuration.discount
    const actions = allocateActions(spec.action, batch * spec.agents) as Int32Array
    const before = environment.observations.slice()
    if (this.finished.length !== batch * spec.agents) this.finished = new Uint8Array(batch * spec.agents)
    const averages = new Averages()
    let logged = 0
    while (counts[0] + batch <= budget) {
      const stepSeed = seed.fold('step').fold(counts[1])
      this.explore(
        environment,
        actions,
        explorationAt(configuration, counts[0], budget),
        policyStreams(stepSeed, batch),
      )
      before.set(environment.observations)
      environment.step(actions)
      this.remember(environment, before, actions)
      const from = counts[0]
      counts[0] += batch
      counts[1]++
      if (counts[0] <= learningStarts) continue
      if (crosses(from, counts[0], trainEvery)) {
        const stream = stepSeed.fold('replay').stream()
        regression.update(batchSize, learningRate, () => discount, stream, averages)
        logged++
      }
      if (crosses(from, counts[0], targetEvery)) regression.copyTarget()
      if (logged < LOG_UPDATES) continue
      logged = 0
      const metrics = { ...averages.take(), exploration: explorationAt(configuration, counts[0], budget) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** The greedy action, or with probability ε any legal one. */
  private explore(view: View, actions: Int32Array, epsilon: number, streams: readonly Stream[]): void {
    const { agents } = view.spec
    const { network } = this.regression
    const n = network.outputs
    const random = new Uint8Array(actions.length)
    for (let i = 0; i < actions.length; i++) {
      const stream = streams[Math.floor(i / agents)]
      if (stream.uniform() >= epsilon) continue
      random[i] = 1
      actions[i] = anyLegal(view.actionMask, i * n, n, stream)
    }
    if (!random.includes(0)) return
    const q = network.predict(view.observations, actions.length)
    for (let i = 0; i < actions.length; i++) {
      if (random[i] === 0) actions[i] = greatest(q, view.actionMask, i * n, n)
    }
  }

  /** Puts the step's transitions into the buffer, but for agents whose episode was over before. */
  private remember(environment: Environment, before: Float32Array, actions: Int32Array): void {
    const { terminated, truncated, ended, rewards, spec } = environment
    const { agents } = spec
    const { finished } = this
    const { buffer } = this.regression
    for (let i = 0; i < actions.length; i++) {
      const worldEnded = ended[Math.floor(i / agents)] === 1
      const next = worldEnded ? environment.finalObservations : environment.observations
      const mask = worldEnded ? environment.finalActionMask : environment.actionMask
      if (finished[i] === 0) buffer.add(i, before, actions[i], rewards[i], terminated[i], next, mask)
      finished[i] = worldEnded ? 0 : finished[i] | terminated[i] | truncated[i]
    }
  }

  save(): Uint8Array {
    return pack({ ...this.living(), finished: this.finished })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    restore(this.living(), saved)
    this.finished = saved.finished as Uint8Array
    this.regression.changed()
  }

  private living(): Archive {
    return { ...this.regression.state, counts: this.counts }
  }

  dispose(): void {
    this.regression.dispose()
  }
}

/** ε after so many steps, falling linearly. */
export function explorationAt(
  { explorationStart, explorationEnd, explorationShare }: DqnConfiguration,
  steps: number,
  budget: number,
): number {
  const span = explorationShare * budget
  if (span === 0) return explorationEnd
  return explorationStart + Math.min(1, steps / span) * (explorationEnd - explorationStart)
}

/** Updates between two entries in the log. */
const LOG_UPDATES = 100

function greedyActions(network: Network, view: View, actions: Int32Array): void {
  const n = network.outputs
  const q = network.predict(view.observations, actions.length)
  for (let i = 0; i < actions.length; i++) actions[i] = greatest(q, view.actionMask, i * n, n)
}
