/** `gauntlet run`: computes what is missing of a matrix and shows the leaderboard. */
import { existsSync } from 'node:fs'
import { GauntletError } from '@gauntlet/core'
import type { Command } from 'commander'
import type { Cell } from '../cells.ts'
import { estimateRun } from '../estimate.ts'
import { gatherCells } from '../gather.ts'
import { planMatrix, parseShard, shardOf } from '../plan.ts'
import { buildLeaderboards, leaderboardsToText } from '../report/index.ts'
import { type Flags, type MatrixRequest, resolveRequest } from '../request.ts'
import { openQueue } from '../queue/open-queue.ts'
import { type RunSummary, pendingOf } from '../run.ts'
import { type Store, createStore, openStore } from '../store.ts'
import { countOfMatches, plural } from '../terminal/format.ts'
import { showTrials } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { probeCells } from '../trials.ts'
import {
  type CommandContext,
  type Done,
  EXIT,
  addJsonOption,
  addLimitOptions,
  addMatrixOptions,
  addStoreOption,
  someText,
} from './command.ts'
import { type Summary, type Todo, compute } from './compute.ts'
import { announceTrials, showEstimate, showReasons } from './dry-run.ts'

interface RunFlags extends Flags {
  readonly dryRun?: boolean
  readonly retryFailed?: boolean
  readonly shard?: string
  readonly queue?: string | true
  readonly json?: boolean
}

export function addRun(program: Command, done: Done, context: CommandContext): void {
  const command = program.command('run').description('run a matrix: compute the cells that the store lacks')
  addLimitOptions(addJsonOption(addStoreOption(addMatrixOptions(command))))
    .option('--dry-run', 'say what would run and how long it would take')
    .option('--retry-failed', 'compute cells again that failed before')
    .option('--shard <i/n>', 'only share I of N of the cells')
    .option(
      '--queue [url]',
      'let the workers of a queue compute the cells (gauntlet worker); that of GAUNTLET_QUEUE without a URL',
      someText,
    )
    .action((flags: RunFlags) => done(run(flags, context)))
}

async function run(flags: RunFlags, { terminal, directory }: CommandContext): Promise<number> {
  const request = await resolveRequest(flags, directory)
  const plan = planMatrix(request.catalogue, request.blocks(), request.backend)
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard)
  const cells = shard === undefined ? plan.cells : shardOf(plan.cells, shard.index, shard.count)
  const matches = shard === undefined ? plan.matches : shardOf(plan.matches, shard.index, shard.count)
  const responses = shard === undefined ? plan.responses : shardOf(plan.responses, shard.index, shard.count)
  const todo: Todo = { cells, matches, responses }
  const retryFailed = flags.retryFailed === true
  if (flags.dryRun === true) {
    const known = existsSync(request.store) ? openStore(request.store) : undefined
    const { workers, sources: plugins, limits } = request
    if (flags.json !== true) showReasons(terminal, plan.notApplicable)
    const tryOut = (some: readonly Cell[]): ReturnType<typeof probeCells> => {
      if (flags.json !== true) terminal.err(`${plural(cells.length, 'cell')}${announceTrials(some)}`)
      const onTried = showTrials(terminal, some.length)
      return probeCells(some, { workers, plugins, limits }, onTried)
    }
    const estimate = await estimateRun([...cells, ...responses], known, {
      workers,
      retryFailed,
      tryOut,
      matches,
    })
    showEstimate(
      terminal,
      { estimate, notApplicable: plan.notApplicable, store: request.store },
      flags.json === true,
    )
    return EXIT.done
  }
  const silent = flags.json === true
  if (flags.queue !== undefined && matches.length === 0) refuseIdle(flags)
  // First, so that a queue that is not there leaves no empty store behind.
  const queue = flags.queue === undefined ? undefined : await openQueue(flags.queue, directory)
  let store: Store
  let summary: Summary
  try {
    store = createStore(request.store)
    if (!silent) announce(terminal, todo, store, request, retryFailed, queue?.name)
    summary = await compute(todo, store, request, { retryFailed, silent, terminal, directory, queue })
  } finally {
    await queue?.close()
  }
  const left = summary.cells.left + summary.matches.left + summary.responses.left
  if (left > 0) {
    const others = queue === undefined ? '' : '; workers go on with what is queued'
    terminal.err(
      `stopped: ${stoppedAt(summary, todo)} finished and kept${others}; the same command goes on from here`,
    )
    return EXIT.interrupted
  }
  const gathered = gatherCells(request.catalogue, store, { ...plan, ...todo })
  const leaderboards = buildLeaderboards({ ...gathered, plugins: flags.plugin ?? [], figures: silent })
  if (silent) {
    const { before, finished, failed } = summary.cells
    const { left: _, ...played } = summary.matches
    const { left: __, ...answered } = summary.responses
    const counts = {
      before,
      finished,
      failed,
      ...(matches.length > 0 && { matches: played }),
      ...(responses.length > 0 && { responses: answered }),
    }
    terminal.out(JSON.stringify({ store: store.root, ...counts, leaderboards }, null, 2))
  } else {
    const colour = terminal.style('bold', 'x') !== 'x'
    terminal.out(leaderboardsToText(leaderboards, { color: colour, width: terminal.columns }))
    conclude(terminal, summary, todo, store)
  }
  return summary.cells.failed + summary.matches.failed + summary.responses.failed > 0
    ? EXIT.failed
    : EXIT.done
}

/** With a queue only matches are played here. Errors: GauntletError where a flag would do nothing. */
function refuseIdle(flags: RunFlags): void {
  const idle = (['workers', 'timeout', 'memory'] as const).find((name) => flags[name] !== undefined)
  if (idle === undefined) return
  throw new GauntletError(
    'usage',
    `--${idle}: does nothing with --queue, since nothing is computed here; give it to gauntlet worker`,
  )
}

function announce(
  terminal: Terminal,
  { cells, matches, responses }: Todo,
  store: Store,
  request: MatrixRequest,
  retry: boolean,
  queue: string | undefined,
): void {
  const pending = pendingOf(cells, store, retry).length
  const known = new Set(cells.map(({ key }) => key))
  const failed = retry ? 0 : store.failedKeys().filter((key) => known.has(key)).length
  const open = pendingOf(matches, store.matches, retry).length
  const unanswered = pendingOf(responses, store, retry).length
  const notes = [
    `${plural(cells.length, 'cell')}, ${cells.length - pending - failed} finished before`,
    ...(failed > 0 ? [`${failed} failed before (--retry-failed computes them again)`] : []),
    ...(matches.length > 0 ? [`then ${countOfMatches(matches.length)}, ${open} to play`] : []),
    ...(responses.length > 0
      ? [`then ${plural(responses.length, 'best response')}, ${unanswered} to compute`]
      : []),
    ...resumptions([...cells, ...responses], store, retry),
    queue === undefined
      ? plural(Math.min(request.workers, Math.max(pending, open, unanswered, 1)), 'worker')
      : `queue ${queue}`,
    `store ${store.root}`,
  ]
  terminal.err(notes.join('; '))
}

/** How many of the trainings that are left go on from where they were cut off. */
function resumptions(cells: readonly Cell[], store: Store, retry: boolean): string[] {
  const trained = cells.filter(({ descriptor }) => descriptor.budget > 0)
  const count = pendingOf(trained, store, retry).filter(({ key }) => store.hasCheckpoint(key)).length
  if (count === 0) return []
  return [count === 1 ? '1 goes on from a checkpoint' : `${count} go on from checkpoints`]
}

function stoppedAt(summary: Summary, { cells, matches, responses }: Todo): string {
  const done = ({ before, finished }: RunSummary): number => before + finished
  const counts = [
    `${plural(done(summary.cells), 'cell')} of ${cells.length}`,
    ...(matches.length > 0 ? [`${countOfMatches(done(summary.matches))} of ${matches.length}`] : []),
    ...(responses.length > 0
      ? [`${plural(done(summary.responses), 'best response')} of ${responses.length}`]
      : []),
  ]
  return counts.join(', ')
}

function conclude(
  terminal: Terminal,
  { cells, matches, responses }: Summary,
  todo: Todo,
  store: Store,
): void {
  const told = (what: string, summary: RunSummary & { readonly waiting?: number }): string => {
    const { before, failed, waiting = 0 } = summary
    const failures = failed === 0 ? 'none failed' : terminal.styleErr('red', `${failed} failed`)
    const rest = waiting > 0 ? `, ${waiting} without the cells that they need` : ''
    return `${what}, ${before} finished before, ${failures}${rest}`
  }
  const parts = [
    told(`${plural(cells.finished, 'cell')} computed`, cells),
    ...(todo.matches.length > 0 ? [told(`${countOfMatches(matches.finished)} played`, matches)] : []),
    ...(todo.responses.length > 0
      ? [told(`${plural(responses.finished, 'best response')} computed`, responses)]
      : []),
    `results in ${store.root}`,
    'gauntlet report --format html --out FILE for a page',
  ]
  terminal.err(parts.join('; '))
}
