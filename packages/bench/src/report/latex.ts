/**
 * The leaderboards as LaTeX, to be put into a paper by `\input`: `leaderboardsToLatex`.
 *
 * A `table` for every table, in the manner of booktabs; the document needs `\usepackage{booktabs}` and UTF-8.
 */
import { BLANKS, alignedTexts, widthOfBlanks } from './align.ts'
import { type Column, settingColumns, summaryColumns } from './columns.ts'
import {
  MATRIX_CAPTION,
  RATING_CAPTION,
  type TextTable,
  matrixTable,
  ratingTable,
} from './cross-play-tables.ts'
import { NONE, plainLine } from './format.ts'
import { literatureLine } from './literature.ts'
import type { Leaderboards, SettingBoard, SettingRow, SummaryRow, SummaryTable } from './model.ts'
import { evaluationText, headline, metricText, scopeText, tableNotes } from './sentences.ts'

/** The columns that a page has room for; the other formats have the rest. */
const SUMMARY: readonly string[] = [
  'rank',
  'algorithm',
  'normalised',
  'iqm',
  'median',
  'gap',
  'settings',
  'seeds',
  'failed',
]
const SETTING: readonly string[] = [
  'rank',
  'algorithm',
  'score',
  'percent',
  'normalised',
  'difference',
  'seeds',
  'failed',
]
const INTERVALS =
  'Brackets: 95 % intervals, stratified percentile bootstrap over seeds; *: fewer than 5 seeds.'

export function leaderboardsToLatex(leaderboards: Leaderboards): string {
  const { title, domains, settings, overall } = leaderboards
  const tables = settings.length === 0 ? [] : [summaryTable(overall)]
  for (const domain of domains) {
    if (domains.length > 1) tables.push(summaryTable(domain))
    const boards = settings.filter((board) => board.domain === domain.name)
    tables.push(...boards.flatMap((board) => [boardTable(board), ...crossPlayTables(board)]))
  }
  const head = [title, headline(leaderboards), ...leaderboards.notices].map((line) => `% ${plainLine(line)}`)
  return `${[[...head, String.raw`% \usepackage{booktabs}`].join('\n'), ...tables].join('\n\n')}\n`
}

function summaryTable(table: SummaryTable): string {
  const columns = summaryColumns().filter(({ key }) => SUMMARY.includes(key))
  const caption = `${scopeText(table)}: normalised scores, 0 the random policy and 1 the best reference. ${INTERVALS}${notesText(table)}`
  return latexTable(columns, table.rows, caption, table.name)
}

function boardTable(board: SettingBoard): string {
  const columns = settingColumns(board).filter(({ key }) => SETTING.includes(key))
  const published = board.literature.map((row) => literatureLine(board, row)).join('; ')
  const external = published === '' ? '' : ` External, not ranked: ${published}.`
  const what = `${board.name} v${board.environmentVersion}: ${metricText(board)}; ${evaluationText(board)}`
  return latexTable(columns, board.rows, `${what}. ${INTERVALS}${external}${notesText(board)}`, board.name)
}

/** What the columns do not say; empty where that is nothing. */
function notesText(table: SettingBoard | SummaryTable): string {
  const notes = tableNotes(table)
  return notes.length === 0 ? '' : ` Notes: ${notes.join('; ')}.`
}

/** Ratings and the matrix of win rates. */
function crossPlayTables({ name, crossPlay }: SettingBoard): string[] {
  if (crossPlay === null || crossPlay.rows.length === 0) return []
  const told = crossPlay.notices.map((notice) => ` ${notice}.`).join('')
  const bootstrap = 'Brackets: 95 % intervals, bootstrap over trainings and pairs of games within them.'
  const wilson = 'Brackets: Wilson 95 % intervals. Columns are numbered as the rows.'
  return [
    latexText(ratingTable(crossPlay), `${name}. ${RATING_CAPTION}. ${bootstrap}${told}`, `${name}:ratings`),
    latexText(matrixTable(crossPlay, true), `${name}. ${MATRIX_CAPTION}. ${wilson}`, `${name}:cross-play`),
  ]
}

function latexTable<Row extends SettingRow | SummaryRow>(
  all: readonly Column<Row>[],
  rows: readonly Row[],
  caption: string,
  name: string,
): string {
  const columns = all.filter(({ informative }) => informative?.(rows) ?? true)
  const texts = columns.map(({ stacked, text }) =>
    stacked === undefined ? rows.map((row) => text(row)) : alignedTexts(rows.map((row) => stacked(row))),
  )
  const table: TextTable = {
    titles: columns.map(({ title }) => title),
    aligns: columns.map(({ align }) => align),
    rows: rows.map((_, i) => texts.map((column) => column[i])),
  }
  return latexText(table, caption, name)
}

function latexText({ titles, aligns, rows }: TextTable, caption: string, name: string): string {
  const line = (cells: readonly string[]): string =>
    `    ${cells.map(escapeLatex).join(' & ')} ${String.raw`\\`}`
  return [
    String.raw`\begin{table}`,
    String.raw`  \centering`,
    String.raw`  \caption{${escapeLatex(caption)}}`,
    // A label is a name, not text: what is no letter, digit or hyphen could break it.
    String.raw`  \label{tab:${name.replaceAll(/[^\w:.-]|_/g, '-')}}`,
    String.raw`  \begin{tabular}{${aligns.map((align) => (align === 'right' ? 'r' : 'l')).join('')}}`,
    String.raw`    \toprule`,
    line(titles),
    String.raw`    \midrule`,
    ...rows.map(line),
    String.raw`    \bottomrule`,
    String.raw`  \end{tabular}`,
    String.raw`\end{table}`,
  ].join('\n')
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': String.raw`\textbackslash{}`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
  '<': String.raw`\textless{}`,
  '>': String.raw`\textgreater{}`,
  '|': String.raw`\textbar{}`,
  '"': "''",
  '↑': String.raw`$\uparrow$`,
  '↓': String.raw`$\downarrow$`,
  µ: String.raw`\textmu{}`,
  [NONE]: '--',
}

/** Text that stays text: one line, with everything that LaTeX would take for a command escaped. */
function escapeLatex(text: string): string {
  return plainLine(text)
    .replaceAll(/[\\~^<>|"↑↓µ–]|[&%$#_{}]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`)
    .replaceAll(/(?<![\w.,-])-(?=\d)/g, '$-$')
    .replaceAll(BLANKS, (blanks) => String.raw`\phantom{${widthOfBlanks(blanks)}}`)
}
