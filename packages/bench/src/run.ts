/**
 * Runs what a plan holds and a store lacks: `runMatrix`, `RunOptions`, `RunEvent`, `RunSummary`, `pendingCells`;
 * `probeCells`.
 */
import { GauntletError } from '@gauntlet/core'
import { DEFAULT_BACKEND } from './backends.ts'
import type { CellRun } from './cell.ts'
import { CellProcess } from './cell-process.ts'
import { type Cell, cellFiles } from './cells.ts'
import type { Limits } from './config.ts'
import type { PluginSource } from './discover.ts'
import type { Trial } from './estimate.ts'
import type { CellOutcome } from './messages.ts'
import type { MachineDescription } from './provenance.ts'
import { type CellFailure, isGauntletError } from './reasons.ts'
import type { FailedCell } from './records.ts'
import type { Store } from './store.ts'
import type { Trained } from './train.ts'

export interface RunOptions {
  readonly plugins: readonly PluginSource[]
  readonly workers: number
  readonly limits: Limits
  readonly machine: MachineDescription
  /** Computes failed cells again instead of passing them over. */
  readonly retryFailed?: boolean
  /** Stops the run where it is: running cells are given up, finished ones are kept. */
  readonly signal?: AbortSignal
  readonly onEvent?: (event: RunEvent) => void
}

export type RunEvent =
  | { readonly kind: 'started'; readonly cell: Cell }
  | { readonly kind: 'finished'; readonly cell: Cell; readonly run: CellRun }
  /** Another process that shares the store was first. */
  | { readonly kind: 'found'; readonly cell: Cell }
  | { readonly kind: 'failed'; readonly cell: Cell; readonly failure: CellFailure }

export interface RunSummary {
  /** Cells that were finished before this run, and those that it finished. */
  readonly before: number
  readonly finished: number
  readonly failed: number
  /** Cells that the signal cut off. */
  readonly left: number
}

/** What is left to do: cells that the store lacks, without those that failed unless they are to be tried again. */
export function pendingCells(cells: readonly Cell[], store: Store, retryFailed: boolean): Cell[] {
  const done = new Set(store.keys())
  if (!retryFailed) for (const key of store.failedKeys()) done.add(key)
  return cells.filter(({ key }) => !done.has(key))
}

/**
 * Computes the cells that the store lacks, each in whichever slot is free. What a cell comes to depends
 * neither on the number of slots nor on the order. Errors: GauntletError where the store cannot be written.
 */
export async function runMatrix(
  cells: readonly Cell[],
  store: Store,
  options: RunOptions,
): Promise<RunSummary> {
  const { signal, retryFailed = false, onEvent = () => {} } = options
  const queue = pendingCells(cells, store, retryFailed)
  const keys = new Set(store.keys())
  const before = cells.filter(({ key }) => keys.has(key)).length
  const counts = { finished: 0, failed: cells.length - before - queue.length, found: 0 }
  for (const cell of cells) for (const [digest, bytes] of cellFiles(cell)) store.putFile(digest, bytes)

  const settle = (cell: Cell, outcome: CellOutcome): void => {
    const failure = outcome.kind === 'done' ? keep(store, outcome.run, options.machine) : outcome.failure
    if (outcome.kind === 'done' && failure === undefined) {
      counts.finished++
      onEvent({ kind: 'finished', cell, run: outcome.run })
    } else if (failure !== undefined) {
      counts.failed++
      if (!store.has(cell.key)) store.putFailure(failedCell(cell, failure))
      onEvent({ kind: 'failed', cell, failure })
    }
  }
  const wanted = (cell: Cell): boolean => {
    if (!store.has(cell.key)) return true
    counts.found++
    onEvent({ kind: 'found', cell })
    return false
  }
  await drain(queue, options, { wanted, settle, checkpoints: store })
  if (signal?.aborted !== true) requireSettled(cells, store)
  const settled = before + counts.finished + counts.failed + counts.found
  return {
    before: before + counts.found,
    finished: counts.finished,
    failed: counts.failed,
    left: signal?.aborted === true ? cells.length - settled : 0,
  }
}

/** Refuses to call a matrix done whose cells are no longer there. */
function requireSettled(cells: readonly Cell[], store: Store): void {
  const gone = pendingCells(cells, store, false).length
  if (gone === 0) return
  throw new GauntletError(
    'store',
    `store ${store.root}: ${gone} of ${cells.length} cells are not there any more though they were computed; ` +
      'the same command computes them again',
  )
}

export interface DrainHooks {
  /** Whether a cell is still to be run when its turn comes. */
  readonly wanted?: (cell: Cell) => boolean
  readonly settle: (cell: Cell, outcome: CellOutcome) => void
  /** Where checkpoints are kept, and trainings go on from; none where every cell is to run from its beginning. */
  readonly checkpoints?: Pick<Store, 'checkpoint' | 'putCheckpoint'>
  /** The training of a cell that is only to be evaluated. */
  readonly trained?: (cell: Cell) => Trained | undefined
}

/**
 * Lets `workers` slots take cells from the queue until it is empty or the signal comes. Where `settle` throws, the
 * other slots are ended and what they come to counts for nothing.
 */
export async function drain(
  queue: Cell[],
  {
    workers,
    plugins,
    limits,
    signal,
    onEvent,
  }: Pick<RunOptions, 'workers' | 'plugins' | 'limits' | 'signal' | 'onEvent'>,
  { wanted = () => true, settle, checkpoints, trained }: DrainHooks,
): Promise<void> {
  let stopped = false
  const serve = async (slot: CellProcess): Promise<void> => {
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      if (!wanted(cell)) continue
      onEvent?.({ kind: 'started', cell })
      const order = { cell, checkpoint: checkpoints?.checkpoint(cell.key), trained: trained?.(cell) }
      const outcome = await slot.run(order, (bytes) => keepUp(cell, bytes))
      if (stopped) return
      settle(cell, outcome)
    }
  }
  const count = Math.min(workers, queue.length)
  const slots = Array.from({ length: count }, () => new CellProcess({ plugins, limits }))
  const stop = (): void => {
    stopped = true
    queue.length = 0
    for (const slot of slots) slot.close()
  }
  // Called between answers, where nobody would catch what it throws.
  let fault: unknown
  const keepUp = ({ key }: Cell, bytes: Uint8Array): void => {
    try {
      if (!stopped) checkpoints?.putCheckpoint(key, bytes)
    } catch (error) {
      fault = error
      stop()
    }
  }
  signal?.addEventListener('abort', stop)
  if (signal?.aborted === true) stop()
  try {
    await Promise.all(slots.map(serve))
    if (fault !== undefined) throw fault
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

/** Tries cells for a moment each, to foretell their time: by key, those of which that says anything. */
export async function probeCells(
  cells: readonly Cell[],
  { workers, plugins, limits }: Pick<RunOptions, 'workers' | 'plugins' | 'limits'>,
  onTried: (cell: Cell) => void,
): Promise<Map<string, Trial>> {
  const queue = [...cells]
  const trials = new Map<string, Trial>()
  const serve = async (): Promise<void> => {
    const slot = new CellProcess({ plugins, limits })
    for (let cell = queue.shift(); cell !== undefined; cell = queue.shift()) {
      const trial = await slot.probe(cell)
      if (trial !== undefined) trials.set(cell.key, trial)
      onTried(cell)
    }
    slot.close()
  }
  await Promise.all(Array.from({ length: Math.min(workers, cells.length) }, serve))
  return trials
}

/**
 * Refuses a backend on which nothing could be trained, before every cell fails of it: by creating one learner.
 * Errors: GauntletError as the learner gives it.
 */
export async function requireBackend(
  cells: readonly Cell[],
  { plugins, limits }: Pick<RunOptions, 'plugins' | 'limits'>,
): Promise<void> {
  const trained = cells.find(
    ({ descriptor }) => descriptor.budget > 0 && descriptor.backend !== DEFAULT_BACKEND,
  )
  if (trained === undefined) return
  const slot = new CellProcess({ plugins, limits })
  const trial = await slot.probe(trained)
  slot.close()
  if (trial?.kind !== 'failed') return
  const { message } = trial.failure
  if (message.startsWith(`backend ${trained.descriptor.backend}: `))
    throw new GauntletError('backend', message)
}

/** Stores a finished cell; a failure where another run of it came out otherwise. */
function keep(store: Store, run: CellRun, machine: MachineDescription): CellFailure | undefined {
  const { result, policy, timing } = run
  try {
    store.putResult(result, { key: result.key, ...timing, ...machine }, policy)
    return undefined
  } catch (error) {
    if (isGauntletError(error) && error.code === 'conflict')
      return { reason: 'threw', message: error.message }
    throw error
  }
}

function failedCell({ key, descriptor }: Cell, failure: CellFailure): FailedCell {
  return {
    format: 'gauntlet-failed-cell',
    formatVersion: 1,
    key,
    descriptor,
    ...failure,
    failedAt: new Date().toISOString(),
  }
}
