/** A contender's row on a board, and its scores and seeds over several: `Placed`, `placesOf`, `normalisedScores`, `seedsOf`. */
import { Scores } from '../statistics/index.ts'
import type { SeedRange, SettingBoard, SettingRow } from './model.ts'
import { comparableRow } from './ranking.ts'

export interface Placed {
  readonly board: SettingBoard
  readonly row: SettingRow
}

/** Where the contender has a comparable row. */
export function placesOf(name: string, boards: readonly SettingBoard[]): Placed[] {
  return boards.flatMap((board) => {
    const row = comparableRow(name, board)
    return row === undefined ? [] : [{ board, row }]
  })
}

/** Settings as tasks, seeds as runs; a failed seed is a run that scores 0. At least one place. */
export function normalisedScores(places: readonly Placed[]): Scores {
  return Scores.ofTasks(
    Object.fromEntries(
      places.map(({ board, row }) => [board.name, row.seeds.map(({ normalised }) => normalised ?? 0)]),
    ),
  )
}

/** Finished seeds per setting. At least one row. */
export function seedsOf(rows: readonly SettingRow[]): SeedRange {
  const finished = rows.map((row) => row.finished)
  return { fewest: Math.min(...finished), most: Math.max(...finished) }
}
