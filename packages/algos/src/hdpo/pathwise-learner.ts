/** Unroll, go back, descend: the part `PATHWISE`, the trainer of HDPO. */
import {
  type BoxSpace,
  type DifferentiableFace,
  type Environment,
  type EnvironmentSpec,
  type Learner,
  type Policy,
  type Seed,
  type StepCotangent,
  type StepGradient,
  type TrainingEvent,
  GauntletError,
  product,
} from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import { hostArena } from '../dense/host-arena.ts'
import { kernelArena } from '../dense/kernel-arena.ts'
import { lengthsOf } from '../dense/measuring-arena.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import type { Trainable } from '../optimisers/optimiser.ts'
import { type Built, type PartDefinition, definePart, onlyOf } from '../recipe/part.ts'
import { type Movement, move, movement } from '../trainers/movement.ts'
import type { MakeNetwork } from './networks.ts'
import { PathwisePolicy, WholeEpisodes } from './parts.ts'
import type { PolicyNetwork } from './policy-network.ts'

/** Gradients through the environment's own steps are descended. */
export const PATHWISE: PartDefinition<'trainer'> = definePart({
  id: 'pathwise',
  slot: 'trainer',
  parameters: {},
  columns: { reads: ['moves'], adds: [], needs: {} },
  build: (_parameters, { built, spec, seed }) => new PathwiseLearner(built, spec, seed),
})

/** Learns by gradients through the environment's own steps. `seed` decides how the network begins, and nothing else. */
class PathwiseLearner implements Learner {
  readonly policy: Policy
  private readonly spec: EnvironmentSpec
  private readonly episodes: number
  private readonly make: MakeNetwork
  private readonly seed: Seed
  /** Holds the parameters between roll-outs; its own arena has no room for steps. */
  private readonly movement: Movement
  /** World steps drawn, and gradient steps made. */
  private readonly counts = new Float64Array(2)

  constructor(built: Built, spec: EnvironmentSpec, seed: Seed) {
    this.spec = spec
    this.episodes = onlyOf(
      built.collector.filter((each) => each instanceof WholeEpisodes),
      'collector',
    ).count
    this.make = onlyOf(
      built.policy.filter((each) => each instanceof PathwisePolicy),
      'policy',
    ).make
    this.seed = seed
    const network = this.make(hostArena('float32'), seed.fold('network').stream())
    const trainables = network.parts.map(({ parameters, gradient }) => ({
      parameters: parameters as Float32Array,
      gradient: gradient as Float32Array,
    }))
    this.movement = movement(built, 'all', trainables)
    this.policy = this.greedyPolicy()
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { episodes, counts, spec, movement: moved } = this
    const { trainables, plan } = moved
    const rollouts = Math.ceil(episodes / environment.batch)
    const drawn = rollouts * environment.batch * spec.horizon
    const unrolled = new Unrolled(environment, this.make, this.seed)
    for (;;) {
      if (counts[0] + drawn > budget) return
      const progress = counts[0] / budget
      unrolled.begin(trainables)
      let reward = 0
      for (let k = 0; k < rollouts; k++) reward += unrolled.play(1 / drawn)
      unrolled.gradients(trainables)
      const norm = move(moved, progress)
      counts[0] += drawn
      counts[1]++
      const rate = plan.learningRate(progress)
      const metrics = { mean_reward: reward / drawn, gradient_norm: norm, learning_rate: rate }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** Draws nothing: the network's orders as they are. */
  private greedyPolicy(): Policy {
    let acting: Acting | undefined
    return {
      begin: ({ batch }) => {
        acting = new Acting(this.make, this.seed, batch, product(this.spec.observation.shape))
      },
      act: (view, actions) => {
        if (acting === undefined) throw new GauntletError('order', 'hdpo: act before begin')
        acting.act(this.movement.trainables, view.observations, actions as Float32Array)
      },
    }
  }

  save(): Uint8Array {
    return pack(this.living())
  }

  load(state: Uint8Array): void {
    restore(this.living(), unpack(state))
  }

  private living(): Archive {
    const { trainables, optimiser } = this.movement
    const parameters = trainables.map(({ parameters: array }, j) => [`parameters${j}`, array])
    return {
      ...Object.fromEntries(parameters),
      ...named('optimiser', optimiser.state),
      counts: this.counts,
    }
  }
}

interface UnrolledStep {
  readonly observations: FloatArray
  /** What the network keeps of it. */
  readonly trace: unknown
  /** By action: 1 where it was above its bounds, -1 where it was below, 0 within. */
  readonly beyond: Int8Array
}

/** Roll-outs of all worlds over one episode, each followed by its derivatives. */
class Unrolled {
  private readonly environment: Environment
  private readonly tape: DifferentiableFace
  private readonly network: PolicyNetwork
  private readonly steps: readonly UnrolledStep[]
  private readonly actions: FloatArray
  private readonly observationGradient: FloatArray
  private readonly orders: Float32Array
  /** What goes into a step's derivative and comes out of it. */
  private readonly cotangent: StepCotangent
  private readonly result: StepGradient

  constructor(environment: Environment, make: MakeNetwork, seed: Seed) {
    const { batch, spec, observations, differentiable } = environment
    if (differentiable === undefined) {
      throw new GauntletError(
        'faces',
        `got faces ${spec.faces.join(', ')}, expected differentiable among them`,
      )
    }
    const width = product((spec.action as BoxSpace).shape)
    const build = (arena: Arena) => {
      const network = make(arena, seed.fold('network').stream())
      const steps = Array.from({ length: spec.horizon }, () => ({
        observations: arena.floats(observations.length),
        trace: network.trace(batch),
        beyond: new Int8Array(batch * width),
      }))
      const actions = arena.floats(batch * width)
      return { network, steps, actions, gradient: arena.floats(observations.length) }
    }
    const { network, steps, actions, gradient } = build(kernelArena(lengthsOf(build)))
    this.environment = environment
    this.tape = differentiable
    this.network = network
    this.steps = steps
    this.actions = actions
    this.observationGradient = gradient
    this.orders = new Float32Array(actions.length)
    const states = batch * differentiable.stateSize
    this.cotangent = {
      state: new Float64Array(states),
      observations: new Float64Array(gradient.length),
      rewards: new Float64Array(environment.rewards.length),
    }
    this.result = { state: new Float64Array(states), actions: new Float64Array(actions.length) }
  }

  /** Takes up parameters; gradients start at 0. */
  begin(trainables: readonly Trainable[]): void {
    this.network.parts.forEach(({ parameters }, j) => parameters.set(trainables[j].parameters))
    this.network.changed()
    this.network.clearGradient()
  }

  gradients(trainables: readonly Trainable[]): void {
    this.network.parts.forEach(({ gradient }, j) => trainables[j].gradient.set(gradient))
  }

  /** One episode of every world, and back; each reward counts `weight` in what is maximised. The sum of all rewards. */
  play(weight: number): number {
    const { environment, tape, network, steps, actions, orders } = this
    const { rewards } = environment
    let sum = 0
    tape.record(steps.length)
    for (const { observations, trace, beyond } of steps) {
      observations.set(environment.observations)
      network.forward(observations, environment.batch, trace, actions)
      orders.set(actions)
      environment.step(orders)
      for (let i = 0; i < orders.length; i++) beyond[i] = Math.sign(actions[i] - orders[i])
      for (let i = 0; i < rewards.length; i++) sum += rewards[i]
    }
    this.back(weight)
    tape.record(0)
    return sum
  }

  private back(weight: number): void {
    const { tape, network, steps, actions, observationGradient, cotangent, result } = this
    cotangent.state.fill(0)
    cotangent.observations.fill(0)
    // What is minimised is minus the mean reward.
    cotangent.rewards.fill(-weight)
    for (let t = steps.length - 1; t >= 0; t--) {
      const { trace, beyond } = steps[t]
      tape.pullback(t, cotangent, result)
      // A bound stops only what pulls away from it: else what is beyond it everywhere would never come back.
      for (let i = 0; i < beyond.length; i++) {
        actions[i] = beyond[i] * result.actions[i] < 0 ? 0 : result.actions[i]
      }
      network.backward(trace, actions, observationGradient)
      cotangent.state.set(result.state)
      cotangent.observations.set(observationGradient)
    }
  }
}

/** Acts on a batch of its own size. */
class Acting {
  private readonly network: PolicyNetwork
  private readonly trace: unknown
  private readonly observations: FloatArray
  private readonly batch: number

  constructor(make: MakeNetwork, seed: Seed, batch: number, width: number) {
    const build = (arena: Arena) => {
      const network = make(arena, seed.fold('network').stream())
      return { network, trace: network.trace(batch), observations: arena.floats(batch * width) }
    }
    const { network, trace, observations } = build(kernelArena(lengthsOf(build)))
    this.network = network
    this.trace = trace
    this.observations = observations
    this.batch = batch
  }

  act(trainables: readonly Trainable[], observations: Float32Array, actions: Float32Array): void {
    const { network, batch } = this
    network.parts.forEach(({ parameters }, j) => parameters.set(trainables[j].parameters))
    network.changed()
    this.observations.set(observations)
    network.forward(this.observations, batch, this.trace, actions)
  }
}
