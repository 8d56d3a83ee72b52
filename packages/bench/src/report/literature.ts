/** Published results as the tables show them: `LITERATURE_TITLES`, `literatureCells`, `literatureLine`. */
import { NONE, exactDecimals, formatFixed, scoreDecimals } from './format.ts'
import type { LiteratureRow, SettingBoard } from './model.ts'

export const LITERATURE_CAPTION = 'Published elsewhere: external, not ranked.'
export const LITERATURE_TITLES: readonly string[] = ['published', 'score', 'normalised', 'seeds', 'source']

/** A row of the table under those titles. */
export function literatureCells(board: SettingBoard, row: LiteratureRow): string[] {
  return [
    row.algorithm,
    scoreText(board, row),
    row.normalised === null ? NONE : formatFixed(row.normalised, 3),
    row.seeds === null ? NONE : String(row.seeds),
    row.source,
  ]
}

/** `published: QMIX 0.570 (normalised 0.910), Skrynnik et al. 2024`. */
export function literatureLine(board: SettingBoard, row: LiteratureRow): string {
  const normalised = row.normalised === null ? '' : ` (normalised ${formatFixed(row.normalised, 3)})`
  return `published: ${row.algorithm} ${scoreText(board, row)}${normalised}, ${row.source}`
}

/** The score, with the published interval where there is one, in the digits that were published. */
function scoreText(board: SettingBoard, { score, low, high }: LiteratureRow): string {
  const published = [score, low, high].filter((value) => value !== null)
  const decimals = published.reduce((most, value) => exactDecimals(value, most), scoreDecimals(board))
  const bounds = [low, high].map((bound) => (bound === null ? NONE : formatFixed(bound, decimals)))
  const interval = low === null && high === null ? '' : ` [${bounds.join(', ')}]`
  return `${formatFixed(score, decimals)}${interval}`
}
