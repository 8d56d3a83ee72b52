/** Which effects handle which events, asked of the dex once each: `HandlerIndex`, `EventNames`, `CallbackName`. */
import type { Battle, ModdedDex, Pokemon } from '@pkmn/sim'

type Effects = { getByID(id: never): object }

/** Where an effect of each kind takes what it has from; conditions stand in the tables of what brings them, too. */
const TABLES = {
  abilities: ['Abilities'],
  items: ['Items'],
  species: ['Pokedex'],
  conditions: ['Conditions', 'Moves', 'Abilities', 'Items', 'Rulesets'],
} as const

/** Stands in for an ability's or item's `onStart` when a Pokemon enters, so that no table tells who handles it. */
const SWITCH_IN = 'onSwitchIn'

/** Events that the engine runs for each Pokemon in turn; nobody else's handlers are asked. */
const UNPREFIXED = new Set(['BeforeTurn', 'Update', 'Weather', 'WeatherChange', 'TerrainChange'])

/** Which of the effects of one kind have a handler of one name. */
class Holders {
  /** Whether any could have it. */
  readonly any: boolean
  readonly #name: string
  readonly #effects: Effects
  readonly #known = new Map<string, boolean>()

  constructor(name: string, any: boolean, effects: Effects) {
    this.#name = name
    this.any = any
    this.#effects = effects
  }

  /** Whether the effect of this id has it; the empty id is of no effect. */
  has(id: string): boolean {
    return id !== '' && (this.#known.get(id) ?? this.#ask(id))
  }

  hasAnyOf(states: object): boolean {
    for (const id in states) if (this.has(id)) return true
    return false
  }

  #ask(id: string): boolean {
    const has = this.#name in this.#effects.getByID(id as never)
    this.#known.set(id, has)
    return has
  }
}

/** One name of a handler, `onFoeTrapPokemon`, with what is known of who has it. */
export class CallbackName {
  readonly name: string
  /** Whether a Pokemon could have it, by anything that it is, holds or is under. */
  readonly ofAnyPokemon: boolean
  readonly #abilities: Holders
  readonly #items: Holders
  readonly #species: Holders
  readonly #conditions: Holders
  readonly #formats = new WeakMap<object, boolean>()

  constructor(name: string, tables: ReadonlySet<string>, dex: ModdedDex) {
    const among = (names: readonly string[]): boolean =>
      name === SWITCH_IN || names.some((table) => tables.has(table))
    this.name = name
    this.#abilities = new Holders(name, among(TABLES.abilities), dex.abilities)
    this.#items = new Holders(name, among(TABLES.items), dex.items)
    this.#species = new Holders(name, among(TABLES.species), dex.species)
    this.#conditions = new Holders(name, among(TABLES.conditions), dex.conditions)
    this.ofAnyPokemon = this.#species.any || this.#conditions.any
  }

  /** Whether anything that a Pokemon is, holds or is under has it. */
  ofPokemon(pokemon: Pokemon): boolean {
    if (this.name === SWITCH_IN) return true
    if (this.#abilities.any && this.#abilities.has(pokemon.ability)) return true
    if (this.#items.any && this.#items.has(pokemon.item)) return true
    if (this.#species.any && this.#species.has(pokemon.baseSpecies.id)) return true
    const conditions = this.#conditions
    if (conditions.has(pokemon.status) || conditions.hasAnyOf(pokemon.volatiles)) return true
    return conditions.hasAnyOf(pokemon.side.slotConditions[pokemon.position])
  }

  /** Whether any of the conditions of a side has it. */
  ofSide(sideConditions: object): boolean {
    return this.#conditions.any && this.#conditions.hasAnyOf(sideConditions)
  }

  /** Whether a format itself, apart from its rules, has it. */
  ofFormat(format: Battle['format']): boolean {
    let has = this.#formats.get(format)
    if (has === undefined) this.#formats.set(format, (has = this.name in format))
    return has
  }

  /** Whether the weather, the terrain or another condition of the whole field has it. */
  ofField({ weather, terrain, pseudoWeather }: Battle['field']): boolean {
    const conditions = this.#conditions
    if (!conditions.any) return false
    return conditions.has(weather) || conditions.has(terrain) || conditions.hasAnyOf(pseudoWeather)
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
  /** Per name of a handler, the tables of the dex in which it stands. */
  readonly #tables = new Map<string, Set<string>>()
  readonly #events = new Map<string, EventNames>()

  constructor(dex: ModdedDex) {
    this.#dex = dex
    for (const table of new Set(Object.values(TABLES).flat())) this.#gather(dex.data[table], table)
  }

  /** Notes every key of a table, at any depth, that could name a handler. */
  #gather(entry: object, table: string): void {
    for (const [key, value] of Object.entries(entry)) {
      if (key.startsWith('on')) this.#tablesOf(key).add(table)
      if (typeof value === 'object' && value !== null) this.#gather(value as object, table)
    }
  }

  #tablesOf(name: string): Set<string> {
    let tables = this.#tables.get(name)
    if (tables === undefined) this.#tables.set(name, (tables = new Set()))
    return tables
  }

  /** The names of an event's handlers: of `TrapPokemon`, `onTrapPokemon`, `onAllyTrapPokemon` and so on. */
  event(eventName: string): EventNames {
    let names = this.#events.get(eventName)
    if (names === undefined) {
      const callback = (prefix: string): CallbackName => {
        const name = `on${prefix}${eventName}`
        return new CallbackName(name, this.#tables.get(name) ?? new Set(), this.#dex)
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
