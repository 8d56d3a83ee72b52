/**
 * One slot of the pool: `CellProcess`. Cells run in a worker thread, and every thread in a process of its own:
 * V8 ends the whole process where a thread's heap overflows within one allocation (a `Map` that grows is
 * enough), whatever limits the thread was given, and no cell may take the matrix down.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { CellRun } from './cell.ts'
import type { Cell } from './cells.ts'
import type { Trial } from './estimate.ts'
import { builtFile } from './import-module.ts'
import type {
  Answer,
  CellOrder,
  CheckpointNotice,
  HostMessage,
  HostSetup,
  MatchOrder,
  Order,
  Outcome,
} from './messages.ts'
import type { MatchRun } from './match.ts'
import type { CellFailure } from './reasons.ts'

/** Characters kept of what a process says on standard error, to learn of what it died. */
const OUTPUT_KEPT = 4000

export class CellProcess {
  private readonly setup: HostSetup
  private child: ChildProcess | undefined
  private errors = ''

  constructor(setup: HostSetup) {
    this.setup = setup
  }

  /**
   * Runs a cell, from a checkpoint where there is one, in a new process where the last one broke. Never throws.
   * `onCheckpoint` is given the checkpoints on the way.
   */
  run(order: Omit<CellOrder, 'task'>, onCheckpoint: (bytes: Uint8Array) => void): Promise<Outcome<CellRun>> {
    return this.carryOut<CellRun>({ task: 'run', ...order }, onCheckpoint)
  }

  /** Plays a match. Never throws. */
  play(order: Omit<MatchOrder, 'task'>): Promise<Outcome<MatchRun>> {
    return this.carryOut<MatchRun>({ task: 'match', ...order })
  }

  /** An order of a kind is answered by a run of that kind. */
  private async carryOut<Run extends CellRun | MatchRun>(
    order: Order,
    onCheckpoint?: (bytes: Uint8Array) => void,
  ): Promise<Outcome<Run>> {
    const answer = await this.ask(order, onCheckpoint)
    if (answer.kind === 'done' || answer.kind === 'failed') return answer as Outcome<Run>
    return { kind: 'failed', failure: { reason: 'crashed', message: `answered ${answer.kind}` } }
  }

  /**
   * What a short trial of a cell tells. Trials share a thread until one fails: of what others may have left in it, unless it
   * fails in a new process too.
   */
  async probe(cell: Cell): Promise<Trial | undefined> {
    const shared = this.child !== undefined
    let answer = await this.ask({ task: 'probe', cell })
    // A trial that takes too long says nothing of the cell, which has more time.
    if (isTimeout(answer)) return undefined
    if (answer.kind === 'failed' && shared) answer = await this.ask({ task: 'probe', cell })
    if (answer.kind === 'failed') return isTimeout(answer) ? undefined : answer
    if (answer.kind !== 'probed' || answer.seconds === null) return undefined
    return { kind: 'told', seconds: answer.seconds }
  }

  /** Ends the process, in the midst of a cell if need be. */
  close(): void {
    this.child?.kill('SIGKILL')
    this.child = undefined
  }

  private async ask(order: Order, onCheckpoint: (bytes: Uint8Array) => void = () => {}): Promise<Answer> {
    const child = this.child ?? this.start()
    const answer = await this.exchange(child, { kind: 'order', order }, onCheckpoint)
    // A failed cell may leave anything behind, so its process goes with it.
    if (answer.kind === 'failed') this.close()
    return answer
  }

  private start(): ChildProcess {
    const child = fork(builtFile('host.js'), [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.child = child
    this.errors = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString('utf8')).slice(-OUTPUT_KEPT)
    })
    child.on('error', () => {})
    child.on('exit', () => {
      if (this.child === child) this.child = undefined
    })
    send(child, { kind: 'setup', setup: this.setup })
    return child
  }

  /** Sends an order and waits for the answer, or for the end of the process. */
  private exchange(
    child: ChildProcess,
    message: HostMessage,
    onCheckpoint: (bytes: Uint8Array) => void,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const settle = (answer: Answer): void => {
        child.off('message', onMessage).off('close', onClose)
        resolve(answer)
      }
      const onMessage = (said: unknown): void => {
        const answer = said as Answer | CheckpointNotice
        if (answer.kind === 'checkpoint') onCheckpoint(answer.bytes)
        else settle(answer)
      }
      const onClose = (code: number | null, signal: string | null): void =>
        settle({ kind: 'failed', failure: this.death(code, signal) })
      child.on('message', onMessage).on('close', onClose)
      send(child, message)
    })
  }

  /** Of what a process died: `close` comes after all that it said. */
  private death(code: number | null, signal: string | null): CellFailure {
    const end = signal === null ? `exit code ${code}` : `signal ${signal}`
    const fatal = /^FATAL ERROR: (.*)$/m.exec(this.errors)?.[1]
    if (fatal !== undefined && /memory/i.test(fatal)) {
      return { reason: 'out-of-memory', message: `${fatal} (limit ${this.setup.limits.memoryMb} MB)` }
    }
    if (signal === 'SIGKILL') {
      return {
        reason: 'out-of-memory',
        message: 'the system killed the process, as it does when memory runs out',
      }
    }
    const said = fatal ?? this.errors.trim().split('\n').at(-1) ?? ''
    return { reason: 'crashed', message: `the process ended with ${end}${said === '' ? '' : `: ${said}`}` }
  }
}

function isTimeout(answer: Answer): boolean {
  return answer.kind === 'failed' && answer.failure.reason === 'timed-out'
}

/** Sends a message; one that cannot be sent any more is answered by the process's end. */
function send(child: ChildProcess, message: HostMessage): void {
  if (child.connected) child.send(message, () => {})
}
