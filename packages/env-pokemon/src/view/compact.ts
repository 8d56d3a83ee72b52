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
  STATS,
  STATUSES,
  TYPES,
  WEATHERS,
  indexIn,
} from './conditions.ts'
import { type Knowledge, type KnownSide, SLOTS, TEAM_SIZE } from './knowledge.ts'
import type { KnownMove, KnownPokemon } from './known-pokemon.ts'
import { factorsAgainst, statNow, typesNow } from './matchup.ts'

/** What is asked of the player: as in `LegalActions`. */
export type Phase = 'wait' | 'leads' | 'back' | 'switch' | 'turn'

const FIELD_INDEX = COMPACT_FIELDS.map((id) => indexIn(FIELDS, id))
const SIDE_INDEX = COMPACT_SIDE_CONDITIONS.map((id) => indexIn(SIDE_CONDITIONS, id))
/** The layers of what has layers rather than turns, else 0. */
const SIDE_LAYERS = COMPACT_SIDE_CONDITIONS.map((id) => LAYERS[id] ?? 0)
const EFFECT_INDEX = COMPACT_EFFECTS.map((id) => indexIn(EFFECTS, id))
const PHASES: readonly Phase[] = ['leads', 'back', 'turn', 'switch', 'wait']
/** Numbers of a Pokemon that stands, and of a move. */
const STANDING = BOOSTS.length + COMPACT_EFFECTS.length + TYPES.length + 9
const MOVE = 9
const MATCHUPS = TEAM_SIZE * TEAM_SIZE

/** Writes the compact view of one player at `offset`: every number of it. */
export function writeCompact(known: Knowledge, phase: Phase, out: Float32Array, offset: number): void {
  out.fill(0, offset, offset + COMPACT_VIEW_SIZE)
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
    for (let c = 0; c < SIDE_INDEX.length; c++) {
      const index = SIDE_INDEX[c]
      const most = SIDE_LAYERS[c]
      out[k++] = most > 0 ? side.layers[index] / most : turns(known.turn, side.since[index])
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

function writeStanding(pokemon: KnownPokemon | undefined, out: Float32Array, from: number): number {
  if (pokemon === undefined || pokemon.fainted) return from + STANDING
  let k = from
  for (let b = 0; b < BOOSTS.length; b++) out[k++] = pokemon.boosts[b] / 6
  for (const index of EFFECT_INDEX) out[k++] = pokemon.effects.has(index) ? 1 : 0
  for (const type of typesNow(pokemon)) {
    const index = indexIn(TYPES, type)
    if (index >= 0) out[k + index] = 1
  }
  k += TYPES.length
  for (let stat = 1; stat < STATS.length; stat++) out[k++] = statNow(pokemon, stat) / 300
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
  const { type, power, accuracy, priority, status, spread } = move.facts
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
    const factor = foe === undefined || foe.fainted ? 0 : type < 0 ? 1 : factorsAgainst(foe)[type]
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
  for (const target of to.team) against[target.member] = factorsAgainst(target)
  for (const attacker of from.team) {
    if (attacker.fainted) continue
    readAttacks(attacker)
    for (const target of to.team) {
      if (target.fainted) continue
      const factors = against[target.member]
      let best = -1
      for (let k = 0; k < attackCount; k++) best = Math.max(best, factors[attacks[k]] ?? 1)
      out[offset + attacker.member * rows + target.member * columns] = best / 4
    }
  }
}

/** By member of the side that `writeMatchups` looks at. */
const against: Float64Array[] = []

/** Types of the attacks that `readAttacks` read last, and how many. */
const attacks: Int8Array = new Int8Array(8)
let attackCount = 0

/** The types of its known attacks; its own where none is known. */
function readAttacks(pokemon: KnownPokemon): void {
  attackCount = 0
  for (const { facts } of pokemon.moves) {
    if (!facts.status && facts.type >= 0) attacks[attackCount++] = facts.type
  }
  if (attackCount > 0) return
  for (const type of typesNow(pokemon)) attacks[attackCount++] = indexIn(TYPES, type)
}
