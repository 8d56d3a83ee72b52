/** How cells stand in BullMQ: `PREFIX`, `TRIES`, `reasonOf`. */

/** Before the names of all keys. */
export const PREFIX = 'gauntlet'

/** Tries of a cell that breaks its process, or of which nobody hears any more. */
export const TRIES = 3

/** Why a job failed; what BullMQ says of one whose workers went silent in words for people. */
export function reasonOf(failedReason: string): string {
  if (failedReason !== 'job stalled more than allowable limit') return failedReason
  return `crashed: its workers died, or lost the queue, ${TRIES} times`
}
