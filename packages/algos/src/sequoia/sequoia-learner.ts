/** Trials first, then Q-learning over feasible subsets: the part `PRETRAINED`, the trainer of SEQUOIA. */
import {
  type ActionArray,
  type Environment,
  type EnvironmentSpec,
  type FeasibleFace,
  type FeasibleMaxima,
  type Learner,
  type Seed,
  type TrainingEvent,
  integer,
  number,
  pow,
} from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import { discountField } from '../configuration.ts'
import type { ValueLoss } from '../critics/value-loss.ts'
import { boundEach } from '../optimisers/optimiser.ts'
import { type Built, type PartDefinition, definePart, onlyOf } from '../recipe/part.ts'
import { Replay, type TransitionStore } from '../stores/replay.ts'
import { copyRow } from '../stores/store.ts'
import { transitionShape } from '../stores/transitions.ts'
import { feasibleOf, subsetSpace } from '../subset-space.ts'
import { Averages } from '../trainers/averages.ts'
import { type Movement, movement } from '../trainers/movement.ts'
import { ExactMaxima } from './exact-maxima.ts'
import { GreedySubsets } from './greedy-subsets.ts'
import { type OneStepSamples, tryOut } from './one-step-samples.ts'
import { OneStepTrials } from './parts.ts'
import { type Regressed, type SubsetRegression, regressionOf } from './subset-regression.ts'

interface PretrainedParameters {
  readonly discount: number
  readonly batchSize: number
  readonly trainEvery: number
  readonly epochs: number
  readonly rate: number
}

/** A critic is fitted to what subsets pay at once, and then learns from what is remembered. */
export const PRETRAINED: PartDefinition<'trainer'> = definePart<'trainer', PretrainedParameters>({
  id: 'pretrained-off-policy',
  slot: 'trainer',
  parameters: {
    discount: discountField(0.99),
    batchSize: integer({ default: 32, minimum: 1, description: 'Transitions, or trials, of an update' }),
    trainEvery: integer({ default: 1, minimum: 1, description: 'Steps of all worlds from update to update' }),
    epochs: integer({ default: 300, minimum: 0, description: 'Passes over what was tried out' }),
    rate: number({ default: 2.5e-4, minimum: 0, description: 'Step size of pre-training' }),
  },
  columns: { reads: ['transitions', 'targets', 'moves'], adds: [], needs: {} },
  build: (parameters, { built, spec, seed }) => new SequoiaLearner(built, parameters, spec, seed),
})

/** World steps between two entries in the log. */
const LOG_STEPS = 100

/** Learns on families of subsets that are the same in every state. */
class SequoiaLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly parameters: PretrainedParameters
  private readonly seed: Seed
  private readonly discount: number
  private readonly explorer: GreedySubsets
  private readonly trials: OneStepTrials
  private readonly replay: Replay
  private readonly regression: SubsetRegression
  private readonly maxima: ExactMaxima
  private readonly loss: ValueLoss
  private readonly movement: Movement
  /** Of every number of the gradient, and of the step size by the episode. */
  private readonly bound: number
  private readonly factor: number
  /** World steps drawn, steps of the whole batch since pre-training, updates, episodes that ended since pre-training. */
  private readonly counts = new Float64Array(4)
  /** What is as large as the environment, once there is one; until then, as it was saved; when training is over, nothing. */
  private store: TransitionStore | undefined
  private saved: Archive = {}
  private readonly averages = new Averages()

  constructor(built: Built, parameters: PretrainedParameters, spec: EnvironmentSpec, seed: Seed) {
    const { policy, collector, store, estimator, objective, optimiser } = built
    this.parameters = parameters
    this.seed = seed
    this.discount = spec.oneStep === true ? 0 : parameters.discount
    this.explorer = onlyOf(
      policy.filter((each) => each instanceof GreedySubsets),
      'policy',
    )
    this.trials = onlyOf(
      collector.filter((each) => each instanceof OneStepTrials),
      'collector',
    )
    this.replay = onlyOf(
      store.filter((each) => each instanceof Replay),
      'store',
    )
    this.regression = regressionOf(built)
    this.maxima = onlyOf(
      estimator.filter((each) => each instanceof ExactMaxima),
      'estimator',
    )
    this.loss = onlyOf(
      objective.filter((piece) => piece.kind === 'regression'),
      'objective',
    ).loss
    this.movement = movement(built, 'all', [this.regression])
    this.bound = optimiser.find((piece) => piece.kind === 'bound-each')?.maximum ?? Infinity
    this.factor = optimiser.find((piece) => piece.kind === 'by-episode')?.factor ?? 1
    this.policy = this.explorer.policy
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, parameters, explorer, trials } = this
    const feasible = feasibleOf(environment)
    const { batch, spec } = environment
    const store = this.begin(environment)
    if (counts[0] === 0 && trials.steps > 0) {
      const metrics = this.pretrain(environment, store, Math.min(budget, trials.steps))
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
    const before = new Float32Array(environment.observations.length)
    const subsets = new Uint8Array(batch * subsetSpace(spec).elements)
    while (counts[0] + batch <= budget) {
      const stepSeed = this.seed.fold('step').fold(counts[1])
      before.set(environment.observations)
      this.noteSearch(explorer.explore(environment, feasible, subsets, stepSeed, counts[1]))
      environment.step(subsets)
      counts[0] += batch
      counts[1]++
      this.remember(environment, store, before, subsets)
      if (counts[1] % parameters.trainEvery === 0) this.update(feasible, store, stepSeed)
      if (counts[1] % Math.ceil(LOG_STEPS / batch) !== 0) continue
      const metrics = {
        ...this.averages.take(),
        exploration: explorer.epsilonAt(counts[1]),
        learning_rate: this.learningRate(),
      }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
    this.store = undefined
    this.saved = {}
  }

  /** On an environment that stands where training begins, or where it did when what was saved was. */
  private begin({ batch, spec }: Environment): TransitionStore {
    const replayed = { rows: batch, shape: transitionShape(spec), discount: this.discount }
    const store = this.replay.begin(replayed, Infinity)
    this.maxima.begin(store.capacity)
    this.store = store
    if (Object.keys(this.saved).length > 0) restore(this.large(), this.saved)
    return store
  }

  /** Regression of what subsets pay at once; what was done to go on is remembered. */
  private pretrain(
    environment: Environment,
    store: TransitionStore,
    steps: number,
  ): Readonly<Record<string, number>> {
    const { parameters, seed, trials } = this
    const samples = tryOut(environment, steps, trials.random, seed.fold('pretraining'), (before, subsets) =>
      this.remember(environment, store, before, subsets),
    )
    this.counts[0] += samples.count
    this.counts[3] = 0
    const { batchSize, epochs } = parameters
    const order = Int32Array.from({ length: samples.count }, (_, i) => i)
    const losses = new Averages()
    for (let epoch = 0; epoch < epochs; epoch++) {
      seed.fold('epoch').fold(epoch).stream().shuffle(order)
      losses.take()
      for (let from = 0; from < order.length; from += batchSize) {
        const rows = order.subarray(from, Math.min(from + batchSize, order.length))
        losses.add('pretraining_loss', this.fit(samples, rows))
      }
    }
    this.maxima.renew()
    return losses.take()
  }

  private fit({ inputs, rewards }: OneStepSamples, rows: Int32Array): number {
    const { regression, parameters, loss } = this
    const width = regression.shape.inputs
    for (const [i, row] of rows.entries()) copyRow(inputs, row, regression.inputs, i, width)
    const targets = Float64Array.from(rows, (row) => rewards[row])
    const found = regression.regress(targets, new Float64Array(rows.length).fill(1), loss)
    this.descend(parameters.rate)
    return found.loss
  }

  /** η, falling from episode to episode. */
  private learningRate(): number {
    const { movement: moved, counts } = this
    return moved.plan.learningRate(0) * pow(this.factor, counts[3])
  }

  private remember(
    environment: Environment,
    store: TransitionStore,
    before: Float32Array,
    chosen: ActionArray,
  ): void {
    const { batch, ended, rewards, terminated, truncated, observations, finalObservations } = environment
    const nextObservations = observations.slice()
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 1) copyRow(finalObservations, w, nextObservations, w, observations.length / batch)
      this.counts[3] += ended[w]
    }
    const from = store.count
    store.add({
      observations: before,
      masks: undefined,
      actions: chosen,
      rewards,
      terminated,
      truncated,
      nextObservations,
      nextMasks: undefined,
      states: undefined,
      nextStates: undefined,
      running: new Uint8Array(batch).fill(1),
      ended,
    })
    for (let k = from; k < store.count; k++) this.maxima.forget(k % store.capacity)
  }

  /** One step down the weighted mean of the loss of Q(x, s) - y, y = r + γ (1 - terminated) max Q̄(x', s') over feasible x'. */
  private update(feasible: FeasibleFace, store: TransitionStore, seed: Seed): void {
    const { replay, regression, maxima, averages, counts, parameters, loss } = this
    const stream = seed.fold('replay').stream()
    const batch = store.sample(parameters.batchSize, stream, replay.importanceAt(0))
    const targets = maxima.targets(feasible, batch, (found) => this.noteSearch(found))
    const { actionWidth: elements, actions, observations, rows } = batch
    const width = regression.shape.inputs
    const observed = width - elements
    for (let i = 0; i < rows; i++) {
      regression.inputs.set(actions.subarray(i * elements, (i + 1) * elements), i * width)
      regression.inputs.set(observations.subarray(i * observed, (i + 1) * observed), i * width + elements)
    }
    const found: Regressed = regression.regress(targets, batch.weights, loss)
    const norm = this.descend(this.learningRate())
    store.update?.(found.errors)
    averages.add('value_loss', found.loss)
    averages.add('q_value', found.value)
    averages.add('gradient_norm', norm)
    counts[2]++
    if (counts[2] % maxima.every === 0) maxima.renew()
  }

  /** One step down the gradient, each of its numbers within the bound; its norm before. */
  private descend(rate: number): number {
    const { regression, bound, movement: moved } = this
    const norm = boundEach(moved.trainables, bound)
    moved.optimiser.step(0, regression, rate)
    moved.optimiser.advance()
    regression.changed()
    return norm
  }

  /** How often the search stopped before its maximum was proven, and by how much it might be missed. */
  private noteSearch(found: FeasibleMaxima | undefined): void {
    for (const gap of found?.gaps ?? []) {
      this.averages.add('search_stopped', gap > 0 ? 1 : 0)
      this.averages.add('search_gap', gap)
    }
  }

  save(): Uint8Array {
    return pack({ ...this.living(), ...(this.store === undefined ? this.saved : this.large()) })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    const living = this.living()
    restore(living, saved)
    this.saved = Object.fromEntries(Object.entries(saved).filter(([name]) => !Object.hasOwn(living, name)))
    this.store = undefined
    this.regression.changed()
    this.maxima.changed()
  }

  private living(): Archive {
    return {
      parameters: this.regression.parameters,
      counts: this.counts,
      ...this.maxima.state,
      ...named('optimiser', this.movement.optimiser.state),
    }
  }

  /** What is as large as the store. */
  private large(): Archive {
    return { ...this.maxima.known, ...named('store', this.store?.state ?? {}) }
  }
}
