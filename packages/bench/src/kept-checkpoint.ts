/** What a failed cell says of its checkpoint: `tellCheckpoint`. */
import { readCheckpoint } from './checkpoint.ts'
import type { Cell } from './cells.ts'
import type { Outcome } from './messages.ts'
import type { Store } from './store.ts'

/**
 * The outcome, which says of a failed training after how many steps the checkpoint was taken that the store keeps, and that
 * `--retry-failed` goes on from. Where there is none, only a cell that threw, maybe before it could train, is silent on it.
 */
export function tellCheckpoint<Run>(
  outcome: Outcome<Run>,
  { key, descriptor }: Cell,
  store: Store,
): Outcome<Run> {
  if (outcome.kind === 'done' || descriptor.budget === 0) return outcome
  const { reason, message } = outcome.failure
  const bytes = store.checkpoint(key)
  const steps = bytes && readCheckpoint(bytes)?.steps
  if (steps === undefined && reason === 'threw') return outcome
  const kept = steps === undefined ? 'no checkpoint was kept' : `the checkpoint after ${steps} steps is kept`
  // The first line is the one that is shown; a stack may follow.
  const [said, ...stack] = message.split('\n')
  return { kind: 'failed', failure: { reason, message: [`${said}; ${kept}`, ...stack].join('\n') } }
}
