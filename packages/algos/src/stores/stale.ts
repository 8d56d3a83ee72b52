/** Rollouts of a policy that lags behind: `StalePolicy`, the part `STALE`. */
import { integer } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import { type Archive, named } from '../archive.ts'
import { type PartDefinition, actorOf, definePart } from '../recipe/part.ts'

/**
 * The policy that collects: the one that learns, as it was when the number of collections was last a multiple of `lag`. Data are up
 * to `lag` updates old, as where a slow generator serves a fast trainer.
 *
 * Source: Yao et al. 2025 (Group-relative REINFORCE is secretly an off-policy algorithm), section 4, the synchronisation interval.
 */
export class StalePolicy {
  readonly actor: Actor
  private readonly followed: Actor
  private readonly lag: number

  constructor(followed: Actor, lag: number) {
    this.followed = followed
    this.actor = followed.twin()
    this.lag = lag
  }

  /** Before collection number `iteration`. */
  renew(iteration: number): void {
    if (iteration % this.lag === 0) this.actor.become(this.followed)
  }

  get state(): Archive {
    const parameters = this.actor.trainables.map(({ parameters: array }, k) => [`parameters${k}`, array])
    return named('stale', Object.fromEntries(parameters) as Archive)
  }

  changed(): void {
    this.actor.network.changed()
  }
}

export const STALE: PartDefinition<'store'> = definePart({
  id: 'stale',
  slot: 'store',
  parameters: {
    lag: integer({
      default: 10,
      minimum: 1,
      description: 'Collections between two renewals of the policy that collects',
    }),
  },
  columns: { reads: [], adds: ['behaviour'], needs: {} },
  build: ({ lag }, { built }) => new StalePolicy(actorOf(built), lag),
})
