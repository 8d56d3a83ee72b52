/** What next states are worth, for recipes that learn from single transitions: `NextValues`, `NEXT_VALUE_PARTS`. */
import { type Stream, boolean, number } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { choiceCriticOf, masksOf } from '../critics/choice-q.ts'
import { pairCriticOf } from '../critics/pair-q.ts'
import { moveTowards } from '../critics/q.ts'
import { stateValueOf } from '../critics/state-value.ts'
import { logSoftmax } from '../heads/log-softmax.ts'
import { pathwiseHeadOf } from '../policies/box-actors.ts'
import { type Built, type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import { temperatureOf } from '../regularisers/temperature.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { doubled, greatest, soft, softSampled, twin } from './value-targets.ts'

export interface NextValues {
  /** Writes the value of every row's next state to `out` [rows]. */
  value(batch: TransitionBatch, stream: Stream, out: Float64Array): void
  /** Lets copies of its own follow, as the critic's do. */
  follow?(rate: number): void
  /** What it holds beside the critic and the policy; whoever writes here calls `changed`. */
  readonly state?: Archive
  changed?(): void
  dispose?(): void
}

/** max_a Q̄(s', a) over legal a. */
function greatestValue(built: Built): NextValues {
  return {
    value({ nextObservations, nextMasks, rows }, _stream, out) {
      const critic = choiceCriticOf(built)
      const masks = masksOf(nextMasks)
      greatest(critic.values(0, 'followers', nextObservations, masks, rows), masks, critic.choices, out)
    },
  }
}

/** Q̄(s', argmax_a Q(s', a)) over legal a. */
function doubledValue(built: Built): NextValues {
  return {
    value({ nextObservations, nextMasks, rows }, _stream, out) {
      const critic = choiceCriticOf(built)
      const masks = masksOf(nextMasks)
      const own = critic.values(0, 'learnt', nextObservations, masks, rows)
      const followers = critic.values(0, 'followers', nextObservations, masks, rows)
      doubled(own, followers, masks, critic.choices, out)
    },
  }
}

/** V(s'). */
function stateValue(built: Built): NextValues {
  return {
    value({ nextObservations, rows }, _stream, out) {
      out.set(stateValueOf(built).values(nextObservations, rows))
    },
  }
}

/** min_k Q̄_k(s', a') - α log π(a' | s'), a' drawn from the policy; α being 0 where entropy is not `paid`. */
function softPairValue(built: Built, paid: boolean): NextValues {
  return {
    value({ nextObservations, rows }, stream, out) {
      const actor = actorOf(built)
      const head = pathwiseHeadOf(actor)
      const outputs = actor.network.predict(nextObservations, rows)
      const noise = Float64Array.from({ length: rows * head.box.width }, () => stream.normal())
      const units = new Float32Array(noise.length)
      const logProbabilities = Float64Array.from({ length: rows }, (_, i) =>
        head.draw(outputs, i, noise, units),
      )
      lesserOfPairs(built, nextObservations, units, rows, out)
      softSampled(out, logProbabilities, paid ? temperatureOf(built) : 0, out)
    },
  }
}

/** Σ_a π(a | s') (min_k Q̄_k(s', a) - α log π(a | s')) over legal a; α likewise. */
function softChoiceValue(built: Built, paid: boolean): NextValues {
  return {
    value({ nextObservations, nextMasks, rows }, _stream, out) {
      const critic = choiceCriticOf(built)
      const masks = masksOf(nextMasks)
      const [first, second] = critic.networks.map((_network, k) =>
        critic.values(k, 'followers', nextObservations, masks, rows),
      )
      const least = new Float64Array(first.length)
      twin(first, second, least)
      const logits = actorOf(built).network.predict(nextObservations, rows)
      const logProbabilities = logSoftmax(logits, masks, critic.choices)
      soft(least, logProbabilities, paid ? temperatureOf(built) : 0, masks, critic.choices, out)
    },
  }
}

/**
 * min_k Q̄_k(s', μ̄(s') + ε), ε normal noise within ±`clip`, the sum clipped to the box; μ̄ follows the policy as Q̄ does Q.
 * Noise is in units of the box.
 */
class SmoothedValue implements NextValues {
  private readonly built: Built
  private readonly follower: ReturnType<typeof actorOf>
  private readonly sigma: number
  private readonly clip: number

  constructor(built: Built, sigma: number, clip: number) {
    this.built = built
    this.follower = actorOf(built).twin()
    this.sigma = sigma
    this.clip = clip
  }

  value({ nextObservations, rows }: TransitionBatch, stream: Stream, out: Float64Array): void {
    const { follower, sigma, clip } = this
    const head = pathwiseHeadOf(follower)
    const outputs = follower.network.predict(nextObservations, rows)
    const units = new Float32Array(rows * head.box.width)
    const noise = new Float64Array(units.length)
    for (let i = 0; i < rows; i++) head.draw(outputs, i, noise, units)
    for (let j = 0; j < units.length; j++) {
      const disturbance = Math.min(Math.max(sigma * stream.normal(), -clip), clip)
      units[j] = Math.min(Math.max(units[j] + disturbance, -1), 1)
    }
    lesserOfPairs(this.built, nextObservations, units, rows, out)
  }

  follow(rate: number): void {
    moveTowards(this.follower.network, actorOf(this.built).network.parameters, rate)
  }

  get state(): Archive {
    return { policyFollower: this.follower.network.parameters }
  }

  changed(): void {
    this.follower.network.changed()
  }

  dispose(): void {
    this.follower.dispose()
  }
}

function lesserOfPairs(
  built: Built,
  observations: Float32Array,
  units: Float32Array,
  rows: number,
  out: Float64Array,
): void {
  const critic = pairCriticOf(built)
  const joined = critic.join(observations, units, rows)
  const [first, second] = critic.networks.map((_network, k) => critic.values(k, 'followers', joined, rows))
  twin(first, second, out)
}

const COLUMNS = { reads: ['transitions', 'q-values'], adds: ['targets'] } as const
const OF_TWINS = { reads: ['transitions', 'twin-q-values'], adds: ['targets'] } as const
const CHOICES = { ...COLUMNS, needs: { actions: ['discrete'] } } as const

export const NEXT_VALUE_PARTS: readonly PartDefinition<'estimator'>[] = [
  definePart({
    id: 'td1',
    slot: 'estimator',
    parameters: {},
    columns: { ...COLUMNS, needs: { actions: ['discrete', 'combinatorial'] } },
    build: (_parameters, { built }) => greatestValue(built),
  }),
  definePart({
    id: 'td-double',
    slot: 'estimator',
    parameters: {},
    columns: CHOICES,
    build: (_parameters, { built }) => doubledValue(built),
  }),
  definePart({
    id: 'td-state',
    slot: 'estimator',
    parameters: {},
    columns: { ...COLUMNS, reads: ['transitions', 'state-values'], needs: {} },
    build: (_parameters, { built }) => stateValue(built),
  }),
  definePart({
    id: 'td-soft',
    slot: 'estimator',
    parameters: {
      paid: boolean({ default: true, description: 'Whether the entropy of what comes next is paid for' }),
    },
    columns: { ...OF_TWINS, needs: { actions: ['discrete', 'box'] } },
    build: ({ paid }, { built, spec }) =>
      spec.action.kind === 'box' ? softPairValue(built, paid) : softChoiceValue(built, paid),
  }),
  definePart({
    id: 'td-twin',
    slot: 'estimator',
    parameters: {
      noise: number({
        default: 0.2,
        minimum: 0,
        description: 'Standard deviation of what disturbs the next action',
      }),
      clip: number({ default: 0.5, minimum: 0, description: 'The most that disturbs it' }),
    },
    columns: { ...OF_TWINS, needs: { actions: ['box'] } },
    build: ({ noise, clip }, { built }) => new SmoothedValue(built, noise, clip),
  }),
]
