/** The engine's battle, faster and without its clock: `FastBattle`. */
import { Battle, type ModdedDex, Pokemon } from '@pkmn/sim'
import { type CallbackName, type EventNames, HandlerIndex } from './handlers.ts'

type Listeners = ReturnType<Battle['findEventHandlers']>
type Found = Parameters<Battle['runEvent']>

const indices = new WeakMap<ModdedDex, HandlerIndex>()

/** Handlers that `runEvent` found, for the stock method's own search, with which it begins. */
let found: Listeners | null = null

/**
 * A battle with the stock engine's outcomes, and its log but for the lines `|t:|`.
 *
 * An event asks every effect in play for its handlers, and most have none. Here each name of a handler remembers which
 * effects have it, and only holders of such are searched, by the stock methods; where none is found, the event is over.
 * Every method here stands for the stock one of that name; a test holds the digest of each stock source.
 */
export class FastBattle extends Battle {
  /** Not there yet while the stock constructor runs. */
  declare readonly handlerIndex: HandlerIndex | undefined

  constructor(options: ConstructorParameters<typeof Battle>[0]) {
    super(options)
    let index = indices.get(this.dex)
    if (index === undefined) indices.set(this.dex, (index = new HandlerIndex(this.dex)))
    this.handlerIndex = index
  }

  override runEvent(
    eventid: Found[0],
    target?: Found[1],
    source?: Found[2],
    sourceEffect?: Found[3],
    relayVar?: Found[4],
    onEffect?: Found[5],
    fastExit?: Found[6],
  ): unknown {
    if (target instanceof Pokemon && !onEffect && this.eventDepth < 8) {
      found = this.findEventHandlers(target, eventid, source instanceof Pokemon ? source : null)
      if (found.length === 0) {
        found = null
        return unhandled(this, relayVar)
      }
    }
    return super.runEvent(eventid, target, source, sourceEffect, relayVar, onEffect, fastExit)
  }

  override findEventHandlers(
    target: Parameters<Battle['findEventHandlers']>[0],
    eventName: string,
    source?: Pokemon | null,
  ): Listeners {
    if (found !== null) {
      const handlers = found
      found = null
      return handlers
    }
    if (!(target instanceof Pokemon) || this.handlerIndex === undefined) {
      return super.findEventHandlers(target, eventName, source)
    }
    return searchOf(this, target, this.handlerIndex.event(eventName), source ?? null)
  }

  /** Runs the queue until a request or the end. Differs from the stock method in that no time is written. */
  override turnLoop(): void {
    this.add('')
    if (this.requestState) this.requestState = ''
    if (!this.midTurn) {
      this.queue.insertChoice({ choice: 'beforeTurn' })
      this.queue.addChoice({ choice: 'residual' })
      this.midTurn = true
    }
    for (let action = this.queue.shift(); action !== undefined; action = this.queue.shift()) {
      this.runAction(action)
      if (this.requestState || this.ended) return
    }
    this.endTurn()
    this.midTurn = false
    this.queue.clear()
  }
}

/** What an event comes to that nobody handles. */
function unhandled(battle: Battle, relayVar: unknown): unknown {
  if (relayVar === undefined || relayVar === null) return true
  const whole = typeof relayVar === 'number' && relayVar === Math.abs(Math.floor(relayVar))
  return whole ? battle.modify(relayVar, 1) : relayVar
}

/** The handlers of an event on a Pokemon, in the stock search's order. */
function searchOf(battle: Battle, target: Pokemon, names: EventNames, source: Pokemon | null): Listeners {
  const handlers: Listeners = []
  const active = target.isActive || source?.isActive === true
  if (active) searchActives(battle, target, names, handlers)
  if (source !== null && names.prefixed) searchPokemon(battle, source, names.source, handlers)
  if (active) searchSides(battle, target, names, handlers)
  const { name } = names.on
  if (names.on.known) handlers.push(...battle.findFieldEventHandlers(battle.field, name))
  handlers.push(...battle.findBattleEventHandlers(name))
  return handlers
}

/** Adds handlers of the target and of the others on the field. */
function searchActives(battle: Battle, target: Pokemon, names: EventNames, handlers: Listeners): void {
  const { on, ally, any, foe, prefixed } = names
  searchPokemon(battle, target, on, handlers)
  if (!prefixed) return
  if (ally.known || any.known) {
    for (const pokemon of target.alliesAndSelf()) {
      searchPokemon(battle, pokemon, ally, handlers)
      searchPokemon(battle, pokemon, any, handlers)
    }
  }
  if (foe.known || any.known) {
    for (const pokemon of target.foes()) {
      searchPokemon(battle, pokemon, foe, handlers)
      searchPokemon(battle, pokemon, any, handlers)
    }
  }
}

function searchPokemon(battle: Battle, pokemon: Pokemon, callback: CallbackName, handlers: Listeners): void {
  if (!callback.known || !callback.ofPokemon(pokemon)) return
  handlers.push(...battle.findPokemonEventHandlers(pokemon, callback.name))
}

/** Adds handlers of the conditions on either side. */
function searchSides(battle: Battle, target: Pokemon, names: EventNames, handlers: Listeners): void {
  const { on, any, foe, prefixed } = names
  for (const side of battle.sides) {
    const own = side === target.side
    if (own) handlers.push(...battle.findSideEventHandlers(side, on.name))
    else if (prefixed) handlers.push(...battle.findSideEventHandlers(side, foe.name))
    if (prefixed) handlers.push(...battle.findSideEventHandlers(side, any.name))
  }
}
