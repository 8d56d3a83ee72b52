/** What a logging policy did and what came of it: `BanditLog`, `makeBanditLog`, `logOf`. */
import { type Environment, GauntletError, ParameterError, type Policy, product, show } from '@gauntlet/core'

/** More are numbers of something else that stand in the column of actions. */
export const MOST_ACTIONS = 1_000_000

/**
 * Rounds of a contextual bandit. Shapes: n rounds, K actions, d features of a round.
 */
export interface BanditLog {
  readonly rounds: number
  readonly actions: number
  readonly width: number
  /** [n, d] */
  readonly contexts: Float32Array
  /** [n]: 0 to K - 1 */
  readonly chosen: Int32Array
  /** [n] */
  readonly rewards: Float64Array
  /** [n]: the probability with which the chosen action was chosen, above 0 and at most 1 */
  readonly propensities: Float64Array
}

/** Where the rounds of a log stand, for messages: of round 3, `log.csv: line 5`. */
export type Place = (round: number) => string

const IN_ORDER: Place = (round) => `log: row ${round + 1}`

/**
 * A log of the columns, checked. `place` says where a round stands.
 * Errors: ParameterError naming row and column where columns are of different lengths (a ragged log), an action is none of
 * the K, a reward or feature is not finite, or a propensity is 0, NaN or above 1.
 */
export function makeBanditLog(
  columns: {
    readonly actions: number
    readonly contexts: ArrayLike<number>
    readonly chosen: ArrayLike<number>
    readonly rewards: ArrayLike<number>
    readonly propensities: ArrayLike<number>
  },
  place: Place = IN_ORDER,
): BanditLog {
  const { actions, contexts, chosen, rewards, propensities } = columns
  const rounds = rewards.length
  if (rounds === 0) throw new ParameterError('log', 'no rows', 'at least one')
  if (!(Number.isInteger(actions) && actions >= 1 && actions <= MOST_ACTIONS))
    throw new ParameterError('log.actions', actions, `a whole number from 1 to ${MOST_ACTIONS}`)
  for (const [name, column] of Object.entries({ action: chosen, propensity: propensities })) {
    if (column.length === rounds) continue
    throw new ParameterError(
      `log: column ${name}`,
      `${column.length} rows`,
      `${rounds}, as there are rewards`,
    )
  }
  const width = contexts.length / rounds
  if (!Number.isInteger(width)) {
    throw new ParameterError(
      'log: column context',
      `${contexts.length} numbers`,
      `as many for each of ${rounds} rows`,
    )
  }
  for (let i = 0; i < rounds; i++) {
    const refuse = (column: string, given: unknown, allowed: string): never => {
      throw new ParameterError(`${place(i)}, column ${column}`, given, allowed)
    }
    if (!(Number.isInteger(chosen[i]) && chosen[i] >= 0 && chosen[i] < actions))
      refuse('action', chosen[i], `a whole number from 0 to ${actions - 1}`)
    if (!Number.isFinite(rewards[i])) refuse('reward', rewards[i], 'a finite number')
    if (!(propensities[i] > 0 && propensities[i] <= 1))
      refuse('propensity', propensities[i], 'a probability above 0 and at most 1')
    for (let k = 0; k < width; k++) {
      if (!Number.isFinite(Math.fround(contexts[i * width + k])))
        refuse(`context ${k}`, contexts[i * width + k], 'a number that is finite in float32')
    }
  }
  return {
    rounds,
    actions,
    width,
    contexts: Float32Array.from(contexts),
    chosen: Int32Array.from(chosen),
    rewards: Float64Array.from(rewards),
    propensities: Float64Array.from(propensities),
  }
}

/**
 * The log that comes with an environment, its observations as contexts.
 * Errors: GauntletError where the environment has no dataset face, or its actions are masked or not discrete;
 * ParameterError as `makeBanditLog`, also where propensities are not known.
 */
export function logOf({ spec, dataset }: Environment): BanditLog {
  if (dataset === undefined) throw new GauntletError('face', 'the environment has no dataset face')
  if (spec.action.kind !== 'discrete')
    throw new GauntletError('actions', `got ${spec.action.kind} actions, expected discrete ones`)
  if (spec.masked) {
    throw new GauntletError(
      'actions',
      'got a dataset of masked actions, which does not say which of them were allowed; expected one without a mask',
    )
  }
  const { size } = dataset
  const width = product(spec.observation.shape)
  const columns = {
    observations: new Float32Array(size * width),
    actions: new Int32Array(size),
    rewards: new Float32Array(size),
    nextObservations: new Float32Array(size * width),
    terminated: new Uint8Array(size),
    propensities: new Float64Array(size),
  }
  dataset.read(0, size, columns)
  return makeBanditLog(
    {
      actions: spec.action.n,
      contexts: columns.observations,
      chosen: columns.actions,
      rewards: columns.rewards,
      propensities: columns.propensities,
    },
    (round) => `dataset: row ${round + 1}`,
  )
}

/** Writes the probability of each action in the context at `contexts` [at] and on to `probabilities` [from] and on. */
export type ActionDistribution = (
  contexts: Float32Array,
  at: number,
  probabilities: Float64Array,
  from: number,
) => void

/** What is a policy and no distribution has an `act`. */
export function isPolicy(target: ActionDistribution | Policy): target is Policy {
  return typeof target === 'object'
}

/** Off from 1 by which a distribution may sum. */
const TOLERANCE = 1e-6

/**
 * The probabilities of a distribution in every round: [rounds, actions].
 * Errors: ParameterError naming row and action where one is negative or NaN, or a row where they do not sum to 1.
 */
export function probabilitiesOf(log: BanditLog, distribution: ActionDistribution): Float64Array {
  const { rounds, actions, width, contexts } = log
  const probabilities = new Float64Array(rounds * actions)
  for (let i = 0; i < rounds; i++) distribution(contexts, i * width, probabilities, i * actions)
  checkProbabilities(log, probabilities)
  return probabilities
}

/** Refuses what is not [rounds, actions] of distributions. */
export function checkProbabilities({ rounds, actions }: BanditLog, probabilities: Float64Array): void {
  if (!(probabilities instanceof Float64Array && probabilities.length === rounds * actions)) {
    throw new ParameterError('policy', show(probabilities), `a Float64Array of ${rounds} rows of ${actions}`)
  }
  for (let i = 0; i < rounds; i++) {
    let sum = 0
    for (let a = 0; a < actions; a++) {
      const probability = probabilities[i * actions + a]
      if (!(probability >= 0 && probability <= 1 + TOLERANCE))
        throw new ParameterError(
          `policy: row ${i + 1}, action ${a}`,
          probability,
          'a probability from 0 to 1',
        )
      sum += probability
    }
    if (Math.abs(sum - 1) > TOLERANCE)
      throw new ParameterError(`policy: row ${i + 1}`, `probabilities of sum ${sum}`, 'a sum of 1')
  }
}
