/** Act, remember, learn from what is drawn of it: the part `OFF_POLICY`, the trainer of DQN, SAC, TD3 and their like. */
import {
  type Environment,
  type Learner,
  type Seed,
  type Stream,
  type TrainingEvent,
  integer,
} from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { type Archive, named, pack, restore, unpack } from '../archive.ts'
import type { CollectingTransitions } from '../collectors/transitions.ts'
import { discountField } from '../configuration.ts'
import { QCritic } from '../critics/q.ts'
import type { ValueLoss } from '../critics/value-loss.ts'
import type { NextValues } from '../estimators/next-values.ts'
import { td1 } from '../estimators/value-targets.ts'
import type { Improvement } from '../objectives/improvements.ts'
import { type Optimiser, type Trainable, clipNorm } from '../optimisers/optimiser.ts'
import { type OptimiserPlan, planOptimiser } from '../optimisers/parts.ts'
import { type Explorer, explorerOf } from '../policies/explorer.ts'
import { type Built, type PartDefinition, definePart, onlyOf } from '../recipe/part.ts'
import { AutoTemperature } from '../regularisers/temperature.ts'
import { Replay, type TransitionStore } from '../stores/replay.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { Averages } from './averages.ts'

interface OffPolicyParameters {
  readonly discount: number
  readonly learningStarts: number
  readonly trainEvery: number
  readonly policyEvery: number
  readonly batchSize: number
}

/**
 * Every step of the worlds is remembered; now and then the critic learns from a batch of what is remembered, and with every so many
 * of these updates the policy learns from the critic, where there is one that learns.
 */
export const OFF_POLICY: PartDefinition<'trainer'> = definePart<'trainer', OffPolicyParameters>({
  id: 'off-policy',
  slot: 'trainer',
  parameters: {
    discount: discountField(0.99),
    learningStarts: integer({
      default: 10_000,
      minimum: 0,
      description: 'World steps before the first update',
    }),
    trainEvery: integer({ default: 1, minimum: 1, description: 'World steps from update to update' }),
    policyEvery: integer({
      default: 1,
      minimum: 1,
      description: 'Updates of the critic from one of the policy to the next',
    }),
    batchSize: integer({ default: 128, minimum: 1, description: 'Transitions of an update' }),
  },
  columns: { reads: ['transitions', 'loss'], adds: [], needs: {} },
  build: (parameters, { built, seed }) => new OffPolicyLearner(built, parameters, seed),
})

/** Updates between two entries in the log. */
const LOG_UPDATES = 100

/** What an optimiser moves together. */
interface Movement {
  readonly trainables: readonly Trainable[]
  readonly plan: OptimiserPlan
  readonly optimiser: Optimiser
}

class OffPolicyLearner implements Learner {
  readonly policy: Learner['policy']
  private readonly built: Built
  private readonly parameters: OffPolicyParameters
  private readonly seed: Seed
  private readonly explorer: Explorer
  private readonly critic: QCritic
  private readonly nextValues: NextValues
  private readonly loss: ValueLoss
  private readonly actor: Actor | undefined
  private readonly improvement: Improvement | undefined
  private readonly temperature: AutoTemperature | undefined
  private readonly critics: Movement
  private readonly policies: Movement | undefined
  /** World steps drawn, steps of the whole batch, and updates. */
  private readonly counts = new Float64Array(3)
  private readonly averages = new Averages()
  /** What is as large as the environment, once there is one; until then, as it was saved. */
  private running: { readonly store: TransitionStore; readonly collecting: CollectingTransitions } | undefined
  private saved: Archive = {}

  constructor(built: Built, parameters: OffPolicyParameters, seed: Seed) {
    this.built = built
    this.parameters = parameters
    this.seed = seed
    this.explorer = explorerOf(built)
    this.policy = this.explorer.policy
    this.critic = onlyOf(
      built.critic.filter((critic) => critic instanceof QCritic),
      'critic',
    )
    this.nextValues = onlyOf(
      built.estimator.filter((estimator) => 'value' in estimator),
      'estimator',
    )
    this.loss = onlyOf(
      built.objective.filter((piece) => piece.kind === 'regression'),
      'objective',
    ).loss
    this.actor = built.policy.find((policy) => policy instanceof Actor)
    this.improvement = built.objective.find((piece) => piece.kind === 'improvement')?.improvement
    this.temperature = built.regulariser.find((each) => each instanceof AutoTemperature)
    this.critics = movement(built, 'critics', this.critic.networks)
    this.policies = this.actor && movement(built, 'policy', this.actor.trainables)
  }

  *train(environment: Environment, budget: number): Iterable<TrainingEvent> {
    const { counts, critic, seed, explorer } = this
    const { learningStarts, trainEvery } = this.parameters
    const { batch } = environment
    const { store, collecting } = this.begin(environment, budget)
    let logged = 0
    while (counts[0] + batch <= budget) {
      const stepSeed = seed.fold('step').fold(counts[1])
      store.add(collecting.step(stepSeed, counts[0], budget))
      const from = counts[0]
      counts[0] += batch
      counts[1]++
      if (counts[0] <= learningStarts) continue
      const replay = stepSeed.fold('replay').stream()
      for (let k = crossings(from, counts[0], trainEvery); k > 0; k--) {
        this.update(store, replay, counts[0] / budget)
        logged++
      }
      for (let k = crossings(from, counts[0], critic.following.every); k > 0; k--) {
        critic.follow()
        this.nextValues.follow?.(critic.following.rate)
      }
      if (logged < LOG_UPDATES) continue
      logged = 0
      const metrics = { ...this.averages.take(), ...explorer.metrics(counts[0], budget) }
      yield { kind: 'progress', steps: counts[0], metrics }
      yield { kind: 'checkpoint', steps: counts[0] }
    }
  }

  /** On an environment that stands where training begins, or where it did when what was saved was. */
  private begin(environment: Environment, budget: number): NonNullable<OffPolicyLearner['running']> {
    const { built } = this
    const { batch, spec } = environment
    const replay = onlyOf(
      built.store.filter((store) => store instanceof Replay),
      'store',
    )
    const collector = onlyOf(
      built.collector.filter((each) => 'start' in each),
      'collector',
    )
    const discount = spec.oneStep === true ? 0 : this.parameters.discount
    const rows = batch * spec.agents
    const running = {
      store: replay.begin({ rows, discount }, rows * Math.max(1, Math.floor(budget / batch))),
      collecting: collector.start(environment, this.explorer),
    }
    if (Object.keys(this.saved).length > 0) restore(stateOf(running), this.saved)
    this.running = running
    return running
  }

  private update(store: TransitionStore, stream: Stream, progress: number): void {
    const { critic, averages, counts, parameters } = this
    const { batchSize, policyEvery } = parameters
    const batch = store.sample(batchSize, stream, this.importance(progress))
    const targets = new Float64Array(batchSize)
    const errors = new Float64Array(batchSize)
    this.nextValues.value(batch, stream, targets)
    td1(batch.rewards, batch.discounts, targets, targets)
    critic.regress(batch, targets, this.loss, errors, averages)
    averages.add('gradient_norm', move(this.critics, progress))
    critic.changed()
    store.update?.(errors)
    counts[2]++
    if (counts[2] % policyEvery === 0) this.improve(batch, stream, progress)
  }

  private importance(progress: number): number {
    const [replay] = this.built.store
    return replay instanceof Replay ? replay.importanceAt(progress) : 1
  }

  /** Lets the policy learn from the critic. */
  private improve(batch: TransitionBatch, stream: Stream, progress: number): void {
    const { actor, improvement, policies, temperature, averages } = this
    if (actor === undefined || improvement === undefined || policies === undefined) return
    const entropies = improvement.descend(batch, stream, averages)
    averages.add('policy_gradient_norm', move(policies, progress))
    actor.network.changed()
    if (temperature === undefined) return
    averages.add('alpha', temperature.alpha)
    temperature.step(batch, entropies)
  }

  save(): Uint8Array {
    const { running } = this
    return pack({ ...this.living(), ...(running === undefined ? this.saved : stateOf(running)) })
  }

  load(state: Uint8Array): void {
    const saved = unpack(state)
    const living = this.living()
    restore(living, saved)
    this.saved = Object.fromEntries(Object.entries(saved).filter(([name]) => !Object.hasOwn(living, name)))
    this.running = undefined
    this.critic.changed()
    this.nextValues.changed?.()
    this.actor?.network.changed()
  }

  /** What lives as long as the learner. */
  private living(): Archive {
    const actor = this.actor?.trainables.map(({ parameters }, k) => [`actor${k}`, parameters])
    return {
      ...named('critic', this.critic.state),
      ...named('critic.optimiser', this.critics.optimiser.state),
      ...(Object.fromEntries(actor ?? []) as Archive),
      ...named('actor.optimiser', this.policies?.optimiser.state ?? {}),
      ...named('targets', this.nextValues.state ?? {}),
      ...this.temperature?.state,
      counts: this.counts,
    }
  }

  dispose(): void {
    this.critic.dispose()
    this.nextValues.dispose?.()
    this.actor?.dispose()
  }
}

/** Multiples of `every` in (from, to]; none where it is 0. */
function crossings(from: number, to: number, every: number): number {
  return every === 0 ? 0 : Math.floor(to / every) - Math.floor(from / every)
}

function movement(built: Built, of: 'critics' | 'policy', trainables: readonly Trainable[]): Movement {
  const plan = planOptimiser(built.optimiser, of)
  return { trainables, plan, optimiser: plan.make(trainables.map(({ parameters }) => parameters.length)) }
}

/** One step down the gradients after a share of the budget; their joint norm. */
function move({ trainables, plan, optimiser }: Movement, progress: number): number {
  const norm = clipNorm(trainables, plan.maximumNorm)
  const rate = plan.learningRate(progress)
  trainables.forEach((trainable, k) => optimiser.step(k, trainable, rate))
  optimiser.advance()
  return norm
}

function stateOf({ store, collecting }: NonNullable<OffPolicyLearner['running']>): Archive {
  return { ...named('store', store.state), ...named('record', collecting.record.state) }
}
