/** Who is who: `rosterOf` a team at its preview, and `findMembers` in a later request, whose order the engine changes. */
import { ChoiceError } from './choice-error.ts'
import type { BattleRequest } from './request.ts'

/**
 * The team's idents in the order of team preview; member 1 is the first.
 *
 * Errors: ChoiceError where two share a name, so that later requests do not tell them apart.
 */
export function rosterOf(preview: BattleRequest): readonly string[] {
  const roster = preview.side.pokemon.map((member) => member.ident)
  const twice = roster.find((ident, k) => roster.indexOf(ident) !== k)
  if (twice !== undefined) {
    throw new ChoiceError(
      `team: two are called ${JSON.stringify(twice)}, expected a name for each of its own`,
    )
  }
  return roster
}

/**
 * Writes which member, from 1, stands at each position of the request. Shape: `members` [at least the request's team].
 *
 * Errors: ChoiceError where somebody is not of the roster.
 */
export function findMembers(request: BattleRequest, roster: readonly string[], members: Uint8Array): void {
  const { pokemon } = request.side
  for (let p = 0; p < pokemon.length; p++) {
    const at = roster.indexOf(pokemon[p].ident)
    if (at < 0) {
      const given = JSON.stringify(pokemon[p].ident)
      throw new ChoiceError(`request: ${given} is not of the team, expected one of ${roster.join(', ')}`)
    }
    members[p] = at + 1
  }
}
