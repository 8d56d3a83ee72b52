/** Runs stored cells again and compares: `verifyStore`, `CellVerdict`. */
import { canonicalJson, show } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import { type Cell, restoreCell } from './cells.ts'
import type { CellResult } from './records.ts'
import { type RunOptions, drain } from './run.ts'
import type { Store } from './store.ts'

export interface CellVerdict {
  readonly key: string
  /** The stored record; undefined where its file cannot be read. */
  readonly stored: CellResult | undefined
  /**
   * `corrupt`: the file does not hold what its digest says. `unknown`: what is installed cannot run it.
   * `failed`: it gave no result this time.
   */
  readonly verdict: 'same' | 'different' | 'corrupt' | 'unknown' | 'failed'
  /** What differs, or why there is nothing to compare. */
  readonly detail: string
}

type VerifyOptions = Pick<RunOptions, 'plugins' | 'workers' | 'limits' | 'signal'> & {
  readonly onVerdict?: (verdict: CellVerdict) => void
}

/**
 * Computes the cells under `keys` again and compares digest and content with what is stored: a changed score is
 * caught even where its digest was made anew. Verdicts come in the order of `keys`.
 */
export async function verifyStore(
  catalogue: Catalogue,
  store: Store,
  keys: readonly string[],
  { onVerdict = () => {}, ...options }: VerifyOptions,
): Promise<CellVerdict[]> {
  const verdicts = new Map<string, CellVerdict>()
  const say = (verdict: CellVerdict): void => {
    verdicts.set(verdict.key, verdict)
    onVerdict(verdict)
  }
  const stored = new Map<string, CellResult>()
  const cells: Cell[] = []
  for (const key of keys) {
    const read = readCell(catalogue, store, key)
    if ('verdict' in read) {
      say(read)
      continue
    }
    stored.set(key, read.result)
    cells.push(read.cell)
  }
  await drain(
    cells,
    options,
    () => true,
    (cell, outcome) => {
      const record = stored.get(cell.key)
      if (record === undefined) return
      if (outcome.kind === 'failed') {
        const { reason, message } = outcome.failure
        say({ key: cell.key, stored: record, verdict: 'failed', detail: `${reason}: ${message}` })
      } else {
        say(compare(record, outcome.run.result))
      }
    },
  )
  return keys.map((key) => verdicts.get(key)).filter((verdict) => verdict !== undefined)
}

function readCell(
  catalogue: Catalogue,
  store: Store,
  key: string,
): CellVerdict | { result: CellResult; cell: Cell } {
  let result: CellResult | undefined
  try {
    result = store.read(key)
    return { result, cell: restoreCell(catalogue, key, result.descriptor, (digest) => store.file(digest)) }
  } catch (error) {
    const verdict = result === undefined ? 'corrupt' : 'unknown'
    return { key, stored: result, verdict, detail: (error as Error).message }
  }
}

function compare(stored: CellResult, computed: CellResult): CellVerdict {
  const { key } = stored
  if (canonicalJson(stored) === canonicalJson(computed)) return { key, stored, verdict: 'same', detail: '' }
  return { key, stored, verdict: 'different', detail: firstDifference(stored, computed, '') }
}

/** The first place, in the order of keys, where two JSON values differ; digests last. */
function firstDifference(stored: unknown, computed: unknown, path: string): string {
  if (!isBranch(stored) || !isBranch(computed)) {
    return `${path}: stored ${show(stored)}, computed ${show(computed)}`
  }
  const names = [...new Set([...Object.keys(stored), ...Object.keys(computed)])].sort()
  const ordered = names.filter((name) => name !== 'digest').concat(names.filter((name) => name === 'digest'))
  for (const name of ordered) {
    const [left, right] = [stored[name], computed[name]]
    if (canonicalJson([left]) === canonicalJson([right])) continue
    return firstDifference(left, right, path === '' ? name : `${path}.${name}`)
  }
  return path
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
