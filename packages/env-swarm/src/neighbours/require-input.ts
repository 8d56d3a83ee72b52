/** What rules of who sees whom are given: `requireInput`, `requireSpace`, `FARTHEST`. */
import { ParameterError } from '@gauntlet/core'
import { Space } from '../space.ts'
import { NeighbourLists } from './neighbour-lists.ts'

/** Farther out, squares of distances are no longer finite. */
export const FARTHEST = 1e150

/** Refuses arrays of other shapes, and positions of active agents that are not in the space; `owner` names who is asked. */
export function requireInput(
  owner: string,
  space: Space,
  agents: number,
  positions: Float64Array,
  lists: NeighbourLists,
  active: Uint8Array | undefined,
): void {
  if (!(positions instanceof Float64Array && positions.length === 2 * agents))
    throw new ParameterError(`${owner}.positions`, positions, `a Float64Array of ${2 * agents} numbers`)
  if (!(lists instanceof NeighbourLists && lists.agents === agents))
    throw new ParameterError(`${owner}.lists`, lists, `NeighbourLists of ${agents} agents`)
  if (active !== undefined && !(active instanceof Uint8Array && active.length === agents))
    throw new ParameterError(`${owner}.active`, active, `a Uint8Array of ${agents} numbers`)
  const [least, most] = space.kind === 'plane' ? [-FARTHEST, FARTHEST] : [0, space.side]
  for (let k = 0; k < 2 * agents; k++) {
    if (positions[k] >= least && positions[k] <= most) continue
    if (active !== undefined && active[k >> 1] === 0) continue
    throw new ParameterError(`${owner}.positions[${k}]`, positions[k], `a number from ${least} to ${most}`)
  }
}

export function requireSpace(owner: string, space: Space): void {
  if (!(space instanceof Space)) throw new ParameterError(`${owner}.space`, space, 'a Space')
  const { side } = space
  if (!(side > 0 && side <= FARTHEST))
    throw new ParameterError(`${owner}.space.side`, side, `a number above 0, up to ${FARTHEST}`)
}
