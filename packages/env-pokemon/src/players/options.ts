/** What a slot may be told, as players reason about it: `moveOptions`, `benched`, `standing`; `MoveOption`. */
import { Dex } from '@pkmn/sim'
import { CHOICES, NO_GIMMICK, TERASTALLIZE, switchTo, useMove } from '../actions/codes.ts'
import type { LegalActions } from '../actions/legal-actions.ts'
import type { KnownPokemon } from '../view/known-pokemon.ts'
import type { Knowledge, KnownSide } from '../view/knowledge.ts'

/** A move as the engine's data describe it. */
export type MoveData = ReturnType<typeof Dex.moves.get>

/** A move that a slot may use. */
export interface MoveOption {
  readonly move: MoveData
  /** Its number in the codes of choices, 0 to 3. */
  readonly index: number
  /** Where it may be aimed, -2 to 2, ascending. */
  readonly targets: readonly number[]
  /** Whether its user may terastallize with it. */
  readonly tera: boolean
}

const TARGETS = [-2, -1, 0, 1, 2]

/** The moves that are legal for a slot, in the request's order; none where it is asked for none. */
export function moveOptions(legal: LegalActions, slot: number): MoveOption[] {
  const active = legal.phase === 'turn' ? legal.request?.active?.[slot] : undefined
  if (active === undefined) return []
  const member = legal.request!.side.pokemon[slot]
  const may = maskOf(legal, slot)
  const { moves } = active
  const options: MoveOption[] = []
  for (const [k, { id }] of moves.entries()) {
    const index = moves.length === 1 ? Math.max(0, member.moves.indexOf(id)) : k
    const targets = TARGETS.filter((target) => index < 4 && may[useMove(index, target, NO_GIMMICK)] === 1)
    if (targets.length === 0) continue
    const tera = may[useMove(index, targets[0], TERASTALLIZE)] === 1
    options.push({ move: Dex.moves.get(id), index, targets, tera })
  }
  return options
}

/** Who may come in for a slot, in the request's order. */
export function benched(known: Knowledge, legal: LegalActions, slot: number): KnownPokemon[] {
  if (legal.request === undefined) return []
  const may = maskOf(legal, slot)
  const members = Array.from(legal.members.subarray(0, legal.request.side.pokemon.length))
  return members.filter((member) => may[switchTo(member)] === 1).map((member) => known.own.team[member - 1])
}

/** Who stands in a slot of a side and has not fainted. */
export function standing(side: KnownSide, slot: number): KnownPokemon | undefined {
  const pokemon = side.slots[slot]
  return pokemon === undefined || pokemon.fainted ? undefined : pokemon
}

/** The choices of a slot that are part of a joint action. Shape: [107]. */
function maskOf(legal: LegalActions, slot: number): Uint8Array {
  const mask = new Uint8Array(2 * CHOICES)
  legal.mask(mask)
  return mask.subarray(slot * CHOICES, (slot + 1) * CHOICES)
}
