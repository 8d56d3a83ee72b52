/** Cells that differ in nothing but the seed: `CellGroup`, `groupCells`, `groupKey`. Only these may be averaged. */
import { canonicalJson } from '@gauntlet/core'
import type { CellDescriptor, FailedCell } from '../records.ts'
import type { StoredCell } from './input.ts'
import type { FailureCount, FailureReason } from './model.ts'
import { compareText, groupBy } from './order.ts'

/** All seeds of one algorithm on one setting under the same conditions. */
export interface CellGroup {
  /** Of any of the cells: only `seed` differs among them. */
  readonly descriptor: CellDescriptor
  /** One per seed, by seed. */
  readonly cells: readonly StoredCell[]
  /** One per seed that has no result, by seed. */
  readonly failed: readonly FailedCell[]
  /** Seeds of which the store holds two results that disagree. */
  readonly conflicts: readonly number[]
}

/** Groups by everything in the descriptor but the seed. The order of the input does not matter. */
export function groupCells(cells: readonly StoredCell[], failed: readonly FailedCell[]): CellGroup[] {
  const finishedBy = groupBy(cells, ({ result }) => groupKey(result.descriptor))
  const failedBy = groupBy(failed, ({ descriptor }) => groupKey(descriptor))
  const keys = [...new Set([...finishedBy.keys(), ...failedBy.keys()])].toSorted(compareText)
  return keys.map((key) => groupOf(finishedBy.get(key) ?? [], failedBy.get(key) ?? []))
}

/** How often each reason occurs, by reason. */
export function countFailures(reasons: readonly FailureReason[]): FailureCount[] {
  return [...groupBy(reasons, (reason) => reason)]
    .map(([, same]) => ({ reason: same[0], count: same.length }))
    .toSorted((p, q) => compareText(p.reason, q.reason))
}

/** An adapter as rows name it. */
export function adapterNames(descriptor: CellDescriptor): string[] {
  return descriptor.adapters.map(({ id, version }) => `${id}@${version}`)
}

/** Equal for cells that differ in nothing but the seed. */
export function groupKey(descriptor: CellDescriptor): string {
  return canonicalJson({ ...descriptor, seed: null })
}

function groupOf(cells: readonly StoredCell[], failed: readonly FailedCell[]): CellGroup {
  const bySeed = groupBy(cells, ({ result }) => String(result.descriptor.seed))
  const conflicts: number[] = []
  const kept: StoredCell[] = []
  for (const [seed, same] of bySeed) {
    kept.push(preferred(same))
    if (new Set(same.map(({ result }) => result.digest)).size > 1) conflicts.push(Number(seed))
  }
  const failedBySeed = groupBy(failed, ({ descriptor }) => String(descriptor.seed))
  const open = [...failedBySeed].filter(([seed]) => !bySeed.has(seed)).map(([, same]) => latest(same))
  return {
    descriptor: (cells[0]?.result ?? failed[0]).descriptor,
    cells: kept.toSorted((p, q) => p.result.descriptor.seed - q.result.descriptor.seed),
    failed: open.toSorted((p, q) => p.descriptor.seed - q.descriptor.seed),
    conflicts: conflicts.toSorted((p, q) => p - q),
  }
}

/** Among several copies of a cell: the least digest, one with provenance before one without, the oldest. */
function preferred(copies: readonly StoredCell[]): StoredCell {
  const order = ({ result, provenance }: StoredCell): string =>
    [result.digest, provenance === undefined ? '1' : '0', canonicalJson(provenance ?? null)].join(' ')
  return copies.toSorted((p, q) => compareText(order(p), order(q)))[0]
}

function latest(copies: readonly FailedCell[]): FailedCell {
  const order = ({ failedAt, reason, message }: FailedCell): string => [failedAt, reason, message].join(' ')
  return copies.toSorted((p, q) => compareText(order(q), order(p)))[0]
}
