/** A queue of cells in BullMQ: `BullQueue`. */
import type { CellQueue, Job, QueueStatus, Serving, Settled, Trouble, Verdict } from '@gauntlet/bench'
import { GauntletError } from '@gauntlet/core'
import { Queue, type QueueOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import { type Address, FILES } from './address.ts'
import { queueError } from './connection.ts'
import { PREFIX, TRIES, reasonOf } from './jobs.ts'
import { serve } from './serve.ts'
import { remember, statusOf } from './status.ts'

/** Bytes of a file, or of what a learner saved: Redis takes 512 MB, and a third comes on top. */
const MOST_BYTES = 64 * 2 ** 20
/** Events hold results once more, and nobody reads old ones. */
const EVENTS_KEPT = 100

/**
 * Cells are jobs under their keys. Files and what learners saved are jobs of a second queue, which nobody takes: so all goes
 * through BullMQ, and nothing else is kept.
 */
export class BullQueue implements CellQueue {
  readonly name: string
  private readonly address: Address
  private readonly connection: Redis
  private readonly jobs: Queue
  private readonly files: Queue

  constructor(address: Address, connection: Redis) {
    this.name = address.shown
    this.address = address
    this.connection = connection
    const options: QueueOptions = {
      connection,
      prefix: PREFIX,
      skipVersionCheck: true,
      streams: { events: { maxLen: EVENTS_KEPT } },
    }
    this.jobs = new Queue(address.queue, options)
    this.files = new Queue(address.queue + FILES, options)
    // Every error is that of a command too, which throws it.
    for (const queue of [this.jobs, this.files]) queue.on('error', () => {})
  }

  add(jobs: readonly Job[]): Promise<void> {
    return this.saying(async () => {
      await this.jobs.addBulk(
        jobs.map(({ key, order }) => ({
          name: 'cell',
          data: order,
          opts: { jobId: key, attempts: TRIES, stackTraceLimit: 0 },
        })),
      )
    })
  }

  settled(): Promise<{ finished: string[]; failed: string[] }> {
    return this.saying(async () => {
      const [finished, failed] = await Promise.all([
        this.jobs.getRanges(['completed'], 0, -1, true),
        this.jobs.getRanges(['failed'], 0, -1, true),
      ])
      return { finished, failed }
    })
  }

  read(key: string): Promise<Settled | undefined> {
    return this.saying(async () => {
      const job = await this.jobs.getJob(key)
      if (job?.finishedOn === undefined) return undefined
      const { logs } = await this.jobs.getJobLogs(key)
      const reply: unknown = job.returnvalue ?? undefined
      return { reply, failure: reply === undefined ? reasonOf(job.failedReason) : undefined, digests: logs }
    })
  }

  remove(keys: readonly string[]): Promise<void> {
    return this.saying(() => removed(this.jobs, keys))
  }

  async remember(failure: Trouble): Promise<void> {
    try {
      await this.saying(() => remember(this.files, failure))
    } catch (error) {
      if ((error as GauntletError).code !== 'queue-full') throw error
    }
  }

  missing(keys: readonly string[]): Promise<string[]> {
    return this.saying(async () => {
      const states = await Promise.all(keys.map((key) => this.jobs.getJobState(key)))
      return keys.filter((_, i) => states[i] === 'unknown')
    })
  }

  putBytes(name: string, bytes: Uint8Array): Promise<void> {
    return this.saying(async () => {
      if (bytes.length > MOST_BYTES) {
        const message = `takes files and policies of at most ${MOST_BYTES / 2 ** 20} MiB; ${name} has ${(bytes.length / 2 ** 20).toFixed(1)}; use --shard and gauntlet store merge instead`
        throw new GauntletError('too-large', message)
      }
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
      await this.files.add('bytes', text, { jobId: name })
    })
  }

  bytes(name: string): Promise<Uint8Array | undefined> {
    return this.saying(async () => {
      const data: unknown = (await this.files.getJob(name))?.data
      return typeof data === 'string' ? new Uint8Array(Buffer.from(data, 'base64')) : undefined
    })
  }

  removeBytes(names: readonly string[]): Promise<void> {
    return this.saying(() => removed(this.files, names))
  }

  async witness(key: string, digest: string): Promise<boolean> {
    try {
      await this.saying(() => this.jobs.addJobLog(key, digest))
      return true
    } catch (error) {
      if (/missing key/i.test((error as Error).message)) return false
      throw error
    }
  }

  serve(options: Serving, handle: (job: Job) => Promise<Verdict>): Promise<void> {
    return serve(this.address, options, handle)
  }

  status(): Promise<QueueStatus> {
    return this.saying(() => statusOf(this.jobs, this.files))
  }

  async close(): Promise<void> {
    await Promise.all([this.jobs.close(), this.files.close()]).catch(() => {})
    this.connection.disconnect()
  }

  /** Errors: GauntletError that names the queue. */
  private async saying<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw queueError(this.address, error)
    }
  }
}

async function removed(queue: Queue, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => queue.remove(name)))
}
