/** What one slot may be told when it is asked by itself: `addMoves`, `addSwitches`. They mark codes in `legal` [107]. */
import { MEGA, MOVES, NO_GIMMICK, TERASTALLIZE, switchTo, useMove } from './codes.ts'
import { type ActiveRequest, type BattleRequest, type MemberRequest, isFainted } from './request.ts'

/** The moves that are not disabled, at every target that the engine takes, each also with the gimmicks at hand. */
export function addMoves(
  active: ActiveRequest,
  member: MemberRequest,
  slot: number,
  legal: Uint8Array,
): void {
  const { moves } = active
  // A Pokemon with one move in its request is locked into it, struggles or recharges, or it knows no other.
  if (moves.length === 1) {
    const known = member.moves.indexOf(moves[0].id)
    addMove(active, Math.max(0, known), moves[0].target, slot, legal)
    return
  }
  for (let m = 0; m < moves.length && m < MOVES; m++) {
    if (!moves[m].disabled) addMove(active, m, moves[m].target, slot, legal)
  }
}

function addMove(
  active: ActiveRequest,
  move: number,
  targetType: string | undefined,
  slot: number,
  legal: Uint8Array,
): void {
  const own = -1 - slot
  const ally = slot - 2
  switch (targetType) {
    case 'normal':
    case 'any':
      addTarget(active, move, ally, legal)
      addTarget(active, move, 1, legal)
      addTarget(active, move, 2, legal)
      return
    case 'adjacentFoe':
      addTarget(active, move, 1, legal)
      addTarget(active, move, 2, legal)
      return
    case 'adjacentAlly':
      addTarget(active, move, ally, legal)
      return
    case 'adjacentAllyOrSelf':
      addTarget(active, move, own, legal)
      addTarget(active, move, ally, legal)
      return
    default:
      addTarget(active, move, 0, legal)
  }
}

function addTarget(active: ActiveRequest, move: number, target: number, legal: Uint8Array): void {
  legal[useMove(move, target, NO_GIMMICK)] = 1
  if (active.canMegaEvo) legal[useMove(move, target, MEGA)] = 1
  if (active.canTerastallize) legal[useMove(move, target, TERASTALLIZE)] = 1
}

/**
 * The benched who stand, or for a slot that revives the fainted, wherever they are.
 * Shape: `members` [team]: the member at each position of the request.
 */
export function addSwitches(
  request: BattleRequest,
  members: ArrayLike<number>,
  revives: boolean,
  legal: Uint8Array,
): void {
  const { pokemon } = request.side
  for (let p = revives ? 0 : 2; p < pokemon.length; p++) {
    if (isFainted(pokemon[p]) === revives) legal[switchTo(members[p])] = 1
  }
}
