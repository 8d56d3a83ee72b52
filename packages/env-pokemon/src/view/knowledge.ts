/**
 * What a player may know of a battle: `Knowledge`, made of the player's requests and of the lines of the player's channel
 * and of nothing else.
 */
import type { Side } from '@pkmn/sim'
import { FIELDS, SIDE_CONDITIONS, WEATHERS, indexIn } from './conditions.ts'
import { type FormFacts, formFacts, moveFacts } from './facts.ts'
import { idOf } from './ids.ts'
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

  /** The Pokemon of that name, as far as it is known. */
  called(name: string): KnownPokemon | undefined {
    for (const pokemon of this.team) if (pokemon.name === name) return pokemon
    return undefined
  }

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
    return side.called(name)
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
    for (let position = 0; position < told.length; position++) {
      const one = told[position]
      const name = one.ident.slice(4)
      const pokemon = (preview ? undefined : own.called(name)) ?? own.team[position]
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
    const pokemon = new KnownPokemon(member, idOf(species.replace('-*', '')))
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
    pokemon.teraType = idOf(told.teraType ?? '')
    pokemon.terastallized = (told.terastallized ?? '') !== ''
    pokemon.commanding = told.commanding === true
    const { stats } = pokemon
    stats[0] = pokemon.maxHp
    stats[1] = told.stats.atk
    stats[2] = told.stats.def
    stats[3] = told.stats.spa
    stats[4] = told.stats.spd
    stats[5] = told.stats.spe
    if (!pokemon.hasMoves(told.moves)) {
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
  const facts = moveFacts(id)
  return { id, facts, pp: facts.maxPp, maxPp: facts.maxPp, lastUsed: false }
}

/** Reads `Terapagos-Stellar, L50, M, tera:Stellar`. */
export function readDetails(pokemon: KnownPokemon, details: string): void {
  const { forme, level, gender, teraType } = detailsOf(details)
  pokemon.forme = forme
  pokemon.level = level
  pokemon.gender = gender
  if (teraType !== '') {
    pokemon.terastallized = true
    pokemon.teraType = teraType
  }
  if (forme.ability !== '' && pokemon.baseAbility === UNKNOWN) {
    pokemon.baseAbility = forme.ability
    pokemon.ability = forme.ability
  }
}

interface Details {
  readonly forme: FormFacts
  readonly level: number
  readonly gender: KnownPokemon['gender']
  /** `''` where it is not terastallized. */
  readonly teraType: string
}

/** What texts say, of which a battle repeats a dozen in every request. */
const detailsRead: Map<string, Details> = new Map()

/** What such a text says. */
export function detailsOf(text: string): Details {
  let details = detailsRead.get(text)
  if (details === undefined) {
    const [species, ...rest] = text.split(', ')
    details = {
      forme: formFacts(idOf(species.replace('-*', ''))),
      level: Number(rest.find((part) => part.startsWith('L'))?.slice(1) ?? 100),
      gender: rest.includes('M') ? 'M' : rest.includes('F') ? 'F' : 'N',
      teraType: idOf(rest.find((part) => part.startsWith('tera:'))?.slice(5) ?? ''),
    }
    detailsRead.set(text, details)
  }
  return details
}

/** Whether the id is one of a weather. */
export function weatherOf(name: string): number {
  const id = idOf(name)
  return indexIn(WEATHERS, id === 'snow' ? 'snowscape' : id)
}
