/** Reads lines about moves: `move`. */
import { moveFacts } from './facts.ts'
import { idOf } from './ids.ts'
import { type Knowledge, knownMove } from './knowledge.ts'
import type { KnownPokemon } from './known-pokemon.ts'
import { type Reader, ofPokemon, showCause, tagged } from './protocol-parts.ts'

export const move: Reader = ofPokemon((pokemon, parts, known) => {
  const id = idOf(parts[3])
  known.mover = pokemon
  const from = tagged(parts, '[from]')
  pokemon.act()
  endByMoving(pokemon, id)
  const failed = parts.includes('[still]') || parts.includes('[miss]') || parts.includes('[notarget]')
  pokemon.protects = moveFacts(id).stalls && !failed ? pokemon.protects + 1 : 0
  if (pokemon.status === 'slp') pokemon.statusTurns++
  if (id === 'minimize') pokemon.start('minimize', 'long')
  if (from !== undefined && from !== 'move: Sleep Talk') {
    showCause(known, parts)
    return
  }
  let used = pokemon.move(id)
  if (used === undefined && moveFacts(id).known && pokemon.moves.length < 4) {
    used = knownMove(id)
    pokemon.moves.push(used)
  }
  for (const other of pokemon.moves) other.lastUsed = other === used
  if (used !== undefined && from === undefined) {
    used.pp = Math.max(0, used.pp - (underPressure(known, parts, id) ? 2 : 1))
  }
})

/** Whether the move's target, or for a move without one any foe, makes it cost double. */
function underPressure(known: Knowledge, parts: readonly string[], id: string): boolean {
  const foes = known.sides[parts[2].startsWith('p1') ? 1 : 0]
  if (moveFacts(id).pressed || tagged(parts, '[spread]') !== undefined) {
    return foes.slots.some((foe) => foe !== undefined && !foe.fainted && foe.ability === 'pressure')
  }
  const aimed = parts[4] === undefined || parts[4] === '' ? undefined : known.find(parts[4])
  return aimed !== undefined && aimed.ability === 'pressure' && foes.slots.includes(aimed)
}

/** What moving ends without a word. */
function endByMoving(pokemon: KnownPokemon, id: string): void {
  pokemon.end('glaiverush')
  if (moveFacts(id).discharges) pokemon.end('charge')
}
