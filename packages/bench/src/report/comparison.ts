/** The contenders of a table against each other: `comparisonOf`. */
import {
  type BootstrapOptions,
  improvementInterval,
  probabilityOfImprovement,
  profileBand,
} from '../statistics/index.ts'
import type { Comparison, Improvement, SettingBoard, SummaryTable } from './model.ts'
import { normalisedScores, placesOf, seedsOf } from './placed.ts'

/** Contenders that are compared: more lines or rows than these cannot be told apart. */
const MOST = 12
/** Resamples behind a band, which is drawn and not read. */
const BAND_REPLICATES = 500
/** From a little below the random policy to a little above the best reference. */
const THRESHOLDS: readonly number[] = Array.from({ length: 61 }, (_, i) => (i - 10) / 40)

/** The profiles of a table's first comparable rows, and how probably each improves on each; null where there is none. */
export function comparisonOf(
  table: SummaryTable,
  all: readonly SettingBoard[],
  options: BootstrapOptions,
): Comparison | null {
  const scope = new Set(table.settings)
  const boards = all.filter(({ name }) => scope.has(name))
  const names = table.rows
    .map(({ name }) => name)
    .filter((name) => placesOf(name, boards).length > 0)
    .slice(0, MOST)
  if (names.length === 0) return null
  const { replicates = BAND_REPLICATES } = options
  const drawn = { ...options, replicates: Math.min(replicates, BAND_REPLICATES) }
  return {
    thresholds: THRESHOLDS,
    profiles: names.map((name) => {
      const places = placesOf(name, boards)
      const seeds = seedsOf(places.map(({ row }) => row))
      return { name, seeds, ...profileBand(normalisedScores(places), THRESHOLDS, drawn) }
    }),
    improvements: names.flatMap((name, i) =>
      names.slice(i + 1).flatMap((over) => improvement(name, over, boards, options)),
    ),
  }
}

/** On the settings that both have; none where they share none. */
function improvement(
  name: string,
  over: string,
  boards: readonly SettingBoard[],
  options: BootstrapOptions,
): Improvement[] {
  const theirs = new Set(placesOf(over, boards).map(({ board }) => board.name))
  const shared = placesOf(name, boards)
    .map(({ board }) => board)
    .filter((board) => theirs.has(board.name))
  if (shared.length === 0) return []
  const [x, y] = [name, over].map((one) => normalisedScores(placesOf(one, shared)))
  const single = Math.min(x.fewestRuns, y.fewestRuns) < 2
  return [
    {
      name,
      over,
      settings: shared.length,
      probability: probabilityOfImprovement(x, y),
      interval: single ? null : improvementInterval(x, y, options),
    },
  ]
}
