/** A Pokemon as a player knows it: `KnownPokemon`, `KnownMove`. */
import { BOOSTS, COUNTED_EFFECTS, EFFECTS, STATS, indexIn } from './conditions.ts'
import { type FormFacts, type MoveFacts, formFacts } from './facts.ts'

/** A move that is known: of one's own Pokemon, of an open team sheet, or seen. */
export interface KnownMove {
  readonly id: string
  readonly facts: MoveFacts
  /** PP left, as far as uses were seen; exact for one's own active Pokemon. */
  pp: number
  readonly maxPp: number
  lastUsed: boolean
}

/** What is not known of an item or an ability; `''` is known to be none. */
export const UNKNOWN = 'unknown'

const ZERO = '0'.codePointAt(0)!

/** The whole number whose digits begin there. */
function numberAt(text: string, from: number): number {
  let number = 0
  for (let k = from; k < text.length; k++) {
    const digit = text.codePointAt(k)! - ZERO
    if (digit < 0 || digit > 9) break
    number = 10 * number + digit
  }
  return number
}

const COUNTED: ReadonlySet<number> = new Set(COUNTED_EFFECTS.map((id) => indexIn(EFFECTS, id)))

/** One of the six of a team. Numbers of foes' HP are of 100; no spread of theirs is known. */
export class KnownPokemon {
  /** Its place on the team sheet, 0 to 5. */
  readonly member: number
  /** The name by which protocol lines call it; of a foe without team sheet known once it was on the field. */
  name: string
  /** Id of the form that it has by its team sheet, and of the form that it has now. */
  species: string
  forme: FormFacts
  level = 50
  gender: 'M' | 'F' | 'N' = 'N'
  hp = 100
  maxHp = 100
  status = ''
  /** Turns asleep or badly poisoned. */
  statusTurns = 0
  item: string = UNKNOWN
  baseAbility: string = UNKNOWN
  /** Its ability now; `''` where it is suppressed. */
  ability: string = UNKNOWN
  moves: KnownMove[] = []
  /** Id of a type; `''` where not known. */
  teraType = ''
  terastallized = false
  /** By stats of `STATS`, of one's own Pokemon; none of a foe's. */
  readonly stats: Int32Array = new Int32Array(STATS.length)
  /** On the field now: 0 left slot, 1 right slot, -1 neither. */
  slot = -1
  /** Whether it was ever on the field. */
  revealed = false
  /** Whether it was chosen at team preview: of foes, seen on the field. */
  chosen = false
  commanding = false

  /** What leaving the field ends. */
  readonly boosts: Int8Array = new Int8Array(BOOSTS.length)
  /** By index of `EFFECTS`, of those that hold: 1 and the turns for which each has. */
  readonly effects: Map<number, number> = new Map()
  /** Ids of types that hold instead of the forme's; empty where these do. */
  types: readonly string[] = []
  turnsOnField = 0
  protects = 0
  mustRecharge = false
  preparing = false
  /** Effects that this turn's end ends, and those that were only to be seen in this turn and in the one before. */
  private singleTurn: number[] = []
  private singleMove: number[] = []
  private momentary: number[] = []
  private recent: number[] = []
  /** Moves and forme under those that it copied for as long as it stays on the field. */
  private ownMoves: KnownMove[] | undefined
  private ownForme: FormFacts | undefined
  /** HP and status when it entered the field, for a Pokemon that proves to be another's illusion. */
  private entered: { readonly hp: number; readonly maxHp: number; readonly status: string } | undefined

  constructor(member: number, species: string) {
    this.member = member
    this.name = ''
    this.species = species
    this.forme = formFacts(species)
  }

  get fainted(): boolean {
    return this.status === 'fnt'
  }

  /** Share of its HP, 0 to 1. */
  get health(): number {
    return this.maxHp > 0 ? this.hp / this.maxHp : 0
  }

  /** Reads `101/175 par`, `57/100` or `0 fnt`. */
  setCondition(condition: string): void {
    const slash = condition.indexOf('/')
    const space = condition.indexOf(' ')
    const status = space < 0 ? '' : condition.slice(space + 1)
    this.hp = numberAt(condition, 0)
    if (slash >= 0) this.maxHp = numberAt(condition, slash + 1)
    if (status !== this.status) this.statusTurns = 0
    if (status === 'slp') this.end('yawn')
    this.status = status
  }

  enter(slot: number): void {
    this.slot = slot
    this.revealed = true
    this.chosen = true
    this.entered = { hp: this.hp, maxHp: this.maxHp, status: this.status }
  }

  /** What leaving the field ends. */
  leave(): void {
    this.slot = -1
    this.boosts.fill(0)
    this.effects.clear()
    this.singleTurn = []
    this.singleMove = []
    this.momentary = []
    this.recent = []
    this.types = []
    this.turnsOnField = 0
    this.protects = 0
    this.mustRecharge = false
    this.preparing = false
    this.ability = this.baseAbility
    if (this.status === 'tox') this.statusTurns = 0
    if (this.ownMoves !== undefined) this.moves = this.ownMoves
    this.ownMoves = undefined
    this.forme = this.ownForme ?? this.forme
    this.ownForme = undefined
    for (const move of this.moves) move.lastUsed = false
  }

  /** Takes back that it entered the field: it was an illusion. */
  neverEntered(): void {
    if (this.entered === undefined) return
    this.hp = this.entered.hp
    this.maxHp = this.entered.maxHp
    this.status = this.entered.status
    this.leave()
  }

  /** Takes over what lasts on the field from the Pokemon for which it was taken. */
  standInFor(illusion: KnownPokemon): void {
    this.boosts.set(illusion.boosts)
    this.effects.clear()
    for (const [index, turns] of illusion.effects) this.effects.set(index, turns)
    this.types = illusion.types
    this.turnsOnField = illusion.turnsOnField
    this.protects = illusion.protects
  }

  has(effect: string): boolean {
    return this.effects.has(indexIn(EFFECTS, effect))
  }

  /** Starts an effect by its id; ids that are no effects are passed over. */
  start(effect: string, lasts: 'long' | 'turn' | 'move' | 'moment'): void {
    const index = indexIn(EFFECTS, effect)
    if (index < 0 || (lasts === 'moment' && this.effects.has(index))) return
    if (!this.effects.has(index)) this.effects.set(index, 1)
    if (lasts === 'long') this.keep(index)
    else if (lasts === 'turn') this.singleTurn.push(index)
    else if (lasts === 'move') this.singleMove.push(index)
    else if (lasts === 'moment') this.momentary.push(index)
  }

  /** Takes an effect off what the ends of turns end. */
  private keep(index: number): void {
    this.momentary = this.momentary.filter((other) => other !== index)
    this.recent = this.recent.filter((other) => other !== index)
  }

  end(effect: string): void {
    const index = indexIn(EFFECTS, effect)
    this.effects.delete(index)
  }

  /** It begins a move: what held until then is over. */
  act(): void {
    for (const index of this.singleMove) this.effects.delete(index)
    this.singleMove = []
    this.mustRecharge = false
    this.preparing = false
  }

  endTurn(): void {
    this.turnsOnField++
    if (this.status === 'tox') this.statusTurns++
    for (const index of this.singleTurn) this.effects.delete(index)
    for (const index of this.recent) if (!this.momentary.includes(index)) this.effects.delete(index)
    this.recent = this.momentary
    this.momentary = []
    this.singleTurn = []
    for (const [index, turns] of this.effects) if (COUNTED.has(index)) this.effects.set(index, turns + 1)
  }

  /** Takes a form until it leaves the field. */
  takeForme(forme: FormFacts): void {
    this.ownForme ??= this.forme
    this.forme = forme
  }

  /** Takes form, moves and boosts of another. */
  transform(into: KnownPokemon): void {
    this.takeForme(into.forme)
    this.ownMoves ??= this.moves
    this.moves = into.moves.map(({ id, facts }) => ({ id, facts, pp: 5, maxPp: 5, lastUsed: false }))
    this.ability = into.ability
    this.types = into.types
    this.boosts.set(into.boosts)
  }

  boost(stat: string, by: number): void {
    const k = indexIn(BOOSTS, stat)
    if (k >= 0) this.boosts[k] = Math.max(-6, Math.min(6, this.boosts[k] + by))
  }

  setBoost(stat: string, to: number): void {
    const k = indexIn(BOOSTS, stat)
    if (k >= 0) this.boosts[k] = to
  }

  move(id: string): KnownMove | undefined {
    for (const move of this.moves) if (move.id === id) return move
    return undefined
  }

  /** Whether these are its moves, in this order. */
  hasMoves(ids: readonly string[]): boolean {
    if (ids.length !== this.moves.length) return false
    for (let m = 0; m < ids.length; m++) if (this.moves[m].id !== ids[m]) return false
    return true
  }

  /** The same knowledge again, which goes its own way. */
  copy(): KnownPokemon {
    const twin = new KnownPokemon(this.member, this.species)
    const { boosts, effects, stats } = twin
    Object.assign(twin, this, { boosts, effects, stats })
    boosts.set(this.boosts)
    for (const [index, turns] of this.effects) effects.set(index, turns)
    stats.set(this.stats)
    twin.moves = this.moves.map((move) => ({ ...move }))
    twin.ownMoves = this.ownMoves?.map((move) => ({ ...move }))
    twin.singleTurn = [...this.singleTurn]
    twin.singleMove = [...this.singleMove]
    twin.momentary = [...this.momentary]
    twin.recent = [...this.recent]
    return twin
  }
}
