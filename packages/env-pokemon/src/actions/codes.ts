/**
 * What one slot may be told, as a number from 0 to 106: `CHOICES`, `PASS`, `switchTo`, `useMove`, their inverses and
 * `describeChoice`.
 *
 *   0                          pass
 *   1 .. 6                     switch to a member of the team, counted as at team preview
 *   7 + 20 g + 5 m + (t + 2)   move m in 0 .. 3 at target t in -2 .. 2, 0 where it takes none, with gimmick g:
 *                              0 none, 1 mega evolution, 2 Z-move, 3 dynamax (both never legal here), 4 terastallization
 *
 * Targets are the engine's: 1 and 2 the foe's left and right slot, -1 and -2 one's own.
 * Source: the coding of poke-env's and VGC-Bench's doubles.
 */
export const CHOICES = 107
export const PASS = 0
/** The smallest code of a move; the codes between `PASS` and it are switches. */
export const FIRST_MOVE = 7
export const MEMBERS = 6
export const MOVES = 4

export const NO_GIMMICK = 0
export const MEGA = 1
export const TERASTALLIZE = 4

const TARGETS = 5
const FARTHEST = 2
const PER_GIMMICK = MOVES * TARGETS
const GIMMICK_NAMES = ['', ', mega evolution', ', Z-move', ', dynamax', ', terastallization']

/** Of a switch to `member`, 1 to 6. */
export function switchTo(member: number): number {
  return member
}

/** Of move 0 to 3 at target -2 to 2. */
export function useMove(move: number, target: number, gimmick: number = NO_GIMMICK): number {
  return FIRST_MOVE + PER_GIMMICK * gimmick + TARGETS * move + target + FARTHEST
}

export function isMove(code: number): boolean {
  return code >= FIRST_MOVE
}

/** Of a move's code: 0 to 3. */
export function moveOf(code: number): number {
  return Math.floor(((code - FIRST_MOVE) % PER_GIMMICK) / TARGETS)
}

/** Of a move's code: -2 to 2. */
export function targetOf(code: number): number {
  return ((code - FIRST_MOVE) % TARGETS) - FARTHEST
}

/** Of a move's code: `NO_GIMMICK`, `MEGA` or `TERASTALLIZE` where it is legal. */
export function gimmickOf(code: number): number {
  return Math.floor((code - FIRST_MOVE) / PER_GIMMICK)
}

/** A code in words: `87 (move 1 at -2, terastallization)`. */
export function describeChoice(code: number): string {
  if (!Number.isInteger(code) || code < 0 || code >= CHOICES) return `${code} (no choice)`
  if (code === PASS) return `${code} (pass)`
  if (!isMove(code)) return `${code} (member ${code})`
  const target = targetOf(code)
  const at = target === 0 ? '' : ` at ${target > 0 ? '+' : ''}${target}`
  return `${code} (move ${moveOf(code) + 1}${at}${GIMMICK_NAMES[gimmickOf(code)]})`
}
