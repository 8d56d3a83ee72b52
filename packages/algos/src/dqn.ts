/** Deep Q-learning: `dqn`. */
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
  allocateActions,
  defineAlgorithm,
  integer,
  number,
  policyStreams,
  product,
} from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from './archive.ts'
import { ADAM, DECISION_MEAN, compose } from './composition.ts'
import {
  activationField,
  discountField,
  hiddenField,
  learningRateField,
  worldsField,
} from './configuration.ts'
import { greatest } from './heads/categorical.ts'
import { loadBackend } from './networks/backends.ts'
import type { MlpArchitecture, Network, NetworkBackend } from './networks/network.ts'
import { adam } from './optimisers/adam.ts'
import { type Optimiser, jointNorm } from './optimisers/optimiser.ts'
import { ReplayBuffer } from './replay-buffer.ts'
import { Averages } from './trainers/averages.ts'

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
const COLLECTOR: Part = {
  id: 'transitions',
  slot: 'collector',
  reads: [],
  adds: ['observations', 'actions', 'rewards', 'ends', 'successors'],
  needs: {},
}
const Q_TARGET: Part = {
  id: 'q-target',
  slot: 'estimator',
  reads: ['transitions'],
  adds: ['targets'],
  needs: {},
}
const Q_REGRESSION: Part = {
  id: 'q-regression',
  slot: 'objective',
  reads: ['targets'],
  adds: ['loss'],
  needs: {},
}
const OFF_POLICY: Part = { id: 'off-policy', slot: 'trainer', reads: ['loss'], adds: [], needs: {} }

/**
 * DQN: regression of Q(s, a) on r + γ max_a' Q̄(s', a') over replayed transitions, where Q̄ is a copy that is renewed
 * now and then, and a' is legal; acts greedily but for a share ε that falls. Defaults are those of CleanRL's `dqn.py`.
 *
 * Source: Mnih et al. 2015, algorithm 1. Differs: the squared error is not clipped, as in CleanRL.
 */
export const dqn: AlgorithmDefinition<DqnConfiguration> = defineAlgorithm<DqnConfiguration>({
  id: 'dqn',
  version: 1,
  family: 'value',
  summary: 'Q-learning with a network, a replay buffer and a target network',
  source: 'Mnih et al. 2015, Human-level control through deep reinforcement learning',
  trains: true,
  ...compose([
    Q_POLICY,
    COLLECTOR,
    ReplayBuffer.part,
    Q_TARGET,
    Q_REGRESSION,
    DECISION_MEAN,
    ADAM,
    OFF_POLICY,
  ]),
  configuration: {
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
  },
  async create({ spec, configuration, seed, backend }) {
    return new DqnLearner(await loadBackend(backend), spec, configuration, seed)
  },
})

class DqnLearner implements Learner {
  readonly policy: Policy
  private readonly configuration: DqnConfiguration
  private readonly seed: Seed
  private readonly network: Network
  private readonly target: Network
  private readonly optimiser: Optimiser
  private readonly buffer: ReplayBuffer
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
    this.network = backend.mlp(architecture, seed.fold('q').stream())
    this.target = backend.mlp(architecture, seed.fold('q').stream())
    this.optimiser = adam([this.network.parameters.length], { epsilon: 1e-8 })
    this.buffer = new ReplayBuffer(bufferSize, inputs, outputs)
    this.policy = {
      begin() {},
      act: (view, actions) => greedyActions(this.network, view, actions as Int32Array),
    }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, configuration, seed } = this
    const { learningStarts, trainEvery, targetEvery } = configuration
    const { batch, spec } = environment
    const actions = allocateActions(spec.action, batch * spec.agents) as Int32Array
    const before = environment.observations.slice()
    if (this.finished.length !== batch * spec.agents) this.finished = new Uint8Array(batch * spec.agents)
    const averages = new Averages()
    let logged = 0
    while (counts[0] + batch <= budget) {
      const stepSeed = seed.fold('step').fold(counts[1])
      this.explore(environment, actions, this.exploration(budget), policyStreams(stepSeed, batch))
      before.set(environment.observations)
      environment.step(actions)
      this.remember(environment, before, actions)
      const from = counts[0]
      counts[0] += batch
      counts[1]++
      if (counts[0] <= learningStarts) continue
      if (crosses(from, counts[0], trainEvery)) {
        this.update(spec, stepSeed.fold('replay').stream(), averages)
        logged++
      }
      if (crosses(from, counts[0], targetEvery)) this.copyTarget()
      if (logged < LOG_UPDATES) continue
      logged = 0
      const metrics = { ...averages.take(), exploration: this.exploration(budget) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** ε, falling linearly. */
  private exploration(budget: number): number {
    const { explorationStart, explorationEnd, explorationShare } = this.configuration
    const span = explorationShare * budget
    if (span === 0) return explorationEnd
    const gone = Math.min(1, this.counts[0] / span)
    return explorationStart + gone * (explorationEnd - explorationStart)
  }

  /** The greedy action, or with probability ε any legal one. */
  private explore(view: View, actions: Int32Array, epsilon: number, streams: readonly Stream[]): void {
    const { agents } = view.spec
    const n = this.network.outputs
    const random = new Uint8Array(actions.length)
    for (let i = 0; i < actions.length; i++) {
      const stream = streams[Math.floor(i / agents)]
      if (stream.uniform() >= epsilon) continue
      random[i] = 1
      actions[i] = anyLegal(view.actionMask, i * n, n, stream)
    }
    if (!random.includes(0)) return
    const q = this.network.predict(view.observations, actions.length)
    for (let i = 0; i < actions.length; i++) {
      if (random[i] === 0) actions[i] = greatest(q, view.actionMask, i * n, n)
    }
  }

  /** Puts the step's transitions into the buffer, but for agents whose episode was over before. */
  private remember(environment: Environment, before: Float32Array, actions: Int32Array): void {
    const { terminated, truncated, ended, rewards, spec } = environment
    const { agents } = spec
    const { finished, buffer } = this
    for (let i = 0; i < actions.length; i++) {
      const worldEnded = ended[Math.floor(i / agents)] === 1
      const next = worldEnded ? environment.finalObservations : environment.observations
      const mask = worldEnded ? environment.finalActionMask : environment.actionMask
      if (finished[i] === 0) buffer.add(i, before, actions[i], rewards[i], terminated[i], next, mask)
      finished[i] = worldEnded ? 0 : finished[i] | terminated[i] | truncated[i]
    }
  }

  /** One step down mean (Q(s, a) - y)², y = r + γ (1 - terminated) max Q̄(s', a'). */
  private update(spec: EnvironmentSpec, stream: Stream, averages: Averages): void {
    const { network, target, buffer, optimiser, configuration } = this
    const { batchSize, learningRate } = configuration
    const discount = spec.oneStep === true ? 0 : configuration.discount
    const n = network.outputs
    const places = buffer.sample(batchSize, stream)
    const nextQ = target.predict(rowsAt(buffer.nextObservations, places, network.inputs), batchSize)
    const q = network.forward(rowsAt(buffer.observations, places, network.inputs), batchSize)
    const gradient = new Float32Array(q.length)
    let loss = 0
    let values = 0
    places.forEach((place, i) => {
      const best = greatestAt(nextQ, i * n, buffer.nextMasks, place * n, n)
      const y = buffer.rewards[place] + (buffer.terminated[place] === 1 ? 0 : discount * best)
      const taken = i * n + buffer.actions[place]
      const error = q[taken] - y
      loss += error * error
      values += q[taken]
      gradient[taken] = (2 * error) / batchSize
    })
    network.backward(gradient)
    averages.add('value_loss', loss / batchSize)
    averages.add('q_value', values / batchSize)
    averages.add('gradient_norm', jointNorm([network]))
    optimiser.step(0, network, learningRate)
    optimiser.advance()
    network.changed()
  }

  private copyTarget(): void {
    this.target.parameters.set(this.network.parameters)
    this.target.changed()
  }

  save(): Uint8Array {
    return pack({ ...this.living(), finished: this.finished })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    restore(this.living(), saved)
    this.finished = saved.finished as Uint8Array
    this.network.changed()
    this.target.changed()
  }

  private living(): Archive {
    return {
      parameters: this.network.parameters,
      target: this.target.parameters,
      counts: this.counts,
      ...named('optimiser', this.optimiser.state),
      ...named('buffer', this.buffer.state),
    }
  }

  dispose(): void {
    this.network.dispose()
    this.target.dispose()
  }
}

/** Updates between two entries in the log. */
const LOG_UPDATES = 100

/** Whether a multiple of `every` lies in (from, to]. */
function crosses(from: number, to: number, every: number): boolean {
  return Math.floor(to / every) > Math.floor(from / every)
}

function greedyActions(network: Network, view: View, actions: Int32Array): void {
  const n = network.outputs
  const q = network.predict(view.observations, actions.length)
  for (let i = 0; i < actions.length; i++) actions[i] = greatest(q, view.actionMask, i * n, n)
}

function anyLegal(mask: Uint8Array | undefined, from: number, n: number, stream: Stream): number {
  if (mask === undefined) return stream.integer(n)
  let legal = 0
  for (let k = 0; k < n; k++) legal += mask[from + k]
  let skip = stream.integer(legal)
  for (let k = 0; k < n; k++) if (mask[from + k] === 1 && skip-- === 0) return k
  return 0
}

/** The greatest of `n` values that the mask leaves. */
function greatestAt(
  values: Float32Array,
  from: number,
  mask: Uint8Array,
  maskFrom: number,
  n: number,
): number {
  let best = -Infinity
  for (let k = 0; k < n; k++) if (mask[maskFrom + k] === 1 && values[from + k] > best) best = values[from + k]
  return best
}

function rowsAt(rows: Float32Array, places: Int32Array, width: number): Float32Array {
  const gathered = new Float32Array(places.length * width)
  places.forEach((place, i) => gathered.set(rows.subarray(place * width, (place + 1) * width), i * width))
  return gathered
}
