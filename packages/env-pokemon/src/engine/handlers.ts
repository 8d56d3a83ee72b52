/** Which effects handle which events, asked of the dex once each: `HandlerIndex`, `EventNames`, `CallbackName`. */
import type { ModdedDex, Pokemon } from '@pkmn/sim'

type Effects = { getByID(id: never): object }

/** Tables of the dex in which no handler stands, and which are large. */
const NO_HANDLERS = new Set(['Learnsets', 'PokemonGoData', 'FormatsData', 'TypeChart', 'Natures'])

/** Stands in for an ability's or item's `onStart` when a Pokemon enters, so that no table tells who handles it. */
const SWITCH_IN = 'onSwitchIn'

/** Events that the engine runs for each Pokemon in turn; nobody else's handlers are asked. */
const UNPREFIXED = new Set(['BeforeTurn', 'Update', 'Weather', 'WeatherChange', 'TerrainChange'])

/** One name of a handler, `onFoeTrapPokemon`, with what is known of who has it. */
export class CallbackName {
  readonly name: string
  /** Whether anything in the dex has it. */
  readonly known: boolean
  readonly #dex: ModdedDex
  readonly #conditions = new Map<string, boolean>()
  readonly #abilities = new Map<string, boolean>()
  readonly #items = new Map<string, boolean>()
  readonly #species = new Map<object, boolean>()

  constructor(name: string, known: boolean, dex: ModdedDex) {
    this.name = name
    this.known = known || name === SWITCH_IN
    this.#dex = dex
  }

  /** Whether the condition of this id (a status, volatile, weather, terrain, side condition or rule) has it. */
  ofCondition(id: string): boolean {
    return id !== '' && (this.#conditions.get(id) ?? this.#ask(this.#conditions, this.#dex.conditions, id))
  }

  /** Whether anything that a Pokemon has or is has it. */
  ofPokemon(pokemon: Pokemon): boolean {
    if (this.name === SWITCH_IN) return true
    const { ability, item } = pokemon
    if (this.#abilities.get(ability) ?? this.#ask(this.#abilities, this.#dex.abilities, ability)) return true
    if (this.#items.get(item) ?? this.#ask(this.#items, this.#dex.items, item)) return true
    if (this.ofCondition(pokemon.status)) return true
    for (const id in pokemon.volatiles) if (this.ofCondition(id)) return true
    const slot = pokemon.side.slotConditions[pokemon.position]
    for (const id in slot) if (this.ofCondition(id)) return true
    return this.#species.get(pokemon.baseSpecies) ?? this.#askSpecies(pokemon.baseSpecies)
  }

  #ask(known: Map<string, boolean>, effects: Effects, id: string): boolean {
    const has = this.name in effects.getByID(id as never)
    known.set(id, has)
    return has
  }

  #askSpecies(species: object): boolean {
    const has = this.name in species
    this.#species.set(species, has)
    return has
  }
}

/** The names of an event's handlers, by whose they are. */
export interface EventNames {
  readonly on: CallbackName
  readonly ally: CallbackName
  readonly any: CallbackName
  readonly foe: CallbackName
  readonly source: CallbackName
  /** Whether others than the target are asked. */
  readonly prefixed: boolean
}

/** The names of all events of one dex. */
export class HandlerIndex {
  readonly #dex: ModdedDex
  readonly #known = new Set<string>()
  readonly #events = new Map<string, EventNames>()

  constructor(dex: ModdedDex) {
    this.#dex = dex
    for (const [table, entries] of Object.entries(dex.data)) {
      if (!NO_HANDLERS.has(table)) this.#gather(entries)
    }
  }

  /** Every key in a table, at any depth, that could name a handler. */
  #gather(entry: object): void {
    for (const [key, value] of Object.entries(entry)) {
      if (key.startsWith('on')) this.#known.add(key)
      if (typeof value === 'object' && value !== null) this.#gather(value)
    }
  }

  /** The names of an event's handlers: of `TrapPokemon`, `onTrapPokemon`, `onAllyTrapPokemon` and so on. */
  event(eventName: string): EventNames {
    let names = this.#events.get(eventName)
    if (names === undefined) {
      const callback = (prefix: string): CallbackName => {
        const name = `on${prefix}${eventName}`
        return new CallbackName(name, this.#known.has(name), this.#dex)
      }
      names = {
        on: callback(''),
        ally: callback('Ally'),
        any: callback('Any'),
        foe: callback('Foe'),
        source: callback('Source'),
        prefixed: !UNPREFIXED.has(eventName),
      }
      this.#events.set(eventName, names)
    }
    return names
  }
}
