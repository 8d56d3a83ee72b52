/** How types and moves fare against a Pokemon as it is known: `effectiveness`, `factorsAgainst`, `typesNow`; `statNow`. */
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

/** Ids of the types that it has now, with which damage to it is reckoned. */
export function typesNow(pokemon: KnownPokemon): readonly string[] {
  const { terastallized, teraType, types } = pokemon
  if (terastallized && teraType !== 'stellar' && teraType !== '') return [teraType]
  return types.length > 0 ? types : pokemon.forme.types
}

/** The factor of a type against these types: 0, 1/4, 1/2, 1, 2 or 4. Abilities and items are left out. */
export function effectiveness(attack: string, defence: readonly string[]): number {
  const a = indexIn(TYPES, attack)
  return a < 0 ? 1 : factorsOf(defence)[a]
}

/** Of every type, by index of `TYPES`, the factor against what it is now. */
export function factorsAgainst(pokemon: KnownPokemon): Float64Array {
  return factorsOf(typesNow(pokemon))
}

/** By the types' indices as digits. */
const factors: Map<number, Float64Array> = new Map()

function factorsOf(defence: readonly string[]): Float64Array {
  let key = 0
  for (const type of defence) key = key * (TYPES.length + 1) + indexIn(TYPES, type) + 1
  let found = factors.get(key)
  if (found === undefined) {
    found = new Float64Array(TYPES.length).fill(1)
    for (const type of defence) {
      const d = indexIn(TYPES, type)
      if (d < 0) continue
      for (let a = 0; a < TYPES.length; a++) found[a] *= CHART[a * TYPES.length + d]
    }
    factors.set(key, found)
  }
  return found
}

/** By index of `STATS`, that of `BOOSTS`. */
const BOOST_OF: readonly number[] = STATS.map((stat) => indexIn(BOOSTS, stat))

/**
 * A stat as it is now, boosts among it: exact for one's own, for foes at an even spread with neither bonus nor malus.
 * `stat` is an index of `STATS` from 1; HP has no boosts.
 */
export function statNow(pokemon: KnownPokemon, stat: number): number {
  const known = pokemon.stats[stat]
  const base = pokemon.forme.baseStats[stat]
  const raw = known > 0 ? known : Math.floor(((2 * base + 31 + 21) * pokemon.level) / 100) + 5
  const boost = pokemon.boosts[BOOST_OF[stat]]
  return boost >= 0 ? (raw * (2 + boost)) / 2 : (raw * 2) / (2 - boost)
}
