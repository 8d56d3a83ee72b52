/**
 * The leaderboards as JSON: `leaderboardsToJson`.
 *
 * The document is `Leaderboards` itself (`model.ts` says what every field means): `format` is
 * `gauntlet-leaderboards`, `formatVersion` rises whenever a reader could break. Fields come in a fixed order, numbers in
 * full precision, and the same cells give the same bytes, but for `generatedAt` and the provenance.
 */
import type { Leaderboards } from './model.ts'

export function leaderboardsToJson(leaderboards: Leaderboards): string {
  return `${JSON.stringify(leaderboards, null, 2)}\n`
}
