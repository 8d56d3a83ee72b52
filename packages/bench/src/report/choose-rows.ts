/** Which of a contender's results is its row on a board: `chooseRows`. */
import { canonicalJson } from '@gauntlet/core'
import type { CellDescriptor } from '../records.ts'
import { type CellGroup, adapterNames } from './groups.ts'
import type { ApartRow, Contender } from './model.ts'
import { compareText, groupBy } from './order.ts'
import { apartRow } from './setting-row.ts'

/** Cells that may be averaged, and whose they are. */
export interface ChosenRow {
  readonly group: CellGroup
  readonly contender: Contender
}

/**
 * One row per contender. Where its comparable cells were made under several conditions, the row is of the
 * greatest budget (then the `wasm` backend, then the fewest adapters), and the others stand apart. The choice looks at
 * nobody else's cells, so that no number depends on who is compared.
 */
export function chooseRows(candidates: readonly ChosenRow[]): { rows: ChosenRow[]; apart: ApartRow[] } {
  const rows: ChosenRow[] = []
  const apart: ApartRow[] = []
  for (const [, same] of groupBy(candidates, ({ contender }) => contender.name)) {
    const [first, ...others] = same.toSorted((p, q) => byPreference(p.group.descriptor, q.group.descriptor))
    rows.push(first)
    for (const { group } of others) {
      apart.push(apartRow(group, [whatDiffers(group.descriptor, first.group.descriptor)]))
    }
  }
  return { rows, apart }
}

function byPreference(p: CellDescriptor, q: CellDescriptor): number {
  return (
    q.budget - p.budget ||
    Number(p.backend !== 'wasm') - Number(q.backend !== 'wasm') ||
    compareText(p.backend, q.backend) ||
    p.adapters.length - q.adapters.length ||
    compareText(canonicalJson(q.adapters), canonicalJson(p.adapters)) ||
    compareText(canonicalJson(p), canonicalJson(q))
  )
}

function whatDiffers(p: CellDescriptor, q: CellDescriptor): string {
  const through = (descriptor: CellDescriptor): string => adapterNames(descriptor).join(', ') || 'no adapter'
  if (p.budget !== q.budget) return `trained for ${p.budget} steps, its row for ${q.budget}`
  if (p.backend !== q.backend) return `backend ${p.backend}, its row is of ${q.backend}`
  return `through ${through(p)}, its row is through ${through(q)}`
}
