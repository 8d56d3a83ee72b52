/** How types and moves fare against a Pokemon as it is known: `effectiveness`, `typesNow`, `typesOf`, `statNow`. */
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

/** A stat as it is now, boosts among it: exact for one's own, for foes at an even spread with neither bonus nor malus. */
export function statNow(pokemon: KnownPokemon, stat: string): number {
  const known = pokemon.stats[indexIn(STATS, stat)]
  const base = Dex.species.get(pokemon.forme).baseStats[stat as 'atk']
  const raw = known > 0 ? known : Math.floor(((2 * base + 31 + 21) * pokemon.level) / 100) + 5
  const boost = pokemon.boosts[indexIn(BOOSTS, stat)]
  return boost >= 0 ? (raw * (2 + boost)) / 2 : (raw * 2) / (2 - boost)
}
