/** Who wins against whom in a game: ratings and the matrix of win rates: `CrossPlaySection`. */
import type { JSX } from 'preact'
import {
  type CrossPlay,
  MATRIX_CAPTION,
  RATING_CAPTION,
  formatFixed,
  pairKey,
  plural,
  ratingTable,
} from '@gauntlet/bench/tables'
import { Notices } from '../parts/facts.tsx'
import { TextTable } from '../parts/frame.tsx'
import { Matrix } from './matrix.tsx'

/** Blanks by which plain text is aligned. */
const BLANKS = /[\u2007\u2008]+/g

export function CrossPlaySection({ crossPlay }: { crossPlay: CrossPlay | null }): JSX.Element | null {
  if (crossPlay === null) return null
  const { rows, pairs, notices } = crossPlay
  if (rows.length === 0) return <Notices texts={notices} />
  const { titles, rows: texts } = ratingTable(crossPlay)
  const found = new Map(pairs.map((pair) => [pairKey(pair), pair]))
  return (
    <section aria-labelledby="cross-play">
      <h2 id="cross-play">Cross-play</h2>
      <p class="soft">{RATING_CAPTION}.</p>
      <TextTable
        caption={RATING_CAPTION}
        titles={titles}
        rows={texts.map((cells) => cells.map((text) => text.replaceAll(BLANKS, '')))}
        left={['algorithm', 'best response']}
      />
      <Matrix
        caption={`${MATRIX_CAPTION}, with Wilson’s 95 % interval.`}
        corner="against"
        names={rows.map(({ name }) => name)}
        cell={(name, over) => {
          const pair = found.get(pairKey({ name, over }))
          if (pair === undefined) return null
          const { winRate, interval, games, draws } = pair
          return {
            share: winRate,
            text: formatFixed(winRate, 2),
            sub: `${formatFixed(interval.low, 2)}–${formatFixed(interval.high, 2)}`,
            title: `${name} against ${over}: ${plural(games, 'game')}${draws === 0 ? '' : `, ${plural(draws, 'draw')}`}`,
          }
        }}
      />
      <Notices texts={notices} />
    </section>
  )
}
