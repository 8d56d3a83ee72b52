/** Why a cell failed: `CellFailure`, `failureOf`, `notFinite`; `isGauntletError`. */
import { GauntletError } from '@gauntlet/core'
import type { FailedCell } from './records.ts'

/** A failure's kind and what it said. */
export type CellFailure = Pick<FailedCell, 'reason' | 'message'>

/** Lines of a stack that a message keeps. */
const STACK_LINES = 6

/**
 * Whether an error was raised on purpose, also by another copy of core: a plugin may bring its own, whose
 * classes are not ours.
 */
export function isGauntletError(error: unknown): error is GauntletError {
  if (error instanceof GauntletError) return true
  if (!(error instanceof Error)) return false
  for (let at: object | null = error; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (at.constructor.name === 'GauntletError') return true
  }
  return false
}

/** An error for a number that is NaN or infinite where a result needs a finite one. */
export function notFinite(what: string, value: number): GauntletError {
  return new GauntletError('not-finite', `${what} is ${value}, expected a finite number`)
}

/** What an error thrown inside a cell means. */
export function failureOf(error: unknown): CellFailure {
  if (isGauntletError(error)) {
    if (error.code === 'not-finite') return { reason: 'not-finite', message: error.message }
    return { reason: 'threw', message: error.message }
  }
  if (!(error instanceof Error)) return { reason: 'threw', message: `threw ${String(error)}` }
  if (isOutOfMemory(error)) return { reason: 'out-of-memory', message: error.message }
  const stack = error.stack?.split('\n').slice(0, STACK_LINES).join('\n')
  return { reason: 'threw', message: stack ?? error.message }
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
