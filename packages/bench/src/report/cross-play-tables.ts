/** Cross-play as tables of text, for every form of output: `ratingTable`, `matrixTable`, `crossPlayNotes`. */
import { alignedTexts } from './align.ts'
import { NONE, formatEstimate, formatFixed } from './format.ts'
import type { CrossPlay, CrossPlayPair, CrossPlayRow } from './cross-play-model.ts'
import type { Aggregate } from './model.ts'

/** Texts by row and column; all columns but `algorithm` and `best response` are of numbers. */
export interface TextTable {
  readonly titles: readonly string[]
  readonly aligns: readonly ('left' | 'right')[]
  readonly rows: readonly (readonly string[])[]
}

/** From as many on, a win rate has a third digit that says something. */
const MANY_GAMES = 1000

export const RATING_CAPTION =
  'Cross-play: Bradley-Terry ratings on the scale of Elo, the mean of all rows 0, and mean win rates'
export const MATRIX_CAPTION = 'Cross-play: how often the row wins against the column, draws counting half'

/** How much a table of ratings says: 1 adds teams apart, 2 who beats whom, 3 what stands beside ratings. */
export type RatingDetail = 0 | 1 | 2 | 3

/** The columns of ratings, in order: those of number 0 always, others up to a `detail`. */
interface RatingColumn {
  readonly title: string
  readonly align: 'left' | 'right'
  readonly detail: RatingDetail
  /** Whether it says something of a row; always unless given. */
  informative?(row: CrossPlayRow): boolean
  texts(rows: readonly CrossPlayRow[]): readonly string[]
}

const RATING_COLUMNS: readonly RatingColumn[] = [
  { title: '#', align: 'right', detail: 0, texts: each(({ rank }) => (rank === null ? NONE : String(rank))) },
  { title: 'algorithm', align: 'left', detail: 0, texts: each(({ name }) => name) },
  { title: 'rating', align: 'right', detail: 0, texts: estimates(({ rating }) => rating, 0) },
  {
    title: 'rating, teams apart',
    align: 'right',
    detail: 1,
    texts: estimates(({ ratingTeamsApart }) => ratingTeamsApart, 0),
    informative: ({ ratingTeamsApart }) => ratingTeamsApart !== null,
  },
  { title: 'mean win rate', align: 'right', detail: 0, texts: estimates(({ winRate }) => winRate, 3) },
  {
    title: 'beaten by the best',
    align: 'right',
    detail: 2,
    texts: estimates(({ bestResponse }) => bestResponse.winRate, 3),
  },
  { title: 'best response', align: 'left', detail: 2, texts: each(({ bestResponse }) => bestResponse.name) },
  {
    title: 'exploitability',
    align: 'right',
    detail: 0,
    texts: estimates(({ exploitability }) => exploitability, 3),
    informative: ({ exploitability }) => exploitability !== null,
  },
  { title: 'Nash share', align: 'right', detail: 3, texts: each(({ nash }) => fixed(nash?.weight, 3)) },
  { title: 'Nash skill', align: 'right', detail: 3, texts: each(({ nash }) => fixed(nash?.skill, 2)) },
  { title: 'alpha-rank', align: 'right', detail: 3, texts: each((row) => fixed(row.alphaRank, 3)) },
]

function each(text: (row: CrossPlayRow) => string): RatingColumn['texts'] {
  return (rows) => rows.map(text)
}

function estimates(of: (row: CrossPlayRow) => Aggregate | null, decimals: number): RatingColumn['texts'] {
  return (rows) =>
    alignedTexts(rows.map((row) => formatEstimate(of(row)?.value, of(row)?.interval, decimals)))
}

function fixed(value: number | null | undefined, decimals: number): string {
  return typeof value === 'number' ? formatFixed(value, decimals) : NONE
}

/** A row for each contender, by rank. */
export function ratingTable({ rows }: CrossPlay, detail: RatingDetail = 3): TextTable {
  const columns = RATING_COLUMNS.filter(
    (column) => column.detail <= detail && rows.some((row) => column.informative?.(row) ?? true),
  )
  const texts = columns.map((column) => column.texts(rows))
  return {
    titles: columns.map(({ title }) => title),
    aligns: columns.map(({ align }) => align),
    rows: rows.map((_, i) => texts.map((column) => column[i])),
  }
}

/** Contenders by contenders, in the order of the ratings, which numbers the columns. */
export function matrixTable({ rows, pairs }: CrossPlay, intervals: boolean): TextTable {
  const found = new Map(pairs.map((pair) => [pairKey(pair), pair]))
  const cell = (name: string, over: string): string => {
    const pair = found.get(pairKey({ name, over }))
    if (pair === undefined) return NONE
    const { winRate, interval, games } = pair
    const [rate, low, high] = [winRate, interval.low, interval.high].map((value) =>
      formatFixed(value, games < MANY_GAMES ? 2 : 3),
    )
    return intervals ? `${rate} [${low}, ${high}]` : rate
  }
  return {
    titles: ['', 'algorithm', ...rows.map((_, i) => String(i + 1))],
    aligns: ['right', 'left', ...rows.map(() => 'right' as const)],
    rows: rows.map(({ name }, i) => [String(i + 1), name, ...rows.map((over) => cell(name, over.name))]),
  }
}

export function pairKey({ name, over }: Pick<CrossPlayPair, 'name' | 'over'>): string {
  return JSON.stringify([name, over])
}

/** How to read the tables of cross-play, a sentence each. */
export const CROSS_PLAY_READING: readonly string[] = [
  'A game is scored by whether a side wins: the score is the rate at which a policy wins against the opponents that the ' +
    'environment names, draws counting half, each instance played from either side.',
  'Cross-play: every two rows play each other, seed by seed, each instance twice with sides exchanged. Ratings are ' +
    'Bradley-Terry strengths on the scale of Elo (400 points are odds of ten to one), with half a win added both ways; the ' +
    'mean of all rows is 0, so that a rating depends on who else plays. Intervals: 95 %, bootstrap over trainings, and over ' +
    'pairs of games within them; those in the matrix are Wilson’s, of the number of games alone.',
  'Beaten by the best: how often the best response among the other rows wins, a bound from below of what can be taken from a ' +
    'policy. Exploitability: how often a response that was trained against the row’s policies wins, less a half, of those ' +
    'that were trained the one that wins most often; 95 % intervals over seeds. Nash averaging (share in the mixture that none beats, log-odds against it) and alpha-rank say nothing of ' +
    'margins and turn with noise: they stand beside the ratings and rank nobody.',
]
