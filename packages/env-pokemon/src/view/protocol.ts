/**
 * Reads the lines of a player's channel into what the player knows: `readLine`; `readLog` those of both players.
 * Source: Pokemon Showdown's SIM-PROTOCOL; where a line says something indirectly, as poke-env 0.16 takes it.
 */
import { Teams } from '@pkmn/sim'
import { secretOf } from '../engine/channels.ts'
import { BOOSTS, FIELDS, indexIn } from './conditions.ts'
import { formFacts, moveFacts } from './facts.ts'
import { idOf } from './ids.ts'
import { type Knowledge, type KnownSide, SLOTS, detailsOf, knownMove, readDetails } from './knowledge.ts'
import { type KnownPokemon, UNKNOWN } from './known-pokemon.ts'
import { activate, endEffect, singleTurn, start } from './protocol-effects.ts'
import {
  clearAllBoosts,
  cureTeam,
  fieldEnd,
  fieldStart,
  sideEnd,
  sideStart,
  swapSideConditions,
  turn,
  weather,
} from './protocol-field.ts'
import { move } from './protocol-moves.ts'
import { type Reader, effectId, ofPokemon, showAbility, showCause, sideOf, tagged } from './protocol-parts.ts'

/** Takes in one line of the player's channel; a line that says nothing of the battle's state is passed over. */
export function readLine(known: Knowledge, line: string): void {
  readerOf(line)?.(known, line.split('|'))
}

/** Takes in the lines of a log from `position` on, each player those that it may see, and gives the position after them. */
export function readLog(
  log: readonly string[],
  position: number,
  players: readonly [Knowledge, Knowledge],
): number {
  let i = position
  while (i < log.length) {
    const secret = secretOf(log[i])
    if (secret < 0) {
      const reader = readerOf(log[i])
      if (reader !== undefined) {
        const parts = log[i].split('|')
        reader(players[0], parts)
        reader(players[1], parts)
      }
      i += 1
    } else {
      readLine(players[secret], log[i + 1])
      readLine(players[1 - secret], log[i + 2])
      i += 3
    }
  }
  return i
}

function readerOf(line: string): Reader | undefined {
  const end = line.indexOf('|', 1)
  return READERS.get(end < 0 ? line.slice(1) : line.slice(1, end))
}

const readHealth = ofPokemon((pokemon, parts, known) => {
  pokemon.setCondition(parts[3])
  showCause(known, parts)
})

const enter: Reader = (known, [, , ident, details, condition]) => {
  const side = sideOf(known, ident)
  const slot = ident.codePointAt(2)! - 'a'.codePointAt(0)!
  side.slots[slot]?.leave()
  const pokemon = memberOf(side, ident.slice(ident.indexOf(': ') + 2), details)
  if (pokemon === undefined) {
    side.slots[slot] = undefined
    return
  }
  // Where an illusion was taken for it, it may stand in the other slot already.
  if (pokemon.slot >= 0) side.slots[pokemon.slot] = undefined
  pokemon.enter(slot)
  readDetails(pokemon, details)
  pokemon.setCondition(condition)
  side.slots[slot] = pokemon
}

/** The member of the team that a name and details tell of. */
function memberOf(side: KnownSide, name: string, details: string): KnownPokemon | undefined {
  const named = side.called(name)
  if (named !== undefined) return named
  const { base } = detailsOf(details).forme
  const alike = side.team.find((pokemon) => pokemon.name === '' && formFacts(pokemon.species).base === base)
  if (alike !== undefined) alike.name = name
  return alike
}

/** An illusion ends: who stood there was another. */
const unmask: Reader = (known, [, , ident, details]) => {
  const side = sideOf(known, ident)
  const slot = ident.codePointAt(2)! - 'a'.codePointAt(0)!
  const taken = side.slots[slot]
  const pokemon = memberOf(side, ident.slice(ident.indexOf(': ') + 2), details)
  if (pokemon === undefined || taken === undefined || taken === pokemon) return
  const { hp, maxHp, status } = taken
  pokemon.enter(slot)
  readDetails(pokemon, details)
  pokemon.hp = hp
  pokemon.maxHp = maxHp
  pokemon.status = status
  pokemon.standInFor(taken)
  taken.neverEntered()
  side.slots[slot] = pokemon
}

const item = ofPokemon((pokemon, parts, known) => {
  pokemon.item = idOf(parts[3])
  const from = effectId(tagged(parts, '[from]') ?? '')
  const other = tagged(parts, '[of]')
  const of = other === undefined ? undefined : known.find(other)
  if (of === undefined) return
  if (from === 'frisk') showAbility(of, from)
  else if (from === 'pickpocket' || from === 'magician') showAbility(pokemon, from)
  if (from !== 'frisk') of.item = ''
})

const ability = ofPokemon((pokemon, parts, known) => {
  const id = idOf(parts[3])
  // As One shows itself under the names of its two halves.
  if (pokemon.forme.base === 'calyrex' && pokemon.baseAbility.startsWith('asone')) return
  if (id === 'neutralizinggas') known.fieldSince[indexIn(FIELDS, id)] = known.turn
  if (tagged(parts, '[from]') === 'ability: Trace' && pokemon.baseAbility === UNKNOWN)
    pokemon.baseAbility = 'trace'
  showAbility(
    pokemon,
    id === 'asone' ? `asone${pokemon.forme.id.includes('shadow') ? 'spectrier' : 'glastrier'}` : id,
  )
})

/** The foe's sheet: the packed team without nicknames and spreads. */
const showTeam: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  side.open = true
  if (side === known.own) return
  for (const [member, set] of sheetOf(parts.slice(3).join('|')).entries()) {
    const pokemon = side.team[member] ?? known.meet(side, member, set.species || set.name)
    pokemon.species = idOf(set.species || set.name)
    pokemon.forme = formFacts(pokemon.species)
    pokemon.item = idOf(set.item)
    pokemon.baseAbility = idOf(set.ability)
    pokemon.ability = pokemon.baseAbility
    pokemon.teraType = idOf(set.teraType ?? '')
    pokemon.moves = set.moves.map((name) => knownMove(idOf(name)))
  }
}

type Sheet = NonNullable<ReturnType<typeof Teams.unpack>>

/** Sheets that were read, of which few play again and again. */
const sheets: Map<string, Sheet> = new Map()
const MOST_SHEETS = 256

function sheetOf(packed: string): Sheet {
  let sheet = sheets.get(packed)
  if (sheet === undefined) {
    sheet = Teams.unpack(packed) ?? []
    if (sheets.size === MOST_SHEETS) sheets.clear()
    sheets.set(packed, sheet)
  }
  return sheet
}

const poke: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  if (side !== known.own) known.meet(side, side.team.length, parts[3])
}

const swap: Reader = (known, parts) => {
  const side = sideOf(known, parts[2])
  const pokemon = known.find(parts[2])
  const to = Number(parts[3])
  if (pokemon === undefined || !(to >= 0 && to < SLOTS) || pokemon.slot === to) return
  side.slots.reverse()
  for (const [slot, standing] of side.slots.entries()) if (standing !== undefined) standing.slot = slot
}

/** A form that stays, or (`-formechange`) that leaving the field ends. */
const takeForm =
  (stays: boolean): Reader =>
  (known, parts) => {
    const pokemon = known.find(parts[2])
    if (pokemon === undefined) return
    if (stays) readDetails(pokemon, parts[3])
    else pokemon.takeForme(formFacts(idOf(parts[3].split(', ')[0])))
    const { ability: only } = pokemon.forme
    // What a form's only ability is, it has.
    if (stays && only !== '') {
      pokemon.ability = only
      pokemon.baseAbility = only
    }
    showCause(known, parts)
  }

const swapBoosts = ofPokemon((pokemon, parts, known) => {
  const other = known.find(parts[3])
  if (other === undefined) return
  const named = (parts[4] ?? '').startsWith('[') ? '' : (parts[4] ?? '')
  for (const stat of named === '' ? BOOSTS : named.split(', ')) {
    const k = indexIn(BOOSTS, stat)
    ;[pokemon.boosts[k], other.boosts[k]] = [other.boosts[k], pokemon.boosts[k]]
  }
})

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['poke', poke],
  ['showteam', showTeam],
  ['teampreview', (known, parts) => void (known.bring = Number(parts[2]) || known.bring)],
  ['switch', enter],
  ['drag', enter],
  ['replace', unmask],
  ['swap', swap],
  ['detailschange', takeForm(true)],
  ['-formechange', takeForm(false)],
  ['-damage', readHealth],
  ['-heal', readHealth],
  ['-sethp', readHealth],
  [
    'faint',
    ofPokemon((pokemon) => {
      pokemon.setCondition('0 fnt')
      pokemon.terastallized = false
    }),
  ],
  [
    '-status',
    ofPokemon((pokemon, parts, known) => {
      pokemon.status = parts[3]
      pokemon.statusTurns = 0
      if (parts[3] === 'slp') pokemon.end('yawn')
      showCause(known, parts)
    }),
  ],
  [
    '-curestatus',
    ofPokemon((pokemon) => {
      pokemon.status = pokemon.fainted ? 'fnt' : ''
      pokemon.statusTurns = 0
    }),
  ],
  ['-cureteam', cureTeam],
  ['move', move],
  [
    'cant',
    ofPokemon((pokemon, parts) => {
      pokemon.act()
      pokemon.protects = 0
      if (parts[3] === 'slp') pokemon.statusTurns++
    }),
  ],
  [
    '-fail',
    ofPokemon((pokemon, parts, known) => {
      if (pokemon === known.mover && (parts.length === 3 || moveFacts(effectId(parts[3])).stalls))
        pokemon.protects = 0
      showCause(known, parts)
    }),
  ],
  ['-prepare', ofPokemon((pokemon) => void (pokemon.preparing = true))],
  // What needs no second turn strikes in the one in which it was prepared.
  ['-anim', ofPokemon((pokemon) => void (pokemon.preparing = false))],
  ['-mustrecharge', ofPokemon((pokemon) => void (pokemon.mustRecharge = true))],
  ['-boost', ofPokemon((pokemon, parts) => pokemon.boost(parts[3], Number(parts[4])))],
  ['-unboost', ofPokemon((pokemon, parts) => pokemon.boost(parts[3], -Number(parts[4])))],
  ['-setboost', ofPokemon((pokemon, parts) => pokemon.setBoost(parts[3], Number(parts[4])))],
  ['-swapboost', swapBoosts],
  [
    '-copyboost',
    ofPokemon((pokemon, parts, known) => {
      const from = known.find(parts[3])
      if (from !== undefined) pokemon.boosts.set(from.boosts)
    }),
  ],
  ['-invertboost', ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = -by)))],
  ['-clearboost', ofPokemon(({ boosts }) => void boosts.fill(0))],
  ['-clearallboost', clearAllBoosts],
  [
    '-clearpositiveboost',
    ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = Math.min(by, 0)))),
  ],
  [
    '-clearnegativeboost',
    ofPokemon(({ boosts }) => boosts.forEach((by, k) => void (boosts[k] = Math.max(by, 0)))),
  ],
  ['-start', start],
  ['-end', endEffect],
  ['-singleturn', singleTurn],
  ['-singlemove', ofPokemon((pokemon, parts) => pokemon.start(effectId(parts[3]), 'move'))],
  ['-activate', activate],
  ['-immune', (known, parts) => showCause(known, parts)],
  ['-item', item],
  ['-enditem', ofPokemon((pokemon) => void (pokemon.item = ''))],
  ['-ability', ability],
  [
    '-endability',
    ofPokemon((pokemon, parts) => {
      if (parts[3] !== undefined && !parts[3].startsWith('[')) showAbility(pokemon, parts[3])
      pokemon.ability = ''
    }),
  ],
  [
    '-transform',
    ofPokemon((pokemon, parts, known) => {
      const into = known.find(parts[3])
      if (into !== undefined) pokemon.transform(into)
      showCause(known, parts)
    }),
  ],
  ['-mega', (known, parts) => void (sideOf(known, parts[2]).megaEvolved = true)],
  [
    '-terastallize',
    (known, parts) => {
      sideOf(known, parts[2]).terastallized = true
      const pokemon = known.find(parts[2])
      if (pokemon === undefined) return
      pokemon.terastallized = true
      pokemon.teraType = idOf(parts[3])
      pokemon.types = []
    },
  ],
  ['-weather', weather],
  ['-fieldstart', fieldStart],
  ['-fieldend', fieldEnd],
  ['-sidestart', sideStart],
  ['-sideend', sideEnd],
  ['-swapsideconditions', swapSideConditions],
  ['turn', turn],
])
