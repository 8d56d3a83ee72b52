/** Reads lines about moves: `move`, `stalls`. */
import { Dex, toID } from '@pkmn/sim'
import { type Knowledge, knownMove } from './knowledge.ts'
import type { KnownPokemon } from './known-pokemon.ts'
import { type Reader, ofPokemon, showCause, tagged } from './protocol-parts.ts'

export const move: Reader = ofPokemon((pokemon, parts, known) => {
  const id = toID(parts[3])
  known.mover = pokemon
  const from = tagged(parts, '[from]')
  pokemon.act()
  endByMoving(pokemon, id)
  const failed = parts.includes('[still]') || parts.includes('[miss]') || parts.includes('[notarget]')
  pokemon.protects = stalls(id) && !failed ? pokemon.protects + 1 : 0
  if (pokemon.status === 'slp') pokemon.statusTurns++
  if (id === 'minimize') pokemon.start('minimize', 'long')
  if (from !== undefined && from !== 'move: Sleep Talk') {
    showCause(known, parts)
    return
  }
  let used = pokemon.move(id)
  if (used === undefined && learns(id) && pokemon.moves.length < 4) {
    used = knownMove(id)
    pokemon.moves.push(used)
  }
  for (const other of pokemon.moves) other.lastUsed = other === used
  if (used !== undefined && from === undefined) {
    used.pp = Math.max(0, used.pp - (underPressure(known, parts, id) ? 2 : 1))
  }
})

export const stalls = (id: string): boolean => Dex.moves.get(id).stallingMove === true

const learns = (id: string): boolean => id !== 'struggle' && id !== 'recharge' && Dex.moves.get(id).exists

/** Whether the move's target, or for a move without one any foe, makes it cost double. */
function underPressure(known: Knowledge, parts: readonly string[], id: string): boolean {
  const { target, flags } = Dex.moves.get(id)
  const foes = known.sides[parts[2].startsWith('p1') ? 1 : 0]
  if (parts.some((part) => part.startsWith('[spread]')) || target === 'all' || flags['mustpressure'] === 1) {
    return foes.slots.some((foe) => foe !== undefined && !foe.fainted && foe.ability === 'pressure')
  }
  const aimed = parts[4] === undefined || parts[4] === '' ? undefined : known.find(parts[4])
  return aimed !== undefined && aimed.ability === 'pressure' && foes.slots.includes(aimed)
}

/** What moving ends without a word. */
function endByMoving(pokemon: KnownPokemon, id: string): void {
  const { type, category } = Dex.moves.get(id)
  pokemon.end('glaiverush')
  if (type === 'Electric' && category !== 'Status') pokemon.end('charge')
}
