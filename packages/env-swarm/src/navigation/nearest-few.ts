/** The few that are nearest, nearest first: `NearestFew`. */

/** Finds, among numbered candidates, those whose distances are least; of equal ones, those of the lower numbers. */
export class NearestFew {
  /** [candidates]: to be written before `choose`; infinite where one is not to be chosen. */
  readonly distances: Float64Array
  /** [most]: the chosen, of which the first so many stand as `choose` has told. */
  readonly chosen: Int32Array

  constructor(candidates: number, most: number) {
    this.distances = new Float64Array(candidates)
    this.chosen = new Int32Array(most)
  }

  /** Chooses, and gives how many. */
  choose(): number {
    const { distances, chosen } = this
    let count = 0
    for (let c = 0; c < distances.length; c++) {
      if (distances[c] === Infinity) continue
      if (count < chosen.length) count++
      else if (!(distances[c] < distances[chosen[count - 1]])) continue
      let k = count - 1
      for (; k > 0 && distances[c] < distances[chosen[k - 1]]; k--) chosen[k] = chosen[k - 1]
      chosen[k] = c
    }
    return count
  }
}
