/** Writes what a player knows as twelve tokens: `writeTokens`. The order of the numbers is token-layout.ts's. */
import { Dex, type Move } from '@pkmn/sim'
import {
  BOOSTS,
  CATEGORIES,
  EFFECTS,
  FIELDS,
  GENDERS,
  LAYERS,
  SIDE_CONDITIONS,
  STATS,
  STATUSES,
  TARGETS,
  TYPES,
  WEATHERS,
  indexIn,
} from './conditions.ts'
import { type Knowledge, type KnownSide, TEAM_SIZE } from './knowledge.ts'
import { type KnownMove, type KnownPokemon, UNKNOWN } from './known-pokemon.ts'
import { typesOf } from './matchup.ts'
import { TOKENS, TOKEN_FEATURES } from './token-layout.ts'
import { vocabulary } from './vocabulary.ts'

/** Numbers of a move that are the same whatever happens, and where those that change stand among them. */
const MOVE_SIZE = 2 + CATEGORIES.length + TARGETS.length + 10 + TYPES.length
const PP_LEFT = 2 + CATEGORIES.length + TARGETS.length + 8

const FEATURES = TOKEN_FEATURES.length
/** Offsets of the blocks. */
const ABILITY = TOKENS
const ITEM = 2 * TOKENS
const MOVES = 3 * TOKENS
const REST = 7 * TOKENS

/** Writes the token view of one player at `offset`: every number of it. Shape: [12 * (7 + features)]. */
export function writeTokens(known: Knowledge, out: Float32Array, offset: number): void {
  out.fill(0, offset, offset + REST + TOKENS * FEATURES)
  for (let token = 0; token < TOKENS; token++) {
    const foe = token >= TEAM_SIZE
    const side = foe ? known.foe : known.own
    const pokemon = side.team[token % TEAM_SIZE]
    const features = offset + REST + token * FEATURES
    const own = writeSide(known, side, foe, out, writeField(known, out, features))
    if (pokemon === undefined) continue
    writeIds(pokemon, token, out, offset)
    writePokemon(pokemon, foe, out, own)
  }
}

function writeIds(pokemon: KnownPokemon, token: number, out: Float32Array, offset: number): void {
  out[offset + token] = vocabulary('species').index(pokemon.forme)
  out[offset + ABILITY + token] = numberOf('ability', pokemon.ability)
  out[offset + ITEM + token] = numberOf('item', pokemon.item)
  for (let m = 0; m < 4; m++) {
    const move = pokemon.moves[m]
    if (move !== undefined) out[offset + MOVES + 4 * token + m] = vocabulary('move').index(move.id)
  }
}

const numberOf = (kind: 'ability' | 'item', id: string): number =>
  id === UNKNOWN ? 0 : vocabulary(kind).index(id)

const turns = (now: number, since: number): number => (since < 0 ? 0 : Math.min(now - since + 1, 8) / 8)

function writeField(known: Knowledge, out: Float32Array, from: number): number {
  let k = from
  if (known.weather >= 0) out[k + known.weather] = turns(known.turn, known.weatherSince)
  k += WEATHERS.length
  for (let f = 0; f < FIELDS.length; f++) out[k++] = turns(known.turn, known.fieldSince[f])
  const asked = known.request?.side?.pokemon ?? []
  out[k++] = known.request?.teamPreview === true ? 1 : 0
  out[k++] = asked.some(({ reviving }) => reviving === true) ? 1 : 0
  out[k++] = asked.some(({ commanding }) => commanding === true) ? 1 : 0
  return k
}

function writeSide(known: Knowledge, side: KnownSide, foe: boolean, out: Float32Array, from: number): number {
  let k = from
  for (let c = 0; c < SIDE_CONDITIONS.length; c++) {
    const layers = LAYERS[SIDE_CONDITIONS[c]]
    if (layers !== undefined) out[k++] = side.layers[c] / layers
    else if (SIDE_CONDITIONS[c] === 'stealthrock') out[k++] = side.layers[c]
    else out[k++] = turns(known.turn, side.since[c])
  }
  out[k++] = !foe && mayMegaEvolve(known) ? 1 : 0
  out[k++] = (foe ? !side.terastallized : mayTerastallize(known)) ? 1 : 0
  return k
}

const asked = (known: Knowledge): readonly object[] =>
  known.request !== undefined && 'active' in known.request ? (known.request.active ?? []) : []

const mayMegaEvolve = (known: Knowledge): boolean => asked(known).some((slot) => 'canMegaEvo' in (slot ?? {}))

const mayTerastallize = (known: Knowledge): boolean => !known.own.terastallized

function writePokemon(pokemon: KnownPokemon, foe: boolean, out: Float32Array, from: number): void {
  let k = from
  for (let m = 0; m < 4; m++) k = writeMove(pokemon.moves[m], out, k)
  const species = Dex.species.get(pokemon.forme)
  for (const type of pokemon.types.length > 0 ? pokemon.types : typesOf(pokemon.forme))
    mark(TYPES, type, out, k)
  k += TYPES.length
  mark(TYPES, pokemon.teraType, out, k)
  k += TYPES.length
  for (const stat of STATS) out[k++] = species.baseStats[stat as 'hp'] / 255
  for (let s = 0; s < STATS.length; s++) out[k++] = foe ? -1 : pokemon.stats[s] / 255
  mark(GENDERS, pokemon.gender, out, k)
  k += GENDERS.length
  out[k++] = species.weightkg / 1000
  out[k++] = pokemon.health
  out[k++] = pokemon.revealed ? 1 : 0
  out[k++] = pokemon.chosen ? 1 : 0
  mark(STATUSES, pokemon.status, out, k)
  k += STATUSES.length
  out[k++] = Math.min(pokemon.statusTurns, 16) / 16
  for (let b = 0; b < BOOSTS.length; b++) out[k++] = pokemon.boosts[b] / 6
  for (let e = 0; e < EFFECTS.length; e++) out[k++] = Math.min(pokemon.effects[e], 8) / 8
  out[k++] = pokemon.slot >= 0 && pokemon.turnsOnField <= 1 ? 1 : 0
  out[k++] = Math.min(pokemon.protects, 5) / 5
  out[k++] = pokemon.mustRecharge ? 1 : 0
  out[k++] = pokemon.preparing ? 1 : 0
  out[k++] = pokemon.terastallized ? 1 : 0
  out[k++] = pokemon.slot === 0 ? 1 : 0
  out[k++] = pokemon.slot === 1 ? 1 : 0
  out[k + pokemon.member] = 1
  out[k + TEAM_SIZE] = foe ? 1 : 0
}

function mark(list: readonly string[], id: string, out: Float32Array, from: number): void {
  const index = indexIn(list, id)
  if (index >= 0) out[from + index] = 1
}

const moveNumbers: Map<string, Float32Array> = new Map()

function writeMove(move: KnownMove | undefined, out: Float32Array, from: number): number {
  if (move === undefined) return from + MOVE_SIZE
  let numbers = moveNumbers.get(move.id)
  if (numbers === undefined) {
    numbers = numbersOf(Dex.moves.get(move.id))
    moveNumbers.set(move.id, numbers)
  }
  out.set(numbers, from)
  out[from + PP_LEFT] = move.pp / move.maxPp
  out[from + PP_LEFT + 1] = move.lastUsed ? 1 : 0
  return from + MOVE_SIZE
}

function numbersOf(move: Move): Float32Array {
  const out = new Float32Array(MOVE_SIZE)
  out[0] = move.basePower / 250
  out[1] = move.accuracy === true ? 1 : move.accuracy / 100
  mark(CATEGORIES, move.category, out, 2)
  mark(TARGETS, move.target, out, 2 + CATEGORIES.length)
  const rest = 2 + CATEGORIES.length + TARGETS.length
  out[rest] = (move.priority + 7) / 12
  out[rest + 1] = move.willCrit === true ? 6 : (move.critRatio ?? 1)
  out[rest + 2] = move.drain === undefined ? 0 : move.drain[0] / move.drain[1]
  out[rest + 3] = move.forceSwitch === true ? 1 : 0
  out[rest + 4] = move.recoil === undefined ? 0 : move.recoil[0] / move.recoil[1]
  out[rest + 5] = move.selfdestruct === undefined ? 0 : 1
  out[rest + 6] = move.selfSwitch === undefined || move.selfSwitch === false ? 0 : 1
  out[rest + 7] = move.pp / 64
  mark(TYPES, move.type.toLowerCase(), out, rest + 10)
  return out
}
