/**
 * How long a matrix would take: `estimateRun`, from the times of cells that have run, or from a short trial of
 * those that have not.
 */
import type { Cell } from './cells.ts'
import type { Match } from './matches.ts'
import type { CellFailure } from './reasons.ts'
import type { CellDescriptor } from './records.ts'
import { pendingOf } from './run.ts'
import type { Store } from './store.ts'

/** What came of a short trial of a cell. */
export type Trial =
  | { readonly kind: 'told'; /** Of the whole cell, at most. */ readonly seconds: number }
  | { readonly kind: 'failed'; readonly failure: CellFailure }

export interface PairEstimate {
  readonly setting: string
  readonly algorithm: string
  /** Cells that would run, that are finished, and that failed before and are passed over. */
  readonly pending: number
  readonly finished: number
  readonly failed: number
  /** Seconds of one cell on one thread; null where nothing is known. */
  readonly secondsPerCell: number | null
  /**
   * Whether that is the mean of cells in the store, at most what a short trial foretells, or about what one on another
   * setting of the environment does.
   */
  readonly basis: 'store' | 'trial' | 'other-setting' | null
  /** Whether the algorithm trains, so that a short trial tells nothing. */
  readonly trains: boolean
  /** Why the trial failed, as the cells would. */
  readonly failure: CellFailure | null
}

export interface RunEstimate {
  readonly pairs: readonly PairEstimate[]
  readonly pending: number
  readonly finished: number
  readonly failed: number
  /** Wall time of the cells whose time is known, over all workers. */
  readonly seconds: number
  /** Cells that would run and of which nothing is known. */
  readonly unknown: number
  /** Matches between them, all together; how long they take is in none of the numbers above. */
  readonly matches: MatchCounts
}

export interface MatchCounts {
  readonly pending: number
  readonly finished: number
  readonly failed: number
  /** Games of those that are to be played. */
  readonly games: number
}

/** Cells read for one pair's time: a few say enough. */
const SAMPLE = 5

export interface EstimateOptions {
  readonly workers: number
  readonly retryFailed: boolean
  /** The matches between the cells; none unless given. */
  readonly matches?: readonly Match[]
  /** Tries cells for a moment each: what came of it by key, for those of which it tells anything. */
  readonly tryOut?: (cells: readonly Cell[]) => Promise<ReadonlyMap<string, Trial>>
}

/**
 * What running the cells would do, without running any of them to its end. One cell of each algorithm on each
 * environment is tried, not one of each setting: there may be hundreds, and trials take longer than many cells. Of what
 * trains a trial only tells whether it begins: one cell of each algorithm is tried.
 */
export async function estimateRun(
  cells: readonly Cell[],
  store: Store | undefined,
  { workers, retryFailed, tryOut, matches = [] }: EstimateOptions,
): Promise<RunEstimate> {
  const done = new Set(store?.keys())
  const failed = new Set(retryFailed ? [] : store?.failedKeys())
  const times = store === undefined ? new Map<string, number>() : knownTimes(store)
  const byPair = groupBy(cells, ({ descriptor }) => `${settingOf(descriptor)} ${descriptor.algorithm.id}`)
  const isPending = ({ key }: Cell): boolean => !done.has(key) && !failed.has(key)
  const untimed = [...byPair.values()]
    .filter((own) => !times.has(timeKey(own[0].descriptor)))
    .map((own) => own.find(isPending))
    .filter((cell) => cell !== undefined)
  const alike = groupBy(untimed, kindKey)
  const trials = (await tryOut?.([...alike.values()].map(([first]) => first))) ?? new Map<string, Trial>()
  const foretold = new Map(
    [...alike.values()].flatMap((own) =>
      own.map((cell) => [timeKey(cell.descriptor), foretell(cell, own[0], trials.get(own[0].key))]),
    ),
  )
  const pairs = [...byPair.values()].map((own): PairEstimate => {
    const { descriptor } = own[0]
    const finished = own.filter(({ key }) => done.has(key)).length
    const passedOver = own.filter(({ key }) => failed.has(key)).length
    const known = times.get(timeKey(descriptor))
    const { seconds, basis, failure } = foretold.get(timeKey(descriptor)) ?? NOTHING
    return {
      setting: settingOf(descriptor),
      algorithm: descriptor.algorithm.id,
      pending: own.length - finished - passedOver,
      finished,
      failed: passedOver,
      secondsPerCell: known ?? seconds,
      basis: known === undefined ? basis : 'store',
      trains: descriptor.budget > 0,
      failure,
    }
  })
  const total = (of: (pair: PairEstimate) => number): number => pairs.reduce((sum, pair) => sum + of(pair), 0)
  const pending = total((pair) => pair.pending)
  const threads = Math.max(1, Math.min(workers, pending))
  return {
    pairs,
    pending,
    finished: total((pair) => pair.finished),
    failed: total((pair) => pair.failed),
    seconds: total(({ pending: count, secondsPerCell }) => count * (secondsPerCell ?? 0)) / threads,
    unknown: total(({ pending: count, secondsPerCell }) => (secondsPerCell === null ? count : 0)),
    matches: countMatches(matches, store, retryFailed),
  }
}

function countMatches(
  matches: readonly Match[],
  store: Store | undefined,
  retryFailed: boolean,
): MatchCounts {
  const open = store === undefined ? matches : pendingOf(matches, store.matches, retryFailed)
  const done = new Set(store?.matches.keys())
  const finished = matches.filter(({ key }) => done.has(key)).length
  return {
    pending: open.length,
    finished,
    failed: matches.length - open.length - finished,
    games: open.reduce((sum, { descriptor }) => sum + descriptor.games, 0),
  }
}

interface Foretold {
  readonly seconds: number | null
  readonly basis: PairEstimate['basis']
  readonly failure: CellFailure | null
}

const NOTHING: Foretold = { seconds: null, basis: null, failure: null }

/** What the trial of one cell says of another on the same environment; a failure may be its setting's alone. */
function foretell(cell: Cell, tried: Cell, trial: Trial | undefined): Foretold {
  if (trial === undefined) return NOTHING
  if (trial.kind === 'failed') return cell === tried ? { ...NOTHING, failure: trial.failure } : NOTHING
  if (cell === tried) return { ...NOTHING, seconds: trial.seconds, basis: 'trial' }
  const share = cell.descriptor.evaluation.episodes / tried.descriptor.evaluation.episodes
  return { ...NOTHING, seconds: share * trial.seconds, basis: 'other-setting' }
}

/** Mean seconds of a cell by setting, algorithm and budget, over a few cells of each in the store. */
function knownTimes(store: Store): Map<string, number> {
  const times = new Map<string, number[]>()
  for (const key of store.keys()) {
    const name = timeKey(store.read(key).descriptor)
    const own = times.get(name) ?? []
    times.set(name, own)
    if (own.length >= SAMPLE) continue
    const provenance = store.provenance(key)
    if (provenance !== undefined) own.push(provenance.trainingSeconds + provenance.evaluationSeconds)
  }
  const means = [...times].filter(([, own]) => own.length > 0)
  return new Map(means.map(([name, own]) => [name, own.reduce((sum, one) => sum + one, 0) / own.length]))
}

function timeKey(descriptor: CellDescriptor): string {
  return `${settingOf(descriptor)} ${descriptor.algorithm.id} ${descriptor.budget}`
}

function kindKey({ descriptor: { environment, algorithm, budget } }: Cell): string {
  return budget > 0 ? algorithm.id : `${environment.id} ${algorithm.id}`
}

function settingOf({ environment }: CellDescriptor): string {
  return `${environment.id}:${environment.setting}`
}

function groupBy<T>(items: readonly T[], name: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(name(item))
    if (group === undefined) groups.set(name(item), [item])
    else group.push(item)
  }
  return groups
}
