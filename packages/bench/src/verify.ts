/** Runs stored cells again and compares: `verifyStore`, `CellVerdict`; what matches share with it: `Verdict`, `compareRecords`. */
import { GauntletError, canonicalJson } from '@gauntlet/core'
import { DEFAULT_BACKEND } from './backends.ts'
import type { Catalogue } from './catalogue.ts'
import type { CellRun } from './cell.ts'
import { type Cell, restoreCell } from './cells.ts'
import { type Slots, drain } from './drain.ts'
import { firstDifference } from './first-difference.ts'
import type { Outcome } from './messages.ts'
import type { CellResult, FailedCell, FailedMatch, MatchResult } from './records.ts'
import { whyNotComparable } from './report/comparability.ts'
import { savedRival, withSaved } from './run.ts'
import type { Store } from './store.ts'
import type { Trained } from './train.ts'

/** What became of a stored cell or match. */
export interface Verdict<Stored> {
  readonly key: string
  /** The stored record; undefined where its file cannot be read. */
  readonly stored: Stored | undefined
  /**
   * `same`: it came out as stored, be it a result or a failure for the same reason. `corrupt`: the file does not
   * hold what its digest says. `unknown`: what is installed cannot run it. `failed`: it gave no result this time.
   */
  readonly verdict: 'same' | 'different' | 'corrupt' | 'unknown' | 'failed'
  /**
   * What differs, why there is nothing to compare, that the training was not repeated, or why the result stands apart
   * from today's tables.
   */
  readonly detail: string
}

export type CellVerdict = Verdict<CellResult | FailedCell>

export type VerifyOptions<V> = Slots & {
  readonly onVerdict?: (verdict: V) => void
}

export type VerifyCellsOptions = VerifyOptions<CellVerdict> & {
  /** Takes every training as it was: what it saved is evaluated again. */
  readonly evaluationOnly?: boolean
}

/**
 * Computes the cells under `keys` again and compares digest and content with what is stored: a changed score is
 * caught even where its digest was made anew. Training on a backend that does not repeat to the bit is taken as it
 * was: what it saved is evaluated again. Verdicts come in the order of `keys`.
 */
export async function verifyStore(
  catalogue: Catalogue,
  store: Store,
  keys: readonly string[],
  { onVerdict = () => {}, evaluationOnly = false, ...options }: VerifyCellsOptions,
): Promise<CellVerdict[]> {
  const verdicts = new Map<string, CellVerdict>()
  const say = (verdict: CellVerdict): void => {
    verdicts.set(verdict.key, verdict)
    onVerdict(verdict)
  }
  const stored = new Map<string, CellResult | FailedCell>()
  const trained = new Map<string, Trained>()
  const cells: Cell[] = []
  for (const key of keys) {
    const read = readCell(catalogue, store, key, evaluationOnly)
    if ('verdict' in read) {
      say(read)
      continue
    }
    stored.set(key, read.record)
    if (read.trained !== undefined) trained.set(key, read.trained)
    cells.push(read.cell)
  }
  await drain<Cell, CellRun>(cells, options, {
    run: (slot, cell, onCheckpoint) =>
      withSaved(
        () => ({ cell, trained: trained.get(cell.key), rival: savedRival(store, cell) }),
        (order) => slot.run(order, onCheckpoint),
      ),
    settle: ({ key, descriptor }, outcome) => {
      const record = stored.get(key)
      if (record === undefined) return
      const { verdict, detail } = compareRecords(record, outcome)
      const apart = whyNotComparable(descriptor, catalogue).map((reason) => `not comparable: ${reason}`)
      if (trained.has(key)) apart.unshift(whyNotTrained(descriptor))
      const details = verdict === 'same' ? apart : [detail]
      say({ key, stored: record, verdict, detail: details.join('; ') })
    },
  })
  return keys.map((key) => verdicts.get(key)).filter((verdict) => verdict !== undefined)
}

function whyNotTrained({ backend }: CellResult['descriptor']): string {
  if (backend === DEFAULT_BACKEND) return 'evaluated again, not trained again'
  return `evaluated again; backend ${backend} does not train twice alike`
}

function readCell(
  catalogue: Catalogue,
  store: Store,
  key: string,
  evaluationOnly: boolean,
): CellVerdict | { record: CellResult | FailedCell; cell: Cell; trained: Trained | undefined } {
  let record: CellResult | FailedCell | undefined
  try {
    record = store.has(key) ? store.read(key) : store.failure(key)
    if (record === undefined) throw new GauntletError('store', 'the cell is not there any more')
    const cell = restoreCell(catalogue, key, record.descriptor, (digest) => store.file(digest))
    return { record, cell, trained: trainingToKeep(store, record, evaluationOnly) }
  } catch (error) {
    const verdict = record === undefined ? 'corrupt' : 'unknown'
    return { key, stored: record, verdict, detail: (error as Error).message }
  }
}

/** A training that would not come out the same again, or is not to be repeated. */
function trainingToKeep(
  store: Store,
  record: CellResult | FailedCell,
  evaluationOnly: boolean,
): Trained | undefined {
  const { budget, backend } = record.descriptor
  if (budget === 0 || (backend === DEFAULT_BACKEND && !evaluationOnly)) return undefined
  if (record.format !== 'gauntlet-cell' || record.policy === null) {
    if (!evaluationOnly) return undefined
    throw new GauntletError('store', 'it saved nothing that could be evaluated without training again')
  }
  const policy = store.policy(record.policy)
  if (policy === undefined) throw new GauntletError('store', 'what its learner saved is not there any more')
  return { steps: record.steps.training, curve: record.curve, policy: new Uint8Array(policy) }
}

/** What is stored against what came out this time. */
export function compareRecords<Stored extends CellResult | FailedCell | MatchResult | FailedMatch>(
  stored: Stored,
  outcome: Outcome<{ readonly result: CellResult | MatchResult }>,
): Pick<CellVerdict, 'verdict' | 'detail'> {
  const failure = outcome.kind === 'failed' ? outcome.failure : undefined
  if ('reason' in stored) {
    if (failure?.reason === stored.reason) return { verdict: 'same', detail: '' }
    const now = failure === undefined ? 'it finished' : `${failure.reason}: ${failure.message}`
    return { verdict: 'different', detail: `stored as failed (${stored.reason}), computed: ${now}` }
  }
  if (outcome.kind === 'failed') {
    const { reason, message } = outcome.failure
    return { verdict: 'failed', detail: `${reason}: ${message}` }
  }
  const { result } = outcome.run
  if (canonicalJson(stored) === canonicalJson(result)) return { verdict: 'same', detail: '' }
  return { verdict: 'different', detail: firstDifference(stored, result) }
}
