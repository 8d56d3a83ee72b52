/** Differences between algorithms that met the same instances: `pairedDifferences`. */
import { GauntletError } from '@gauntlet/core'
import { Scores, checkSameTasks } from './scores.ts'

/**
 * x - y, run by run: for runs of one number that met the same instances, so that what is hard for both cancels. Its
 * mean's interval is that of the mean difference: `confidenceInterval(pairedDifferences(x, y), meanScore)`.
 *
 * Errors: GauntletError with code `statistics` where tasks or numbers of runs differ.
 */
export function pairedDifferences(x: Scores, y: Scores): Scores {
  checkSameTasks(x, y)
  const columns = x.columns.map((column, m) => {
    const other = y.columns[m]
    if (column.length !== other.length) {
      throw new GauntletError(
        'statistics',
        `differences: task ${x.tasks[m]} has ${column.length} and ${other.length} runs, expected pairs`,
      )
    }
    return column.map((score, n) => score - other[n])
  })
  return Scores.like(x, columns)
}
