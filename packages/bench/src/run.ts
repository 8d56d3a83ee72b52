/**
 * Runs what a plan holds and a store lacks: `runMatrix`, `runResponses`, `runMatches`, `RunOptions`, `RunEvent`,
 * `RunSummary`, `pendingOf`; what learners saved: `savedPolicies`, `savedRival`.
 */
import { GauntletError } from '@gauntlet/core'
import type { CellRun } from './cell.ts'
import { type Cell, cellFiles } from './cells.ts'
import { type DrainHooks, type Slots, drain } from './drain.ts'
import { tellCheckpoint } from './kept-checkpoint.ts'
import type { MatchRun, SavedPolicies } from './match.ts'
import { type Match, matchFiles } from './matches.ts'
import type { Outcome } from './messages.ts'
import type { MachineDescription } from './provenance.ts'
import { type CellFailure, failureOf, isGauntletError } from './reasons.ts'
import type { Store } from './store.ts'

/** What a run needs; `signal` leaves what is finished where it is. */
export interface RunOptions<Item = Cell, Run = CellRun> extends Slots {
  readonly machine: MachineDescription
  /** Computes again what failed before, instead of passing it over. */
  readonly retryFailed?: boolean
  readonly onEvent?: (event: RunEvent<Item, Run>) => void
}

/** Of a cell, or of a match. */
export type RunEvent<Item = Cell, Run = CellRun> =
  | { readonly kind: 'started'; readonly item: Item }
  | { readonly kind: 'finished'; readonly item: Item; readonly run: Run }
  /** Another process that shares the store was first. */
  | { readonly kind: 'found'; readonly item: Item }
  | { readonly kind: 'failed'; readonly item: Item; readonly failure: CellFailure }

export interface RunSummary {
  /** What was finished before this run, and what it finished. */
  readonly before: number
  readonly finished: number
  readonly failed: number
  /** What the signal cut off. */
  readonly left: number
}

interface Keyed {
  readonly key: string
}

/** What is known of the records of one kind in a store. */
interface Shelf {
  has(key: string): boolean
  keys(): string[]
  failedKeys(): string[]
}

/** What is left to do: what the shelf lacks, without what failed unless that is to be tried again. */
export function pendingOf<Item extends Keyed>(
  items: readonly Item[],
  shelf: Shelf,
  retryFailed: boolean,
): Item[] {
  const done = new Set(shelf.keys())
  if (!retryFailed) for (const key of shelf.failedKeys()) done.add(key)
  return items.filter(({ key }) => !done.has(key))
}

/**
 * Computes the cells that the store lacks, each in whichever slot is free. What a cell comes to depends
 * neither on the number of slots nor on the order. Errors: GauntletError where the store cannot be written.
 */
export function runMatrix(cells: readonly Cell[], store: Store, options: RunOptions): Promise<RunSummary> {
  for (const cell of cells) for (const [digest, bytes] of cellFiles(cell)) store.putFile(digest, bytes)
  return runAll<Cell, CellRun>(cells, options, {
    what: 'cell',
    store,
    shelf: store,
    run: async (slot, cell, onCheckpoint) => {
      const outcome = await withSaved(
        () => ({ cell, checkpoint: store.checkpoint(cell.key), rival: savedRival(store, cell) }),
        (order) => slot.run(order, onCheckpoint),
      )
      return tellCheckpoint(outcome, cell, store)
    },
    keep: ({ key }, bytes) => store.putCheckpoint(key, bytes),
    put: ({ result, policy, timing }) =>
      store.putResult(result, { key: result.key, ...timing, ...options.machine }, policy),
    putFailure: ({ key, descriptor }, failure) =>
      store.putFailure({
        format: 'gauntlet-failed-cell',
        formatVersion: 1,
        key,
        descriptor,
        ...failure,
        failedAt: new Date().toISOString(),
      }),
  })
}

/** Of what needs cells, `waiting` counts what lacks them. */
export interface LaterSummary extends RunSummary {
  readonly waiting: number
}

/** Likewise the best responses to cells that the store has. */
export async function runResponses(
  responses: readonly Cell[],
  store: Store,
  options: RunOptions,
): Promise<LaterSummary> {
  const finished = new Set(store.keys())
  const ready = responses.filter(({ against }) => against !== undefined && finished.has(against.key))
  return { ...(await runMatrix(ready, store, options)), waiting: responses.length - ready.length }
}

/** Likewise the matches of whose players the store has the cells. */
export async function runMatches(
  matches: readonly Match[],
  store: Store,
  options: RunOptions<Match, MatchRun>,
): Promise<LaterSummary> {
  const finished = new Set(store.keys())
  const playable = matches.filter(({ players }) => players.every(({ key }) => finished.has(key)))
  for (const match of playable) for (const [digest, bytes] of matchFiles(match)) store.putFile(digest, bytes)
  const summary = await runAll<Match, MatchRun>(playable, options, {
    what: 'match',
    store,
    shelf: store.matches,
    run: (slot, match) =>
      withSaved(
        () => ({ match, saved: savedPolicies(store, match) }),
        (order) => slot.play(order),
      ),
    put: ({ result, timing }) =>
      store.matches.putResult(result, { key: result.key, ...timing, ...options.machine }),
    putFailure: ({ key, descriptor }, failure) =>
      store.matches.putFailure({
        format: 'gauntlet-failed-match',
        formatVersion: 1,
        key,
        descriptor,
        ...failure,
        failedAt: new Date().toISOString(),
      }),
  })
  return { ...summary, waiting: matches.length - playable.length }
}

/** Gives an order that needs what learners saved; where that cannot be had, what was ordered has failed. */
export async function withSaved<Given, Run>(
  order: () => Given,
  give: (order: Given) => Promise<Outcome<Run>>,
): Promise<Outcome<Run>> {
  let given: Given
  try {
    given = order()
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
  return give(given)
}

/** What the learners of both cells saved. Errors: GauntletError where a cell, or what it saved, is not there any more. */
export function savedPolicies(store: Store, { players: [first, second] }: Match): SavedPolicies {
  return [savedBy(store, first), savedBy(store, second)]
}

/** Likewise of the cell that a best response responds to; undefined for other cells. */
export function savedRival(store: Store, { against }: Cell): Uint8Array | null | undefined {
  return against && savedBy(store, against)
}

function savedBy(store: Store, { key }: Cell): Uint8Array | null {
  const { policy } = store.read(key)
  if (policy === null) return null
  const bytes = store.policy(policy)
  if (bytes !== undefined) return new Uint8Array(bytes)
  throw new GauntletError('store', `what the learner of cell ${key} saved is not there any more`)
}

/** How records of one kind come about and are kept. */
interface Kind<Item, Run> extends Pick<DrainHooks<Item, Run>, 'run' | 'keep'> {
  readonly what: string
  readonly store: Store
  readonly shelf: Shelf
  /** Errors: GauntletError with code `conflict` where another run came out otherwise. */
  put(run: Run): void
  putFailure(item: Item, failure: CellFailure): void
}

async function runAll<Item extends Keyed, Run>(
  items: readonly Item[],
  options: RunOptions<Item, Run>,
  kind: Kind<Item, Run>,
): Promise<RunSummary> {
  const { signal, retryFailed = false, onEvent = () => {} } = options
  const { shelf } = kind
  const queue = pendingOf(items, shelf, retryFailed)
  const keys = new Set(shelf.keys())
  const before = items.filter(({ key }) => keys.has(key)).length
  const counts = { finished: 0, failed: items.length - before - queue.length, found: 0 }
  await drain<Item, Run>(queue, options, {
    wanted(item) {
      if (!shelf.has(item.key)) return true
      counts.found++
      onEvent({ kind: 'found', item })
      return false
    },
    run(slot, item, onCheckpoint) {
      onEvent({ kind: 'started', item })
      return kind.run(slot, item, onCheckpoint)
    },
    ...(kind.keep && { keep: kind.keep }),
    settle(item, outcome) {
      const failure = kept(kind, outcome)
      if (outcome.kind === 'done' && failure === undefined) {
        counts.finished++
        onEvent({ kind: 'finished', item, run: outcome.run })
      } else if (failure !== undefined) {
        counts.failed++
        if (!shelf.has(item.key)) kind.putFailure(item, failure)
        onEvent({ kind: 'failed', item, failure })
      }
    },
  })
  if (signal?.aborted !== true) requireSettled(items, kind)
  const settled = before + counts.finished + counts.failed + counts.found
  return {
    before: before + counts.found,
    finished: counts.finished,
    failed: counts.failed,
    left: signal?.aborted === true ? items.length - settled : 0,
  }
}

/** Stores what is done; says why there is no result, or where another run came out otherwise. */
function kept<Run>({ put }: Pick<Kind<never, Run>, 'put'>, outcome: Outcome<Run>): CellFailure | undefined {
  if (outcome.kind === 'failed') return outcome.failure
  try {
    put(outcome.run)
    return undefined
  } catch (error) {
    if (isGauntletError(error) && error.code === 'conflict')
      return { reason: 'threw', message: error.message }
    throw error
  }
}

/** Refuses to call a run done whose results are no longer there. */
function requireSettled<Item extends Keyed>(
  items: readonly Item[],
  { what, store, shelf }: Pick<Kind<Item, never>, 'what' | 'store' | 'shelf'>,
): void {
  const gone = pendingOf(items, shelf, false).length
  if (gone === 0) return
  throw new GauntletError(
    'store',
    `store ${store.root}: ${gone} of ${items.length} ${what === 'match' ? 'matches' : 'cells'} are not there any more ` +
      'though they were computed; the same command computes them again',
  )
}
