/**
 * Collect, estimate, update, forget: `onPolicyLearner`, `OnPolicyComposition`, the trainer of REINFORCE, A2C, PPO,
 * PDPPO and GRPO.
 */
import {
  type Environment,
  type Learner,
  type Part,
  type Seed,
  type Stream,
  type TrainingEvent,
  expm1,
} from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, pack, restore, unpack } from '../archive.ts'
import type { Collecting, Collector } from '../collectors/collector.ts'
import type { Critic } from '../critic.ts'
import type { Estimator } from '../estimators/estimator.ts'
import type { Network } from '../networks/network.ts'
import type { Objective, ValueLoss } from '../objectives.ts'
import type { RewardTransform } from '../rewards.ts'
import { type Optimiser, type Trainable, clipNorm } from '../optimisers/optimiser.ts'
import { Averages } from './averages.ts'
import { explainedVariance, standardise } from './moments.ts'
import { Minibatch } from './minibatch.ts'

export const ON_POLICY: Part = {
  id: 'on-policy',
  slot: 'trainer',
  reads: ['advantages', 'loss'],
  adds: [],
  needs: {},
}

export interface OnPolicyComposition {
  readonly actor: Actor
  readonly critics: readonly Critic[]
  readonly collector: Collector
  readonly rewardTransform: RewardTransform | undefined
  readonly estimator: Estimator
  readonly objective: Objective
  readonly valueLoss: ValueLoss
  readonly optimiser: (sizes: readonly number[]) => Optimiser
  readonly discount: number
  readonly learningRate: number
  /** Whether the learning rate falls linearly to 0 over the budget. */
  readonly annealed: boolean
  readonly epochs: number
  readonly minibatches: number
  /** Over what advantages are brought to mean 0 and standard deviation 1. */
  readonly standardised: 'minibatch' | 'rollout' | 'not'
  readonly entropyCoefficient: number
  readonly valueCoefficient: number
  /** Bound of the joint norm of all gradients. */
  readonly maximumGradientNorm: number
}

/** A learner of these parts. `seed` is all that chance in it is folded from. */
export function onPolicyLearner(composition: OnPolicyComposition, seed: Seed): Learner {
  return new OnPolicyLearner(composition, seed)
}

class OnPolicyLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly parts: OnPolicyComposition
  private readonly seed: Seed
  private readonly trainables: readonly Trainable[]
  private readonly optimiser: Optimiser
  /** World steps drawn, and collections made. */
  private readonly counts = new Float64Array(2)
  private finished: Uint8Array = new Uint8Array(0)

  constructor(parts: OnPolicyComposition, seed: Seed) {
    const { actor, critics, optimiser } = parts
    this.parts = parts
    this.seed = seed
    this.policy = actor.policy()
    this.trainables = [...actor.trainables, ...critics.map(({ network }) => network)]
    this.optimiser = optimiser(this.trainables.map(({ parameters }) => parameters.length))
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { collector, actor, critics, rewardTransform, estimator, learningRate, annealed } = this.parts
    const discount = environment.spec.oneStep === true ? 0 : this.parts.discount
    const collecting = collector.begin(environment, actor, this.seed.fold('collector'))
    this.takeUp(collecting)
    const { rollout } = collecting
    for (;;) {
      const rate = annealed ? learningRate * (1 - this.counts[0] / budget) : learningRate
      const { drawn, whole } = collecting.collect(this.counts[1], budget - this.counts[0])
      this.counts[0] += drawn
      if (!whole) return
      const transformed = rewardTransform?.transform(rollout, discount)
      for (const critic of critics) critic.evaluate(rollout)
      const estimated = estimator.estimate(rollout, discount)
      const shuffle = this.seed.fold('minibatches').fold(this.counts[1]).stream()
      const metrics = this.update(collecting, shuffle, rate)
      this.counts[1]++
      yield { kind: 'progress', steps: this.counts[0], metrics: { ...metrics, ...transformed, ...estimated } }
      yield { kind: 'checkpoint', steps: this.counts[0] }
    }
  }

  /** Goes on from a saved state, where there is one. */
  private takeUp({ finished }: Collecting): void {
    if (this.finished.length === finished.length) finished.set(this.finished)
    this.finished = finished
  }

  private update({ rollout }: Collecting, shuffle: Stream, rate: number): Record<string, number> {
    const { epochs, minibatches, critics, standardised } = this.parts
    const places = rollout.decisions()
    if (standardised === 'rollout') standardise(rollout.advantages, places)
    const averages = new Averages()
    const size = Math.ceil(places.length / minibatches)
    for (let epoch = 0; epoch < epochs; epoch++) {
      // One batch of everything needs no order.
      if (minibatches > 1) shuffle.shuffle(places)
      for (let from = 0; from < places.length; from += size) {
        const minibatch = new Minibatch(rollout, places.subarray(from, from + size))
        if (standardised === 'minibatch') minibatch.standardise()
        this.descend(minibatch, rate, averages)
      }
    }
    const explained =
      critics.length === 0 ? {} : { explained_variance: explainedVariance(rollout, rollout.decisions()) }
    return { ...averages.take(), ...explained, learning_rate: rate }
  }

  /** One step down the loss of a minibatch. */
  private descend(minibatch: Minibatch, rate: number, averages: Averages): void {
    const { trainables, optimiser, parts } = this
    this.actorGradient(minibatch, averages)
    for (const critic of parts.critics) this.criticGradient(critic, minibatch, averages)
    averages.add('gradient_norm', clipNorm(trainables, parts.maximumGradientNorm))
    trainables.forEach((trainable, j) => optimiser.step(j, trainable, rate))
    optimiser.advance()
    this.changed()
  }

  /** Of mean(loss) - c_H mean(entropy), over the decisions of the minibatch. */
  private actorGradient(minibatch: Minibatch, averages: Averages): void {
    const { actor, objective, entropyCoefficient } = this.parts
    const { network, head } = actor
    const { rows, masks, actions, advantages, logProbabilities } = minibatch
    const outputs = network.forward(minibatch.observations, rows)
    const gradient = new Float32Array(outputs.length)
    const loss = new Float64Array(2)
    const sums = { loss: 0, entropy: 0, kl: 0, clipped: 0 }
    head.free?.gradient.fill(0)
    for (let i = 0; i < rows; i++) {
      const logProbability = head.score(outputs, masks, i, actions)
      objective.loss(advantages[i], logProbability, logProbabilities[i], loss)
      sums.loss += loss[0]
      sums.entropy += head.entropy
      head.backward(outputs, masks, i, actions, loss[1] / rows, -entropyCoefficient / rows, gradient)
      const logRatio = logProbability - logProbabilities[i]
      const ratio = expm1(logRatio)
      sums.kl += ratio - logRatio
      sums.clipped += Math.abs(ratio) > objective.clip ? 1 : 0
    }
    network.backward(gradient)
    averages.add('policy_loss', sums.loss / rows)
    averages.add('entropy', sums.entropy / rows)
    averages.add('approximate_kl', sums.kl / rows)
    averages.add('clip_fraction', sums.clipped / rows)
  }

  /** Of c_V mean(value loss). */
  private criticGradient(critic: Critic, minibatch: Minibatch, averages: Averages): void {
    const { valueLoss, valueCoefficient } = this.parts
    const { rows, returns } = minibatch
    const values = critic.oldValues(minibatch)
    const found = critic.network.forward(critic.inputs(minibatch), rows)
    const gradient = new Float32Array(rows)
    const loss = new Float64Array(2)
    let sum = 0
    for (let i = 0; i < rows; i++) {
      valueLoss(found[i], values[i], returns[i], loss)
      sum += loss[0]
      gradient[i] = (valueCoefficient * loss[1]) / rows
    }
    critic.network.backward(gradient)
    averages.add(critic.metric, sum / rows)
  }

  save(): Uint8Array {
    return pack({ ...this.living(), ...this.parts.rewardTransform?.save(), finished: this.finished })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    restore(this.living(), saved)
    this.finished = saved.finished as Uint8Array
    this.parts.rewardTransform?.load(saved)
    this.changed()
  }

  /** Everything that training changes, as arrays that live as long as the learner. */
  private living(): Archive {
    const parameters = this.trainables.map(({ parameters: array }, j) => [`parameters${j}`, array])
    const optimiser = Object.entries(this.optimiser.state).map(([name, array]) => [
      `optimiser.${name}`,
      array,
    ])
    return { ...Object.fromEntries([...parameters, ...optimiser]), counts: this.counts }
  }

  private networks(): Network[] {
    return [this.parts.actor, ...this.parts.critics].map(({ network }) => network)
  }

  private changed(): void {
    for (const network of this.networks()) network.changed()
  }

  dispose(): void {
    for (const network of this.networks()) network.dispose()
  }
}
