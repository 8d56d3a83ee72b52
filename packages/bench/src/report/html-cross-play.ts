/** Who wins against whom, on the page: `crossPlaySection`. */
import { BLANKS } from './align.ts'
import { MATRIX_CAPTION, RATING_CAPTION, pairKey, ratingTable } from './cross-play-tables.ts'
import { NONE, formatFixed, plural } from './format.ts'
import { framed, notices, plainTable } from './html-table.ts'
import { type Markup, NOTHING, markup } from './markup.ts'
import type { CrossPlay, CrossPlayPair } from './cross-play-model.ts'
import type { SettingBoard } from './model.ts'

/** The ratings of a board's rows, and the matrix of their win rates; nothing where no match was played. */
export function crossPlaySection({ crossPlay, name }: SettingBoard): Markup {
  if (crossPlay === null) return NOTHING
  if (crossPlay.rows.length === 0) return notices(crossPlay.notices)
  const { titles, rows } = ratingTable(crossPlay)
  const plain = rows.map((cells) => cells.map((text) => text.replaceAll(BLANKS, '')))
  return markup`<p class="soft lead">${RATING_CAPTION}.</p>
${plainTable(`${name}. ${RATING_CAPTION}.`, titles, plain, 'algorithm')}
${matrix(crossPlay, name)}${notices(crossPlay.notices)}`
}

function matrix({ rows, pairs }: CrossPlay, board: string): Markup {
  const found = new Map(pairs.map((pair) => [pairKey(pair), pair]))
  const caption = `${board}. ${MATRIX_CAPTION}, with Wilson’s 95 % interval.`
  const headers = rows.map(({ name }, i) => markup`<th scope="col" title="${name}">${i + 1}</th>`)
  const body = rows.map(({ name }, i) => {
    const cells = rows.map((over) => cell(found.get(pairKey({ name, over: over.name }))))
    return markup`<tr><th scope="row"><span class="soft">${i + 1}</span> ${name}</th>${cells}</tr>
`
  })
  return markup`<p class="soft lead">${caption}</p>
${framed(
  caption,
  markup`<table class="improvement"><caption>${caption}</caption>
<thead><tr><th scope="col">against</th>${headers}</tr></thead>
<tbody>
${body}</tbody></table>`,
)}`
}

/** Shaded as the table of improvements is. */
function cell(pair: CrossPlayPair | undefined): Markup {
  if (pair === undefined) return markup`<td class="none">${NONE}</td>`
  const { winRate, interval, games, draws } = pair
  const drawn = draws === 0 ? '' : `, ${plural(draws, 'draw')}`
  const bounds = markup`<span class="sub">${formatFixed(interval.low, 2)}–${formatFixed(interval.high, 2)}</span>`
  const shade = `share-${Math.round(10 * winRate)}`
  return markup`<td class="${shade}" title="${plural(games, 'game')}${drawn}">${formatFixed(winRate, 2)}${bounds}</td>`
}
