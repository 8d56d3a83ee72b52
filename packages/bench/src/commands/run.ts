/** `gauntlet run`: computes what is missing of a matrix and shows the leaderboard. */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { Cell } from '../cells.ts'
import { estimateRun } from '../estimate.ts'
import { gatherCells } from '../gather.ts'
import { planMatrix, parseShard, shardOf } from '../plan.ts'
import { describeMachine } from '../provenance.ts'
import { buildLeaderboards, leaderboardsToText } from '../report/index.ts'
import { MOST_WORKERS } from '../config.ts'
import { type Flags, type MatrixRequest, resolveRequest } from '../request.ts'
import { type RunSummary, pendingCells, probeCells, requireBackend, runMatrix } from '../run.ts'
import { type Store, createStore, openStore } from '../store.ts'
import { plural } from '../terminal/format.ts'
import { showProgress, showTrials } from '../terminal/progress.ts'
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
    const estimate = await estimateRun(cells, known, { workers, retryFailed, tryOut })
    showEstimate(
      terminal,
      { estimate, notApplicable: plan.notApplicable, store: request.store },
      flags.json === true,
    )
    return EXIT.done
  }
  const store = createStore(request.store)
  const silent = flags.json === true
  if (!silent) announce(terminal, cells, store, request, retryFailed)
  const summary = await compute(cells, store, request, { retryFailed, silent, terminal, directory })
  if (summary.left > 0) {
    terminal.err(
      `stopped: ${plural(summary.before + summary.finished, 'cell')} of ${cells.length} finished and kept; ` +
        'the same command goes on from here',
    )
    return EXIT.interrupted
  }
  const gathered = gatherCells(request.catalogue, store, cells, plan.notApplicable)
  const leaderboards = buildLeaderboards({ ...gathered, plugins: flags.plugin ?? [], figures: silent })
  if (silent) {
    const { before, finished, failed } = summary
    terminal.out(JSON.stringify({ store: store.root, before, finished, failed, leaderboards }, null, 2))
  } else {
    const colour = terminal.style('bold', 'x') !== 'x'
    terminal.out(leaderboardsToText(leaderboards, { color: colour, width: terminal.columns }))
    conclude(terminal, summary, store)
  }
  return summary.failed > 0 ? EXIT.failed : EXIT.done
}

function announce(
  terminal: Terminal,
  cells: readonly Cell[],
  store: Store,
  request: MatrixRequest,
  retry: boolean,
): void {
  const pending = pendingCells(cells, store, retry).length
  const known = new Set(cells.map(({ key }) => key))
  const failed = retry ? 0 : store.failedKeys().filter((key) => known.has(key)).length
  const notes = [
    `${plural(cells.length, 'cell')}, ${cells.length - pending - failed} finished before`,
    ...(failed > 0 ? [`${failed} failed before (--retry-failed computes them again)`] : []),
    plural(Math.min(request.workers, Math.max(pending, 1)), 'worker'),
    `store ${store.root}`,
  ]
  terminal.err(notes.join('; '))
}

interface Means {
  readonly retryFailed: boolean
  readonly silent: boolean
  readonly terminal: Terminal
  readonly directory: string
}

async function compute(
  cells: readonly Cell[],
  store: Store,
  request: MatrixRequest,
  { retryFailed, silent, terminal, directory }: Means,
): Promise<RunSummary> {
  const pending = pendingCells(cells, store, retryFailed)
  await requireBackend(pending, { plugins: request.sources, limits: request.limits })
  const progress = showProgress(terminal, pending.length, silent)
  const interrupt = onInterrupt(terminal)
  try {
    return await runMatrix(cells, store, {
      plugins: request.sources,
      workers: request.workers,
      limits: request.limits,
      machine: describeMachine(request.catalogue.plugins, directory),
      retryFailed,
      signal: interrupt.signal,
      onEvent: progress.event,
    })
  } finally {
    progress.stop()
    interrupt.release()
  }
}

function conclude(terminal: Terminal, { finished, before, failed }: RunSummary, store: Store): void {
  const counts = `${plural(finished, 'cell')} computed, ${before} finished before`
  const failures = failed === 0 ? 'none failed' : terminal.styleErr('red', `${failed} failed`)
  terminal.err(
    `${counts}, ${failures}; results in ${store.root}; gauntlet report --format html --out FILE for a page`,
  )
}
