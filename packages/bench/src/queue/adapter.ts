/**
 * What a queue between machines must be to the harness: `QueueAdapter`, which a package brings, `CellQueue`, which it opens,
 * and what goes through it: `Job`, `Verdict`, `Settled`, `QueueStatus`. What an adapter carries it does not understand.
 */
import type { CellFailure } from '../reasons.ts'

/** The module that a package names by `"gauntlet": { "queue": "./dist/adapter.js" }` has one as its default export. */
export interface QueueAdapter {
  readonly kind: 'queue'
  /** Version of this contract. */
  readonly queueVersion: 1
  /** Schemes of the URLs that it opens, such as `redis`. */
  readonly schemes: readonly string[]
  /**
   * Opens a queue and finds out that it answers. Errors, here as in all that a queue does: GauntletError with code `queue`
   * where it is not there, refuses, or is lost for so long that waiting on is of no use; with code `queue-full` where it has no
   * room. No message has the URL's user name or password in it.
   */
  open(url: URL): Promise<CellQueue>
}

/** A cell as it stands in a queue, under its key. */
export interface Job {
  readonly key: string
  /** What a worker is to read; whoever reaches the queue may have written it. */
  readonly order: unknown
}

/** What a worker makes of a job. */
export type Verdict =
  | { readonly kind: 'done'; readonly reply: object }
  /** There is none, and another try would come to the same. */
  | { readonly kind: 'failed'; readonly failure: CellFailure | NoCell }
  /** The cell broke its process: another try may fare better. After three the job has failed. */
  | { readonly kind: 'again'; readonly failure: CellFailure }
  /** Not this worker's: left for others. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The worker stops: others may have it at once. */
  | { readonly kind: 'returned' }

/** Why a job is no cell. */
export interface NoCell {
  readonly reason: 'no-cell'
  readonly message: string
}

/** What came of a job. */
export interface Settled {
  /** As a worker gave it; undefined where the job failed. */
  readonly reply: unknown
  /** Why it failed: `reason: message` of a verdict, or what the adapter says of it. */
  readonly failure: string | undefined
  /** What was witnessed: more than one digest where the job was taken for lost in between. */
  readonly digests: readonly string[]
}

export interface Serving {
  /** Jobs at a time. */
  readonly workers: number
  /** As others see who serves. */
  readonly name: string
  /** Stops taking jobs, and waits for those that run, whose handlers return them. */
  readonly signal: AbortSignal
  /** Is told of troubles that pass. */
  readonly tell: (message: string) => void
}

export interface QueueStatus {
  readonly waiting: number
  readonly running: number
  /** Left for others by workers that lack what they need, or to be tried again soon. */
  readonly refused: number
  /** Finished, and not yet fetched by whoever planned them. */
  readonly finished: number
  readonly failed: number
  /** Jobs that were ever settled, and in each of the last full minutes, the newest first. */
  readonly settled: number
  readonly perMinute: readonly number[]
  readonly workers: readonly string[]
  /** Some of the failures, remembered ones too, and of the refusals, with their reasons. */
  readonly failures: readonly Trouble[]
  readonly refusals: readonly Trouble[]
}

export interface Trouble {
  readonly key: string
  readonly reason: string
}

export interface CellQueue {
  /** As people may see it: without user name and password. */
  readonly name: string
  /** Adds what is not there, in whatever state. */
  add(jobs: readonly Job[]): Promise<void>
  /** Keys of jobs that are finished, and of those that failed. */
  settled(): Promise<{ readonly finished: readonly string[]; readonly failed: readonly string[] }>
  /** What came of a job; undefined where it is not there, or not settled. */
  read(key: string): Promise<Settled | undefined>
  remove(keys: readonly string[]): Promise<void>
  /** Keeps for an hour why a job failed that was removed, so that `status` tells it; or forgets it where there is no room. */
  remember(failure: Trouble): Promise<void>
  /** Those of the keys of which there is no job. */
  missing(keys: readonly string[]): Promise<string[]>
  /** Bytes beside the jobs, under names of letters, digits and hyphens. Errors: with code `too-large` where they are too many. */
  putBytes(name: string, bytes: Uint8Array): Promise<void>
  bytes(name: string): Promise<Uint8Array | undefined>
  removeBytes(names: readonly string[]): Promise<void>
  /** Notes the digest to which somebody has computed a job, whoever holds it by now; false where the job is gone. */
  witness(key: string, digest: string): Promise<boolean>
  /** Gives jobs to `handle`, which never throws, until the signal comes. */
  serve(options: Serving, handle: (job: Job) => Promise<Verdict>): Promise<void>
  status(): Promise<QueueStatus>
  close(): Promise<void>
}
