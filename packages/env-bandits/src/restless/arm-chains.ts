/** Arms as finite Markov chains: `ArmChains`, `Arm`, `armOf`, `readChains`. */
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

/** The arms side by side. Errors: none; they have the same number of states. */
export function chainsOf(arms: readonly Arm[]): ArmChains {
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
 * `id` names the environment in messages. Errors: ParameterError where the lists are not of whole arms, or a row is no
 * distribution, naming arm, intervention and state.
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
  if (given.transitions.length !== arms * 2 * states * states) {
    throw lengthError(
      `${id}.transitions`,
      given.transitions,
      `${arms} x 2 x ${states} x ${states} (arms x interventions x states x states)`,
    )
  }
  const transitions = Float64Array.from(given.transitions)
  for (let row = 0; row < arms * 2 * states; row++) checkRow(id, transitions, row, states)
  return { arms, states, transitions, rewards: Float64Array.from(given.rewards) }
}

function checkRow(id: string, transitions: Float64Array, row: number, states: number): void {
  const chances = transitions.subarray(row * states, (row + 1) * states)
  let sum = 0
  for (const chance of chances) sum += chance
  if (Math.abs(sum - 1) <= ROUNDING && chances.every((chance) => chance >= 0)) return
  const arm = Math.floor(row / (2 * states))
  const place = `arm ${arm}, intervention ${Math.floor(row / states) % 2}, state ${row % states}`
  throw new ParameterError(
    `${id}.transitions`,
    [...chances],
    'chances',
    `${id}.transitions: ${place}: got [${[...chances].join(', ')}] of sum ${sum}, ` +
      'expected chances of at least 0 that sum to 1',
  )
}

function lengthError(path: string, given: readonly number[], expected: string): ParameterError {
  return new ParameterError(
    path,
    given,
    expected,
    `${path}: got ${given.length} numbers, expected ${expected}`,
  )
}
