/** Arms as finite Markov chains: `ArmChains`, `Arm`, `armOf`, `chainsOf`, `readChains`, and what is refused as none. */
import { type ArmModelFace, ParameterError } from '@gauntlet/core'

/**
 * N arms of n states under intervention 0 (passive) or 1 (active).
 *
 * Shapes: `transitions` [arms, 2, states, states], every row a distribution; `rewards` [arms, 2, states].
 */
export type ArmChains = Pick<ArmModelFace, 'arms' | 'states' | 'transitions' | 'rewards'>

/** One arm. Shapes: `transitions` [2, states, states], `rewards` [2, states]. */
export type Arm = Pick<ArmChains, 'states' | 'transitions' | 'rewards'>

/** Sums of rows may be off by this much. */
const ROUNDING = 1e-9

export function armOf({ states, transitions, rewards }: ArmChains, arm: number): Arm {
  const rows = 2 * states
  return {
    states,
    transitions: transitions.subarray(arm * rows * states, (arm + 1) * rows * states),
    rewards: rewards.subarray(arm * rows, (arm + 1) * rows),
  }
}

/** The arms side by side. Errors: ParameterError where there is none, or they differ in their number of states. */
export function chainsOf(arms: readonly Arm[]): ArmChains {
  if (arms.length === 0) throw new ParameterError('arms', [], 'at least one arm')
  const other = arms.findIndex(({ states }) => states !== arms[0].states)
  if (other >= 0)
    throw new ParameterError(
      `arms[${other}].states`,
      arms[other].states,
      `${arms[0].states}, as of the first`,
    )
  return {
    arms: arms.length,
    states: arms[0].states,
    transitions: Float64Array.from(arms.flatMap(({ transitions }) => [...transitions])),
    rewards: Float64Array.from(arms.flatMap(({ rewards }) => [...rewards])),
  }
}

/**
 * The arms of flat parameters. Their number follows from that of the rewards.
 *
 * `id` names the environment in messages. Errors: ParameterError where the rewards are not of whole arms, and as in
 * `requireChains`.
 */
export function readChains(
  id: string,
  given: {
    readonly states: number
    readonly transitions: readonly number[]
    readonly rewards: readonly number[]
  },
): ArmChains {
  const { states } = given
  const arms = given.rewards.length / (2 * states)
  if (!Number.isInteger(arms) || arms < 1) {
    throw lengthError(`${id}.rewards`, given.rewards, `2 x ${states} (interventions x states) for every arm`)
  }
  const chains = {
    arms,
    states,
    transitions: Float64Array.from(given.transitions),
    rewards: Float64Array.from(given.rewards),
  }
  requireChains(id, chains)
  return chains
}

/**
 * Refuses what are no arms.
 *
 * Errors: ParameterError at `place` where a length does not fit, a reward is not finite, or a row is no distribution, naming
 * arm, intervention and state.
 */
export function requireChains(place: string, { arms, states, transitions, rewards }: ArmChains): void {
  const rows = arms * 2 * states
  if (rewards.length !== rows) {
    throw lengthError(`${place}.rewards`, rewards, `${arms} x 2 x ${states} (arms x interventions x states)`)
  }
  if (transitions.length !== rows * states) {
    throw lengthError(
      `${place}.transitions`,
      transitions,
      `${arms} x 2 x ${states} x ${states} (arms x interventions x states x states)`,
    )
  }
  const stray = rewards.findIndex((reward) => !Number.isFinite(reward))
  if (stray >= 0) throw new ParameterError(`${place}.rewards[${stray}]`, rewards[stray], 'a finite number')
  requireDistributions(`${place}.transitions`, transitions, states, (row) => {
    const arm = Math.floor(row / (2 * states))
    return `arm ${arm}, intervention ${Math.floor(row / states) % 2}, state ${row % states}`
  })
}

/** Refuses where arms begin, [arms, states], unless there is a distribution for each. Errors: ParameterError naming the arm. */
export function requireStarts({ arms, states }: ArmChains, starts: Float64Array): void {
  if (starts.length !== arms * states) {
    throw lengthError('starts', starts, `${arms} x ${states} (arms x states)`)
  }
  requireDistributions('starts', starts, states, (arm) => `arm ${arm}`)
}

/** Errors: ParameterError where a discount is not in [0, 1), or in [0, 1] where steps come to an end. */
export function requireDiscount(discount: number, endless: boolean): void {
  if (discount >= 0 && (endless ? discount < 1 : discount <= 1)) return
  throw new ParameterError('discount', discount, endless ? '0 or more, and less than 1' : '0 to 1')
}

function requireDistributions(
  path: string,
  values: Float64Array,
  width: number,
  placeOf: (row: number) => string,
): void {
  for (let row = 0; row < values.length / width; row++) {
    const chances = values.subarray(row * width, (row + 1) * width)
    let sum = 0
    for (const chance of chances) sum += chance
    if (Math.abs(sum - 1) <= ROUNDING && chances.every((chance) => chance >= 0)) continue
    const list = [...chances]
    throw new ParameterError(
      path,
      list,
      'chances',
      `${path}: ${placeOf(row)}: got [${list.join(', ')}] of sum ${sum}, expected chances of at least 0 that sum to 1`,
    )
  }
}

function lengthError(path: string, given: ArrayLike<number>, expected: string): ParameterError {
  return new ParameterError(
    path,
    given,
    expected,
    `${path}: got ${given.length} numbers, expected ${expected}`,
  )
}
