/** Several stores as one: `mergeStores`, `MergeSummary`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { cellName, filesNamedIn } from './cells.ts'
import { matchName } from './matches.ts'
import type { CellDescriptor, CellResult, MatchDescriptor, MatchResult } from './records.ts'
import { compareText } from './report/order.ts'
import type { RecordShelf } from './shelf.ts'
import { type Store, createStore, openStore } from './store.ts'

/** Conflicts that a message tells. */
const TOLD = 10

/** What a merged store holds of what was wanted. */
export interface MergeSummary {
  readonly store: string
  /** Finished, and of these new in the store. */
  readonly cells: number
  readonly newCells: number
  readonly matches: number
  readonly newMatches: number
  /** Cells and matches that have a result in none of the stores. */
  readonly failed: number
  /** What learners saved of finished cells, and is in none of the stores. */
  readonly missingPolicies: number
}

/**
 * Puts what several stores hold into one, which is made where there is none: finished cells and matches with what describes
 * their runs, policies, files, and the failures of what is finished nowhere. The order of the stores does not matter but for
 * provenance, of which the first is kept. What is there already stays, so that a merge that was cut off goes on.
 * Errors: GauntletError where two stores have different results of one cell or match, naming it, and then nothing is
 * written; where a file is corrupt, or the store cannot be written.
 */
export function mergeStores(
  sources: readonly Store[],
  path: string,
  wanted: (key: string) => boolean = () => true,
): MergeSummary {
  const known = existsSync(join(path, 'store.json')) ? [openStore(path)] : []
  const stores = [...known, ...sources]
  const cells = survey(stores, wanted)
  const matches = survey(
    stores.map((store) => store.matches),
    wanted,
  )
  refuseConflicts([...cells.conflicts, ...matches.conflicts])
  const into = createStore(path)
  const policies = new Set([...cells.finished.values()].flatMap(({ policies: own }) => own))
  const missing = [...policies].filter((digest) => !copyPolicy(stores, into, digest))
  for (const digest of [...cells.files, ...matches.files]) copyFile(stores, into, digest)
  const newCells = putAll(cells, into)
  const newMatches = putAll(matches, into.matches)
  return {
    store: into.root,
    cells: cells.finished.size,
    newCells,
    matches: matches.finished.size,
    newMatches,
    failed: cells.failed.size + matches.failed.size,
    missingPolicies: missing.length,
  }
}

/** What merging needs of a failure. */
interface Failure {
  readonly key: string
  readonly descriptor: CellDescriptor | MatchDescriptor
  readonly failedAt: string
  readonly reason: string
  readonly message: string
}

/** Where a result is, and what goes with it. */
interface Found<R extends CellResult | MatchResult, F extends Failure> {
  readonly shelf: RecordShelf<R, F>
  readonly digest: string
  readonly policies: readonly string[]
}

/** What stores have of one kind of records. */
interface Survey<R extends CellResult | MatchResult, F extends Failure> {
  readonly finished: ReadonlyMap<string, Found<R, F>>
  /** Of what has no result anywhere, the latest. */
  readonly failed: ReadonlyMap<string, F>
  /** Digests of files that parameters name. */
  readonly files: ReadonlySet<string>
  /** A line for each two results that differ. */
  readonly conflicts: readonly string[]
}

/** Reads every record, the first store's first. */
function survey<R extends CellResult | MatchResult, F extends Failure>(
  shelves: readonly RecordShelf<R, F>[],
  wanted: (key: string) => boolean,
): Survey<R, F> {
  const finished = new Map<string, Found<R, F>>()
  const files = new Set<string>()
  const conflicts: string[] = []
  for (const shelf of shelves) {
    for (const key of shelf.keys().filter(wanted)) {
      const result: CellResult | MatchResult = shelf.read(key)
      const { digest, descriptor } = result
      const policies = 'policy' in result && result.policy !== null ? [result.policy] : []
      for (const file of filesOf(descriptor)) files.add(file)
      const earlier = finished.get(key)
      if (earlier === undefined) finished.set(key, { shelf, digest, policies })
      else if (earlier.digest !== digest)
        conflicts.push(
          `  ${key.slice(0, 12)} ${nameOf(descriptor)}: ${earlier.digest} in ${earlier.shelf.root}, ${digest} in ${shelf.root}`,
        )
    }
  }
  const failed = new Map<string, F>()
  for (const shelf of shelves) {
    for (const key of shelf.failedKeys().filter((one) => wanted(one) && !finished.has(one))) {
      const failure = shelf.failure(key)
      if (failure === undefined) continue
      for (const file of filesOf(failure.descriptor)) files.add(file)
      const earlier = failed.get(key)
      if (earlier === undefined || compareText(order(earlier), order(failure)) < 0) failed.set(key, failure)
    }
  }
  return { finished, failed, files, conflicts }
}

/** By time, and whatever the order of the stores. */
function order({ failedAt, reason, message }: Failure): string {
  return [failedAt, reason, message].join(' ')
}

function filesOf(descriptor: CellDescriptor | MatchDescriptor): string[] {
  return 'players' in descriptor ? descriptor.players.flatMap(filesNamedIn) : filesNamedIn(descriptor)
}

function nameOf(descriptor: CellDescriptor | MatchDescriptor): string {
  return 'players' in descriptor ? matchName(descriptor) : cellName(descriptor)
}

function refuseConflicts(conflicts: readonly string[]): void {
  if (conflicts.length === 0) return
  const rest = conflicts.length - TOLD
  const lines = [...conflicts.slice(0, TOLD), ...(rest > 0 ? [`  and ${rest} more`] : [])]
  const what = conflicts.length === 1 ? '1 result differs' : `${conflicts.length} results differ`
  throw new GauntletError(
    'conflict',
    [
      `${what} between stores, so that nothing is merged; gauntlet verify tells which is right`,
      ...lines,
    ].join('\n'),
  )
}

/** Puts what a store lacks of what the stores have, and says how many results are new in it. */
function putAll<R extends CellResult | MatchResult, F extends Failure>(
  { finished, failed }: Survey<R, F>,
  into: RecordShelf<R, F>,
): number {
  let added = 0
  for (const [key, { shelf }] of finished) {
    if (into.has(key)) continue
    into.putResult(shelf.read(key), shelf.provenance(key))
    added++
  }
  for (const failure of failed.values()) into.putFailure(failure)
  return added
}

/** Whether what a learner saved is in the store now. */
function copyPolicy(stores: readonly Store[], into: Store, digest: string): boolean {
  if (into.hasPolicy(digest)) return true
  const bytes = stores.find((store) => store.hasPolicy(digest))?.policy(digest)
  if (bytes !== undefined) into.putPolicy(digest, bytes)
  return bytes !== undefined
}

function copyFile(stores: readonly Store[], into: Store, digest: string): void {
  if (into.hasFile(digest)) return
  const bytes = stores.find((store) => store.hasFile(digest))?.file(digest)
  if (bytes !== undefined) into.putFile(digest, bytes)
}
