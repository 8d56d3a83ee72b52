/** The progress of cells: `showProgress`, of matches: `showMatches`, and of short trials of cells: `showTrials`. A bar on a terminal, plain lines elsewhere, silence for programs. */
import { SingleBar } from 'cli-progress'
import { type Cell, cellName } from '../cells.ts'
import type { CellRun } from '../cell.ts'
import { type Match, matchName } from '../matches.ts'
import type { MatchRun } from '../match.ts'
import type { RunEvent } from '../run.ts'
import { meanOf } from '../statistics/mean.ts'
import { duration, oneLine, shortNumber } from './format.ts'
import type { Terminal } from './terminal.ts'

export interface Progress<Item, Run> {
  event(event: RunEvent<Item, Run>): void
  stop(): void
}

/** How items of a kind are told of. */
interface Telling<Item, Run> {
  /** `cells`, or `matches`. */
  readonly noun: string
  name(item: Item): string
  result(run: Run): string
}

const CELLS: Telling<Cell, CellRun> = {
  noun: 'cells',
  name: ({ descriptor }) => cellName(descriptor),
  result: ({ result, timing: { trainingSeconds, evaluationSeconds, resumedFromStep } }) => {
    const resumed = resumedFromStep === undefined ? '' : `, went on from step ${resumedFromStep}`
    return `${shortNumber(result.score)} (${duration(trainingSeconds + evaluationSeconds)}${resumed})`
  },
}

const MATCHES: Telling<Match, MatchRun> = {
  noun: 'matches',
  name: ({ descriptor }) => matchName(descriptor),
  result: ({ result: { outcomes }, timing }) =>
    `${shortNumber(meanOf(outcomes))} (${duration(timing.evaluationSeconds)})`,
}

/** More cells than this, and plain output says only every few seconds how far it is. */
const MANY_CELLS = 500
const INTERVAL_MS = 5000

/** Progress over `total` cells on standard error. */
export function showProgress(terminal: Terminal, total: number, silent: boolean): Progress<Cell, CellRun> {
  return progressOf(CELLS, terminal, total, silent)
}

/** Likewise over matches, which tell how often the first player won. */
export function showMatches(terminal: Terminal, total: number, silent: boolean): Progress<Match, MatchRun> {
  return progressOf(MATCHES, terminal, total, silent)
}

function progressOf<Item, Run>(
  telling: Telling<Item, Run>,
  terminal: Terminal,
  total: number,
  silent: boolean,
): Progress<Item, Run> {
  if (silent || total === 0) return { event: () => {}, stop: () => {} }
  return terminal.watched ? bar(telling, terminal, total) : lines(telling, terminal, total)
}

/** Cells that are tried without saying so first. */
const FEW_TRIALS = 20

/** Says on standard error that `total` cells are tried, and, as it is told of each, every few seconds how far it is. */
export function showTrials(terminal: Terminal, total: number): (tried: Cell) => void {
  if (total > FEW_TRIALS) {
    terminal.err(
      `trying ${total} cells: one of each algorithm on each environment, of each learner only one …`,
    )
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

function bar<Item, Run>(
  { noun }: Telling<Item, Run>,
  terminal: Terminal,
  total: number,
): Progress<Item, Run> {
  const clock = new Pace(total)
  const line = new SingleBar({
    format: `{bar} {value}/{total} ${noun}  {failed}{left}`,
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

function lines<Item, Run>(
  telling: Telling<Item, Run>,
  terminal: Terminal,
  total: number,
): Progress<Item, Run> {
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
        `[${clock.done}/${total}] ${described(telling, event)}${total > MANY_CELLS ? `  ${clock.left()}` : ''}`,
      )
    },
    stop: () => {},
  }
}

function described<Item, Run>(
  { name, result }: Telling<Item, Run>,
  event: Exclude<RunEvent<Item, Run>, { kind: 'started' }>,
): string {
  const who = oneLine(name(event.item))
  switch (event.kind) {
    case 'finished':
      return `${who}: ${result(event.run)}`
    case 'found':
      return `${who}: finished by another process`
    case 'failed':
      return `${who}: FAILED (${event.failure.reason}) ${oneLine(event.failure.message.split('\n')[0])}`
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

  count(event: { readonly kind: RunEvent['kind'] }): void {
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
