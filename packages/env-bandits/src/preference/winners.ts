/** Winners by counting: `condorcetWinner`, `copelandScores`, `copelandWinners`, `bordaScores`. Symbols as in preference-matrix.ts. */
import type { PreferenceMatrix } from './preference-matrix.ts'

/** Probabilities nearer to 1/2 than this are even; scores nearer than this are tied. */
const TIE = 1e-12

/** The arm that is preferred to every other with more than 1/2, or -1 where there is none. */
export function condorcetWinner({ arms, values }: PreferenceMatrix): number {
  for (let i = 0; i < arms; i++) {
    let beaten = 0
    for (let j = 0; j < arms; j++) if (values[i * arms + j] > 0.5 + TIE) beaten++
    if (beaten === arms - 1) return i
  }
  return -1
}

/** The share of the other arms that each arm beats, an even duel counting half; in [0, 1]. */
export function copelandScores({ arms, values }: PreferenceMatrix): Float64Array {
  return Float64Array.from({ length: arms }, (_, i) => {
    let beaten = 0
    for (let j = 0; j < arms; j++) {
      const margin = values[i * arms + j] - 0.5
      if (j !== i) beaten += margin > TIE ? 1 : margin < -TIE ? 0 : 0.5
    }
    return beaten / (arms - 1)
  })
}

/** The arms of the highest Copeland score, in order. */
export function copelandWinners(matrix: PreferenceMatrix): number[] {
  const scores = copelandScores(matrix)
  const highest = Math.max(...scores)
  return Array.from(scores.keys()).filter((i) => scores[i] > highest - TIE)
}

/** The probability with which each arm is preferred to another drawn uniformly; the Borda winner's is the highest. */
export function bordaScores({ arms, values }: PreferenceMatrix): Float64Array {
  return Float64Array.from({ length: arms }, (_, i) => {
    let sum = 0
    for (let j = 0; j < arms; j++) if (j !== i) sum += values[i * arms + j]
    return sum / (arms - 1)
  })
}
