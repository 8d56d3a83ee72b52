/** Why a cell failed: `CellFailure`, `failureOf`, `thrownText`; `isGauntletError`. */
import { inspect } from 'node:util'
import { GauntletError } from '@gauntlet/core'
import type { FailedCell } from './records.ts'

/** A failure's kind and what it said. */
export type CellFailure = Pick<FailedCell, 'reason' | 'message'>

/** Lines of a stack that a message keeps, and characters of a message that a record keeps. */
const STACK_LINES = 6
const MESSAGE_KEPT = 2000

/**
 * Whether an error was raised on purpose, also by another copy of core: a plugin may bring its own, whose
 * classes are not ours.
 */
export function isGauntletError(error: unknown): error is GauntletError {
  if (error instanceof GauntletError) return true
  if (!(error instanceof Error)) return false
  for (let at: object | null = error; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if ((at.constructor as Function | undefined)?.name === 'GauntletError') return true
  }
  return false
}

/** What an error thrown inside a cell means. */
export function failureOf(error: unknown): CellFailure {
  const reason = reasonOf(error)
  const told = reason !== 'threw' || isGauntletError(error) || !(error instanceof Error)
  return { reason, message: thrownText(error, told ? undefined : stackOf).slice(0, MESSAGE_KEPT) }
}

function reasonOf(error: unknown): CellFailure['reason'] {
  if (isGauntletError(error)) return error.code === 'not-finite' ? 'not-finite' : 'threw'
  return error instanceof Error && isOutOfMemory(error) ? 'out-of-memory' : 'threw'
}

/** What was thrown, as text, whatever it is; an unforeseen error as `told` tells it. */
export function thrownText(thrown: unknown, told: (error: Error) => string = String): string {
  try {
    if (isGauntletError(thrown)) return thrown.message
    if (thrown instanceof Error) return told(thrown)
    return Object(thrown) === thrown ? inspect(thrown, { depth: 1, customInspect: false }) : String(thrown)
  } catch {
    return 'a value that cannot be shown'
  }
}

/** A stack's first lines, which name the error and where it was thrown. */
function stackOf(error: Error): string {
  return (error.stack ?? error.message).split('\n').slice(0, STACK_LINES).join('\n')
}

/** A heap limit that the worker hit, or memory outside the heap that the system refused. */
function isOutOfMemory(error: Error): boolean {
  const { code } = error as { code?: unknown }
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return true
  return (
    error instanceof RangeError &&
    /allocation failed|Invalid (typed )?array (buffer )?length/i.test(error.message)
  )
}
