/** What a golden file holds of a battle at a checkpoint. */
import type { Battle, Pokemon } from '@pkmn/sim'

/** A Pokemon, with what golden files leave out where there is nothing of it. */
function pokemonOf(pokemon: Pokemon) {
  const { species, hp, maxhp, status, item, ability, terastallized } = pokemon
  const boosted = Object.values(pokemon.boosts).some((stages) => stages !== 0)
  const volatiles = Object.keys(pokemon.volatiles).toSorted()
  return {
    species: species.id,
    hp,
    maxhp,
    status,
    active: pokemon.isActive ? pokemon.position : -1,
    item,
    ability,
    ...(boosted && { boosts: pokemon.boosts }),
    ...(terastallized !== undefined && { tera: terastallized }),
    ...(volatiles.length > 0 && { volatiles }),
  }
}

/** A battle as a checkpoint shows it, but for its place in the decisions and in the log. */
export function checkpointOf(battle: Battle) {
  const { field, sides } = battle
  return {
    turn: battle.turn,
    request: battle.ended ? 'ended' : battle.requestState,
    prng: battle.prng.getSeed(),
    sides: sides.map((side) => side.pokemon.map(pokemonOf)),
    ...(field.weather !== '' && { weather: field.weather }),
    ...(field.terrain !== '' && { terrain: field.terrain }),
    pseudoWeather: Object.keys(field.pseudoWeather).toSorted(),
    sideConditions: sides.map((side) => Object.keys(side.sideConditions).toSorted()),
  }
}
