/** A policy's value from logged play: `evaluatePolicy`, `PolicyEvaluation`. */
import {
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Policy,
  Seed,
  type View,
  allocateActions,
  allocateBuffers,
  discrete,
  layout,
} from '@gauntlet/core'
import { CONTEXT } from '../contextual/action-features.ts'
import { type ActionDistribution, type BanditLog, isPolicy, logOf, probabilitiesOf } from './bandit-log.ts'
import {
  type Estimate,
  directMethod,
  doublyRobust,
  effectiveSampleSize,
  importanceWeights,
  ips,
  selfNormalisedDoublyRobust,
  snips,
  switched,
} from './estimators.ts'
import { fitRewards, robustWeights } from './reward-models.ts'

/** What is estimated of the mean reward of a round under the policy, by method. */
export interface PolicyEvaluation {
  readonly rounds: number
  /** Rounds of equal weight that the log is worth for this policy: few make every estimate doubtful. */
  readonly effectiveSampleSize: number
  readonly greatestWeight: number
  readonly ips: Estimate
  readonly snips: Estimate
  readonly directMethod: Estimate
  readonly doublyRobust: Estimate
  readonly selfNormalisedDoublyRobust: Estimate
  /** Without the correction where the weight is above the threshold. */
  readonly switchDoublyRobust: Estimate
  /** Doubly robust, its rewards fitted to make the variance small. */
  readonly moreRobustDoublyRobust: Estimate
}

/**
 * Estimates the mean reward of `target` from the log that comes with an environment, or from any other.
 *
 * `target` writes the probabilities of all actions in a context; or it is a policy that has learnt already, of which the
 * `greedy` actions are evaluated, one for each round and without learning from any. Rewards are fitted by ridge regression
 * (`fitRewards`).
 * @param threshold the weight above which SWITCH leaves the log's rewards aside
 * Errors: those of `logOf`, `importanceWeights` and `snips`.
 */
export function evaluatePolicy(
  source: Environment | BanditLog,
  target: ActionDistribution | Policy,
  threshold: number = 10,
): PolicyEvaluation {
  const log = 'spec' in source ? logOf(source) : source
  const policy = isPolicy(target)
    ? greedyOf(log, 'spec' in source ? source.spec : specOf(log), target)
    : probabilitiesOf(log, target)
  const estimates = fitRewards(log)
  return {
    rounds: log.rounds,
    effectiveSampleSize: effectiveSampleSize(log, policy),
    greatestWeight: importanceWeights(log, policy).reduce((most, weight) => Math.max(most, weight), 0),
    ips: ips(log, policy),
    snips: snips(log, policy),
    directMethod: directMethod(log, policy, estimates),
    doublyRobust: doublyRobust(log, policy, estimates),
    selfNormalisedDoublyRobust: selfNormalisedDoublyRobust(log, policy, estimates),
    switchDoublyRobust: doublyRobust(log, policy, estimates, switched(threshold)),
    moreRobustDoublyRobust: doublyRobust(log, policy, fitRewards(log, robustWeights(log, policy))),
  }
}

/** The policy's greedy actions as distributions, every round a world of its own. */
function greedyOf(log: BanditLog, spec: EnvironmentSpec, policy: Policy): Float64Array {
  const { rounds, actions, contexts } = log
  const buffers = allocateBuffers(spec, rounds, contexts.slice())
  const view: View = { ...buffers, spec, renderText: () => 'a log', renderSvg: () => '' }
  const chosen = allocateActions(spec.action, rounds)
  policy.begin(view, Seed.from(0))
  policy.act(view, chosen, 'greedy')
  const probabilities = new Float64Array(rounds * actions)
  for (let i = 0; i < rounds; i++) probabilities[i * actions + chosen[i]] = 1
  return probabilities
}

/** What a log says of the bandit that it was taken from. */
function specOf({ actions, width }: BanditLog): EnvironmentSpec {
  if (width === 0) throw new GauntletError('layout', 'the log has no contexts for the policy to act on')
  return {
    agents: 1,
    observation: {
      shape: [width],
      low: -Infinity,
      high: Infinity,
      layout: layout({ name: CONTEXT, shape: [width], axis: 'flat', kind: 'real' }),
    },
    action: discrete(actions),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: Infinity,
    protocol: 'online',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: [],
    score: 'reward',
    faces: [],
    engine: 'own',
  }
}
