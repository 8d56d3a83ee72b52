/** How probably each contender improves on each, as a table: `improvementTable`. */
import { NONE, formatFixed, formatSeeds } from './format.ts'
import { type Markup, NOTHING, markup } from './markup.ts'
import type { Improvement, SummaryTable } from './model.ts'
import { SEEDS_NOTE, scopeText } from './sentences.ts'
import { framed } from './html-table.ts'

/** Contenders by contenders, the row over the column; nothing where no two can be compared. */
export function improvementTable(table: SummaryTable): Markup {
  const { comparison } = table
  if (comparison === null || comparison.improvements.length === 0) return NOTHING
  const compared = comparison.profiles.map(({ name, seeds }) => ({
    name,
    seeds: markup`<span class="sub">n = ${formatSeeds(seeds.fewest, seeds.most)}</span>`,
  }))
  const found = new Map(comparison.improvements.map((one) => [`${one.name}\n${one.over}`, one]))
  const between = (name: string, over: string): Improvement | undefined => {
    const other = found.get(`${over}\n${name}`)
    return found.get(`${name}\n${over}`) ?? (other && mirrored(other))
  }
  const caption = `${scopeText(table)}: probability of improvement. How often a seed of the row scores above a seed of the column on a setting that both ran, ties counting half, with its 95 % interval. ${SEEDS_NOTE}`
  const headers = compared.map(
    ({ name, seeds }, i) => markup`<th scope="col" title="${name}">${i + 1}${seeds}</th>`,
  )
  const rows = compared.map(({ name, seeds }, i) => {
    const cells = compared.map((over) =>
      improvementCell(name === over.name ? undefined : between(name, over.name)),
    )
    return markup`<tr><th scope="row"><span class="soft">${i + 1}</span> ${name}${seeds}</th>${cells}</tr>
`
  })
  return markup`<p class="soft lead">${caption}</p>
${framed(
  caption,
  markup`<table class="improvement"><caption>${caption}</caption>
<thead><tr><th scope="col">over</th>${headers}</tr></thead>
<tbody>
${rows}</tbody></table>`,
)}`
}

function improvementCell(improvement: Improvement | undefined): Markup {
  if (improvement === undefined) return markup`<td class="none">${NONE}</td>`
  const { probability, interval } = improvement
  const shade = `share-${Math.round(10 * probability)}`
  const bounds =
    interval === null
      ? NOTHING
      : markup`<span class="sub">${formatFixed(interval.low, 2)}–${formatFixed(interval.high, 2)}</span>`
  return markup`<td class="${shade}">${formatFixed(probability, 2)}${bounds}</td>`
}

/** P(y > x) is 1 - P(x > y), ties counting half on both sides. */
function mirrored({ name, over, settings, probability, interval }: Improvement): Improvement {
  return {
    name: over,
    over: name,
    settings,
    probability: 1 - probability,
    interval: interval && { ...interval, low: 1 - interval.high, high: 1 - interval.low },
  }
}
