/** Tables of the page: `rowsTable` of contenders, sortable; `plainTable` of text; `framed`, what holds them; `notices` under them. */
import { BLANKS, onPoint, widthOfBlanks } from './align.ts'
import { type Column, adapterText } from './columns.ts'
import { type Markup, NOTHING, markup } from './markup.ts'
import type { SettingRow, SummaryRow } from './model.ts'
import { strip } from './html-strip.ts'
import { untold } from './sentences.ts'

/** A sortable table of contenders. `behind` gives the values that a row's normalised score averages. */
export function rowsTable<Row extends SettingRow | SummaryRow>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  behind: (row: Row) => readonly number[],
): Markup {
  const shown = columns.filter(({ informative }) => informative?.(rows) ?? true)
  const headers = shown.map((column) => headerCell(column, rows))
  const numbers = new Map(
    shown.flatMap(({ key, stacked }) =>
      stacked === undefined ? [] : [[key, onPoint(rows.map((row) => stacked(row)[0]))]],
    ),
  )
  const body = rows.map(
    (row, i) =>
      markup`<tr>${shown.map((column) => bodyCell(column, row, numbers.get(column.key)?.[i], behind))}</tr>
`,
  )
  return framed(
    caption,
    markup`<table class="boards sortable"><caption>${caption}</caption>
<thead><tr>${headers}</tr></thead>
<tbody>
${body}</tbody></table>`,
  )
}

/** A table of plain text; `wide` names the column whose text may wrap. */
export function plainTable(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  wide: string,
): Markup {
  const kind = (i: number): Markup => (titles[i] === wide ? markup` class="wrap"` : NOTHING)
  const headers = titles.map((title, i) => markup`<th scope="col"${kind(i)}>${title}</th>`)
  const body = rows.map(
    (cells) =>
      markup`<tr>${cells.map((text, i) => markup`<td${kind(i)}>${text}</td>`)}</tr>
`,
  )
  return framed(
    caption,
    markup`<table><caption>${caption}</caption>
<thead><tr>${headers}</tr></thead>
<tbody>
${body}</tbody></table>`,
  )
}

/** A table that is wider than the screen scrolls by itself, also by keyboard. */
export function framed(label: string, table: Markup): Markup {
  return markup`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${table}</div>`
}

function headerCell<Row>(column: Column<Row>, rows: readonly Row[]): Markup {
  const { key, title, description, align, bestFirst = 'ascending' } = column
  const kind = rows.every((row) => typeof column.value(row) !== 'string') ? 'number' : 'text'
  const sorted = key === 'rank' ? markup` aria-sort="ascending"` : NOTHING
  return markup`<th scope="col" class="${align} key-${key}" data-kind="${kind}" data-first="${bestFirst}"${sorted}>
<button type="button" title="${description}">${title}</button></th>`
}

function bodyCell<Row extends SettingRow | SummaryRow>(
  column: Column<Row>,
  row: Row,
  aligned: string | undefined,
  behind: (row: Row) => readonly number[],
): Markup {
  const value = column.value(row)
  const data = value === null ? NOTHING : markup` data-value="${value}"`
  const { key, align } = column
  if (key === 'algorithm') return markup`<th scope="row"${data}>${row.name}${under(row)}</th>`
  const classes = `${align} key-${key}`
  const open = markup`<td class="${classes}"${data}>`
  const [told, more] = column.stacked?.(row) ?? column.brief?.(row) ?? [column.text(row), '']
  const brief = aligned === undefined ? told : withBlanks(aligned)
  if (key === 'normalised') {
    const number = markup`<span class="number">${brief}</span>${strip(row.normalised, behind(row))}`
    return markup`${open}${number}${more === '' ? NOTHING : markup`<span class="sub">${more}</span>`}</td>`
  }
  const loud =
    key === 'failed' && row.failed.length > 0 ? markup`<strong class="warn">${brief}</strong>` : brief
  return markup`${open}${loud}${more === '' ? NOTHING : markup`<span class="sub">${more}</span>`}</td>`
}

/** Blanks as digits that are not seen: blank characters hang over the end of a line. */
function withBlanks(text: string): Markup {
  const number = text.replaceAll(BLANKS, '')
  const [before, after] = text
    .split(number)
    .map((blanks) => (blanks === '' ? NOTHING : markup`<span class="blank">${widthOfBlanks(blanks)}</span>`))
  return markup`${before}${number}${after}`
}

/** Beneath the name: the adapters, and what else must not be overlooked. */
function under(row: SettingRow | SummaryRow): Markup {
  const adapters = adapterText(row)
  const chip =
    adapters === '' ? NOTHING : markup`<span class="sub"><span class="chip">${adapters}</span></span>`
  return markup`${chip}${untold(row.notices).map((notice) => markup`<span class="sub warn">${notice}</span>`)}`
}

/** Notices under a table, a line each. */
export function notices(texts: readonly string[]): Markup {
  return markup`${texts.map(
    (text) => markup`<p class="notice">${text}</p>
`,
  )}`
}
