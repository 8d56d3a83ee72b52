/** A leaderboard: sorted by any column, filtered by words, family, version and backend, its intervals drawn: `RowsTable`. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { type Column, type SettingRow, type SummaryRow, adapterText, untold } from '@gauntlet/bench/tables'
import { linkTo } from '../route.ts'
import { Filters, type Filter, NO_FILTER, passes } from './filters.tsx'
import { Frame } from './frame.tsx'
import { type Scale, Strip, scaleOf } from './strip.tsx'

interface Given<Row> {
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  /** What a row's normalised score averages. */
  behind(row: Row): readonly number[]
  backends(row: Row): readonly string[]
  /** A further cell at the end of each row. */
  readonly more?: { readonly title: string; cell(row: Row): JSX.Element | null }
}

interface Order {
  readonly key: string
  readonly descending: boolean
}

export function RowsTable<Row extends SettingRow | SummaryRow>(given: Given<Row>): JSX.Element {
  const { caption, rows, backends, more } = given
  const [filter, setFilter] = useState<Filter>(NO_FILTER)
  const [order, setOrder] = useState<Order>({ key: 'rank', descending: false })
  const columns = useMemo(
    () => given.columns.filter(({ informative }) => informative?.(rows) ?? true),
    [given.columns, rows],
  )
  const scale = useMemo(() => scaleOf(rows.map(({ normalised }) => normalised)), [rows])
  const shown = sorted(
    rows.filter((row) => passes(filter, row, backends(row))),
    columns.find(({ key }) => key === order.key),
    order.descending,
  )
  return (
    <>
      <Filters rows={rows} backends={backends} filter={filter} onChange={setFilter} shown={shown.length} />
      <Frame label={caption}>
        <table class="boards">
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} order={order} onOrder={setOrder} />
              ))}
              {more && <th scope="col">{more.title}</th>}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.name}>
                {columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} behind={given.behind(row)} scale={scale} />
                ))}
                {more && <td>{more.cell(row)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
      {shown.length === 0 && <p class="soft">No row is left; take a filter back.</p>}
    </>
  )
}

function Heading<Row>({
  column: { key, title, description, align, bestFirst = 'ascending' },
  order,
  onOrder,
}: {
  column: Column<Row>
  order: Order
  onOrder: (order: Order) => void
}): JSX.Element {
  const here = order.key === key
  const first = bestFirst === 'descending'
  const direction = order.descending ? 'descending' : 'ascending'
  return (
    <th scope="col" class={`${align} key-${key}`} aria-sort={here ? direction : 'none'}>
      <button
        type="button"
        title={description}
        onClick={() => onOrder({ key, descending: here ? !order.descending : first })}
      >
        {title}
      </button>
    </th>
  )
}

function Cell<Row extends SettingRow | SummaryRow>({
  column,
  row,
  behind,
  scale,
}: {
  column: Column<Row>
  row: Row
  behind: readonly number[]
  scale: Scale
}): JSX.Element {
  const { key, align } = column
  if (key === 'algorithm') return <Name row={row} />
  const [told, more] = column.stacked?.(row) ?? column.brief?.(row) ?? [column.text(row), '']
  return (
    <td class={`${align} key-${key}`}>
      <span class={key === 'failed' && row.failed.length > 0 ? 'number warn' : 'number'}>{told}</span>
      {key === 'normalised' && row.normalised !== null && (
        <Strip estimate={row.normalised} behind={behind} scale={scale} />
      )}
      {more !== '' && <span class="sub">{more}</span>}
    </td>
  )
}

/** The algorithm, what it ran through, and what else must not be overlooked. */
function Name({ row }: { row: SettingRow | SummaryRow }): JSX.Element {
  const adapters = adapterText(row)
  return (
    <th scope="row" class="key-algorithm">
      <a href={linkTo('algorithm', row.algorithm)}>{row.name}</a>
      {adapters !== '' && (
        <span class="sub">
          <span class="chip">{adapters}</span>
        </span>
      )}
      {untold(row.notices).map((notice) => (
        <span key={notice} class="sub warn">
          {notice}
        </span>
      ))}
    </th>
  )
}

/** Rows without a value come last, whichever way the others go. */
function sorted<Row>(
  rows: readonly Row[],
  column: Column<Row> | undefined,
  descending: boolean,
): readonly Row[] {
  if (column === undefined) return rows
  const sign = descending ? -1 : 1
  return rows.toSorted((p, q) => {
    const [a, b] = [column.value(p), column.value(q)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return a === b ? 0 : sign * (a < b ? -1 : 1)
  })
}
