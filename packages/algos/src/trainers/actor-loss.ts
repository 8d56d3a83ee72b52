/** The loss of a policy over a minibatch: `ActorLoss`. */
import { expm1 } from '@gauntlet/core'
import type { Aggregation } from '../aggregations/aggregation.ts'
import type { HeadedPolicy } from '../headed-policy.ts'
import type { Decision, DecisionColumns, Objective } from '../objectives/objective.ts'
import type { Regulariser } from '../regularisers/regulariser.ts'
import type { Averages } from './averages.ts'
import type { Minibatch } from './minibatch.ts'

/** Σ_i (objective_i + regularisers_i) / divisor_i, over the decisions of a minibatch. */
export class ActorLoss {
  private readonly actor: HeadedPolicy
  private readonly objective: Objective
  private readonly aggregation: Aggregation
  private readonly regularisers: readonly Regulariser[]
  /** Whether some part looks at all decisions of a minibatch before the first. */
  private readonly looksAhead: boolean
  private readonly decision: Decision = {
    row: 0,
    advantage: 0,
    logProbability: 0,
    oldLogProbability: 0,
    referenceLogProbability: Number.NaN,
    entropy: 0,
  }
  /** A loss, and its derivatives by log π and by the entropy. */
  private readonly out: Float64Array = new Float64Array(3)

  constructor(
    actor: HeadedPolicy,
    objective: Objective,
    aggregation: Aggregation,
    regularisers: readonly Regulariser[],
  ) {
    this.actor = actor
    this.objective = objective
    this.aggregation = aggregation
    this.regularisers = regularisers
    this.looksAhead = [objective, ...regularisers].some(({ prepare }) => prepare !== undefined)
  }

  /**
   * Leaves the gradient in the actor's trainables.
   * Shape: `reference` [rows], log-probabilities under the reference policy, where there is one.
   */
  descend(minibatch: Minibatch, averages: Averages, reference?: Float64Array): void {
    const { actor, objective, regularisers, decision, out } = this
    const { head } = actor
    const { rows, masks, actions, advantages, logProbabilities } = minibatch
    const [low, high] = objective.band
    const outputs = actor.forward(minibatch)
    const columns = this.look(minibatch, outputs, reference)
    const divisors = new Float64Array(rows)
    this.aggregation.divisors(columns, divisors)
    for (const part of [objective, ...regularisers]) part.prepare?.(columns)
    const gradient = new Float32Array(outputs.length)
    const sums = { loss: 0, entropy: 0, kl: 0, clipped: 0 }
    head.free?.gradient.fill(0)
    for (let i = 0; i < rows; i++) {
      decision.row = i
      decision.advantage = advantages[i]
      decision.logProbability = head.score(outputs, masks, i, actions)
      decision.oldLogProbability = logProbabilities[i]
      decision.entropy = head.entropy
      if (reference !== undefined) decision.referenceLogProbability = reference[i]
      out[2] = 0
      objective.loss(decision, out)
      sums.loss += out[0]
      sums.entropy += head.entropy
      for (const regulariser of regularisers) regulariser.add(decision, out)
      const divisor = divisors[i]
      head.backward(outputs, masks, i, actions, out[1] / divisor, out[2] / divisor, gradient)
      const logRatio = decision.logProbability - logProbabilities[i]
      const change = expm1(logRatio)
      sums.kl += change - logRatio
      sums.clipped += change < -low || change > high ? 1 : 0
    }
    actor.backward(gradient)
    averages.add('policy_loss', sums.loss / rows)
    averages.add('entropy', sums.entropy / rows)
    averages.add('approximate_kl', sums.kl / rows)
    averages.add('clip_fraction', sums.clipped / rows)
  }

  /** The columns of the decisions; log-probabilities as they are now only where some part looks ahead. */
  private look(
    minibatch: Minibatch,
    outputs: Float32Array,
    reference: Float64Array | undefined,
  ): DecisionColumns {
    const { rows, masks, actions, advantages, logProbabilities, trajectories, groups } = minibatch
    const now = new Float64Array(this.looksAhead ? rows : 0)
    for (let i = 0; i < now.length; i++) now[i] = this.actor.head.score(outputs, masks, i, actions)
    return {
      rows,
      advantages,
      logProbabilities: now,
      oldLogProbabilities: logProbabilities,
      referenceLogProbabilities: reference,
      trajectories,
      groups,
    }
  }
}
