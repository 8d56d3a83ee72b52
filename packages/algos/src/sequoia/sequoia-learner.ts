/** Q-learning over feasible subsets, whose greedy choice is exact: `SequoiaLearner`, `SequoiaConfiguration`. */
import {
  type Environment,
  type EnvironmentSpec,
  type FeasibleFace,
  type FeasibleMaxima,
  type Learner,
  type Policy,
  type ReluNetwork,
  type Seed,
  type TrainingEvent,
  exp,
  policyStreams,
  pow,
} from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import { Priorities } from '../priorities.ts'
import { ReplayBuffer } from '../replay-buffer.ts'
import { feasibleOf, maximaOver, subsetSpace } from '../subset-space.ts'
import { Averages } from '../trainers/averages.ts'
import { type OneStepSamples, randomSubsets, tryOut } from './one-step-samples.ts'
import { SubsetRegression, reluLayers } from './subset-regression.ts'

export interface SequoiaConfiguration {
  readonly worlds: number
  readonly discount: number
  readonly pretrainingSteps: number
  readonly pretrainingSubsets: number
  readonly pretrainingEpochs: number
  readonly pretrainingRate: number
  readonly bufferSize: number
  readonly batchSize: number
  readonly priorityExponent: number
  readonly importanceExponent: number
  readonly trainEvery: number
  readonly targetEvery: number
  readonly explorationStart: number
  readonly explorationEnd: number
  readonly explorationDecay: number
  readonly learningRate: number
  readonly learningRateDecay: number
  readonly weightDecay: number
  readonly gradientBound: number
  readonly hidden: readonly number[]
}

/** World steps between two entries in the log. */
const LOG_STEPS = 100

/** Learns on families of subsets that are the same in every state. */
export class SequoiaLearner implements Learner {
  readonly policy: Policy
  private readonly configuration: SequoiaConfiguration
  private readonly seed: Seed
  private readonly discount: number
  private readonly elements: number
  private readonly observed: number
  private readonly regression: SubsetRegression
  private readonly target: Float32Array
  private readonly buffer: ReplayBuffer
  /** [bufferSize, elements]: what was chosen */
  private readonly subsets: Uint8Array
  private readonly priorities: Priorities
  /** World steps drawn, steps of the whole batch since pre-training, updates, episodes that ended since pre-training. */
  private readonly counts = new Float64Array(4)
  /** [bufferSize]: the target network's maximum at the next state; NaN where it is not known */
  private readonly maxima: Float64Array
  private targetLayers: ReluNetwork['layers'] | undefined
  private readonly averages = new Averages()

  constructor(spec: EnvironmentSpec, configuration: SequoiaConfiguration, seed: Seed) {
    const { hidden, batchSize, bufferSize, priorityExponent, discount } = configuration
    this.configuration = configuration
    this.seed = seed
    this.discount = spec.oneStep === true ? 0 : discount
    const { elements, observed } = subsetSpace(spec)
    this.elements = elements
    this.observed = observed
    const inputs = elements + observed
    const stream = seed.fold('q').stream()
    this.regression = new SubsetRegression(inputs, hidden, batchSize, configuration, stream)
    this.target = this.regression.parameters.slice()
    this.buffer = new ReplayBuffer(bufferSize, observed, 0)
    this.subsets = new Uint8Array(bufferSize * elements)
    this.priorities = new Priorities(bufferSize, priorityExponent)
    this.maxima = new Float64Array(bufferSize).fill(Number.NaN)
    this.policy = {
      begin() {},
      act: (view, actions) => {
        const feasible = feasibleOf(view)
        const contexts = Float64Array.from(view.observations)
        const rows = actions.length / this.elements
        actions.set(maximaOver(feasible, this.regression.relu, contexts, rows).subsets)
      },
    }
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, configuration } = this
    const feasible = feasibleOf(environment)
    const { batch } = environment
    if (counts[0] === 0 && configuration.pretrainingSteps > 0) {
      const metrics = this.pretrain(environment, Math.min(budget, configuration.pretrainingSteps))
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
    const before = new Float32Array(environment.observations.length)
    const subsets = new Uint8Array(batch * this.elements)
    while (counts[0] + batch <= budget) {
      const stepSeed = this.seed.fold('step').fold(counts[1])
      before.set(environment.observations)
      this.explore(environment, feasible, subsets, stepSeed)
      environment.step(subsets)
      counts[0] += batch
      counts[1]++
      this.remember(environment, before, subsets)
      if (counts[1] % configuration.trainEvery === 0) this.update(feasible, stepSeed)
      if (counts[1] % Math.ceil(LOG_STEPS / batch) !== 0) continue
      const metrics = {
        ...this.averages.take(),
        exploration: this.exploration(),
        learning_rate: this.learningRate(),
      }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** Regression of what subsets pay at once; what was done to go on is remembered. */
  private pretrain(environment: Environment, steps: number): Readonly<Record<string, number>> {
    const { configuration, seed } = this
    const samples = tryOut(
      environment,
      steps,
      configuration.pretrainingSubsets,
      seed.fold('pretraining'),
      (before, subsets) => this.remember(environment, before, subsets),
    )
    this.counts[0] += samples.count
    this.counts[3] = 0
    const { batchSize, pretrainingEpochs, pretrainingRate } = configuration
    const order = Int32Array.from({ length: samples.count }, (_, i) => i)
    const losses = new Averages()
    for (let epoch = 0; epoch < pretrainingEpochs; epoch++) {
      seed.fold('epoch').fold(epoch).stream().shuffle(order)
      losses.take()
      for (let from = 0; from < order.length; from += batchSize) {
        const rows = order.subarray(from, Math.min(from + batchSize, order.length))
        losses.add('pretraining_loss', this.regress(samples, rows, pretrainingRate))
      }
    }
    this.copyTarget()
    return losses.take()
  }

  private regress({ inputs, rewards }: OneStepSamples, rows: Int32Array, rate: number): number {
    const { regression } = this
    const width = this.elements + this.observed
    rows.forEach((row, i) =>
      regression.inputs.set(inputs.subarray(row * width, (row + 1) * width), i * width),
    )
    const targets = Float64Array.from(rows, (row) => rewards[row])
    return regression.step(targets, new Float64Array(rows.length).fill(1), rate).loss
  }

  /** The greedy subset, or with probability ε a random one. */
  private explore(environment: Environment, feasible: FeasibleFace, subsets: Uint8Array, seed: Seed): void {
    const { batch, observations } = environment
    const { elements, observed } = this
    const streams = policyStreams(seed, batch)
    const epsilon = this.exploration()
    const greedy = streams.flatMap((stream, w) => (stream.uniform() < epsilon ? [] : [w]))
    randomSubsets(feasible, streams, subsets)
    if (greedy.length === 0) return
    const contexts = gather(observations, greedy, observed)
    const maxima = maximaOver(feasible, this.regression.relu, contexts, greedy.length)
    this.noteSearch(maxima)
    greedy.forEach((w, i) =>
      subsets.set(maxima.subsets.subarray(i * elements, (i + 1) * elements), w * elements),
    )
  }

  /** ε, falling exponentially. */
  private exploration(): number {
    const { explorationStart, explorationEnd, explorationDecay } = this.configuration
    const steps = this.counts[1]
    return explorationEnd + (explorationStart - explorationEnd) * exp(-steps / explorationDecay)
  }

  /** η, falling from episode to episode. */
  private learningRate(): number {
    const { learningRate, learningRateDecay } = this.configuration
    return learningRate * pow(learningRateDecay, this.counts[3])
  }

  private remember(environment: Environment, before: Float32Array, chosen: Uint8Array): void {
    const { ended, rewards, terminated, observations, finalObservations } = environment
    const { buffer, subsets, elements, priorities, maxima } = this
    for (let w = 0; w < environment.batch; w++) {
      const next = ended[w] === 1 ? finalObservations : observations
      const place = buffer.add(w, before, 0, rewards[w], terminated[w], next, undefined)
      subsets.set(chosen.subarray(w * elements, (w + 1) * elements), place * elements)
      priorities.add(place)
      maxima[place] = Number.NaN
      this.counts[3] += ended[w]
    }
  }

  /** One step down the weighted mean of h(Q(x, s) - y), y = r + γ (1 - terminated) max Q̄(x', s') over feasible x'. */
  private update(feasible: FeasibleFace, seed: Seed): void {
    const { buffer, priorities, regression, configuration, averages, counts } = this
    const { batchSize, importanceExponent, targetEvery } = configuration
    const places = priorities.draw(batchSize, seed.fold('replay').stream())
    const targets = this.targets(feasible, places)
    const width = this.elements + this.observed
    places.forEach((place, i) => {
      regression.inputs.set(
        this.subsets.subarray(place * this.elements, (place + 1) * this.elements),
        i * width,
      )
      const state = buffer.observations.subarray(place * this.observed, (place + 1) * this.observed)
      regression.inputs.set(state, i * width + this.elements)
    })
    const weights = priorities.weights(places, buffer.length, importanceExponent)
    const { loss, value, norm, errors } = regression.step(targets, weights, this.learningRate())
    places.forEach((place, i) => priorities.update(place, errors[i]))
    averages.add('value_loss', loss)
    averages.add('q_value', value)
    averages.add('gradient_norm', norm)
    counts[2]++
    if (counts[2] % targetEvery === 0) this.copyTarget()
  }

  /** Maxima of one target network are kept: what was drawn before costs nothing. */
  private targets(feasible: FeasibleFace, places: Int32Array): Float64Array {
    const { buffer, maxima, discount, observed } = this
    const future = (place: number): boolean => discount > 0 && buffer.terminated[place] === 0
    const unknown = [...new Set(places)].filter((place) => future(place) && Number.isNaN(maxima[place]))
    if (unknown.length > 0) {
      this.targetLayers ??= reluLayers(this.regression.shape, this.target)
      const contexts = gather(buffer.nextObservations, unknown, observed)
      const found = maximaOver(feasible, this.targetLayers, contexts, unknown.length)
      this.noteSearch(found)
      unknown.forEach((place, i) => {
        maxima[place] = found.values[i]
      })
    }
    return Float64Array.from(
      places,
      (place) => buffer.rewards[place] + (future(place) ? discount * maxima[place] : 0),
    )
  }

  /** How often the search stopped before its maximum was proven, and by how much it might be missed. */
  private noteSearch({ gaps }: FeasibleMaxima): void {
    for (const gap of gaps) {
      this.averages.add('search_stopped', gap > 0 ? 1 : 0)
      this.averages.add('search_gap', gap)
    }
  }

  private copyTarget(): void {
    this.target.set(this.regression.parameters)
    this.targetLayers = undefined
    this.maxima.fill(Number.NaN)
  }

  save(): Uint8Array {
    return pack(this.living())
  }

  load(state: Uint8Array): void {
    restore(this.living(), unpack(state))
    this.regression.changed()
    this.targetLayers = undefined
  }

  private living(): Archive {
    return {
      parameters: this.regression.parameters,
      target: this.target,
      subsets: this.subsets,
      maxima: this.maxima,
      counts: this.counts,
      ...named('optimiser', this.regression.optimiser.state),
      ...named('buffer', this.buffer.state),
      ...named('priorities', this.priorities.state),
    }
  }
}

/** Rows of `width` numbers at these places, one after the other. */
function gather(rows: Float32Array, places: readonly number[], width: number): Float64Array {
  const gathered = new Float64Array(places.length * width)
  places.forEach((place, i) => gathered.set(rows.subarray(place * width, (place + 1) * width), i * width))
  return gathered
}
