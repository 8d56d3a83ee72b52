/** A policy that another is held near to: `ReferencePolicy`, the part `REFERENCE`. */
import { choice, number } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, named } from '../archive.ts'
import { type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import type { Minibatch } from '../trainers/minibatch.ts'

/** The policy as it was at the beginning of training, or, where it follows, an average of what it was since. */
export class ReferencePolicy {
  readonly actor: Actor
  private readonly followed: Actor
  private readonly decay: number

  /** `decay` 1 keeps it where it is. */
  constructor(followed: Actor, decay: number) {
    this.followed = followed
    this.actor = followed.twin()
    this.decay = decay
  }

  /** Log-probabilities of a minibatch's actions. Shape: [rows]. */
  score(minibatch: Minibatch): Float64Array {
    const { rows, masks, actions, observations, places, rollout } = minibatch
    const { network, head } = this.actor
    const inputs = this.actor.inputs(observations, rows, (row) => places[row] % rollout.agents)
    const outputs = network.predict(inputs, rows)
    return Float64Array.from({ length: rows }, (_, i) => head.score(outputs, masks, i, actions))
  }

  /** After an update of the policy: θ_ref ← decay θ_ref + (1 - decay) θ. */
  follow(): void {
    const { actor, followed, decay } = this
    if (decay === 1) return
    for (const [k, { parameters }] of actor.trainables.entries()) {
      const towards = followed.trainables[k].parameters
      for (let i = 0; i < parameters.length; i++)
        parameters[i] = decay * parameters[i] + (1 - decay) * towards[i]
    }
    actor.network.changed()
  }

  get state(): Archive {
    const parameters = this.actor.trainables.map(({ parameters: array }, k) => [`parameters${k}`, array])
    return named('reference', Object.fromEntries(parameters) as Archive)
  }

  changed(): void {
    this.actor.network.changed()
  }
}

export const REFERENCE: PartDefinition<'policy'> = definePart({
  id: 'reference',
  slot: 'policy',
  parameters: {
    kind: choice({
      options: ['initial', 'average'],
      default: 'initial',
      description: 'The policy at the beginning of training, or an exponential average of what it was',
    }),
    decay: number({
      default: 0.99,
      minimum: 0,
      maximum: 1,
      description: 'Share of the average that an update of the policy leaves',
    }),
  },
  columns: { reads: ['policy'], adds: ['reference-log-probabilities'], needs: {} },
  build: ({ kind, decay }, { built }) => new ReferencePolicy(actorOf(built), kind === 'initial' ? 1 : decay),
})
