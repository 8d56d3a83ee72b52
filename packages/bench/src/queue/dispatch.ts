/** Runs cells on the workers of a queue: `runQueued`, `QueuedOptions`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { GauntletError } from '@gauntlet/core'
import { DEFAULT_BACKEND } from '../backends.ts'
import type { CellRun } from '../cell.ts'
import { type Cell, cellFiles, cellName } from '../cells.ts'
import { type CellFailure, failureOf, isGauntletError } from '../reasons.ts'
import { type LaterSummary, type RunOptions, type RunSummary, pendingOf, savedRival } from '../run.ts'
import type { Store } from '../store.ts'
import type { CellQueue, Settled } from './adapter.ts'
import { NO_CELL, NO_FILE, type Order, fileName, orderOf, policyName, readReply, sha256Of } from './order.ts'

export interface QueuedOptions extends Pick<RunOptions, 'retryFailed' | 'signal' | 'onEvent'> {
  /** Is told of what keeps the cells from being computed. */
  readonly tell: (message: string) => void
}

/** Cells in the queue at a time: more wait here, so that no matrix outgrows the queue's memory. */
const MOST_QUEUED = 10_000
/** Cells that are added, and results that are fetched, at a time. */
const BATCH = 500
const FETCHED = 32
/** How long nothing new is waited for, and how often it is made sure that no cell was lost and somebody serves. */
const POLL_MS = 200
const AUDIT_MS = 30_000

/** How often in all a cell is queued of which nothing comes that can be used. */
const TRIES = 3

/** What a failed job says where the cell failed, and not the queue. */
const FAILURE = /^(threw|timed-out|out-of-memory|not-finite|crashed): ([^]*)$/

/**
 * Has the cells that the store lacks computed by the workers of a queue, and keeps what they send, as a local run would. Whoever
 * is killed meanwhile, this process too, loses nothing that was finished: the same call goes on from there.
 * Errors: GauntletError where the store cannot be written, or the queue is lost or full.
 */
export async function runQueued(
  cells: readonly Cell[],
  store: Store,
  queue: CellQueue,
  options: QueuedOptions,
): Promise<RunSummary> {
  const waiting = pendingOf(cells, store, options.retryFailed === true)
  const finished = new Set(store.keys())
  const before = cells.filter(({ key }) => finished.has(key)).length
  const dispatch = new Dispatch(store, queue, options, waiting)
  const { length } = waiting
  await dispatch.run()
  const { counts } = dispatch
  return {
    before: before + counts.found,
    finished: counts.finished,
    failed: cells.length - before - length + counts.failed,
    left: length - counts.finished - counts.failed - counts.found,
  }
}

/** Likewise the best responses to cells that the store has. */
export async function runQueuedResponses(
  responses: readonly Cell[],
  store: Store,
  queue: CellQueue,
  options: QueuedOptions,
): Promise<LaterSummary> {
  const finished = new Set(store.keys())
  const ready = responses.filter(({ against }) => against !== undefined && finished.has(against.key))
  return { ...(await runQueued(ready, store, queue, options)), waiting: responses.length - ready.length }
}

/** What came of a cell; `unusable`: nothing that says how the cell fares. */
type Fetched = { readonly run: CellRun } | { readonly failure: CellFailure } | { readonly unusable: string }

class Dispatch {
  readonly counts = { finished: 0, failed: 0, found: 0 }
  private readonly store: Store
  private readonly queue: CellQueue
  private readonly options: QueuedOptions
  /** Cells that are still to be queued, and those that are. */
  private waiting: Cell[]
  private readonly queued = new Map<string, Cell>()
  /** Files that were put into the queue, by name. */
  private readonly files = new Set<string>()
  private readonly told = new Set<string>()
  /** How often cells were queued again of which nothing usable came. */
  private readonly again = new Map<string, number>()

  constructor(store: Store, queue: CellQueue, options: QueuedOptions, waiting: Cell[]) {
    this.store = store
    this.queue = queue
    this.options = options
    this.waiting = waiting
  }

  async run(): Promise<void> {
    const { queue, queued, options } = this
    if (options.retryFailed === true) await this.forgetFailed()
    let audited = -Infinity
    while (this.waiting.length + queued.size > 0 && options.signal?.aborted !== true) {
      while (this.waiting.length > 0 && queued.size + BATCH <= MOST_QUEUED) await this.add()
      const { finished, failed } = await queue.settled()
      const mine = [...finished, ...failed].filter((key) => queued.has(key))
      for (let i = 0; i < mine.length; i += FETCHED) {
        await Promise.all(mine.slice(i, i + FETCHED).map((key) => this.fetch(key)))
      }
      if (mine.length > 0) continue
      if (performance.now() - audited > AUDIT_MS) {
        await this.audit()
        audited = performance.now()
      }
      await sleep(POLL_MS, undefined, options.signal && { signal: options.signal }).catch(() => {})
    }
    if (this.waiting.length + queued.size === 0) await this.removeFiles()
  }

  /** What failed in the queue of an earlier run is to be tried again. */
  private async forgetFailed(): Promise<void> {
    const keys = new Set(this.waiting.map(({ key }) => key))
    const { failed } = await this.queue.settled()
    await this.queue.remove(failed.filter((key) => keys.has(key)))
  }

  /** Queues some more cells, but those that somebody who shares the store has computed. */
  private async add(): Promise<void> {
    const some = this.waiting.slice(0, BATCH)
    const jobs = []
    for (const cell of some) {
      if (this.store.has(cell.key)) {
        this.found(cell)
        continue
      }
      jobs.push({ key: cell.key, order: await this.order(cell) })
      this.queued.set(cell.key, cell)
    }
    await this.queue.add(jobs)
    this.waiting = this.waiting.slice(some.length)
  }

  /** A cell's order, after the files that it needs. */
  private async order(cell: Cell): Promise<Order> {
    const saved = savedRival(this.store, cell)
    const rival = saved ? sha256Of(saved) : null
    if (saved && rival !== null) await this.putFile(rival, saved)
    for (const [digest, bytes] of cellFiles(cell)) {
      this.store.putFile(digest, bytes)
      await this.putFile(digest, bytes)
    }
    return orderOf(cell, rival)
  }

  private async putFile(digest: string, bytes: Uint8Array): Promise<void> {
    const name = fileName(digest)
    if (this.files.has(name)) return
    await this.queue.putBytes(name, bytes)
    this.files.add(name)
  }

  private found(item: Cell): void {
    this.counts.found++
    this.options.onEvent?.({ kind: 'found', item })
  }

  /** Keeps what came of a cell, and only then removes it from the queue. */
  private async fetch(key: string): Promise<void> {
    const { queue, store, queued, counts, options } = this
    const item = queued.get(key)
    const settled = item && (await queue.read(key))
    // Another planner may have fetched it; the next audit finds out.
    if (item === undefined || settled === undefined) return
    const outcome = await this.kept(key, settled)
    if ('unusable' in outcome) return this.queueAgain(item, outcome.unusable)
    if ('run' in outcome) {
      counts.finished++
      options.onEvent?.({ kind: 'finished', item, run: outcome.run })
    } else {
      const { descriptor } = item
      const failedAt = new Date().toISOString()
      const about = { format: 'gauntlet-failed-cell', formatVersion: 1, key, descriptor, failedAt } as const
      if (!store.has(key)) store.putFailure({ ...about, ...outcome.failure })
      counts.failed++
      options.onEvent?.({ kind: 'failed', item, failure: outcome.failure })
    }
    queued.delete(key)
    await queue.remove([key])
    await queue.removeBytes([policyName(key)])
    if ('run' in outcome) return
    const { reason, message } = outcome.failure
    await queue.remember({ key, reason: `${reason}: ${message}` })
  }

  /**
   * Queues a cell again whose job was cut off, or whose result was taken apart by another planner or worker. Errors: GauntletError
   * once it came to that often; the job is left there, and the same command tries again.
   */
  private async queueAgain(cell: Cell, reason: string): Promise<void> {
    const { key, descriptor } = cell
    const tries = (this.again.get(key) ?? 0) + 1
    if (tries === TRIES) {
      throw new GauntletError(
        'queue',
        `queue ${this.queue.name}: nothing usable came of ${cellName(descriptor)}, ${TRIES} times: ${reason}; ` +
          'do all workers have the versions that are installed here? The same command goes on from here',
      )
    }
    this.tellOnce(`cells are queued again: ${reason}`)
    this.again.set(key, tries)
    this.queued.delete(key)
    this.waiting.push(cell)
    await this.queue.remove([key])
  }

  /** Errors: GauntletError where the store cannot be written. */
  private async kept(key: string, { reply, failure, digests }: Settled): Promise<Fetched> {
    if (failure !== undefined) return readFailure(failure)
    try {
      const { result, provenance } = readReply(reply, key)
      const repeats = result.descriptor.backend === DEFAULT_BACKEND
      const others = digests.filter((digest) => repeats && digest !== result.digest)
      if (others.length > 0) {
        const message = `computed with digest ${result.digest}, and by another worker with ${others.join(', ')}: the cell does not come out the same twice`
        return { failure: { reason: 'threw', message } }
      }
      const policy = result.policy === null ? null : await this.policyOf(key, result.policy)
      this.store.putResult(result, provenance, policy)
      return { run: { result, policy, timing: provenance } }
    } catch (error) {
      if (!isGauntletError(error) || ['store', 'queue', 'queue-full'].includes(error.code)) throw error
      if (error.code === 'conflict') return { failure: failureOf(error) }
      return { unusable: `the queue's reply cannot be used: ${error.message}` }
    }
  }

  private async policyOf(key: string, digest: string): Promise<Uint8Array> {
    const bytes = await this.queue.bytes(policyName(key))
    if (bytes === undefined) throw new GauntletError('reply', 'what the learner saved did not come with it')
    const actual = sha256Of(bytes)
    if (actual === digest) return bytes
    throw new GauntletError('reply', `what the learner saved has the digest ${actual}, not ${digest}`)
  }

  /**
   * Queues again what is no longer there, because the queue's memory was lost or another planner took it; says so where nobody
   * serves, or nobody can. What is no cell goes.
   */
  private async audit(): Promise<void> {
    const { queue, queued } = this
    const { workers, failures, refusals } = await queue.status()
    const strange = failures.filter(
      ({ key, reason }) => reason.startsWith(`${NO_CELL}: `) && !queued.has(key),
    )
    await queue.remove(strange.map(({ key }) => key))
    for (const { key, reason } of strange) this.tellOnce(`job ${key} is removed: ${reason}`)
    const bare = refusals.filter(({ key, reason }) => queued.has(key) && reason.includes(NO_FILE))
    await queue.remove(bare.map(({ key }) => key))
    const lost = await queue.missing([...queued.keys()])
    // A queue that was full may have half of a job, which would be in the way.
    await queue.remove(lost)
    for (const key of lost) {
      const cell = queued.get(key)
      if (cell !== undefined) this.waiting.push(cell)
      queued.delete(key)
    }
    if (lost.length > 0) {
      this.files.clear()
      this.tellOnce(`queue ${queue.name} has lost cells or their files; they are queued again`)
    }
    if (workers.length === 0) {
      this.tellOnce(`no worker serves queue ${queue.name} yet; gauntlet worker --queue URL makes one`)
    }
    for (const { reason } of refusals) this.tellOnce(`cells wait for another worker: ${reason}`)
  }

  private tellOnce(message: string): void {
    if (this.told.has(message)) return
    this.told.add(message)
    this.options.tell(message)
  }

  /** Files go once nothing is left in the queue that could need them. */
  private async removeFiles(): Promise<void> {
    if (this.files.size === 0) return
    const { waiting, running, refused } = await this.queue.status()
    if (waiting + running + refused === 0) await this.queue.removeBytes([...this.files])
  }
}

/** A job may also have failed because it was none, or because of the queue. */
function readFailure(said: string): Fetched {
  const match = FAILURE.exec(said)
  if (match === null) return { unusable: said }
  return { failure: { reason: match[1] as CellFailure['reason'], message: match[2] } }
}
