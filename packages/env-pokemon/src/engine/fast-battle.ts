/** The engine's battle, faster and without its clock: `FastBattle`. */
import { Battle, type ModdedDex, Pokemon } from '@pkmn/sim'
import { type FastTables, fastDex } from './fast-dex.ts'
import { type Listeners, searchPokemonEvent } from './handler-search.ts'

type Single = Parameters<Battle['singleEvent']>
type Run = Parameters<Battle['runEvent']>
type Find = Parameters<Battle['findEventHandlers']>

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
  /** With the tables as soon as the stock constructor has run. */
  declare dex: ModdedDex & Partial<FastTables>

  constructor(options: ConstructorParameters<typeof Battle>[0]) {
    super(options)
    this.dex = fastDex(this.dex)
    this.actions.dex = this.dex
  }

  /** Ends at once where the effect has no handler, before the stock method asks whether it is suppressed. */
  override singleEvent(
    eventid: Single[0],
    effect: Single[1],
    state: Single[2],
    target: Single[3],
    source?: Single[4],
    sourceEffect?: Single[5],
    relayVar?: Single[6],
    customCallback?: Single[7],
  ): unknown {
    const { handlers } = this.dex
    if (handlers !== undefined && !customCallback && !this.debugMode) {
      const { name } = handlers.event(eventid).on
      if ((effect as unknown as Record<string, unknown>)[name] === undefined) {
        return relayVar === undefined ? true : relayVar
      }
    }
    return super.singleEvent(eventid, effect, state, target, source, sourceEffect, relayVar, customCallback)
  }

  /** Ends at once where nobody handles what happens to one Pokemon. */
  override runEvent(
    eventid: Run[0],
    target?: Run[1],
    source?: Run[2],
    sourceEffect?: Run[3],
    relayVar?: Run[4],
    onEffect?: Run[5],
    fastExit?: Run[6],
  ): unknown {
    const { handlers } = this.dex
    if (handlers !== undefined && target instanceof Pokemon && !onEffect && this.eventDepth < 8) {
      const names = handlers.event(eventid)
      const listeners = searchPokemonEvent(this, target, names, source instanceof Pokemon ? source : null)
      if (listeners.length === 0) return unhandled(this, relayVar)
      found = listeners
    }
    return super.runEvent(eventid, target, source, sourceEffect, relayVar, onEffect, fastExit)
  }

  /** Searches only the holders of handlers, where the target is one Pokemon. */
  override findEventHandlers(target: Find[0], eventName: Find[1], source?: Find[2]): Listeners {
    if (found !== null) {
      const listeners = found
      found = null
      return listeners
    }
    const { handlers } = this.dex
    if (handlers === undefined || !(target instanceof Pokemon)) {
      return super.findEventHandlers(target, eventName, source)
    }
    return [...searchPokemonEvent(this, target, handlers.event(eventName), source ?? null)]
  }

  /** With moves for reading only: it makes one for each move of each Pokemon, to ask whether it disables itself. */
  override endTurn(): void {
    const { dex } = this
    this.dex = dex.reading ?? dex
    super.endTurn()
    this.dex = dex
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
