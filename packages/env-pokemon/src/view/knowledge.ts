/**
 * What a player may know of a battle: `Knowledge`, made of the player's requests and of the lines of the player's channel
 * and of nothing else.
 */
import { Dex, type Side, toID } from '@pkmn/sim'
import { FIELDS, SIDE_CONDITIONS, STATS, WEATHERS, indexIn } from './conditions.ts'
import { KnownPokemon, UNKNOWN } from './known-pokemon.ts'

/** What the engine asks of a player. */
export type ChoiceRequest = NonNullable<Side['activeRequest']>

/** Pokemon on a team. */
export const TEAM_SIZE = 6
/** Slots of a side on the field. */
export const SLOTS = 2

/** One of the two teams as a player knows it. */
export class KnownSide {
  /** By place on the team sheet; fewer than six where the team has fewer. */
  readonly team: KnownPokemon[] = []
  /** Who stands in the left and the right slot. */
  readonly slots: (KnownPokemon | undefined)[] = Array.from({ length: SLOTS }, () => undefined)
  /** By index of `SIDE_CONDITIONS`: the turn in which it began, -1 where it does not hold. */
  readonly since: Int32Array = new Int32Array(SIDE_CONDITIONS.length).fill(-1)
  /** By index of `SIDE_CONDITIONS`: layers. */
  readonly layers: Uint8Array = new Uint8Array(SIDE_CONDITIONS.length)
  terastallized = false
  megaEvolved = false
  /** Whether the team sheet is known. */
  open = false

  /** Pokemon that have not fainted, of `size` that a player brings. */
  remaining(size: number): number {
    return size - this.team.reduce((count, pokemon) => count + (pokemon.fainted ? 1 : 0), 0)
  }

  copy(): KnownSide {
    const twin = new KnownSide()
    twin.team.push(...this.team.map((pokemon) => pokemon.copy()))
    for (const [k, pokemon] of this.slots.entries()) twin.slots[k] = pokemon && twin.team[pokemon.member]
    twin.since.set(this.since)
    twin.layers.set(this.layers)
    twin.terastallized = this.terastallized
    twin.megaEvolved = this.megaEvolved
    twin.open = this.open
    return twin
  }
}

/** A battle as one player knows it. */
export class Knowledge {
  /** 0 for `p1`, 1 for `p2` */
  readonly side: number
  /** One's own side at index `side`, the foe's at the other. */
  readonly sides: readonly [KnownSide, KnownSide]
  turn = 0
  /** Index of `WEATHERS`, -1 where there is none, and the turn in which it began. */
  weather = -1
  weatherSince = 0
  /** By index of `FIELDS`: the turn in which it began, -1 where it does not hold. */
  readonly fieldSince: Int32Array = new Int32Array(FIELDS.length).fill(-1)
  /** Pokemon that a player brings to the battle. */
  bring = 4
  request: ChoiceRequest | undefined
  /** Whose move the lines speak of. */
  mover: KnownPokemon | undefined

  constructor(side: number, sides: readonly [KnownSide, KnownSide] = [new KnownSide(), new KnownSide()]) {
    this.side = side
    this.sides = sides
  }

  get own(): KnownSide {
    return this.sides[this.side]
  }

  get foe(): KnownSide {
    return this.sides[1 - this.side]
  }

  /** The Pokemon that `p2a: Name` or `p2: Name` speaks of; undefined where there is none. */
  find(ident: string): KnownPokemon | undefined {
    const side = this.sides[ident.codePointAt(1)! - ONE]
    if (side === undefined) return undefined
    if (ident[2] !== ':') {
      const standing = side.slots[ident.codePointAt(2)! - A]
      if (standing !== undefined) return standing
    }
    const name = ident.slice(ident.indexOf(': ') + 2)
    return side.team.find((pokemon) => pokemon.name === name)
  }

  /** One's own team as the request tells it. */
  readRequest(request: ChoiceRequest): void {
    this.request = request
    const { own } = this
    if (request.side === undefined) return
    const told = request.side.pokemon
    if (own.team.length === 0)
      for (const [member, { details }] of told.entries()) this.meet(own, member, details)
    const preview = request.teamPreview === true
    if (!preview) for (const pokemon of own.team) pokemon.chosen = false
    for (const [position, one] of told.entries()) {
      const name = one.ident.slice(4)
      const pokemon = preview
        ? own.team[position]
        : (own.team.find((other) => other.name === name) ?? own.team[position])
      pokemon.name = name
      pokemon.chosen = !preview
      this.readOwn(pokemon, one)
      if (!preview && one.active) this.place(own, pokemon, position)
    }
    if (!('active' in request)) return
    for (const [slot, active] of (request.active ?? []).entries()) {
      for (const { id, pp } of active?.moves ?? []) {
        const known = own.slots[slot]?.move(id)
        if (known !== undefined && pp !== undefined) known.pp = pp
      }
    }
  }

  /** Fills the team sheet's place `member` with what `details` say (`Landorus-Therian, L50, M`). */
  meet(side: KnownSide, member: number, details: string): KnownPokemon {
    const [species] = details.split(', ')
    const pokemon = new KnownPokemon(member, toID(species.replace('-*', '')))
    readDetails(pokemon, details)
    side.team[member] = pokemon
    return pokemon
  }

  /** The same knowledge again, which goes its own way. */
  copy(): Knowledge {
    const twin = new Knowledge(this.side, [this.sides[0].copy(), this.sides[1].copy()])
    twin.turn = this.turn
    twin.weather = this.weather
    twin.weatherSince = this.weatherSince
    twin.fieldSince.set(this.fieldSince)
    twin.bring = this.bring
    twin.request = this.request
    for (const [s, { team }] of this.sides.entries()) {
      const mover = team.findIndex((pokemon) => pokemon === this.mover)
      if (mover >= 0) twin.mover = twin.sides[s].team[mover]
    }
    return twin
  }

  private readOwn(pokemon: KnownPokemon, told: RequestPokemon): void {
    readDetails(pokemon, told.details)
    pokemon.setCondition(told.condition)
    pokemon.item = told.item
    pokemon.baseAbility = told.baseAbility
    pokemon.ability = told.ability ?? told.baseAbility
    pokemon.teraType = toID(told.teraType ?? '')
    pokemon.terastallized = (told.terastallized ?? '') !== ''
    pokemon.commanding = told.commanding === true
    pokemon.stats[0] = pokemon.maxHp
    for (let k = 1; k < STATS.length; k++) pokemon.stats[k] = told.stats[STATS[k] as 'atk']
    if (
      told.moves.length !== pokemon.moves.length ||
      told.moves.some((id, k) => pokemon.moves[k].id !== id)
    ) {
      pokemon.moves = told.moves.map((id) => pokemon.move(id) ?? knownMove(id))
    }
  }

  /** Who stands where is the request's to say: what a line called by another name was an illusion. */
  private place(own: KnownSide, pokemon: KnownPokemon, slot: number): void {
    if (slot >= SLOTS || own.slots[slot] === pokemon) return
    const taken = own.slots[slot]
    const elsewhere = own.slots.indexOf(pokemon)
    if (elsewhere >= 0) own.slots[elsewhere] = undefined
    own.slots[slot] = pokemon
    pokemon.slot = slot
    pokemon.revealed = true
    if (taken === undefined || taken.slot !== slot) return
    if (!taken.fainted) pokemon.standInFor(taken)
    taken.leave()
  }
}

type RequestPokemon = NonNullable<ChoiceRequest['side']>['pokemon'][number]

const ONE = '1'.codePointAt(0)!
const A = 'a'.codePointAt(0)!

/** A move with the PP that every team of these formats gives it. */
export function knownMove(id: string): KnownPokemon['moves'][number] {
  const { pp, noPPBoosts } = Dex.moves.get(id)
  const maxPp = noPPBoosts ? pp : Math.floor((pp * 8) / 5)
  return { id, pp: maxPp, maxPp, lastUsed: false }
}

/** Reads `Terapagos-Stellar, L50, M, tera:Stellar`. */
export function readDetails(pokemon: KnownPokemon, details: string): void {
  const [species, ...rest] = details.split(', ')
  pokemon.forme = toID(species.replace('-*', ''))
  pokemon.level = 100
  pokemon.gender = 'N'
  for (const part of rest) {
    if (part === 'M' || part === 'F') pokemon.gender = part
    else if (part.startsWith('L')) pokemon.level = Number(part.slice(1))
    else if (part.startsWith('tera:')) {
      pokemon.terastallized = true
      pokemon.teraType = toID(part.slice(5))
    }
  }
  const { abilities } = Dex.species.get(pokemon.forme)
  if (pokemon.baseAbility === UNKNOWN && Object.keys(abilities).length === 1) {
    pokemon.baseAbility = toID(abilities[0])
    pokemon.ability = pokemon.baseAbility
  }
}

/** Whether the id is one of a weather. */
export function weatherOf(name: string): number {
  const id = toID(name)
  return indexIn(WEATHERS, id === 'snow' ? 'snowscape' : id)
}
