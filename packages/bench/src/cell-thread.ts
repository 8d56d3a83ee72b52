/**
 * The worker thread of a host process, and the limits on what runs in it: `CellThread`. Whatever a cell does,
 * `ask` answers and never throws; after a failure the thread is of no further use.
 */
import { Worker } from 'node:worker_threads'
import { builtFile } from './import-module.ts'
import type { CellAnswer, CellOrder, HostSetup } from './messages.ts'
import { type CellFailure, failureOf } from './reasons.ts'

/** Time in which a thread must have loaded its plugins, and in which a trial must be over. */
const START_SECONDS = 120
const PROBE_SECONDS = 30
/** Characters kept of what a cell printed, to be shown should it crash. */
const OUTPUT_KEPT = 1000
/** Size of the heap's young generation. */
const YOUNG_MB = 16
/** How often memory is looked at, and what a process may grow by besides the cell's own memory. */
const MEMORY_MS = 100
const MEMORY_SLACK_MB = 128

export class CellThread {
  private readonly setup: HostSetup
  private readonly worker: Worker
  private readonly started: Promise<CellAnswer>
  private output = ''
  private baseMb = 0

  constructor(setup: HostSetup) {
    this.setup = setup
    this.worker = new Worker(builtFile('thread.js'), {
      workerData: setup,
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: setup.limits.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    })
    this.worker.on('error', () => {})
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('utf8')).slice(-OUTPUT_KEPT)
      })
    }
    this.started = this.listen(START_SECONDS, 'loading the plugins')
  }

  /** Runs or tries a cell. */
  async ask(order: CellOrder): Promise<CellAnswer> {
    const started = await this.started
    if (started.kind === 'failed') return started
    if (this.baseMb === 0) this.baseMb = residentMb()
    this.output = ''
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.worker.postMessage(order)
    return this.listen(order.task === 'run' ? this.setup.limits.seconds : PROBE_SECONDS, 'the cell')
  }

  /** The thread's next message; or a failure where it breaks, ends, grows too large or stays silent too long. */
  private listen(seconds: number, what: string): Promise<CellAnswer> {
    const { worker } = this
    return new Promise((resolve) => {
      const settle = (answer: CellAnswer): void => {
        clearTimeout(timer)
        clearInterval(watch)
        worker.off('message', settle).off('error', onError).off('exit', onExit)
        resolve(answer)
      }
      const fail = (failure: CellFailure): void => settle({ kind: 'failed', failure })
      const onError = (error: unknown): void => fail(failureOf(error))
      const onExit = (code: number): void => {
        const said = this.output.trim() === '' ? '' : `; it printed: ${this.output.trim()}`
        fail({ reason: 'crashed', message: `the thread ended with exit code ${code}${said}` })
      }
      const timer = setTimeout(
        () => fail({ reason: 'timed-out', message: `${what} took longer than ${seconds} s` }),
        Math.min(seconds * 1000, 2 ** 31 - 1),
      )
      const watch = setInterval(() => {
        const failure = this.overgrown()
        if (failure !== undefined) fail(failure)
      }, MEMORY_MS)
      worker.on('message', settle).on('error', onError).on('exit', onExit)
    })
  }

  /** Memory outside the heap, such as that of typed arrays, which the heap's own limit does not count. */
  private overgrown(): CellFailure | undefined {
    const { memoryMb } = this.setup.limits
    const grownMb = residentMb() - this.baseMb
    if (this.baseMb === 0 || grownMb < memoryMb + MEMORY_SLACK_MB) return undefined
    const message = `the process grew by ${grownMb.toFixed(0)} MB; the limit for the cell is ${memoryMb} MB`
    return { reason: 'out-of-memory', message }
  }
}

function residentMb(): number {
  return process.memoryUsage.rss() / 2 ** 20
}
