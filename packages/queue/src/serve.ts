/** Taking jobs from BullMQ: `serve`. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, Serving, Verdict } from '@gauntlet/bench'
import { DelayedError, type Job as BullJob, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Address } from './address.ts'
import { connectWorker, queueError } from './connection.ts'
import { PREFIX, TRIES } from './jobs.ts'

/** How long a job that was refused waits for others. */
const REFUSED_MS = 5000
/** How long a worker goes on without its queue. */
const LOST_MS = 60_000
/** How long a worker takes no cells from a queue that is full: BullMQ would ask again at once. */
const FULL_MS = 5000
/** How long the end may take. */
const END_MS = 10_000
/** Full minutes of which the throughput is kept. */
const MINUTES = 60

/**
 * Gives jobs to `handle` until the signal comes. Handlers wait for processes of their own, so that locks are renewed here,
 * whatever a cell does. Errors: GauntletError where the queue is lost.
 */
export async function serve(
  address: Address,
  { workers, name, signal, tell }: Serving,
  handle: (job: Job) => Promise<Verdict>,
): Promise<void> {
  let end: (fault?: unknown) => void = () => {}
  const ended = new Promise<unknown>((resolve) => (end = resolve))
  const stop = (): void => end()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const connection = connectWorker(address)
  whenLost(connection, () => end(queueError(address, new Error('Connection is closed'))))
  const process = async (job: BullJob, token?: string): Promise<unknown> => {
    const verdict = await handle({ key: String(job.id), order: job.data as unknown })
    return conclude(job, token, verdict)
  }
  const worker = new Worker(address.queue, process, {
    connection,
    name,
    prefix: PREFIX,
    skipVersionCheck: true,
    concurrency: workers,
    lockDuration: address.lockMs,
    stalledInterval: address.lockMs,
    maxStalledCount: TRIES - 1,
    metrics: { maxDataPoints: MINUTES },
  })
  let told = ''
  let rest: NodeJS.Timeout | undefined
  worker.on('error', (error) => {
    const { code, message } = queueError(address, error)
    if (message !== told) tell(message)
    told = message
    if (code !== 'queue-full' || worker.isPaused()) return
    void worker.pause(true)
    rest = setTimeout(() => void worker.resume(), FULL_MS).unref()
  })
  worker.on('stalled', (key) =>
    tell(`the worker of ${key} is not heard of any more; the cell is given to another`),
  )
  const fault = await ended
  signal.removeEventListener('abort', stop)
  clearTimeout(rest)
  await Promise.race([worker.close(connection.status !== 'ready'), sleep(END_MS, undefined, { ref: false })])
  connection.disconnect()
  if (fault !== undefined) throw fault
}

/** Tells BullMQ what became of a job. Errors: those by which BullMQ knows. */
async function conclude(job: BullJob, token: string | undefined, verdict: Verdict): Promise<unknown> {
  switch (verdict.kind) {
    case 'done':
      return verdict.reply
    case 'failed':
    case 'again': {
      const { reason, message } = verdict.failure
      const last = verdict.kind === 'failed' || job.attemptsMade + 1 >= TRIES
      throw new (last ? UnrecoverableError : Error)(`${reason}: ${message}`)
    }
    case 'refused':
      await job.updateProgress({ refused: verdict.reason })
      await job.moveToDelayed(Date.now() + REFUSED_MS, token)
      throw new DelayedError()
    case 'returned':
      await job.moveToWait(token)
      throw new WaitingError()
  }
}

/** Calls back once a connection has been down for long. */
function whenLost(connection: Redis, lost: () => void): void {
  let timer: NodeJS.Timeout | undefined
  connection.on('close', () => (timer ??= setTimeout(lost, LOST_MS)))
  connection.on('ready', () => {
    clearTimeout(timer)
    timer = undefined
  })
  connection.on('end', () => clearTimeout(timer))
  // BullMQ listens too, and the worker tells what it hears.
  connection.on('error', () => {})
}
