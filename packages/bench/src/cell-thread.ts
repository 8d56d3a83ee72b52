/**
 * The worker thread of one cell or match, and the limits on what runs in it: `CellThread`. Whatever a cell does, `ask`
 * answers and never throws. A thread serves one cell, or trials of several: globals and modules that a cell changed go
 * with it.
 */
import { MessageChannel, type MessagePort, Worker, receiveMessageOnPort } from 'node:worker_threads'
import { builtFile } from './import-module.ts'
import type { Answer, CheckpointNotice, Order, HostSetup, ThreadData } from './messages.ts'
import { type CellFailure, failureOf } from './reasons.ts'

/** Time in which a thread must have loaded its plugins, and in which a trial must be over. */
const START_SECONDS = 120
const PROBE_SECONDS = 10
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
  /** Where the thread answers. Plugins do not see it, unlike the thread's own `parentPort`. */
  private readonly port: MessagePort
  private readonly started: Promise<Answer>
  private output = ''
  private baseMb = 0
  /** Of what the thread broke, be it before anybody listens. */
  private failure: CellFailure | undefined

  constructor(setup: HostSetup) {
    this.setup = setup
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    this.worker = new Worker(builtFile('thread.js'), {
      workerData: {
        plugins: setup.plugins,
        checkpointSeconds: setup.limits.checkpointSeconds,
        port: port2,
      } satisfies ThreadData,
      transferList: [port2],
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: setup.limits.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_MB,
      },
    })
    this.worker.on('error', (error) => {
      this.failure ??= failureOf(error)
    })
    this.worker.on('exit', (code) => {
      const said = this.output.trim() === '' ? '' : `; it printed: ${this.output.trim()}`
      this.failure ??= { reason: 'crashed', message: `the thread ended with exit code ${code}${said}` }
    })
    for (const stream of [this.worker.stdout, this.worker.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString('utf8')).slice(-OUTPUT_KEPT)
      })
    }
    this.started = this.listen(START_SECONDS, 'loading the plugins')
  }

  /** Runs the thread's one cell, plays its match, or tries a cell, maybe after others; `onNotice` hears what it says by the way. */
  async ask(order: Order, onNotice: (notice: CheckpointNotice) => void): Promise<Answer> {
    const started = await this.started
    if (started.kind === 'failed') return started
    this.baseMb = residentMb()
    this.output = ''
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    this.port.postMessage(order)
    const seconds = order.task === 'probe' ? PROBE_SECONDS : this.setup.limits.seconds
    return this.listen(seconds, order.task === 'match' ? 'the match' : 'the cell', onNotice)
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    this.port.close()
    await this.worker.terminate()
  }

  /** The thread's next message; or a failure where it breaks, ends, grows too large or stays silent too long. */
  private listen(
    seconds: number,
    what: string,
    onNotice: (notice: CheckpointNotice) => void = () => {},
  ): Promise<Answer> {
    const { port, worker } = this
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        clearTimeout(timer)
        clearInterval(watch)
        port.off('message', hear)
        worker.off('error', fail).off('exit', fail)
        resolve(answer)
      }
      const hear = (message: Answer | CheckpointNotice): void =>
        message.kind === 'checkpoint' ? onNotice(message) : settle(message)
      const fail = (): void => {
        if (this.failure === undefined) return
        // What a thread said before it ended may still be on its way.
        const said = receiveMessageOnPort(port) as { message: Answer | CheckpointNotice } | undefined
        if (said !== undefined) {
          hear(said.message)
          if (said.message.kind !== 'checkpoint') return
        }
        settle({ kind: 'failed', failure: this.failure })
      }
      const timer = setTimeout(
        () => {
          this.failure = { reason: 'timed-out', message: `${what} took longer than ${seconds} s` }
          fail()
        },
        Math.min(seconds * 1000, 2 ** 31 - 1),
      )
      const watch = setInterval(() => {
        this.failure ??= this.overgrown()
        fail()
      }, MEMORY_MS)
      port.on('message', hear)
      worker.on('error', fail).on('exit', fail)
      fail()
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
