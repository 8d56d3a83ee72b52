/** Collect, estimate, update, forget: the part `ON_POLICY`, the trainer of REINFORCE, A2C, PPO, PDPPO, GRPO and their like. */
import {
  type Environment,
  type Learner,
  type Seed,
  type Stream,
  type TrainingEvent,
  boolean,
  choice,
} from '@gauntlet/core'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import { discountField, epochsField, frozenStepsField, minibatchesField } from '../configuration.ts'
import { type Collecting, rolloutsOf } from '../collectors/collector.ts'
import type { Critic } from '../critics/critic.ts'
import type { GreatestQ } from '../critics/greatest-q.ts'
import type { Estimator } from '../estimators/estimator.ts'
import type { HeadedPolicy } from '../headed-policy.ts'
import { objectiveOf } from '../objectives/parts.ts'
import type { JointLoss } from '../objectives/lesser-critic.ts'
import { type Trainable, clipNorm } from '../optimisers/optimiser.ts'
import { ReferencePolicy } from '../policies/reference.ts'
import { type Built, type PartDefinition, actorOf, definePart, headedPolicyOf, only } from '../recipe/part.ts'
import type { Regulariser } from '../regularisers/regulariser.ts'
import { StalePolicy } from '../stores/stale.ts'
import { ActorLoss } from './actor-loss.ts'
import type { Network } from '../networks/network.ts'
import { Averages } from './averages.ts'
import { deals } from './dealing.ts'
import { Minibatch } from './minibatch.ts'
import { type Movement, movement, step } from './movement.ts'
import { explainedVariance, standardise } from './moments.ts'
import { QLoss } from './q-loss.ts'

interface OnPolicyParameters {
  readonly discount: number
  readonly epochs: number
  readonly minibatches: number
  readonly standardises: boolean
  readonly standardisedOver: 'minibatch' | 'rollout'
  readonly frozenSteps: number
}

/**
 * A rollout is collected, estimated, descended in minibatches over several epochs, and forgotten. From rollouts that lie within the
 * first `frozenSteps` critics alone learn: neither the policy's parameters move nor what its optimiser knows of them.
 */
export const ON_POLICY: PartDefinition<'trainer'> = definePart<'trainer', OnPolicyParameters>({
  id: 'on-policy',
  slot: 'trainer',
  parameters: {
    discount: discountField(0.99),
    epochs: epochsField(1),
    minibatches: minibatchesField(1),
    standardises: boolean({
      default: false,
      description: 'Whether advantages are brought to mean 0 and standard deviation 1',
    }),
    standardisedOver: choice({
      default: 'minibatch',
      options: ['minibatch', 'rollout'],
      description: 'Over which decisions',
    }),
    frozenSteps: frozenStepsField(0),
  },
  columns: { reads: ['advantages', 'scalar-loss', 'moves'], adds: [], needs: {} },
  build: (parameters, { built, seed }) => new OnPolicyLearner(built, parameters, seed),
})

class OnPolicyLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly built: Built
  private readonly parameters: OnPolicyParameters
  private readonly seed: Seed
  private readonly actor: HeadedPolicy
  private readonly reference: ReferencePolicy | undefined
  private readonly stale: StalePolicy | undefined
  private readonly evaluators: readonly (Critic | GreatestQ)[]
  private readonly critics: readonly Critic[]
  private readonly estimators: readonly Estimator[]
  private readonly regularisers: readonly Regulariser[]
  private readonly loss: ActorLoss | QLoss
  private readonly trainables: readonly Trainable[]
  /** Of all parameters together, or of the policy's and then of the critics'. */
  private readonly movements: readonly Movement[]
  private readonly jointLoss: JointLoss | undefined
  /** World steps drawn, and collections made. */
  private readonly counts = new Float64Array(2)
  private finished: Uint8Array = new Uint8Array(0)
  private memory: Float32Array = new Float32Array(0)

  constructor(built: Built, parameters: OnPolicyParameters, seed: Seed) {
    this.built = built
    this.parameters = parameters
    this.seed = seed
    this.actor = headedPolicyOf(built)
    this.reference = built.policy.find((policy) => policy instanceof ReferencePolicy)
    this.stale = built.store.find((store) => store instanceof StalePolicy)
    this.evaluators = built.critic.filter((critic) => 'evaluate' in critic)
    this.critics = this.evaluators.filter((critic) => 'network' in critic)
    this.estimators = built.estimator.filter((estimator) => 'estimate' in estimator)
    this.regularisers = built.regulariser.filter((regulariser) => 'add' in regulariser)
    this.policy = this.actor.policy()
    this.loss = lossOf(built, this.actor)
    this.jointLoss = built.objective.find((piece) => piece.kind === 'joint-regression')?.loss
    const networks = this.critics.map(({ network }) => network)
    this.trainables = [...this.actor.trainables, ...networks]
    const apart = built.optimiser.some((piece) => piece.kind === 'update' && piece.of !== 'all')
    this.movements =
      apart || parameters.frozenSteps > 0
        ? [movement(built, 'policy', this.actor.trainables), movement(built, 'critics', networks)]
        : [movement(built, 'all', this.trainables)]
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { built, seed, counts } = this
    const discount = environment.spec.oneStep === true ? 0 : this.parameters.discount
    const collecting = rolloutsOf(only(built, 'collector')).begin(
      environment,
      this.stale?.actor ?? this.actor,
      seed.fold('collector'),
    )
    this.takeUp(collecting)
    const { rollout } = collecting
    for (;;) {
      const progress = counts[0] / budget
      this.stale?.renew(counts[1])
      const explored = this.actor.head.advance?.(progress)
      const { drawn, whole } = collecting.collect(counts[1], budget - counts[0])
      counts[0] += drawn
      if (!whole) return
      const logged: Record<string, number> = { ...explored }
      for (const transform of built['reward-transform'])
        Object.assign(logged, transform.transform(rollout, discount))
      for (const critic of this.evaluators) critic.evaluate(rollout)
      for (const estimator of this.estimators) Object.assign(logged, estimator.estimate(rollout, discount))
      for (const critic of this.critics) critic.observe?.(rollout)
      const shuffle = seed.fold('minibatches').fold(counts[1]).stream()
      const frozen = counts[0] <= this.parameters.frozenSteps
      const metrics = this.update(collecting, shuffle, progress, frozen)
      counts[1]++
      yield { kind: 'progress', steps: counts[0], metrics: { ...metrics, ...logged } }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** Goes on from a saved state, where there is one. */
  private takeUp({ finished, memory }: Collecting): void {
    if (this.finished.length === finished.length) finished.set(this.finished)
    if (this.memory.length === memory.length) memory.set(this.memory)
    this.finished = finished
    this.memory = memory
  }

  private update(
    { rollout }: Collecting,
    shuffle: Stream,
    progress: number,
    frozen: boolean,
  ): Record<string, number> {
    const { epochs, minibatches, standardises, standardisedOver } = this.parameters
    if (standardises && standardisedOver === 'rollout') standardise(rollout.advantages, rollout.decisions())
    const averages = new Averages()
    const deal = deals(rollout, minibatches, this.actor.memoryWidth > 0, shuffle)
    let whole: Minibatch | undefined
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const places of deal()) {
        whole ??= new Minibatch(rollout, places.length)
        const room = places.length === whole.rows ? whole : new Minibatch(rollout, places.length)
        const minibatch = room.take(places)
        if (standardises && standardisedOver === 'minibatch') minibatch.standardise()
        this.descend(minibatch, progress, averages, frozen)
      }
    }
    const explained =
      this.evaluators.length === 0
        ? {}
        : { explained_variance: explainedVariance(rollout, rollout.decisions()) }
    const means = averages.take()
    // Of a policy that stood still, that is 0 whatever the penalty.
    if (!frozen) for (const regulariser of this.regularisers) regulariser.adapt?.(means['approximate_kl'])
    return { ...means, ...explained, learning_rate: this.movements[0].plan.learningRate(progress) }
  }

  /** One step down the loss of a minibatch, of the critics alone where the policy is frozen. */
  private descend(minibatch: Minibatch, progress: number, averages: Averages, frozen: boolean): void {
    const { movements, critics, jointLoss } = this
    const moved = frozen ? movements.slice(1) : movements
    const trainables = moved.flatMap((each) => each.trainables)
    this.loss.descend(minibatch, averages, this.reference?.score(minibatch))
    if (jointLoss !== undefined) descendJointly(critics, jointLoss, minibatch, averages)
    else for (const critic of critics) descendCritic(critic, minibatch, averages)
    averages.add('gradient_norm', clipNorm(trainables, movements[0].plan.maximumNorm))
    for (const each of moved) step(each, progress)
    this.changed()
    this.reference?.follow()
  }

  save(): Uint8Array {
    const { finished, memory } = this
    const others = this.remembering().map((part) => part.save?.())
    return pack(Object.assign({ ...this.living(), finished, memory }, ...others) as Archive)
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    restore(this.living(), saved)
    this.finished = saved.finished as Uint8Array
    this.memory = saved.memory as Float32Array
    for (const part of this.remembering()) part.load?.(saved)
    this.changed()
    this.reference?.changed()
    this.stale?.changed()
  }

  /** Parts that keep something from one rollout to the next. */
  private remembering(): readonly Pick<Estimator, 'save' | 'load'>[] {
    return [...this.built['reward-transform'], ...this.estimators, ...this.critics]
  }

  /** Everything that training changes, as arrays that live as long as the learner. */
  private living(): Archive {
    const parameters = this.trainables.map(({ parameters: array }, j) => [`parameters${j}`, array])
    const optimisers = this.movements.map(({ optimiser }, k) =>
      named(k === 0 ? 'optimiser' : 'critics.optimiser', optimiser.state),
    )
    const regularisers = this.regularisers.map(({ state = {} }, k) => named(`regulariser${k}`, state))
    const critics = this.critics.map(({ state }, k) => named(`critic${k}`, state))
    return Object.assign(
      { ...Object.fromEntries(parameters), counts: this.counts },
      ...optimisers,
      ...critics,
      ...regularisers,
      this.reference?.state,
      this.stale?.state,
    ) as Archive
  }

  private networks(): readonly Pick<Network, 'changed' | 'dispose'>[] {
    return [this.actor, ...this.critics.map(({ network }) => network)]
  }

  private changed(): void {
    for (const network of this.networks()) network.changed()
  }

  dispose(): void {
    for (const network of this.networks()) network.dispose()
    this.reference?.actor.dispose()
    this.stale?.actor.dispose()
  }
}

function lossOf(built: Built, actor: HeadedPolicy): ActorLoss | QLoss {
  const regression = built.objective.find((piece) => piece.kind === 'regression')
  if (regression !== undefined) return new QLoss(actorOf(built), regression.loss)
  const regularisers = built.regulariser.filter((regulariser) => 'add' in regulariser)
  return new ActorLoss(actor, objectiveOf(built.objective), only(built, 'aggregation'), regularisers)
}

/** Leaves in the critic's gradient that of c_V mean(value loss). */
function descendCritic(critic: Critic, minibatch: Minibatch, averages: Averages): void {
  const { rows } = minibatch
  const values = critic.oldValues(minibatch)
  const targets = critic.targets(minibatch)
  const found = critic.forward(minibatch)
  const gradient = new Float32Array(rows)
  const loss = new Float64Array(2)
  let sum = 0
  for (let i = 0; i < rows; i++) {
    critic.loss(found[i], values[i], targets[i], loss)
    sum += loss[0]
    gradient[i] = (critic.coefficient * loss[1]) / rows
  }
  critic.backward(gradient)
  averages.add(critic.metric, sum / rows)
}

/** Leaves in two critics' gradients those of c mean(the loss that they have together), each with its own c. */
function descendJointly(
  [first, second]: readonly Critic[],
  loss: JointLoss,
  minibatch: Minibatch,
  averages: Averages,
): void {
  const { rows } = minibatch
  const targets = first.targets(minibatch)
  const values = first.forward(minibatch)
  const others = second.forward(minibatch)
  const gradients = [new Float32Array(rows), new Float32Array(rows)]
  const found = new Float64Array(3)
  let sum = 0
  for (let i = 0; i < rows; i++) {
    loss(values[i], others[i], targets[i], found)
    sum += found[0]
    gradients[0][i] = (first.coefficient * found[1]) / rows
    gradients[1][i] = (second.coefficient * found[2]) / rows
  }
  first.backward(gradients[0])
  second.backward(gradients[1])
  averages.add(first.metric, sum / rows)
}
