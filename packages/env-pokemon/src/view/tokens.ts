/** Writes what a player knows as twelve tokens: `writeTokens`. The order of the numbers is token-layout.ts's. */
import {
  BOOSTS,
  EFFECTS,
  FIELDS,
  GENDERS,
  LAYERS,
  SIDE_CONDITIONS,
  STATS,
  STATUSES,
  TYPES,
  WEATHERS,
  indexIn,
} from './conditions.ts'
import { MOVE_SIZE, PP_LEFT } from './facts.ts'
import { type Knowledge, type KnownSide, TEAM_SIZE } from './knowledge.ts'
import { type KnownMove, type KnownPokemon, UNKNOWN } from './known-pokemon.ts'
import { TOKENS, TOKEN_FEATURES } from './token-layout.ts'
import { VOCABULARIES } from './vocabulary.ts'

const FEATURES = TOKEN_FEATURES.length
/** Offsets of the blocks. */
const ABILITY = TOKENS
const ITEM = 2 * TOKENS
const MOVES = 3 * TOKENS
const REST = 7 * TOKENS

/** Numbers of a token's field and side, which tokens share. */
const FIELD = WEATHERS.length + FIELDS.length + 3
const SHARED = FIELD + SIDE_CONDITIONS.length + 2

/** Writes the token view of one player at `offset`: every number of it. Shape: [12 * (7 + features)]. */
export function writeTokens(known: Knowledge, out: Float32Array, offset: number): void {
  out.fill(0, offset, offset + REST + TOKENS * FEATURES)
  const first = offset + REST
  writeField(known, out, first)
  for (const foe of [false, true]) {
    const side = foe ? known.foe : known.own
    const head = first + (foe ? TEAM_SIZE * FEATURES : 0)
    if (foe) out.copyWithin(head, first, first + FIELD)
    writeSide(known, side, foe, out, head + FIELD)
    for (let place = 0; place < TEAM_SIZE; place++) {
      const features = head + place * FEATURES
      if (place > 0) out.copyWithin(features, head, head + SHARED)
      const pokemon = side.team[place]
      if (pokemon === undefined) continue
      writeIds(pokemon, place + (foe ? TEAM_SIZE : 0), out, offset)
      writePokemon(pokemon, foe, out, features + SHARED)
    }
  }
}

function writeIds(pokemon: KnownPokemon, token: number, out: Float32Array, offset: number): void {
  out[offset + token] = pokemon.forme.number
  out[offset + ABILITY + token] = numberOf('ability', pokemon.ability)
  out[offset + ITEM + token] = numberOf('item', pokemon.item)
  for (let m = 0; m < 4; m++) {
    const move = pokemon.moves[m]
    if (move !== undefined) out[offset + MOVES + 4 * token + m] = move.facts.number
  }
}

const numberOf = (kind: 'ability' | 'item', id: string): number =>
  id === UNKNOWN ? 0 : VOCABULARIES[kind].index(id)

const turns = (now: number, since: number): number => (since < 0 ? 0 : Math.min(now - since + 1, 8) / 8)

function writeField(known: Knowledge, out: Float32Array, from: number): void {
  let k = from
  if (known.weather >= 0) out[k + known.weather] = turns(known.turn, known.weatherSince)
  k += WEATHERS.length
  for (let f = 0; f < FIELDS.length; f++) out[k++] = turns(known.turn, known.fieldSince[f])
  const asked = known.request?.side?.pokemon ?? []
  out[k++] = known.request?.teamPreview === true ? 1 : 0
  out[k++] = asked.some(({ reviving }) => reviving === true) ? 1 : 0
  out[k] = asked.some(({ commanding }) => commanding === true) ? 1 : 0
}

/** By index of `SIDE_CONDITIONS`: the layers of what has layers rather than turns, else 0. */
const COUNTED: readonly number[] = SIDE_CONDITIONS.map((id) => LAYERS[id] ?? (id === 'stealthrock' ? 1 : 0))

function writeSide(known: Knowledge, side: KnownSide, foe: boolean, out: Float32Array, from: number): void {
  let k = from
  for (let c = 0; c < SIDE_CONDITIONS.length; c++) {
    out[k++] = COUNTED[c] > 0 ? side.layers[c] / COUNTED[c] : turns(known.turn, side.since[c])
  }
  out[k++] = !foe && mayMegaEvolve(known) ? 1 : 0
  out[k] = side.terastallized ? 0 : 1
}

const asked = (known: Knowledge): readonly object[] =>
  known.request !== undefined && 'active' in known.request ? (known.request.active ?? []) : []

const mayMegaEvolve = (known: Knowledge): boolean => asked(known).some((slot) => 'canMegaEvo' in (slot ?? {}))

function writePokemon(pokemon: KnownPokemon, foe: boolean, out: Float32Array, from: number): void {
  let k = from
  for (let m = 0; m < 4; m++) k = writeMove(pokemon.moves[m], out, k)
  const { typeFeatures, statFeatures, weight } = pokemon.forme
  if (pokemon.types.length === 0) out.set(typeFeatures, k)
  else for (const type of pokemon.types) mark(TYPES, type, out, k)
  k += TYPES.length
  mark(TYPES, pokemon.teraType, out, k)
  k += TYPES.length
  out.set(statFeatures, k)
  k += STATS.length
  for (let s = 0; s < STATS.length; s++) out[k++] = foe ? -1 : pokemon.stats[s] / 255
  mark(GENDERS, pokemon.gender, out, k)
  k += GENDERS.length
  out[k++] = weight / 1000
  out[k++] = pokemon.health
  out[k++] = pokemon.revealed ? 1 : 0
  out[k++] = pokemon.chosen ? 1 : 0
  mark(STATUSES, pokemon.status, out, k)
  k += STATUSES.length
  out[k++] = Math.min(pokemon.statusTurns, 16) / 16
  // What lasts on the field alone is 0 off it.
  if (pokemon.slot >= 0) writeStanding(pokemon, out, k)
  k += BOOSTS.length + EFFECTS.length + 4
  out[k++] = pokemon.terastallized ? 1 : 0
  out[k++] = pokemon.slot === 0 ? 1 : 0
  out[k++] = pokemon.slot === 1 ? 1 : 0
  out[k + pokemon.member] = 1
  out[k + TEAM_SIZE] = foe ? 1 : 0
}

function writeStanding(pokemon: KnownPokemon, out: Float32Array, from: number): void {
  let k = from
  for (let b = 0; b < BOOSTS.length; b++) out[k++] = pokemon.boosts[b] / 6
  for (const [index, lasted] of pokemon.effects) out[k + index] = Math.min(lasted, 8) / 8
  k += EFFECTS.length
  out[k++] = pokemon.turnsOnField <= 1 ? 1 : 0
  out[k++] = Math.min(pokemon.protects, 5) / 5
  out[k++] = pokemon.mustRecharge ? 1 : 0
  out[k] = pokemon.preparing ? 1 : 0
}

function mark(list: readonly string[], id: string, out: Float32Array, from: number): void {
  const index = indexIn(list, id)
  if (index >= 0) out[from + index] = 1
}

function writeMove(move: KnownMove | undefined, out: Float32Array, from: number): number {
  if (move === undefined) return from + MOVE_SIZE
  out.set(move.facts.features, from)
  out[from + PP_LEFT] = move.pp / move.maxPp
  out[from + PP_LEFT + 1] = move.lastUsed ? 1 : 0
  return from + MOVE_SIZE
}
