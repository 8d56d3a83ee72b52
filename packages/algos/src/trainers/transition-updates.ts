/** What learners from transitions do with a batch: `TransitionUpdates`. */
import type { Stream } from '@gauntlet/core'
import { Actor } from '../actor.ts'
import { type Archive, named } from '../archive.ts'
import { MixedQ } from '../critics/mixed-q.ts'
import { type Conservatism, QCritic, qCriticOf } from '../critics/q.ts'
import { StateValue } from '../critics/state-value.ts'
import type { ValueLoss } from '../critics/value-loss.ts'
import type { NextValues } from '../estimators/next-values.ts'
import type { Improvement } from '../objectives/improvements.ts'
import { type Built, onlyOf } from '../recipe/part.ts'
import { AutoTemperature } from '../regularisers/temperature.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import type { Averages } from './averages.ts'
import { type Movement, move, movement } from './movement.ts'

/** A critic, what it learns, and how an optimiser moves it. */
interface Critique {
  readonly critic: QCritic | MixedQ
  readonly nextValues: NextValues
  readonly loss: ValueLoss
  /** For a batch. */
  readonly conservatism: (batch: TransitionBatch, stream: Stream) => Conservatism | undefined
  readonly movement: Movement
}

/** A critic of states, the one that it learns from, and how an optimiser moves it. */
interface Valuation {
  readonly value: StateValue
  readonly critic: QCritic
  readonly movement: Movement
}

/** The critics of a recipe learn from a batch, that of states first, and the policy from the critic or from the batch; each where there is one. */
export class TransitionUpdates {
  private readonly valuation: Valuation | undefined
  private readonly critique: Critique | undefined
  private readonly actor: Actor | undefined
  private readonly improvement: Improvement | undefined
  private readonly temperature: AutoTemperature | undefined
  private readonly policies: Movement | undefined
  private readonly policyEvery: number
  /** Updates made. */
  private readonly count = new Float64Array(1)

  /** The policy learns with every `policyEvery` updates of the critic. */
  constructor(built: Built, policyEvery: number) {
    this.policyEvery = policyEvery
    this.valuation = valuationOf(built)
    this.critique = critiqueOf(built)
    this.actor = built.policy.find((policy) => policy instanceof Actor)
    this.improvement = built.objective.find((piece) => piece.kind === 'improvement')?.improvement
    this.temperature = built.regulariser.find((each) => each instanceof AutoTemperature)
    this.policies = this.actor && movement(built, 'policy', this.actor.trainables)
  }

  get made(): number {
    return this.count[0]
  }

  /** World steps from one move of the target networks to the next; 0 where there are none. */
  get followEvery(): number {
    return this.critique?.critic.following.every ?? 0
  }

  /** By how much the critic was mistaken: [rows]. */
  update(batch: TransitionBatch, stream: Stream, progress: number, averages: Averages): Float64Array {
    const errors = new Float64Array(batch.rows)
    if (this.valuation !== undefined) evaluate(this.valuation, batch, progress, averages)
    if (this.critique !== undefined) regress(this.critique, batch, stream, progress, errors, averages)
    this.count[0]++
    if (this.count[0] % this.policyEvery === 0) this.improve(batch, stream, progress, averages)
    return errors
  }

  private improve(batch: TransitionBatch, stream: Stream, progress: number, averages: Averages): void {
    const { actor, improvement, policies, temperature } = this
    if (actor === undefined || improvement === undefined || policies === undefined) return
    const entropies = improvement.descend(batch, stream, averages)
    averages.add(
      this.critique === undefined ? 'gradient_norm' : 'policy_gradient_norm',
      move(policies, progress),
    )
    actor.network.changed()
    if (temperature === undefined) return
    averages.add('alpha', temperature.alpha)
    temperature.step(batch, entropies)
  }

  /** Lets the target networks follow once. */
  follow(): void {
    if (this.critique === undefined) return
    const { critic, nextValues } = this.critique
    critic.follow()
    nextValues.follow?.(critic.following.rate)
  }

  /** Everything that it holds, to be read and written in place; whoever writes here calls `changed`. */
  get state(): Archive {
    const { valuation, critique, actor, policies, temperature } = this
    const parameters = actor?.trainables.map((trainable, k) => [`actor${k}`, trainable.parameters])
    return {
      ...(valuation && { stateValue: valuation.value.network.parameters }),
      ...named('stateValue.optimiser', valuation?.movement.optimiser.state ?? {}),
      ...named('critic', critique?.critic.state ?? {}),
      ...named('critic.optimiser', critique?.movement.optimiser.state ?? {}),
      ...named('targets', critique?.nextValues.state ?? {}),
      ...(Object.fromEntries(parameters ?? []) as Archive),
      ...named('actor.optimiser', policies?.optimiser.state ?? {}),
      ...temperature?.state,
      updates: this.count,
    }
  }

  changed(): void {
    this.valuation?.value.network.changed()
    this.critique?.critic.changed()
    this.critique?.nextValues.changed?.()
    this.actor?.network.changed()
  }

  dispose(): void {
    this.valuation?.value.network.dispose()
    this.critique?.critic.dispose()
    this.critique?.nextValues.dispose?.()
    this.actor?.dispose()
  }
}

function valuationOf(built: Built): Valuation | undefined {
  const value = built.critic.find((each) => each instanceof StateValue)
  if (value === undefined) return undefined
  return { value, critic: qCriticOf(built), movement: movement(built, 'critics', [value.network]) }
}

function evaluate(
  { value, critic, movement: own }: Valuation,
  batch: TransitionBatch,
  progress: number,
  averages: Averages,
): void {
  value.regress(batch, critic.least(batch, 'followers'), averages)
  averages.add('state_value_gradient_norm', move(own, progress))
  value.network.changed()
}

function critiqueOf(built: Built): Critique | undefined {
  // A mixer moves the critic of the agents with its own networks.
  const critic =
    built.critic.find((each) => each instanceof MixedQ) ??
    built.critic.find((each) => each instanceof QCritic)
  if (critic === undefined) return undefined
  const estimators = built.estimator.filter((estimator) => 'value' in estimator)
  const pieces = built.objective.filter((piece) => piece.kind === 'regression')
  return {
    critic,
    nextValues: onlyOf(estimators, 'estimator'),
    loss: onlyOf(pieces, 'objective').loss,
    conservatism: built.objective.find((piece) => piece.kind === 'conservatism')?.of ?? (() => undefined),
    movement: movement(built, 'critics', critic.networks),
  }
}

function regress(
  { critic, nextValues, loss, conservatism, movement: own }: Critique,
  batch: TransitionBatch,
  stream: Stream,
  progress: number,
  errors: Float64Array,
  averages: Averages,
): void {
  const values = new Float64Array(batch.rows)
  nextValues.value(batch, stream, values)
  const targets = critic.targets(batch, values)
  critic.regress(batch, targets, loss, errors, averages, conservatism(batch, stream))
  averages.add('gradient_norm', move(own, progress))
  critic.changed()
}
