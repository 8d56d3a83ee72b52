/** Runs what `gauntlet run` has planned, with its progress: `compute`. */
import type { MatrixPlan } from '../plan.ts'
import { describeMachine } from '../provenance.ts'
import type { CellQueue } from '../queue/adapter.ts'
import { runQueued, runQueuedResponses } from '../queue/dispatch.ts'
import type { MatrixRequest } from '../request.ts'
import {
  type LaterSummary,
  type RunOptions,
  type RunSummary,
  pendingOf,
  runMatches,
  runMatrix,
  runResponses,
} from '../run.ts'
import type { Store } from '../store.ts'
import { type Progress, showMatches, showProgress } from '../terminal/progress.ts'
import { oneLine } from '../terminal/format.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { requireBackend } from '../trials.ts'
import { onInterrupt } from './interrupt.ts'

/** What is to be run: cells, then the matches between them, then best responses to them. */
export type Todo = Pick<MatrixPlan, 'cells' | 'matches' | 'responses'>

/** How to run it, and who is told. */
export interface Means {
  readonly retryFailed: boolean
  readonly silent: boolean
  readonly terminal: Terminal
  readonly directory: string
  /** Whose workers compute the cells, instead of processes here. */
  readonly queue?: CellQueue | undefined
}

export interface Summary {
  readonly cells: RunSummary
  /** `waiting`: a cell of theirs has no result. */
  readonly matches: LaterSummary
  readonly responses: LaterSummary
}

/** The cells first, and then, unless that was cut off, what needs them. */
export async function compute(
  { cells, matches, responses }: Todo,
  store: Store,
  request: MatrixRequest,
  { retryFailed, silent, terminal, directory, queue }: Means,
): Promise<Summary> {
  const { sources: plugins, workers, limits } = request
  const pending = pendingOf(cells, store, retryFailed)
  if (queue === undefined) await requireBackend([...pending, ...responses], { plugins, limits })
  const interrupt = onInterrupt(terminal)
  const { signal } = interrupt
  const machine = describeMachine(request.catalogue.plugins, directory)
  const options = { plugins, workers, limits, machine, retryFailed, signal }
  const tell = (message: string): void => terminal.err(oneLine(message))
  const over = async <Item, Run, S>(
    { event, stop }: Progress<Item, Run>,
    start: (options: RunOptions<Item, Run>) => Promise<S>,
  ): Promise<S> => {
    try {
      return await start({ ...options, onEvent: event })
    } finally {
      stop()
    }
  }
  try {
    const bar = showProgress(terminal, pending.length, silent)
    const summary = await over(bar, (told) =>
      queue === undefined ? runMatrix(cells, store, told) : runQueued(cells, store, queue, { ...told, tell }),
    )
    const open = pendingOf(matches, store.matches, retryFailed).length
    const games = showMatches(terminal, signal.aborted ? 0 : open, silent)
    const played = await over(games, (told) => runMatches(matches, store, told))
    const unanswered = signal.aborted ? 0 : pendingOf(responses, store, retryFailed).length
    const trainings = showProgress(terminal, unanswered, silent)
    const answered = await over(trainings, (told) =>
      queue === undefined
        ? runResponses(responses, store, told)
        : runQueuedResponses(responses, store, queue, { ...told, tell }),
    )
    return { cells: summary, matches: played, responses: answered }
  } finally {
    interrupt.release()
  }
}
