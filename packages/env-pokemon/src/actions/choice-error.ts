/** `ChoiceError`. */
import { GauntletError } from '@gauntlet/core'

/** A choice that is not legal, a text that is none, or a request that allows none. */
export class ChoiceError extends GauntletError {
  /** The slot that is to blame, 0 or 1, where there is one. */
  readonly slot: number | undefined

  constructor(message: string, slot?: number) {
    super('choice', slot === undefined ? message : `slot ${slot}: ${message}`)
    this.slot = slot
  }
}
