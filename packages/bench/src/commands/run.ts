/** `gauntlet run`: computes what is missing of a matrix and shows the leaderboard. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { Cell } from '../cells.ts'
import { estimateRun } from '../estimate.ts'
import { gatherCells } from '../gather.ts'
import type { Match } from '../matches.ts'
import { planMatrix, parseShard, shardOf } from '../plan.ts'
import { describeMachine } from '../provenance.ts'
import { buildLeaderboards, leaderboardsToText } from '../report/index.ts'
import { MOST_WORKERS } from '../config.ts'
import { type Flags, type MatrixRequest, resolveRequest } from '../request.ts'
import {
  type RunOptions,
  type RunSummary,
  pendingOf,
  probeCells,
  requireBackend,
  runMatches,
  runMatrix,
} from '../run.ts'
import { type Store, createStore, openStore } from '../store.ts'
import { countOfMatches, plural } from '../terminal/format.ts'
import { showMatches, showProgress, showTrials } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addMatrixOptions,
  addStoreOption,
  positiveNumber,
  wholeNumber,
} from './command.ts'
import { showEstimate } from './dry-run.ts'
import { onInterrupt } from './interrupt.ts'

interface RunFlags extends Flags {
  readonly dryRun?: boolean
  readonly retryFailed?: boolean
  readonly shard?: string
  readonly json?: boolean
}

export function addRun(program: Command, done: Done, context: CommandContext): void {
  const command = program.command('run').description('run a matrix: compute the cells that the store lacks')
  addJsonOption(addStoreOption(addMatrixOptions(command)))
    .option(
      '--workers <n>',
      'worker threads; as many as processors unless said',
      wholeNumber(1, MOST_WORKERS),
    )
    .option('--timeout <seconds>', 'wall time after which a cell counts as failed', positiveNumber)
    .option('--memory <mb>', 'memory of one cell, in MB', wholeNumber(16))
    .option('--dry-run', 'say what would run and how long it would take')
    .option('--retry-failed', 'compute cells again that failed before')
    .option('--shard <i/n>', 'only share I of N of the cells')
    .action((flags: RunFlags) => done(run(flags, context)))
}

async function run(flags: RunFlags, { terminal, directory }: CommandContext): Promise<number> {
  const request = await resolveRequest(flags, directory)
  const plan = planMatrix(request.catalogue, request.blocks(), request.backend)
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard)
  const cells = shard === undefined ? plan.cells : shardOf(plan.cells, shard.index, shard.count)
  const matches = shard === undefined ? plan.matches : shardOf(plan.matches, shard.index, shard.count)
  const retryFailed = flags.retryFailed === true
  if (flags.dryRun === true) {
    const known = existsSync(request.store) ? openStore(request.store) : undefined
    const { workers, sources: plugins, limits } = request
    const tryOut = (some: readonly Cell[]): ReturnType<typeof probeCells> => {
      const trials = `${plural(cells.length, 'cell')}; ${some.length} tried for a moment, to tell how long they take`
      if (flags.json !== true) terminal.err(trials)
      const onTried = showTrials(terminal, some.length)
      return probeCells(some, { workers, plugins, limits }, onTried)
    }
    const estimate = await estimateRun(cells, known, { workers, retryFailed, tryOut, matches })
    showEstimate(
      terminal,
      { estimate, notApplicable: plan.notApplicable, store: request.store },
      flags.json === true,
    )
    return EXIT.done
  }
  const store = createStore(request.store)
  const silent = flags.json === true
  if (!silent) announce(terminal, cells, matches, store, request, retryFailed)
  const summary = await compute(cells, matches, store, request, { retryFailed, silent, terminal, directory })
  const left = summary.cells.left + summary.matches.left
  if (left > 0) {
    terminal.err(
      `stopped: ${stoppedAt(summary, cells, matches)} finished and kept; the same command goes on from here`,
    )
    return EXIT.interrupted
  }
  const gathered = gatherCells(request.catalogue, store, { ...plan, cells, matches })
  const leaderboards = buildLeaderboards({ ...gathered, plugins: flags.plugin ?? [], figures: silent })
  if (silent) {
    const { before, finished, failed } = summary.cells
    const { left: _, ...played } = summary.matches
    const counts = { before, finished, failed, ...(matches.length > 0 && { matches: played }) }
    terminal.out(JSON.stringify({ store: store.root, ...counts, leaderboards }, null, 2))
  } else {
    const colour = terminal.style('bold', 'x') !== 'x'
    terminal.out(leaderboardsToText(leaderboards, { color: colour, width: terminal.columns }))
    conclude(terminal, summary, matches.length > 0, store)
  }
  return summary.cells.failed + summary.matches.failed > 0 ? EXIT.failed : EXIT.done
}

function announce(
  terminal: Terminal,
  cells: readonly Cell[],
  matches: readonly Match[],
  store: Store,
  request: MatrixRequest,
  retry: boolean,
): void {
  const pending = pendingOf(cells, store, retry).length
  const known = new Set(cells.map(({ key }) => key))
  const failed = retry ? 0 : store.failedKeys().filter((key) => known.has(key)).length
  const open = pendingOf(matches, store.matches, retry).length
  const notes = [
    `${plural(cells.length, 'cell')}, ${cells.length - pending - failed} finished before`,
    ...(failed > 0 ? [`${failed} failed before (--retry-failed computes them again)`] : []),
    ...(matches.length > 0 ? [`then ${countOfMatches(matches.length)}, ${open} to play`] : []),
    plural(Math.min(request.workers, Math.max(pending, open, 1)), 'worker'),
    `store ${store.root}`,
  ]
  terminal.err(notes.join('; '))
}

function stoppedAt(summary: Summary, cells: readonly Cell[], matches: readonly Match[]): string {
  const done = ({ before, finished }: RunSummary): number => before + finished
  const counts = `${plural(done(summary.cells), 'cell')} of ${cells.length}`
  if (matches.length === 0) return counts
  return `${counts} and ${countOfMatches(done(summary.matches))} of ${matches.length}`
}

interface Means {
  readonly retryFailed: boolean
  readonly silent: boolean
  readonly terminal: Terminal
  readonly directory: string
}

interface Summary {
  readonly cells: RunSummary
  /** `waiting`: a cell of theirs has no result. */
  readonly matches: RunSummary & { readonly waiting: number }
}

/** The cells first, and then, unless they were cut off, the matches between them. */
async function compute(
  cells: readonly Cell[],
  matches: readonly Match[],
  store: Store,
  request: MatrixRequest,
  { retryFailed, silent, terminal, directory }: Means,
): Promise<Summary> {
  const pending = pendingOf(cells, store, retryFailed)
  await requireBackend(pending, { plugins: request.sources, limits: request.limits })
  const interrupt = onInterrupt(terminal)
  const options: RunOptions<never, never> = {
    plugins: request.sources,
    workers: request.workers,
    limits: request.limits,
    machine: describeMachine(request.catalogue.plugins, directory),
    retryFailed,
    signal: interrupt.signal,
  }
  try {
    const progress = showProgress(terminal, pending.length, silent)
    const summary = await runMatrix(cells, store, { ...options, onEvent: progress.event }).finally(
      progress.stop,
    )
    const open = pendingOf(matches, store.matches, retryFailed).length
    if (open === 0 || summary.left > 0) {
      const finished = new Set(store.matches.keys())
      const before = matches.filter(({ key }) => finished.has(key)).length
      const failed = matches.length - open - before
      return { cells: summary, matches: { before, finished: 0, failed, left: 0, waiting: open } }
    }
    const playing = showMatches(terminal, open, silent)
    const played = await runMatches(matches, store, { ...options, onEvent: playing.event }).finally(
      playing.stop,
    )
    return { cells: summary, matches: played }
  } finally {
    interrupt.release()
  }
}

function conclude(terminal: Terminal, { cells, matches }: Summary, game: boolean, store: Store): void {
  const told = (what: string, { before, failed }: RunSummary, done: string): string => {
    const failures = failed === 0 ? 'none failed' : terminal.styleErr('red', `${failed} failed`)
    return `${what} ${done}, ${before} finished before, ${failures}`
  }
  const waiting = matches.waiting > 0 ? [`${matches.waiting} without both of their cells`] : []
  const parts = [
    told(plural(cells.finished, 'cell'), cells, 'computed'),
    ...(game ? [[told(countOfMatches(matches.finished), matches, 'played'), ...waiting].join(', ')] : []),
    `results in ${store.root}`,
    'gauntlet report --format html --out FILE for a page',
  ]
  terminal.err(parts.join('; '))
}
