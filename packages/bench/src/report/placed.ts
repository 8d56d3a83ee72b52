/** A contender's row on a board, and its normalised scores over several: `Placed`, `placesOf`, `normalisedScores`. */
import { Scores } from '../statistics/index.ts'
import type { SettingBoard, SettingRow } from './model.ts'

export interface Placed {
  readonly board: SettingBoard
  readonly row: SettingRow
}

/** Where the contender has a row that is normalised. */
export function placesOf(name: string, boards: readonly SettingBoard[]): Placed[] {
  return boards.flatMap((board) =>
    board.rows.flatMap((row) => (row.name === name && row.normalised !== null ? [{ board, row }] : [])),
  )
}

/** Settings as tasks, seeds as runs; a failed seed is a run that scores 0. At least one place. */
export function normalisedScores(places: readonly Placed[]): Scores {
  return Scores.ofTasks(
    Object.fromEntries(
      places.map(({ board, row }) => [board.name, row.seeds.map(({ normalised }) => normalised ?? 0)]),
    ),
  )
}
