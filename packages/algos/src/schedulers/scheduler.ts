/** Who trains against whom: `Scheduler`, `Opposition`, `Advance`. */
import type { Environment, Policy, Seed, Stream } from '@gauntlet/core'
import type { Actor } from '../actor.ts'
import type { Archive } from '../archive.ts'

/** What a part of the slot `scheduler` is built into, before there is a policy that learns. */
export interface Scheduler {
  /** `seed` is what all chance in it is folded from. */
  oppose(actor: Actor, seed: Seed): Opposition
}

/** Who sits opposite a policy that learns. */
export interface Opposition {
  /** What is evaluated. */
  readonly policy: Policy
  /** Everybody who may sit there, for a game that they will all play; nobody where the policy plays both sides itself. */
  players(game: Environment): readonly Policy[]
  /** The number of the one who sits there in an episode. */
  draw(stream: Stream): number
  /**
   * Called after every collection, when the policy has trained for `trained` world steps. It may draw up to `budget` steps of the
   * game, whose worlds it leaves as it found them.
   */
  advance(trained: number, game: Environment, budget: number): Advance
  /** Everything that `advance` changes. */
  state(): Archive
  load(saved: Archive): void
  dispose(): void
}

export interface Advance {
  /** World steps. */
  readonly drawn: number
  /** Whether the budget was enough; training ends where it was not. */
  readonly whole: boolean
  readonly metrics: Readonly<Record<string, number>>
}

/** Where nothing was to do. */
export function advanced(metrics: Advance['metrics'] = {}): Advance {
  return { drawn: 0, whole: true, metrics }
}
