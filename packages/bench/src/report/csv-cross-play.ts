/** Rows of the CSV file on who wins against whom: `crossPlayCells`. */
import { type Cells, boardCells, contenderCells, intervalText } from './csv-cells.ts'
import type { SettingBoard } from './model.ts'

/** A row for the rating of each contender, and one for each two that met, each way. */
export function crossPlayCells(board: SettingBoard): Cells[] {
  if (board.crossPlay === null) return []
  const place = { ...boardCells(board), metric: null, unit: null, direction: null }
  // A name is its algorithm's, with what its configuration changes.
  const contenderOf = (name: string): Cells => {
    const row = board.rows.find((one) => one.name === name)
    return row === undefined ? { algorithm: name } : contenderCells(row)
  }
  const rows = board.crossPlay.rows.map((row): Cells => {
    const { rating, ratingTeamsApart, winRate, bestResponse, exploitability, nash } = row
    return {
      ...place,
      scope: 'cross-play',
      status: row.rank === null ? 'unranked' : 'ranked',
      rank: row.rank,
      ...contenderOf(row.name),
      win_rate: winRate.value,
      win_rate_low: winRate.interval?.low ?? null,
      win_rate_high: winRate.interval?.high ?? null,
      rating: rating?.value ?? null,
      rating_low: rating?.interval?.low ?? null,
      rating_high: rating?.interval?.high ?? null,
      rating_teams_apart: ratingTeamsApart?.value ?? null,
      rating_teams_apart_low: ratingTeamsApart?.interval?.low ?? null,
      rating_teams_apart_high: ratingTeamsApart?.interval?.high ?? null,
      interval: intervalText(rating?.interval ?? null),
      best_response: bestResponse.name,
      best_response_win_rate: bestResponse.winRate.value,
      exploitability: exploitability?.value ?? null,
      exploitability_low: exploitability?.interval?.low ?? null,
      exploitability_high: exploitability?.interval?.high ?? null,
      exploited_by: exploitability?.by ?? null,
      nash_share: nash?.weight ?? null,
      nash_skill: nash?.skill ?? null,
      alpha_rank: row.alphaRank,
    }
  })
  const pairs = board.crossPlay.pairs.map(({ name, over, games, winRate, interval }): Cells => ({
    ...place,
    scope: 'match',
    ...contenderOf(name),
    opponent: over,
    games,
    win_rate: winRate,
    win_rate_low: interval.low,
    win_rate_high: interval.high,
    interval: intervalText(interval),
  }))
  return [...rows, ...pairs]
}
