/**
 * How alike two teams are: `teamSimilarity`, `greatestSimilarity`.
 *
 * Symbols: for each species that both have, of one set each: ten points for item, ability, Tera type, effort values, nature,
 * individual values and four moves; 60 for six sets.
 */
import { GauntletError, show } from '@gauntlet/core'

/** Values of the six stats. */
export interface StatValues {
  readonly hp: number
  readonly atk: number
  readonly def: number
  readonly spa: number
  readonly spd: number
  readonly spe: number
}

/** What of a parsed set counts; the sets of the engine's teams are of this form. Names by their letters and digits alone. */
export interface SimilaritySet {
  readonly species: string
  readonly item?: string
  readonly ability?: string
  readonly teraType?: string
  readonly nature?: string
  /** All 0 unless said. */
  readonly evs?: StatValues
  /** All 31 unless said. */
  readonly ivs?: StatValues
  readonly moves: readonly string[]
}

/** Twice the effort values that a set may have spent: the farthest apart that two can be. */
const FARTHEST_EVS = 2 * 508
const FARTHEST_IVS = 6 * 31
/** Points of six sets that are the same. */
const ALL = 60

const NO_EVS: StatValues = { hp: 0, atk: 0, def: 0, spa: 0, spd: 0, spe: 0 }
const FULL_IVS: StatValues = { hp: 31, atk: 31, def: 31, spa: 31, spd: 31, spe: 31 }

/**
 * The similarity of two teams, in [0, 1]: sum over common species of [item] + [ability] + [Tera type] + 1 - |EVs|_1 / 1016
 * + [nature] + 1 - |IVs|_1 / 186 + moves in common, over 60. Teams of six with four moves each are 1 to themselves.
 *
 * Species are formes: two formes are no common species. Where a team has a species twice, the other's first counts.
 * Source: VGC-Bench, `calc_team_similarity_score`. Differs: not rounded to three digits, and names are compared as ids.
 */
export function teamSimilarity(team: readonly SimilaritySet[], other: readonly SimilaritySet[]): number {
  let points = 0
  for (const set of team) {
    const match = other.find(({ species }) => sameName(species, set.species))
    if (match !== undefined) points += setSimilarity(set, match)
  }
  return points / ALL
}

/**
 * The similarity of a team to the most similar of others, such as of a held-out team to the training teams.
 *
 * Errors: GauntletError with code `team` where there is no other.
 */
export function greatestSimilarity(
  team: readonly SimilaritySet[],
  others: readonly (readonly SimilaritySet[])[],
): number {
  if (others.length === 0) {
    throw new GauntletError('team', `others: got ${show(others)}, expected at least one team`)
  }
  return Math.max(...others.map((other) => teamSimilarity(team, other)))
}

/** Points of two sets of one species, 0 to 10. */
function setSimilarity(set: SimilaritySet, other: SimilaritySet): number {
  const same = [
    sameName(set.item, other.item),
    sameName(set.ability, other.ability),
    sameName(set.teraType, other.teraType),
    sameName(set.nature, other.nature),
    ...set.moves.map((move) => other.moves.some((another) => sameName(move, another))),
  ]
  const effort = distance(set.evs ?? NO_EVS, other.evs ?? NO_EVS) / FARTHEST_EVS
  const individual = distance(set.ivs ?? FULL_IVS, other.ivs ?? FULL_IVS) / FARTHEST_IVS
  return same.filter(Boolean).length + (1 - effort) + (1 - individual)
}

/** The sum of absolute differences over the six stats. */
function distance(p: StatValues, q: StatValues): number {
  return (
    Math.abs(p.hp - q.hp) +
    Math.abs(p.atk - q.atk) +
    Math.abs(p.def - q.def) +
    Math.abs(p.spa - q.spa) +
    Math.abs(p.spd - q.spd) +
    Math.abs(p.spe - q.spe)
  )
}

function sameName(p: string = '', q: string = ''): boolean {
  return idOf(p) === idOf(q)
}

/** Lower-case letters and digits: `Will-O-Wisp` and `willowisp` are one name. */
function idOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '')
}
