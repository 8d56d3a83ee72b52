/** `max-base-power`: the strongest move of each slot, as it stands on the card. */
import { PASS, useMove } from '../actions/codes.ts'
import { type MoveOption, moveOptions, standing } from './options.ts'
import type { Decision, Player } from './player.ts'
import { uniform } from './uniform.ts'

/**
 * Team preview and replacements are drawn uniformly. In a turn each slot that stands takes the enabled move of greatest
 *
 *   base power x (1.5 where both foes stand and the move is not aimed at one Pokemon of the player's choice)
 *
 * the first of equals, aimed at one of the foes' slots, each as likely, whether or not somebody stands there; a move that
 * cannot be aimed at foes, at one of its targets. It never switches and never terastallizes.
 *
 * Source: MaxBasePowerPlayer of poke-env 0.16 in doubles. Moves aimed at one of the foes alone count as spread there, and
 * here. Differs: what a locked move may not be aimed at is not asked for.
 */
export const maxBasePower: Player = (decision, actions, offset) => {
  if (decision.legal.phase !== 'turn') {
    uniform(decision, actions, offset)
    return
  }
  for (let slot = 0; slot < 2; slot++) actions[offset + slot] = strongest(decision, slot)
}

function strongest({ known, legal, stream }: Decision, slot: number): number {
  const options = moveOptions(legal, slot)
  if (options.length === 0) return PASS
  const both = standing(known.foe, 0) !== undefined && standing(known.foe, 1) !== undefined
  let best = options[0]
  for (const option of options) if (power(option, both) > power(best, both)) best = option
  const foes = best.targets.filter((target) => target > 0)
  const targets = foes.length > 0 ? foes : best.targets
  return useMove(best.index, targets[stream.integer(targets.length)])
}

function power({ move: { basePower, target } }: MoveOption, both: boolean): number {
  return target === 'normal' || target === 'any' || !both ? basePower : basePower * 1.5
}
