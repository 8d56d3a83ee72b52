/** Who plays by a written rule: `Player`, `Decision`. */
import type { ActMode, Stream } from '@gauntlet/core'
import type { LegalActions } from '../actions/legal-actions.ts'
import type { Knowledge } from '../view/knowledge.ts'
import type { SampledWorld } from './sampled-world.ts'

/** What a player decides from: what it knows, what it may choose, and random numbers of its own. */
export interface Decision {
  readonly known: Knowledge
  readonly legal: LegalActions
  readonly stream: Stream
  /** Whether a player that mixes draws, or takes what it would draw most often. */
  readonly mode: ActMode
  /**
   * A battle that may be the one that is played, as far as the player knows: all that is hidden is drawn from the stream.
   * Not at team preview.
   */
  imagine(stream: Stream): SampledWorld
}

/** Writes a legal joint action, a choice for the left and one for the right slot, at `offset`. */
export type Player = (decision: Decision, actions: Int32Array, offset: number) => void
