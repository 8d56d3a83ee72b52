/** What parts of this package are given: `requireSpace`, `requireAgents`, `requireNumbers`, `requirePositions`, `FARTHEST`. */
import { ParameterError } from '@gauntlet/core'
import { Space } from './space.ts'

/** Farther out, squares of distances are no longer finite. */
export const FARTHEST = 1e150
/** Of shorter sides, they are 0. */
const SHORTEST = 1e-150

const MOST_AGENTS = 10_000_000

/** Errors: ParameterError unless it is a `Space` with a side; `owner` names who was given it, as below. */
export function requireSpace(owner: string, space: Space): void {
  if (!(space instanceof Space)) throw new ParameterError(`${owner}.space`, space, 'a Space')
  const { side } = space
  if (!(side >= SHORTEST && side <= FARTHEST))
    throw new ParameterError(`${owner}.space.side`, side, `a number from ${SHORTEST} to ${FARTHEST}`)
}

/** Errors: ParameterError unless it is a number of agents. */
export function requireAgents(owner: string, agents: number): void {
  if (Number.isInteger(agents) && agents >= 0 && agents <= MOST_AGENTS) return
  throw new ParameterError(`${owner}.agents`, agents, `a whole number from 0 to ${MOST_AGENTS}`)
}

/** Errors: ParameterError naming the array, unless it holds so many numbers. */
export function requireNumbers(path: string, values: Float64Array, count: number): void {
  if (!(values instanceof Float64Array))
    throw new ParameterError(path, values, `a Float64Array of ${count} numbers`)
  if (values.length !== count) throw new ParameterError(path, values.length, `${count} numbers`)
}

/** Errors: ParameterError where arrays are not [agents, 2] and [agents], or an active agent's position is not in the space. */
export function requirePositions(
  owner: string,
  space: Space,
  agents: number,
  positions: Float64Array,
  active: Uint8Array | undefined,
): void {
  requireNumbers(`${owner}.positions`, positions, 2 * agents)
  if (active !== undefined && !(active instanceof Uint8Array && active.length === agents))
    throw new ParameterError(`${owner}.active`, active, `a Uint8Array of ${agents} numbers`)
  const [least, most] = space.kind === 'plane' ? [-FARTHEST, FARTHEST] : [0, space.side]
  for (let k = 0; k < 2 * agents; k++) {
    if (positions[k] >= least && positions[k] <= most) continue
    if (active !== undefined && active[k >> 1] === 0) continue
    throw new ParameterError(`${owner}.positions[${k}]`, positions[k], `a number from ${least} to ${most}`)
  }
}
