/** Published results as the tables show them: `literatureTable`, `literatureLine`. */
import { NONE, exactDecimals, formatFixed, scoreDecimals } from './format.ts'
import { PERCENT_FROM_BEST, tellsPercents } from './percent-from-best.ts'
import type { LiteratureRow, SettingBoard } from './model.ts'

export const LITERATURE_CAPTION = 'Published elsewhere: external, not ranked.'

/** A table, all but the first and the last column of numbers. */
export function literatureTable(board: SettingBoard): { titles: string[]; rows: string[][] } {
  const percents = tellsPercents(board, board.literature)
  const percent = (row: LiteratureRow): string[] =>
    percents ? [numberText(row.percentFromBest, PERCENT_FROM_BEST.decimals)] : []
  return {
    titles: [
      'published',
      'score',
      ...(percents ? [PERCENT_FROM_BEST.title] : []),
      'normalised',
      'seeds',
      'source',
    ],
    rows: board.literature.map((row) => [
      row.algorithm,
      scoreText(board, row),
      ...percent(row),
      numberText(row.normalised, 3),
      numberText(row.seeds, 0),
      row.source,
    ]),
  }
}

/** `published: QMIX 0.570 (9.0 % from best, normalised 0.910), Skrynnik et al. 2024`. */
export function literatureLine(board: SettingBoard, row: LiteratureRow): string {
  const { percentFromBest: percent, normalised } = row
  const facts = [
    ...(percent === null || !tellsPercents(board, board.literature)
      ? []
      : [`${numberText(percent, PERCENT_FROM_BEST.decimals)} ${PERCENT_FROM_BEST.title}`]),
    ...(normalised === null ? [] : [`normalised ${numberText(normalised, 3)}`]),
  ]
  const inBrackets = facts.length === 0 ? '' : ` (${facts.join(', ')})`
  return `published: ${row.algorithm} ${scoreText(board, row)}${inBrackets}, ${row.source}`
}

function numberText(value: number | null, decimals: number): string {
  return value === null ? NONE : formatFixed(value, decimals)
}

/** The score, with the published interval where there is one, in the digits that were published. */
function scoreText(board: SettingBoard, { score, low, high }: LiteratureRow): string {
  const published = [score, low, high].filter((value) => value !== null)
  const decimals = published.reduce((most, value) => exactDecimals(value, most), scoreDecimals(board))
  const bounds = [low, high].map((bound) => (bound === null ? NONE : formatFixed(bound, decimals)))
  const interval = low === null && high === null ? '' : ` [${bounds.join(', ')}]`
  return `${formatFixed(score, decimals)}${interval}`
}
