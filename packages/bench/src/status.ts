/** How far a store is: `storeStatus`, `StoreStatus`. */
import type { Match } from './matches.ts'
import type { MatrixPlan } from './plan.ts'
import type { CellDescriptor, FailedCell, FailedMatch } from './records.ts'
import type { Store } from './store.ts'

export interface PairStatus {
  readonly setting: string
  readonly algorithm: string
  readonly finished: number
  readonly failed: number
  /** Cells of the matrix that the store lacks; 0 where no matrix is asked about. */
  readonly missing: number
}

export interface StoreStatus {
  readonly store: string
  readonly finished: number
  readonly failed: number
  readonly missing: number
  readonly pairs: readonly PairStatus[]
  readonly failures: readonly FailedCell[]
  readonly matches: MatchStatus
}

/** Matches between cells, counted like these. */
export interface MatchStatus {
  readonly finished: number
  readonly failed: number
  readonly missing: number
  readonly failures: readonly FailedMatch[]
}

/** Counts what a store holds: of a matrix's cells and matches, or of all where none is given. */
export function storeStatus(
  store: Store,
  plan: Partial<Pick<MatrixPlan, 'cells' | 'matches' | 'responses'>> = {},
): StoreStatus {
  const { matches, responses = [] } = plan
  const cells = plan.cells && [...plan.cells, ...responses]
  const wanted = cells && new Set(cells.map(({ key }) => key))
  const isWanted = (key: string): boolean => wanted === undefined || wanted.has(key)
  const known = new Map(cells?.map(({ key, descriptor }) => [key, descriptor]))
  const finished = store.keys().filter(isWanted)
  const failures = store
    .failedKeys()
    .filter(isWanted)
    .map((key) => store.failure(key))
    .filter((failure) => failure !== undefined)
  const settled = new Set([...finished, ...failures.map(({ key }) => key)])
  const missing = [...known].filter(([key]) => !settled.has(key)).map(([, descriptor]) => descriptor)
  const table = new PairTable()
  for (const key of finished) table.add('finished', known.get(key) ?? store.read(key).descriptor)
  for (const { descriptor } of failures) table.add('failed', descriptor)
  for (const descriptor of missing) table.add('missing', descriptor)
  return {
    store: store.root,
    finished: finished.length,
    failed: failures.length,
    missing: missing.length,
    pairs: table.rows(),
    failures,
    matches: matchStatus(store.matches, matches),
  }
}

function matchStatus(shelf: Store['matches'], matches?: readonly Match[]): MatchStatus {
  const wanted = matches && new Set(matches.map(({ key }) => key))
  const isWanted = (key: string): boolean => wanted === undefined || wanted.has(key)
  const finished = shelf.keys().filter(isWanted).length
  const failures = shelf
    .failedKeys()
    .filter(isWanted)
    .map((key) => shelf.failure(key))
    .filter((failure) => failure !== undefined)
  const missing = wanted === undefined ? 0 : wanted.size - finished - failures.length
  return { finished, failed: failures.length, missing, failures }
}

type Count = 'finished' | 'failed' | 'missing'

class PairTable {
  private readonly pairs = new Map<string, { setting: string; algorithm: string } & Record<Count, number>>()

  add(count: Count, { environment, algorithm }: CellDescriptor): void {
    const setting = `${environment.id}:${environment.setting}`
    const name = `${setting} ${algorithm.id}`
    const none = { setting, algorithm: algorithm.id, finished: 0, failed: 0, missing: 0 }
    const pair = this.pairs.get(name) ?? none
    pair[count]++
    this.pairs.set(name, pair)
  }

  rows(): PairStatus[] {
    const sorted = [...this.pairs].sort(([p], [q]) => (p < q ? -1 : 1))
    return sorted.map(([, pair]) => pair)
  }
}
