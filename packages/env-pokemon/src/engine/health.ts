/** What a Pokemon's health looks like, to its owner and to others: `health`, `fullDetails`. */
import type { Pokemon } from '@pkmn/sim'

type Seen = ReturnType<Pokemon['getHealth']>

/** As the engine's `Pokemon.getHealth` in generation 9: points for the owner, hundredths rounded up for others. */
export function health(pokemon: Pokemon): Seen {
  const side = pokemon.side.id
  if (!pokemon.hp) return { side, secret: '0 fnt', shared: '0 fnt' }
  const hundredths = Math.ceil((100 * pokemon.hp) / pokemon.maxhp)
  const status = pokemon.status ? ` ${pokemon.status}` : ''
  return {
    side,
    secret: `${pokemon.hp}/${pokemon.maxhp}${status}`,
    shared: `${hundredths === 100 && pokemon.hp < pokemon.maxhp ? 99 : hundredths}/100${status}`,
  }
}

/** As the engine's `Pokemon.getFullDetails`: species, level, gender and Tera type, then the health. */
export function fullDetails(pokemon: Pokemon): Seen {
  const { side, secret, shared } = health(pokemon)
  const levelled = pokemon.battle.ruleTable.has('illusionlevelmod') ? pokemon.illusion?.level : pokemon.level
  const shown = pokemon.illusion ? pokemon.illusion.getUpdatedDetails(levelled) : pokemon.details
  const details = pokemon.terastallized ? `${shown}, tera:${pokemon.terastallized}` : shown
  return { side, secret: `${details}|${secret}`, shared: `${details}|${shared}` }
}
