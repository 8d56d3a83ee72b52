/**
 * The leaderboards as one HTML page: `leaderboardsToHtml`.
 *
 * The page opens from disk and asks nothing of the network: its content security policy forbids every load
 * and every script but its own, named by digest.
 */
import { sha256 } from '@gauntlet/core'
import { CHART_SCRIPT } from './html-chart-script.ts'
import { Figures } from './html-figures.ts'
import { libraryScript, libraryStyle } from './html-library.ts'
import { SCRIPT } from './html-script.ts'
import {
  algorithmSection,
  anchor,
  apartSection,
  boardSection,
  closingSections,
  failureSection,
  section,
  summarySection,
} from './html-sections.ts'
import { STYLE } from './html-style.ts'
import { notices } from './html-table.ts'
import { Markup, NOTHING, markup } from './markup.ts'
import type { Leaderboards, SummaryTable } from './model.ts'
import { headline } from './sentences.ts'

export function leaderboardsToHtml(leaderboards: Leaderboards): string {
  const { title, generatedAt } = leaderboards
  const made = generatedAt === null ? '' : ` · ${generatedAt}`
  const figures = new Figures(leaderboards)
  const main = mainOf(leaderboards, figures)
  const script = figures.isEmpty ? SCRIPT : `${SCRIPT}${libraryScript()}${CHART_SCRIPT}`
  const style = figures.isEmpty ? STYLE : `${libraryStyle()}${STYLE}`
  const policy =
    `default-src 'none'; style-src ${digestSource(style)}; script-src ${digestSource(script)}; ` +
    "base-uri 'none'; form-action 'none'"
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="soft">${headline(leaderboards)}${made}</p>
${notices(leaderboards.notices)}${contents(leaderboards)}
</header>
<main>
${main}
</main>
<footer>Made by Gauntlet. A column's heading sorts its table.</footer>
${figures.isEmpty ? NOTHING : figures.data()}
<script>${new Markup(script)}</script>
</body>
</html>
`
  return page.source
}

function mainOf(leaderboards: Leaderboards, figures: Figures): Markup {
  const { overall, domains, settings } = leaderboards
  const summary =
    settings.length === 0
      ? NOTHING
      : section('overall', 'Overall', summarySection(overall, settings, figures))
  return markup`${summary}
${domains.map((domain) => domainSection(domain, leaderboards, figures))}
${apartSection(leaderboards)}${failureSection(leaderboards)}${algorithmSection(leaderboards)}
${closingSections(leaderboards)}`
}

/** A domain's table, where there are several domains, and the boards of its settings. */
function domainSection(domain: SummaryTable, { domains, settings }: Leaderboards, figures: Figures): Markup {
  const boards = settings
    .filter((board) => board.domain === domain.name)
    .map((board) => boardSection(board, figures))
  const summary = domains.length > 1 ? summarySection(domain, settings, figures) : NOTHING
  return section(anchor(`domain-${domain.name}`), domain.name, markup`${summary}${boards}`)
}

function contents({ domains, settings }: Leaderboards): Markup {
  if (settings.length === 0) return NOTHING
  const entries = domains.map(({ name }) => {
    const links = settings
      .filter(({ domain }) => domain === name)
      .map(
        (board) => markup`<a href="#${anchor(board.name)}">${board.name.slice(name.length + 1)}</a>
`,
      )
    return markup`<dt><a href="#${anchor(`domain-${name}`)}">${name}</a></dt><dd>${links}</dd>
`
  })
  return markup`<nav aria-label="Settings"><dl>${entries}</dl></nav>`
}

/** A source expression of a content security policy: the digest of an inline text. */
function digestSource(text: string): string {
  return `'sha256-${Buffer.from(sha256(text), 'hex').toString('base64')}'`
}
