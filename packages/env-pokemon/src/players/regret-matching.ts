/** An approximate equilibrium of a matrix game: `equilibriumRow`. */

/**
 * The row player's average strategy after `iterations` of regret matching by both; of a zero-sum game it tends to an
 * optimal one.
 *
 * Shapes: `payoffs` [rows, columns], what the row player gets; gives [rows], which sum to 1.
 * Source: Hart and Mas-Colell 2000, "A simple adaptive procedure leading to correlated equilibrium".
 */
export function equilibriumRow(
  payoffs: Float64Array,
  rows: number,
  columns: number,
  iterations: number,
): Float64Array {
  const [rowRegrets, columnRegrets] = [new Float64Array(rows), new Float64Array(columns)]
  const [row, column] = [new Float64Array(rows), new Float64Array(columns)]
  const average = new Float64Array(rows)
  for (let i = 0; i < iterations; i++) {
    matchRegrets(rowRegrets, row)
    matchRegrets(columnRegrets, column)
    let value = 0
    for (let k = 0; k < rows; k++) {
      average[k] += row[k] / iterations
      for (let l = 0; l < columns; l++) value += row[k] * column[l] * payoffs[k * columns + l]
    }
    for (let k = 0; k < rows; k++) {
      for (let l = 0; l < columns; l++) {
        rowRegrets[k] += column[l] * (payoffs[k * columns + l] - value)
        columnRegrets[l] -= row[k] * (payoffs[k * columns + l] - value)
      }
    }
  }
  return average
}

/** Writes probabilities in proportion to positive regrets; all alike where there are none. */
function matchRegrets(regrets: Float64Array, out: Float64Array): void {
  let sum = 0
  for (const regret of regrets) sum += Math.max(0, regret)
  for (let k = 0; k < regrets.length; k++)
    out[k] = sum > 0 ? Math.max(0, regrets[k]) / sum : 1 / regrets.length
}
