/** The leaderboards for a terminal: `leaderboardsToText`. */
import { BLANKS, alignedTexts } from './align.ts'
import { type Column, settingColumns, summaryColumns } from './columns.ts'
import { cut, lengthOf, plainLine, plural } from './format.ts'
import {
  FEW_SEEDS,
  type Leaderboards,
  type SettingBoard,
  type SettingRow,
  type SummaryRow,
  type SummaryTable,
} from './model.ts'
import { literatureLine } from './literature.ts'
import { headline, tableNotes } from './sentences.ts'
import { apartLines, excuseLines, legend } from './text-notes.ts'

export interface TextOptions {
  /** ANSI colours; off unless said. */
  readonly color?: boolean
  /** Columns of the terminal; 100 unless said. To fit, columns are left out, then names cut. */
  readonly width?: number
  /** `summary` leaves the settings' boards out. */
  readonly detail?: 'settings' | 'summary'
}

/** How text is marked: identity where colours are off. */
interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
}

const GAP = '  '
const ADAPTED = '†'
/** Failures that are told one by one. */
const SHOWN_FAILURES = 5

export function leaderboardsToText(leaderboards: Leaderboards, options: TextOptions = {}): string {
  const { color = false, width = 100, detail = 'settings' } = options
  const style = styleOf(color)
  const { overall, domains, settings, notices } = leaderboards
  const parts = [`${style.bold(plainLine(leaderboards.title))}\n${style.dim(headline(leaderboards))}`]
  parts.push(...notices.map((notice) => style.dim(plainLine(notice))))
  if (settings.length > 0) parts.push(summaryText('overall', overall, width, style))
  for (const domain of domains) {
    if (domains.length > 1) parts.push(summaryText(domain.name, domain, width, style))
    const boards = settings.filter((board) => board.domain === domain.name)
    if (detail === 'settings') parts.push(...boards.map((board) => boardText(board, width, style)))
  }
  const signs = legend(parts)
  if (signs !== '') parts.push(style.dim(signs))
  const closing = closingLines(leaderboards, width, style)
  return `${[...parts, ...(closing === '' ? [] : [closing])].join('\n\n')}\n`
}

function styleOf(color: boolean): Style {
  const code =
    (number: number) =>
    (text: string): string =>
      color ? `\u001B[${number}m${text}\u001B[0m` : text
  return { bold: code(1), dim: code(2), red: code(31) }
}

function summaryText(title: string, table: SummaryTable, width: number, style: Style): string {
  const { rows } = table
  const lines = rows.length === 0 ? [] : tableLines(summaryColumns(), rows, width, style)
  return [
    style.bold(plainLine(title)),
    ...lines,
    ...tableNotes(table).map((note) => style.dim(plainLine(note))),
  ].join('\n')
}

function boardText(board: SettingBoard, width: number, style: Style): string {
  const excused = board.notApplicable.length
  const excuses = excused === 0 ? [] : [style.dim(`${plural(excused, 'algorithm')} not applicable`)]
  const title = `${board.name} v${board.environmentVersion}`
  const lines = tableLines(settingColumns(board), board.rows, width, style)
  // Why results stand apart, the closing lines say, once for all boards.
  const notes = tableNotes(board).map((note) => style.dim(plainLine(note)))
  const published = board.literature.map((row) =>
    style.dim(cut(plainLine(literatureLine(board, row)), width)),
  )
  return [style.bold(plainLine(title)), ...lines, ...published, ...notes, ...excuses].join('\n')
}

/** What the tables only mark: few seeds, what does not apply or stands apart and why, the first failures. */
function closingLines(leaderboards: Leaderboards, width: number, style: Style): string {
  const { failures, settings } = leaderboards
  const few = settings.some(({ rows }) => rows.some(({ finished }) => finished < FEW_SEEDS))
  const lines = [
    ...(few ? [style.dim(`* fewer than ${FEW_SEEDS} seeds`)] : []),
    ...excuseLines(leaderboards).map((line) => style.dim(line)),
    ...apartLines(leaderboards).map((line) => style.dim(line)),
    ...(failures.length > 0
      ? [style.red(`${plural(failures.length, 'failed cell')}, scored as the random policy:`)]
      : []),
  ]
  for (const { environment, setting, name, seed, reason, message } of failures.slice(0, SHOWN_FAILURES)) {
    const line = `  ${environment}:${setting} ${name} seed ${seed}: ${reason}: ${message}`
    lines.push(style.red(`  ${cut(plainLine(line), width - 2)}`))
  }
  const rest = failures.length - SHOWN_FAILURES
  return [...lines, ...(rest > 0 ? [style.red(`  and ${rest} more`)] : [])].join('\n')
}

/** Header and rows, aligned, within the width where the columns of priority 0 fit at all. */
function tableLines<Row extends SettingRow | SummaryRow>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
  style: Style,
): string[] {
  const informative = columns.filter((column) => column.informative?.(rows) ?? true)
  const cells = new Map(
    informative.map((column) => [column.key, [plainLine(column.title), ...columnTexts(column, rows)]]),
  )
  const widthOf = ({ key }: Column<Row>): number => Math.max(...(cells.get(key) ?? []).map(lengthOf))
  const kept = fitting(informative, widthOf, width)
  const total = kept.reduce((sum, column) => sum + widthOf(column), GAP.length * (kept.length - 1))
  const excess = Math.max(0, total - width)
  const line = (i: number): string =>
    kept
      .map((column) => {
        const room = widthOf(column)
        const text = (cells.get(column.key) ?? [])[i]
        if (column.key !== 'algorithm') return pad(text, room, column.align)
        const given = Math.max(Math.min(8, room), room - excess)
        const fitted = i > 0 && lengthOf(text) > given ? shortName(rows[i - 1], given) : text
        return pad(fitted, given, column.align)
      })
      .join(GAP)
      .trimEnd()
  return [
    style.dim(line(0)),
    ...rows.map((row, i) => (row.failed.length > 0 ? style.red(line(i + 1)) : line(i + 1))),
  ]
}

function columnTexts<Row>(column: Column<Row>, rows: readonly Row[]): string[] {
  const { stacked } = column
  if (stacked === undefined) return rows.map((row) => plainLine(column.brief?.(row)[0] ?? column.text(row)))
  return alignedTexts(rows.map((row) => stacked(row))).map((text) =>
    text.replaceAll(BLANKS, (blanks) => ' '.repeat(blanks.length)),
  )
}

/** The columns that fit, taken by priority; those of priority 0 in any case. */
function fitting<Row>(
  columns: readonly Column<Row>[],
  widthOf: (column: Column<Row>) => number,
  width: number,
): Column<Row>[] {
  const kept = new Set<Column<Row>>()
  let total = -GAP.length
  for (const column of columns.toSorted((p, q) => p.priority - q.priority)) {
    const added = GAP.length + widthOf(column)
    if (column.priority > 0 && total + added > width) continue
    kept.add(column)
    total += added
  }
  return columns.filter((column) => kept.has(column))
}

/** Where there is no room to name adapters, a mark stays: an adapted result is never shown as native. */
function shortName(row: SettingRow | SummaryRow, room: number): string {
  const name = plainLine(row.name)
  return row.adapters.length === 0 ? name : `${cut(name, room - ADAPTED.length)}${ADAPTED}`
}

function pad(text: string, room: number, align: 'left' | 'right'): string {
  const fitted = cut(text, room)
  const space = ' '.repeat(room - lengthOf(fitted))
  return align === 'right' ? space + fitted : fitted + space
}
