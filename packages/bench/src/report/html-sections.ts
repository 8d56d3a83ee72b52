/** Sections of the page, from the overall table to the commands that compute it again. */
import { settingColumns, summaryColumns } from './columns.ts'
import { NONE, formatFailures, formatSignificant } from './format.ts'
import { crossPlaySection } from './html-cross-play.ts'
import type { Figures } from './html-figures.ts'
import { improvementTable } from './html-improvement.ts'
import { notices, plainTable, rowsTable } from './html-table.ts'
import { LITERATURE_CAPTION, literatureTable } from './literature.ts'
import { type Markup, NOTHING, markup } from './markup.ts'
import type { Leaderboards, SettingBoard, SummaryRow, SummaryTable } from './model.ts'
import { groupBy } from './order.ts'
import {
  evaluationText,
  metricText,
  provenanceLines,
  readingOf,
  referenceText,
  scopeText,
} from './sentences.ts'

/** The table of a domain, or of all, with its notices. */
export function summarySection(
  table: SummaryTable,
  boards: readonly SettingBoard[],
  figures: Figures,
): Markup {
  const scope = new Set(table.settings)
  const own = boards.filter(({ name }) => scope.has(name))
  const behind = ({ name }: SummaryRow): number[] =>
    own.flatMap(({ rows }) =>
      rows.flatMap((row) => (row.name === name && row.normalised !== null ? [row.normalised.mean] : [])),
    )
  const caption = `${scopeText(table)}: mean normalised score, 0 the random policy, 1 the best reference; faint dots are settings.`
  const rows = table.rows.length === 0 ? NOTHING : rowsTable(caption, summaryColumns(), table.rows, behind)
  return markup`<p class="soft lead">${caption}</p>
${rows}${notices(table.notices)}${commonSet(table)}
${figures.profiles(table)}${improvementTable(table)}`
}

/** A setting's facts and its rows. */
export function boardSection(board: SettingBoard, figures: Figures): Markup {
  const { random, best } = board.references
  const facts = [
    { label: 'score', text: metricText(board) },
    { label: 'evaluation', text: evaluationText(board) },
    { label: 'random', text: referenceText(board, random) },
    { label: 'best', text: referenceText(board, best) },
  ]
  const caption = `${board.name}: score and normalised score; faint dots are seeds.`
  const seeds = (row: SettingBoard['rows'][number]): number[] =>
    row.seeds.flatMap(({ normalised }) => (normalised === null ? [] : [normalised]))
  return markup`<section class="board" aria-labelledby="${anchor(board.name)}">
<h3 id="${anchor(board.name)}">${board.name} <small>v${board.environmentVersion} · ${board.description}</small></h3>
${factList(facts)}
${rowsTable(caption, settingColumns(board), board.rows, seeds)}
${literature(board)}${notices(board.notices)}${excuses(board)}${figures.courses(board)}${figures.curves(board)}${crossPlaySection(board)}
</section>
`
}

function literature(board: SettingBoard): Markup {
  if (board.literature.length === 0) return NOTHING
  const { titles, rows } = literatureTable(board)
  return markup`<p class="soft lead">${LITERATURE_CAPTION}</p>
${plainTable(`${board.name}: ${LITERATURE_CAPTION}`, titles, rows, 'source')}`
}

export function apartSection({ notComparable }: Leaderboards): Markup {
  if (notComparable.length === 0) return NOTHING
  const titles = ['setting', 'algorithm', 'seeds', 'failed', 'raw score', 'why']
  const rows = notComparable.map((row) => [
    `${row.environment}:${row.setting} v${row.environmentVersion}`,
    `${row.algorithm} v${row.algorithmVersion}`,
    String(row.finished),
    formatFailures(row.failed),
    row.score === null ? NONE : formatSignificant(row.score.mean, 4),
    row.notices.join('; '),
  ])
  const caption = 'Results that are in no table above.'
  return section('not-comparable', 'Not comparable', plainTable(caption, titles, rows, 'why'))
}

export function failureSection({ failures }: Leaderboards): Markup {
  if (failures.length === 0) return NOTHING
  const titles = ['setting', 'algorithm', 'seed', 'reason', 'message']
  const rows = failures.map(({ environment, setting, name, seed, reason, message }) => [
    `${environment}:${setting}`,
    name,
    String(seed),
    reason,
    message,
  ])
  const caption = 'Cells that gave no result. They score as the random policy.'
  return section('failed', 'Failed cells', plainTable(caption, titles, rows, 'message'))
}

export function algorithmSection({ algorithms, adapters }: Leaderboards): Markup {
  if (algorithms.length === 0) return NOTHING
  const titles = ['algorithm', 'version', 'family', 'what it does', 'source']
  const rows = algorithms.map(({ id, version, family, summary, source }) => [
    id,
    String(version),
    family,
    summary,
    source,
  ])
  const table = plainTable('The algorithms in the tables.', titles, rows, 'what it does')
  const bridges = adapters.map(({ id, version, note }) => ({ label: `via ${id}@${version}`, text: note }))
  return section('algorithms', 'Algorithms', markup`${table}${factList(bridges)}`)
}

export function closingSections({ provenance, reproduce, settings }: Leaderboards): Markup {
  const reading = list(readingOf(settings))
  const facts = provenanceLines(provenance)
  const commands = markup`<p>With the versions above and the wasm backend, every cell repeats to the bit.</p>
<pre tabindex="0"><code>${reproduce.join('\n')}</code></pre>`
  return markup`${section('reading', 'How to read this', reading)}
${facts.length === 0 ? NOTHING : section('provenance', 'Computed on', factList(facts))}
${reproduce.length === 0 ? NOTHING : section('reproduce', 'Reproduce', commands)}`
}

/** An element's id from a board's name; a fragment may hold what is left. */
export function anchor(name: string): string {
  return name.replaceAll(/[^\w/:.-]/g, '_')
}

export function section(id: string, title: string, content: Markup): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${title}</h2>
${content}
</section>
`
}

function factList(facts: readonly { readonly label: string; readonly text: string }[]): Markup {
  if (facts.length === 0) return NOTHING
  const lines = facts.map(
    ({ label, text }) => markup`<dt>${label}</dt><dd>${text}</dd>
`,
  )
  return markup`<dl>${lines}</dl>`
}

function list(texts: readonly string[]): Markup {
  return markup`<ul>${texts.map(
    (text) => markup`<li>${text}</li>
`,
  )}</ul>`
}

function commonSet({ common, settings }: SummaryTable): Markup {
  if (common.length === 0 || common.length === settings.length) return NOTHING
  return markup`<details><summary>The common set</summary>${list(common)}</details>`
}

function excuses({ notApplicable }: SettingBoard): Markup {
  if (notApplicable.length === 0) return NOTHING
  const byReason = [...groupBy(notApplicable, ({ reason }) => reason)].map(
    ([reason, same]) => `${same.map(({ algorithm }) => algorithm).join(', ')}: ${reason}`,
  )
  return markup`<details><summary>Not applicable: ${notApplicable.length}</summary>${list(byReason)}</details>`
}
