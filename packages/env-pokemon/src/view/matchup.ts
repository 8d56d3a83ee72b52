/**
 * How types and moves fare against a Pokemon as it is known: `effectiveness`, `typesNow`, `typesOf`, `writeFactors`; `statNow`;
 * `factsOf` a move.
 */
import { Dex } from '@pkmn/sim'
import { BOOSTS, STATS, TYPES, indexIn } from './conditions.ts'
import type { KnownPokemon } from './known-pokemon.ts'

const CHART: Float64Array = new Float64Array(TYPES.length * TYPES.length)
for (const [a, attack] of TYPES.entries()) {
  for (const [d, defence] of TYPES.entries()) {
    const immune = !Dex.getImmunity(nameOf(attack), nameOf(defence))
    CHART[a * TYPES.length + d] = immune
      ? 0
      : [1, 2, 0.5][(Dex.getEffectiveness(nameOf(attack), nameOf(defence)) + 3) % 3]
  }
}

function nameOf(id: string): string {
  return id[0].toUpperCase() + id.slice(1)
}

const speciesTypes: Map<string, readonly string[]> = new Map()

/** Ids of the types of a form. */
export function typesOf(forme: string): readonly string[] {
  let types = speciesTypes.get(forme)
  if (types === undefined) {
    types = Dex.species.get(forme).types.map((type) => type.toLowerCase())
    speciesTypes.set(forme, types)
  }
  return types
}

/** The types that it has now, with which damage to it is reckoned. */
export function typesNow(pokemon: KnownPokemon): readonly string[] {
  if (pokemon.terastallized && pokemon.teraType !== 'stellar' && pokemon.teraType !== '')
    return [pokemon.teraType]
  return pokemon.types.length > 0 ? pokemon.types : typesOf(pokemon.forme)
}

/** The factor of a type against these types: 0, 1/4, 1/2, 1, 2 or 4. Abilities and items are left out. */
export function effectiveness(attack: string, defence: readonly string[]): number {
  const a = indexIn(TYPES, attack)
  let factor = 1
  if (a < 0) return factor
  for (const type of defence) {
    const d = indexIn(TYPES, type)
    if (d >= 0) factor *= CHART[a * TYPES.length + d]
  }
  return factor
}

/** Writes the factor of every type, by index of `TYPES`, against what it is now. Shape: `factors` [types]. */
export function writeFactors(pokemon: KnownPokemon, factors: Float64Array): void {
  factors.fill(1)
  for (const type of typesNow(pokemon)) {
    const d = indexIn(TYPES, type)
    if (d < 0) continue
    for (let a = 0; a < TYPES.length; a++) factors[a] *= CHART[a * TYPES.length + d]
  }
}

/** What never changes of a move. */
export interface MoveFacts {
  /** Index of `TYPES`, -1 where it has none of them. */
  readonly type: number
  readonly power: number
  /** 0 to 1 */
  readonly accuracy: number
  readonly priority: number
  readonly status: boolean
  /** Whether it hits both foes. */
  readonly spread: boolean
}

const facts: Map<string, MoveFacts> = new Map()

/** What never changes of the move of an id. */
export function factsOf(id: string): MoveFacts {
  let found = facts.get(id)
  if (found === undefined) {
    const { type, basePower, accuracy, priority, category, target } = Dex.moves.get(id)
    found = {
      type: indexIn(TYPES, type.toLowerCase()),
      power: basePower,
      accuracy: accuracy === true ? 1 : accuracy / 100,
      priority,
      status: category === 'Status',
      spread: target === 'allAdjacentFoes' || target === 'allAdjacent',
    }
    facts.set(id, found)
  }
  return found
}

const baseStats: Map<string, Readonly<Record<string, number>>> = new Map()

function baseStatsOf(forme: string): Readonly<Record<string, number>> {
  let found = baseStats.get(forme)
  if (found === undefined) {
    found = { ...Dex.species.get(forme).baseStats }
    baseStats.set(forme, found)
  }
  return found
}

/** A stat as it is now, boosts among it: exact for one's own, for foes at an even spread with neither bonus nor malus. */
export function statNow(pokemon: KnownPokemon, stat: string): number {
  const known = pokemon.stats[indexIn(STATS, stat)]
  const base = baseStatsOf(pokemon.forme)[stat]
  const raw = known > 0 ? known : Math.floor(((2 * base + 31 + 21) * pokemon.level) / 100) + 5
  const boost = pokemon.boosts[indexIn(BOOSTS, stat)]
  return boost >= 0 ? (raw * (2 + boost)) / 2 : (raw * 2) / (2 - boost)
}
