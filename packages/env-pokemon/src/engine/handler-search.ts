/** The search for the handlers of an event that happens to one Pokemon: `searchPokemonEvent`. */
import type { Battle, Pokemon, Side } from '@pkmn/sim'
import type { CallbackName, EventNames } from './handler-index.ts'

/** What handles an event, as the engine lists it. */
export type Listeners = ReturnType<Battle['findEventHandlers']>

/** No handlers, for all who found none; frozen, for the engine adds to what its own search gives it. */
const NONE: Listeners = Object.freeze([]) as unknown as Listeners

/**
 * The handlers of an event on a Pokemon, as `Battle.findEventHandlers` finds them and in its order: those of the target,
 * of allies, of foes, of the source, of both sides' conditions, of the field and of the format.
 */
export function searchPokemonEvent(
  battle: Battle,
  target: Pokemon,
  names: EventNames,
  source: Pokemon | null,
): Listeners {
  const { on, source: ofSource, prefixed } = names
  const active = target.isActive || source?.isActive === true
  let handlers = active ? searchActives(battle, target, names) : NONE
  if (source !== null && prefixed) handlers = searchPokemon(battle, source, ofSource, handlers)
  if (active) handlers = searchSides(battle, target, names, handlers)
  if (on.ofField(battle.field)) {
    handlers = join(handlers, battle.findFieldEventHandlers(battle.field, on.name))
  }
  if (battle.events !== null || on.ofFormat(battle.format)) {
    handlers = join(handlers, battle.findBattleEventHandlers(on.name))
  }
  return handlers
}

const join = (handlers: Listeners, more: Listeners): Listeners =>
  handlers.length === 0 ? more : handlers.concat(more)

/** Handlers of the target and of the others on the field, `active` being two slots of which one may be empty. */
function searchActives(battle: Battle, target: Pokemon, names: EventNames): Listeners {
  const { on, ally, any, foe, prefixed } = names
  let handlers = searchPokemon(battle, target, on, NONE)
  if (!prefixed) return handlers
  const { side } = target
  if (ally.ofAnyPokemon || any.ofAnyPokemon) handlers = searchTeam(battle, side, ally, any, handlers)
  if (foe.ofAnyPokemon || any.ofAnyPokemon) handlers = searchTeam(battle, side.foe, foe, any, handlers)
  return handlers
}

function searchTeam(
  battle: Battle,
  side: Side,
  own: CallbackName,
  any: CallbackName,
  handlers: Listeners,
): Listeners {
  for (const pokemon of side.active as (Pokemon | null)[]) {
    if (!pokemon?.hp) continue
    handlers = searchPokemon(battle, pokemon, own, handlers)
    handlers = searchPokemon(battle, pokemon, any, handlers)
  }
  return handlers
}

function searchPokemon(
  battle: Battle,
  pokemon: Pokemon,
  callback: CallbackName,
  handlers: Listeners,
): Listeners {
  if (!callback.ofAnyPokemon || !callback.ofPokemon(pokemon)) return handlers
  return join(handlers, battle.findPokemonEventHandlers(pokemon, callback.name))
}

function searchSides(battle: Battle, target: Pokemon, names: EventNames, handlers: Listeners): Listeners {
  const { on, any, foe, prefixed } = names
  for (const side of battle.sides) {
    if (side === target.side) handlers = searchSide(battle, side, on, handlers)
    else if (prefixed) handlers = searchSide(battle, side, foe, handlers)
    if (prefixed) handlers = searchSide(battle, side, any, handlers)
  }
  return handlers
}

function searchSide(battle: Battle, side: Side, callback: CallbackName, handlers: Listeners): Listeners {
  if (!callback.ofSide(side.sideConditions)) return handlers
  return join(handlers, battle.findSideEventHandlers(side, callback.name))
}
