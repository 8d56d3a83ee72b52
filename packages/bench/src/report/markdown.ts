/** The leaderboards as GitHub-flavoured Markdown: `leaderboardsToMarkdown`. */
import { BLANKS } from './align.ts'
import { type Column, settingColumns, summaryColumns } from './columns.ts'
import {
  MATRIX_CAPTION,
  RATING_CAPTION,
  type TextTable,
  matrixTable,
  ratingTable,
} from './cross-play-tables.ts'
import { formatFailures, formatSignificant, NONE, plainLine } from './format.ts'
import { LITERATURE_CAPTION, literatureTable } from './literature.ts'
import type { ApartRow, Leaderboards, SettingBoard, SummaryTable } from './model.ts'
import {
  evaluationText,
  headline,
  metricText,
  provenanceLines,
  readingOf,
  referenceText,
  rowNotes,
} from './sentences.ts'

export function leaderboardsToMarkdown(leaderboards: Leaderboards): string {
  const { title, generatedAt, domains, settings, notices } = leaderboards
  const made = generatedAt === null ? '' : ` · ${generatedAt}`
  const parts = [
    `# ${escape(title)}`,
    escape(`${headline(leaderboards)}${made}`),
    ...notices.map(notice),
    ...(settings.length === 0 ? [] : summaryParts('## Overall', leaderboards.overall)),
  ]
  for (const domain of domains) {
    parts.push(
      ...(domains.length > 1 ? summaryParts(`## ${escape(domain.name)}`, domain) : [`## ${domain.name}`]),
    )
    for (const board of settings) if (board.domain === domain.name) parts.push(...boardParts(board))
  }
  parts.push(...apartParts(leaderboards.notComparable), ...failureParts(leaderboards))
  parts.push(...closingParts(leaderboards))
  return `${parts.join('\n\n')}\n`
}

function summaryParts(heading: string, table: SummaryTable): string[] {
  const rows = table.rows.length === 0 ? [] : [rowsTable(summaryColumns(), table.rows)]
  return [heading, ...rows, ...[...table.notices, ...rowNotes(table.rows)].map(notice)]
}

function boardParts(board: SettingBoard): string[] {
  const { random, best } = board.references
  const facts = [
    `- score: ${metricText(board)}`,
    `- random: ${referenceText(board, random)}`,
    `- best: ${referenceText(board, best)}`,
    `- evaluation: ${evaluationText(board)}`,
  ]
  const excuses = board.notApplicable.map(
    ({ algorithm, reason }) => `- ${escape(algorithm)}: ${escape(reason)}`,
  )
  return [
    `### ${escape(`${board.name} v${board.environmentVersion}`)}`,
    escape(board.description),
    facts.map((fact) => `- ${escape(fact.slice(2))}`).join('\n'),
    rowsTable(settingColumns(board), board.rows),
    ...literatureParts(board),
    ...board.notices.map(notice),
    ...rowNotes(board.rows).map(notice),
    ...(excuses.length === 0 ? [] : [`Not applicable:\n\n${excuses.join('\n')}`]),
    ...crossPlayParts(board),
  ].filter((part) => part !== '')
}

function crossPlayParts({ crossPlay }: SettingBoard): string[] {
  if (crossPlay === null) return []
  const notes = crossPlay.notices.map(notice)
  if (crossPlay.rows.length === 0) return notes
  const written = ({ titles, aligns, rows }: TextTable): string =>
    markdownTable(
      titles,
      aligns,
      rows.map((cells) => cells.map((text) => text.replaceAll(BLANKS, ''))),
    )
  return [
    escape(`${RATING_CAPTION}.`),
    written(ratingTable(crossPlay)),
    escape(`${MATRIX_CAPTION}.`),
    written(matrixTable(crossPlay, true)),
    ...notes,
  ]
}

function literatureParts(board: SettingBoard): string[] {
  if (board.literature.length === 0) return []
  const { titles, rows } = literatureTable(board)
  const aligns = titles.map((_, i) => (i === 0 || i === titles.length - 1 ? 'left' : 'right'))
  return [escape(LITERATURE_CAPTION), markdownTable(titles, aligns, rows)]
}

function rowsTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const titles = columns.map(({ title }) => title)
  const aligns = columns.map(({ align }) => align)
  return markdownTable(
    titles,
    aligns,
    rows.map((row) => columns.map((column) => column.text(row))),
  )
}

function apartParts(rows: readonly ApartRow[]): string[] {
  if (rows.length === 0) return []
  const titles = ['setting', 'algorithm', 'seeds', 'failed', 'score', 'why']
  const cells = rows.map((row) => [
    `${row.environment}:${row.setting} v${row.environmentVersion}`,
    `${row.algorithm} v${row.algorithmVersion}`,
    String(row.finished),
    formatFailures(row.failed),
    row.score === null ? NONE : formatSignificant(row.score.mean, 4),
    row.notices.join('; '),
  ])
  return [
    '## Not comparable',
    markdownTable(titles, ['left', 'left', 'right', 'right', 'right', 'left'], cells),
  ]
}

function failureParts({ failures }: Leaderboards): string[] {
  if (failures.length === 0) return []
  const titles = ['setting', 'algorithm', 'seed', 'reason', 'message']
  const cells = failures.map(({ environment, setting, name, seed, reason, message }) => [
    `${environment}:${setting}`,
    name,
    String(seed),
    reason,
    message,
  ])
  return ['## Failed cells', markdownTable(titles, ['left', 'left', 'right', 'left', 'left'], cells)]
}

function closingParts({ adapters, provenance, reproduce, settings }: Leaderboards): string[] {
  const facts = provenanceLines(provenance).map(({ label, text }) => `- ${label}: ${escape(text)}`)
  const bridges = adapters.map(({ id, version, note }) => `- ${escape(`${id}@${version}: ${note}`)}`)
  // Four-space blocks: no text within can close them.
  const commands = reproduce.map((command) => `    ${plainLine(command)}`)
  return [
    ...(bridges.length === 0 ? [] : ['## Adapters', bridges.join('\n')]),
    '## How to read this',
    readingOf(settings)
      .map((sentence) => `- ${escape(sentence)}`)
      .join('\n'),
    ...(facts.length === 0 ? [] : ['## Computed on', facts.join('\n')]),
    ...(commands.length === 0 ? [] : ['## Reproduce', commands.join('\n')]),
  ]
}

function notice(text: string): string {
  return `> ${escape(text)}`
}

function markdownTable(
  titles: readonly string[],
  aligns: readonly ('left' | 'right')[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escape).join(' | ')} |`
  const rule = `| ${aligns.map((align) => (align === 'right' ? '---:' : ':---')).join(' | ')} |`
  return [line(titles), rule, ...rows.map(line)].join('\n')
}

/** Text that stays text: one line, with everything that Markdown or HTML would take for markup escaped. */
function escape(text: string): string {
  return plainLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/^#|[\\`*_[\]|~]/g, String.raw`\$&`)
}
