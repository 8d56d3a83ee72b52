/** A worker of a queue: `serveCells`, which runs cells in processes like those of a local run; `ServeOptions`, `ServeEvent`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { GauntletError } from '@gauntlet/core'
import type { Catalogue } from '../catalogue.ts'
import { CellProcess } from '../cell-process.ts'
import { type Cell, restoreCell } from '../cells.ts'
import type { Slots } from '../drain.ts'
import type { Outcome } from '../messages.ts'
import type { CellRun } from '../cell.ts'
import type { MachineDescription } from '../provenance.ts'
import { type CellFailure, failureOf, isGauntletError } from '../reasons.ts'
import type { CellDescriptor } from '../records.ts'
import type { Store } from '../store.ts'
import { requireBackend } from '../trials.ts'
import type { CellQueue, Job, Verdict } from './adapter.ts'
import {
  NO_CELL,
  NO_FILE,
  type Order,
  type Reply,
  fileName,
  policyName,
  readOrder,
  replyOf,
  sha256Of,
} from './order.ts'

export interface ServeOptions extends Slots {
  readonly signal: AbortSignal
  readonly machine: MachineDescription
  /** As others see this worker. */
  readonly name: string
  readonly onEvent: (event: ServeEvent) => void
}

export type ServeEvent =
  | { readonly kind: 'finished'; readonly descriptor: CellDescriptor; readonly score: number }
  /** `again`: it broke its process, and is tried again. */
  | {
      readonly kind: 'failed' | 'again'
      readonly descriptor: CellDescriptor
      readonly failure: CellFailure
    }
  /** What is no cell, or none that this worker can run. */
  | { readonly kind: 'refused' | 'unusable'; readonly key: string; readonly reason: string }
  | { readonly kind: 'trouble'; readonly message: string }

/** Codes of errors that say that something is not installed here, or in another version, or cannot be had just now. */
const LACKING = ['version', 'backend', 'lacking']

/** Failures that the machine may have a part in. A cell that throws, or takes too long, would do so again. */
const WORTH_ANOTHER_TRY: readonly CellFailure['reason'][] = ['crashed', 'out-of-memory']

/** How often, and for how long, a result waits for room in the queue: ten minutes in all. */
const FULL_TRIES = 120
const FULL_MS = 5000

/**
 * Runs the cells of a queue until the signal comes. What is finished stands in the worker's own store before it is sent, so that
 * whoever kills the worker loses nothing that was finished, and so do checkpoints.
 * Errors: GauntletError where the store cannot be written, or the queue is lost.
 */
export async function serveCells(
  catalogue: Catalogue,
  store: Store,
  queue: CellQueue,
  options: ServeOptions,
): Promise<void> {
  const { workers, plugins, limits, name, onEvent } = options
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  const slots = Array.from({ length: workers }, () => new CellProcess({ plugins, limits }))
  const free = [...slots]
  const backends = new Map<string, Promise<void>>()
  const stop = (): void => {
    for (const slot of slots) slot.close()
  }
  signal.addEventListener('abort', stop)
  try {
    const tell = (message: string): void => onEvent({ kind: 'trouble', message })
    await queue.serve({ workers, name, signal, tell }, async (job) => {
      const slot = free.pop()
      if (slot === undefined || signal.aborted) return { kind: 'returned' }
      try {
        return await answer({ catalogue, store, queue, slot, backends, options: { ...options, signal } }, job)
      } catch (error) {
        broken.abort(error)
        return { kind: 'returned' }
      } finally {
        free.push(slot)
      }
    })
    if (broken.signal.aborted) throw broken.signal.reason
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}

interface Server {
  readonly catalogue: Catalogue
  readonly store: Store
  readonly queue: CellQueue
  readonly slot: CellProcess
  readonly options: ServeOptions
  /** Backends that were asked for, once each. */
  readonly backends: Map<string, Promise<void>>
}

async function answer(server: Server, { key, order: written }: Job): Promise<Verdict> {
  const { catalogue, store, queue, slot, options } = server
  let cell: Cell
  let rival: Uint8Array | null
  try {
    const order = readOrder(written, key)
    for (const digest of order.files) {
      if (store.file(digest) === undefined) store.putFile(digest, await fileOf(queue, digest))
    }
    rival = order.rival === null ? null : await fileOf(queue, order.rival)
    cell = restored(catalogue, store, key, order)
    await backendOf(server, cell)
  } catch (error) {
    return unfit(options, key, error)
  }
  const known = stored(store, key)
  if (known !== undefined) return sent(server, known)
  const order = { cell, checkpoint: store.checkpoint(key), ...(cell.against && { rival }) }
  let fault: unknown
  const outcome = await slot.run(order, (bytes) => {
    // Called between answers, where nobody would catch what it throws.
    try {
      store.putCheckpoint(key, bytes)
    } catch (error) {
      fault = error
      slot.close()
    }
  })
  if (fault !== undefined) throw fault
  return settled(server, cell, outcome)
}

/** A file of the queue. Errors: GauntletError with code `lacking` where it is not there, `order` where it is another. */
async function fileOf(queue: CellQueue, digest: string): Promise<Uint8Array> {
  const bytes = await queue.bytes(fileName(digest))
  if (bytes === undefined) throw new GauntletError('lacking', `${NO_FILE} ${digest}`)
  const actual = sha256Of(bytes)
  if (actual === digest) return bytes
  throw new GauntletError('order', `the queue's file ${digest} has the digest ${actual}`)
}

/** The cell from what is installed. Errors: GauntletError with code `lacking` where others may have what it takes. */
function restored(catalogue: Catalogue, store: Store, key: string, { descriptor }: Order): Cell {
  try {
    return restoreCell(catalogue, key, descriptor, (digest) => store.file(digest))
  } catch (error) {
    if (!isGauntletError(error) || error.code === 'corrupt') throw error
    throw new GauntletError(error.code === 'store' ? 'order' : 'lacking', error.message)
  }
}

/** Tries, once for each backend, whether it is installed. */
function backendOf({ backends, options }: Server, cell: Cell): Promise<void> {
  const { backend } = cell.descriptor
  const known = backends.get(backend) ?? requireBackend([cell], options)
  backends.set(backend, known)
  return known
}

/** A job that this worker cannot run, or nobody. Errors: the error itself, where it is the store's or the queue's. */
function unfit({ name, onEvent }: ServeOptions, key: string, error: unknown): Verdict {
  const code = isGauntletError(error) ? error.code : ''
  if (['store', 'corrupt', 'queue', 'queue-full'].includes(code)) throw error
  const failure = failureOf(error)
  if (LACKING.includes(code)) {
    onEvent({ kind: 'refused', key, reason: failure.message })
    return { kind: 'refused', reason: `${name}: ${failure.message}` }
  }
  onEvent({ kind: 'unusable', key, reason: failure.message })
  return { kind: 'failed', failure: { reason: NO_CELL, message: `${name}: ${failure.message}` } }
}

interface Finished extends Reply {
  readonly policy: Uint8Array | null
}

/** A result that the store has already, as after a worker was killed between keeping and sending it. */
function stored(store: Store, key: string): Finished | undefined {
  const provenance = store.has(key) ? store.provenance(key) : undefined
  if (provenance === undefined) return undefined
  const result = store.read(key)
  const policy = result.policy === null ? null : store.policy(result.policy)
  return policy === undefined ? undefined : { result, provenance, policy }
}

async function settled(
  server: Server,
  { key, descriptor }: Cell,
  outcome: Outcome<CellRun>,
): Promise<Verdict> {
  const { machine, signal, onEvent } = server.options
  if (outcome.kind === 'failed') {
    if (signal.aborted) return { kind: 'returned' }
    const { failure } = outcome
    const kind = WORTH_ANOTHER_TRY.includes(failure.reason) ? 'again' : 'failed'
    onEvent({ kind, descriptor, failure })
    return { kind, failure }
  }
  const { result, policy, timing } = outcome.run
  const provenance = { key, ...timing, ...machine }
  try {
    server.store.putResult(result, provenance, policy)
  } catch (error) {
    if (!isGauntletError(error) || error.code !== 'conflict') throw error
    const failure = failureOf(error)
    onEvent({ kind: 'failed', descriptor, failure })
    return { kind: 'failed', failure }
  }
  const verdict = await sent(server, { result, provenance, policy })
  onEvent({ kind: 'finished', descriptor, score: result.score })
  return verdict
}

/** The policy goes first, so that a result that is there is complete. A queue without room is waited for. */
async function sent(
  { queue, options: { signal, onEvent } }: Server,
  { result, provenance, policy }: Finished,
): Promise<Verdict> {
  const { key, digest } = result
  for (let tries = 1; ; tries++) {
    try {
      if (policy !== null) {
        // Another try may have put there what another training came to, on a backend that does not repeat to the bit.
        await queue.removeBytes([policyName(key)])
        await queue.putBytes(policyName(key), policy)
      }
      const wanted = await queue.witness(key, digest)
      // Another worker was faster, and who fetched its result has left: nobody would remove this.
      if (!wanted) await queue.removeBytes([policyName(key)])
      return { kind: 'done', reply: replyOf({ result, provenance }) }
    } catch (error) {
      if (!isGauntletError(error)) throw error
      if (error.code === 'too-large') return { kind: 'failed', failure: failureOf(error) }
      if (error.code !== 'queue-full' || tries === FULL_TRIES) throw error
      onEvent({ kind: 'trouble', message: `${error.message}; the result of ${key} waits` })
      await sleep(FULL_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return { kind: 'returned' }
    }
  }
}
