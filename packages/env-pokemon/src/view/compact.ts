/** Writes what a player knows as a few hundred numbers: `writeCompact`. The order is compact-layout.ts's. */
import {
  COMPACT_EFFECTS,
  COMPACT_FIELDS,
  COMPACT_SIDE_CONDITIONS,
  COMPACT_VIEW_SIZE,
} from './compact-layout.ts'
import {
  BOOSTS,
  EFFECTS,
  FIELDS,
  LAYERS,
  SIDE_CONDITIONS,
  STATUSES,
  TYPES,
  WEATHERS,
  indexIn,
} from './conditions.ts'
import { type Knowledge, type KnownSide, SLOTS, TEAM_SIZE } from './knowledge.ts'
import type { KnownMove, KnownPokemon } from './known-pokemon.ts'
import { factsOf, statNow, typesNow, writeFactors } from './matchup.ts'

/** What is asked of the player: as in `LegalActions`. */
export type Phase = 'wait' | 'leads' | 'back' | 'switch' | 'turn'

const FIELD_INDEX = COMPACT_FIELDS.map((id) => indexIn(FIELDS, id))
const SIDE_INDEX = COMPACT_SIDE_CONDITIONS.map((id) => indexIn(SIDE_CONDITIONS, id))
const EFFECT_INDEX = COMPACT_EFFECTS.map((id) => indexIn(EFFECTS, id))
const PHASES: readonly Phase[] = ['leads', 'back', 'turn', 'switch', 'wait']
/** Numbers of a Pokemon that stands, and of a move. */
const STANDING = BOOSTS.length + COMPACT_EFFECTS.length + TYPES.length + 9
const MOVE = 9
const MATCHUPS = TEAM_SIZE * TEAM_SIZE

/** Writes the compact view of one player at `offset`: every number of it. */
export function writeCompact(known: Knowledge, phase: Phase, out: Float32Array, offset: number): void {
  out.fill(0, offset, offset + COMPACT_VIEW_SIZE)
  reckonFactors(known)
  let k = writeBattle(known, phase, out, offset)
  for (const side of [known.own, known.foe])
    for (let m = 0; m < TEAM_SIZE; m++) k = writeMember(side.team[m], out, k)
  for (const side of [known.own, known.foe])
    for (let s = 0; s < SLOTS; s++) k = writeStanding(side.slots[s], out, k)
  for (let s = 0; s < SLOTS; s++) k = writeMoves(known.own.slots[s], known.foe, usable(known, s), out, k)
  for (let s = 0; s < SLOTS; s++) k = writeMoves(known.foe.slots[s], known.own, undefined, out, k)
  writeMatchups(known.own, known.foe, out, k, TEAM_SIZE, 1)
  writeMatchups(known.foe, known.own, out, k + MATCHUPS, 1, TEAM_SIZE)
}

const turns = (now: number, since: number): number => (since < 0 ? 0 : Math.min(now - since + 1, 8) / 8)

function writeBattle(known: Knowledge, phase: Phase, out: Float32Array, from: number): number {
  let k = from
  out[k++] = Math.min(known.turn, 40) / 20
  for (const each of PHASES) out[k++] = phase === each ? 1 : 0
  if (known.weather >= 0) out[k + known.weather] = turns(known.turn, known.weatherSince)
  k += WEATHERS.length
  for (const index of FIELD_INDEX) out[k++] = turns(known.turn, known.fieldSince[index])
  for (const side of [known.own, known.foe]) {
    for (const index of SIDE_INDEX) {
      const layers = LAYERS[SIDE_CONDITIONS[index]]
      out[k++] = layers === undefined ? turns(known.turn, side.since[index]) : side.layers[index] / layers
    }
  }
  for (const side of [known.own, known.foe]) out[k++] = side.terastallized ? 0 : 1
  for (const side of [known.own, known.foe]) out[k++] = side.remaining(known.bring) / 4
  return k
}

function writeMember(pokemon: KnownPokemon | undefined, out: Float32Array, from: number): number {
  let k = from
  const end = from + 7 + STATUSES.length
  if (pokemon === undefined) return end
  out[k++] = pokemon.health
  out[k++] = pokemon.fainted ? 1 : 0
  out[k++] = pokemon.slot === 0 ? 1 : 0
  out[k++] = pokemon.slot === 1 ? 1 : 0
  out[k++] = pokemon.chosen ? 1 : 0
  out[k++] = pokemon.item === '' ? 0 : 1
  out[k++] = pokemon.terastallized ? 1 : 0
  const status = indexIn(STATUSES, pokemon.status)
  if (status >= 0) out[k + status] = 1
  return end
}

const STANDING_STATS = ['atk', 'def', 'spa', 'spd', 'spe']

function writeStanding(pokemon: KnownPokemon | undefined, out: Float32Array, from: number): number {
  if (pokemon === undefined || pokemon.fainted) return from + STANDING
  let k = from
  for (let b = 0; b < BOOSTS.length; b++) out[k++] = pokemon.boosts[b] / 6
  for (const index of EFFECT_INDEX) out[k++] = pokemon.effects[index] > 0 ? 1 : 0
  for (const type of typesNow(pokemon)) {
    const index = indexIn(TYPES, type)
    if (index >= 0) out[k + index] = 1
  }
  k += TYPES.length
  for (const stat of STANDING_STATS) out[k++] = statNow(pokemon, stat) / 300
  out[k++] = pokemon.turnsOnField <= 1 ? 1 : 0
  out[k++] = Math.min(pokemon.protects, 5) / 5
  out[k++] = pokemon.mustRecharge ? 1 : 0
  out[k++] = pokemon.preparing ? 1 : 0
  return k
}

/** Ids of the moves that the request lets the slot use; none where it asks for no move. */
function usable({ request }: Knowledge, slot: number): readonly string[] {
  if (request === undefined || !('active' in request)) return []
  return (request.active?.[slot]?.moves ?? []).filter(({ disabled }) => disabled !== true).map(({ id }) => id)
}

/** `may` are the ids of moves that may be used; all of a foe's may, as far as one knows. */
function writeMoves(
  pokemon: KnownPokemon | undefined,
  against: KnownSide,
  may: readonly string[] | undefined,
  out: Float32Array,
  from: number,
): number {
  if (pokemon !== undefined && !pokemon.fainted) {
    for (let m = 0; m < 4; m++) {
      const move = pokemon.moves[m]
      if (move !== undefined) writeMove(pokemon, move, against, may, out, from + m * MOVE)
    }
  }
  return from + 4 * MOVE
}

function writeMove(
  pokemon: KnownPokemon,
  move: KnownMove,
  against: KnownSide,
  may: readonly string[] | undefined,
  out: Float32Array,
  from: number,
): void {
  const { type, power, accuracy, priority, status, spread } = factsOf(move.id)
  let k = from
  out[k++] = may === undefined || may.includes(move.id) ? 1 : 0
  out[k++] = power / 150
  out[k++] = accuracy
  out[k++] = (priority + 7) / 12
  out[k++] = status ? 1 : 0
  out[k++] = spread ? 1 : 0
  out[k++] = move.pp / move.maxPp
  const bonus = typesNow(pokemon).includes(TYPES[type]) ? 1.5 : 1
  for (const foe of against.slots) {
    const factor = foe === undefined || foe.fainted ? 0 : type < 0 ? 1 : factorsOf(foe)[type]
    out[k++] = (power * bonus * factor) / 300
  }
}

/** The best effectiveness of each of `from`'s members' attacks against each of `to`'s, / 4; `rows` and `columns` are strides. */
function writeMatchups(
  from: KnownSide,
  to: KnownSide,
  out: Float32Array,
  offset: number,
  rows: number,
  columns: number,
): void {
  for (const attacker of from.team) {
    if (attacker.fainted) continue
    for (const target of to.team) {
      if (target.fainted) continue
      out[offset + attacker.member * rows + target.member * columns] = best(attacker, factorsOf(target)) / 4
    }
  }
}

/** The best factor of its known attacks; of its own types where none is known. */
function best(attacker: KnownPokemon, factors: Float64Array): number {
  let factor = -1
  for (const { id } of attacker.moves) {
    const { status, type } = factsOf(id)
    if (!status && type >= 0) factor = Math.max(factor, factors[type])
  }
  if (factor >= 0) return factor
  for (const type of typesNow(attacker)) factor = Math.max(factor, factors[indexIn(TYPES, type)] ?? 1)
  return factor
}

/** The factors of each Pokemon of the view that is being written. */
const factorsNow: Map<KnownPokemon, Float64Array> = new Map()

function factorsOf(pokemon: KnownPokemon): Float64Array {
  return factorsNow.get(pokemon)!
}

function reckonFactors(known: Knowledge): void {
  factorsNow.clear()
  let k = 0
  for (const { team } of known.sides) {
    for (const pokemon of team) {
      const factors = (FACTORS[k] ??= new Float64Array(TYPES.length))
      k++
      writeFactors(pokemon, factors)
      factorsNow.set(pokemon, factors)
    }
  }
}

const FACTORS: Float64Array[] = []
