/** The leaderboards for a terminal: `leaderboardsToText`. */
import { BLANKS, alignedTexts } from './align.ts'
import { type Column, settingColumns, summaryColumns } from './columns.ts'
import { type TextTable, matrixTable, ratingTable } from './cross-play-tables.ts'
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
import { headline, referenceText, tableNotes } from './sentences.ts'
import { apartLines, excuseLines, legend } from './text-notes.ts'

export interface TextOptions {
  /** ANSI colours; off unless said. */
  readonly color?: boolean
  /** Columns of the terminal; 100 unless said. To fit, names wrap, then columns are left out, then names are cut. */
  readonly width?: number
  /** `summary` leaves the settings' boards out. */
  readonly detail?: 'settings' | 'summary'
}

const CROSS_PLAY_LEGEND: readonly string[] = [
  'ratings: Elo scale, their mean 0; 95 % intervals by bootstrap over trainings and pairs of games',
  'matrix: how often the row wins against the column of that place, with Wilson’s 95 % intervals',
]

/** How text is marked: identity where colours are off. */
interface Style {
  bold(text: string): string
  dim(text: string): string
  red(text: string): string
}

const GAP = '  '
const ADAPTED = '†'
/** Before what goes on of a name. */
const INDENT = '  '
/** Of the width, what names take before columns are left out for them, and their least characters. */
const NAME_SHARE = 0.4
const SHORTEST_NAME = 8
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
  const cross = crossPlayLines(board, width, style)
  const published = board.literature.map((row) =>
    style.dim(cut(plainLine(literatureLine(board, row)), width)),
  )
  const { best, random } = board.references
  const references = [`best: ${referenceText(board, best)}`, `random: ${referenceText(board, random)}`].map(
    (reference) => style.dim(cut(plainLine(reference), width)),
  )
  const facts = [...references, ...published, ...notes, ...excuses]
  return [style.bold(plainLine(title)), ...lines, ...facts, ...cross].join('\n')
}

/** Ratings, and the matrix of win rates; what there is no room for is left out. */
function crossPlayLines({ crossPlay, name }: SettingBoard, width: number, style: Style): string[] {
  if (crossPlay === null) return []
  const notes = crossPlay.notices.map((notice) => style.dim(cut(plainLine(notice), width)))
  if (crossPlay.rows.length === 0) return notes
  const ratings = firstThatFits(
    ([3, 2, 1, 0] as const).map((detail) => ratingTable(crossPlay, detail)),
    width,
  )
  const matrix = firstThatFits([matrixTable(crossPlay, true), matrixTable(crossPlay, false)], width)
  const told = (lines: readonly string[]): string[] => [style.dim(lines[0]), ...lines.slice(1)]
  return [
    '',
    style.bold(plainLine(`${name} cross-play`)),
    ...told(ratings),
    ...told(matrix),
    ...CROSS_PLAY_LEGEND.map((line) => style.dim(line)),
    ...notes,
  ]
}

/** The lines of the first table that is no wider; of the last, its lines cut, where none is. */
function firstThatFits(tables: readonly TextTable[], width: number): string[] {
  const written = tables.map(plainTableLines)
  const fits = written.find((lines) => lines.every((line) => lengthOf(line) <= width))
  return fits ?? (written.at(-1) ?? []).map((line) => cut(line, width))
}

function plainTableLines({ titles, aligns, rows }: TextTable): string[] {
  const texts = [titles, ...rows].map((line) => line.map((text) => plainLine(withoutBlanks(text))))
  const widths = titles.map((_, c) => Math.max(...texts.map((line) => lengthOf(line[c]))))
  return texts.map((line) =>
    line
      .map((text, c) => pad(text, widths[c], aligns[c]))
      .join(GAP)
      .trimEnd(),
  )
}

function withoutBlanks(text: string): string {
  return text.replaceAll(BLANKS, (blanks) => ' '.repeat(blanks.length))
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

/** Header and rows, aligned. Names wrap before columns are left out; down to a few letters, all is within the width. */
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
  const enough = (column: Column<Row>): number =>
    isName(column) ? roomForNames(cells.get(column.key) ?? [], width) : widthOf(column)
  const kept = fitting(informative, enough, width)
  const total = kept.reduce((sum, column) => sum + widthOf(column), GAP.length * (kept.length - 1))
  const roomOf = (column: Column<Row>): number => {
    const own = widthOf(column)
    return isName(column) ? Math.max(Math.min(SHORTEST_NAME, own), own - Math.max(0, total - width)) : own
  }
  const lines = (i: number): string[] => {
    const wrapped = kept.map((column) => {
      const text = (cells.get(column.key) ?? [])[i]
      return isName(column) && i > 0 ? nameLines(rows[i - 1], text, roomOf(column)) : [text]
    })
    const height = Math.max(...wrapped.map(({ length }) => length))
    return Array.from({ length: height }, (_, k) =>
      kept
        .map((column, c) => pad(wrapped[c][k] ?? '', roomOf(column), column.align))
        .join(GAP)
        .trimEnd(),
    )
  }
  return [
    ...lines(0).map((line) => style.dim(line)),
    ...rows.flatMap((row, i) =>
      row.failed.length > 0 ? lines(i + 1).map((line) => style.red(line)) : lines(i + 1),
    ),
  ]
}

/** What names need at least: short ones stand in a line, of the longer ones every word does. */
function roomForNames(names: readonly string[], width: number): number {
  const most = Math.floor(width * NAME_SHARE)
  const needed = names.flatMap((name) =>
    lengthOf(name) <= most ? [name] : name.split(' ').map((word) => INDENT + word),
  )
  return Math.min(most, Math.max(...needed.map(lengthOf)))
}

function isName({ key }: { readonly key: string }): boolean {
  return key === 'algorithm'
}

function columnTexts<Row>(column: Column<Row>, rows: readonly Row[]): string[] {
  const { stacked } = column
  if (stacked === undefined) return rows.map((row) => plainLine(column.brief?.(row)[0] ?? column.text(row)))
  return alignedTexts(rows.map((row) => stacked(row))).map(withoutBlanks)
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

/**
 * The name in lines of the room, broken at blanks; a word that is longer is cut. Where there is no room to name
 * adapters, a mark stays on the first line: an adapted result is never shown as native.
 */
function nameLines(row: SettingRow | SummaryRow, text: string, room: number): string[] {
  if (lengthOf(text) <= room) return [text]
  const mark = row.adapters.length === 0 ? '' : ADAPTED
  const lines: string[] = []
  for (const word of plainLine(row.name).split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && lengthOf(longer) <= room - mark.length) lines[lines.length - 1] = longer
    else lines.push(`${lines.length === 0 ? '' : INDENT}${word}`)
  }
  return lines.map((line, i) => (i === 0 ? `${cut(line, room - mark.length)}${mark}` : cut(line, room)))
}

function pad(text: string, room: number, align: 'left' | 'right'): string {
  const fitted = cut(text, room)
  const space = ' '.repeat(room - lengthOf(fitted))
  return align === 'right' ? space + fitted : fitted + space
}
