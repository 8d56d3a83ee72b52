/** The progress of cells: `showProgress`, and of their short trials: `showTrials`. A bar on a terminal, plain lines elsewhere, silence for programs. */
import { SingleBar } from 'cli-progress'
import { type Cell, cellName } from '../cells.ts'
import type { RunEvent } from '../run.ts'
import { duration, oneLine, shortNumber } from './format.ts'
import type { Terminal } from './terminal.ts'

export interface Progress {
  event(event: RunEvent): void
  stop(): void
}

/** More cells than this, and plain output says only every few seconds how far it is. */
const MANY_CELLS = 500
const INTERVAL_MS = 5000

/** Progress over `total` cells on standard error. */
export function showProgress(terminal: Terminal, total: number, silent: boolean): Progress {
  if (silent || total === 0) return { event: () => {}, stop: () => {} }
  return terminal.watched ? bar(terminal, total) : lines(terminal, total)
}

/** Cells that are tried without saying so first. */
const FEW_TRIALS = 20

/** Says on standard error that `total` cells are tried, and, as it is told of each, every few seconds how far it is. */
export function showTrials(terminal: Terminal, total: number): (tried: Cell) => void {
  if (total > FEW_TRIALS) {
    terminal.err(`trying ${total} cells for a moment each, one of each algorithm on each environment …`)
  }
  let done = 0
  let last = performance.now()
  return ({ descriptor }) => {
    done++
    const now = performance.now()
    if (now - last <= INTERVAL_MS) return
    last = now
    terminal.err(`[${done}/${total}] tried, the last ${oneLine(cellName(descriptor))}`)
  }
}

function bar(terminal: Terminal, total: number): Progress {
  const clock = new Pace(total)
  const line = new SingleBar({
    format: '{bar} {value}/{total} cells  {failed}{left}',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  })
  line.start(total, 0, { failed: '', left: '' })
  const timer = setInterval(
    () => line.update(clock.done, { failed: failures(clock), left: clock.left() }),
    500,
  )
  return {
    event: (event) => {
      clock.count(event)
      if (event.kind === 'started') return
      line.update(clock.done, { failed: failures(clock), left: clock.left() })
    },
    stop: () => {
      clearInterval(timer)
      line.stop()
    },
  }
  function failures({ failed }: Pace): string {
    return failed === 0 ? '' : terminal.styleErr('red', `${failed} failed  `)
  }
}

function lines(terminal: Terminal, total: number): Progress {
  const clock = new Pace(total)
  let last = performance.now()
  return {
    event: (event) => {
      clock.count(event)
      if (event.kind === 'started') return
      const now = performance.now()
      const due = total <= MANY_CELLS || now - last > INTERVAL_MS || clock.done === total
      if (!due && event.kind !== 'failed') return
      last = now
      terminal.err(
        `[${clock.done}/${total}] ${described(event)}${total > MANY_CELLS ? `  ${clock.left()}` : ''}`,
      )
    },
    stop: () => {},
  }
}

function described(event: Exclude<RunEvent, { kind: 'started' }>): string {
  const name = oneLine(cellName(event.cell.descriptor))
  switch (event.kind) {
    case 'finished': {
      const { trainingSeconds, evaluationSeconds } = event.run.timing
      return `${name}: ${shortNumber(event.run.result.score)} (${duration(trainingSeconds + evaluationSeconds)})`
    }
    case 'found':
      return `${name}: finished by another process`
    case 'failed':
      return `${name}: FAILED (${event.failure.reason}) ${oneLine(event.failure.message.split('\n')[0])}`
  }
}

/** How many cells are done, and how long the rest takes at the pace so far. */
class Pace {
  done = 0
  failed = 0
  private readonly total: number
  private readonly start: number = performance.now()

  constructor(total: number) {
    this.total = total
  }

  count(event: RunEvent): void {
    if (event.kind === 'started') return
    this.done++
    if (event.kind === 'failed') this.failed++
  }

  left(): string {
    if (this.done === 0) return ''
    const seconds = (performance.now() - this.start) / 1000
    return `${duration((seconds / this.done) * (this.total - this.done))} left`
  }
}
