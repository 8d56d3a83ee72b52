/** The smallest task that grouped methods differ on: `GroupedBandit`; its policies, `softmax` and `entropyOf`. */
import { Seed, exp, log } from '@gauntlet/core'
import type { Aggregation } from '../src/aggregations/aggregation.ts'
import type { GroupFormula } from '../src/estimators/grouped.ts'
import type { Decision, DecisionColumns, Objective } from '../src/objectives/objective.ts'
import type { Regulariser } from '../src/regularisers/regulariser.ts'

const CONTEXTS = 8
const ARMS = 10
const GROUP = 16
const ROWS = CONTEXTS * GROUP
/** For every context as if it were alone: 0.5 of the mean over its group. */
const LEARNING_RATE = 0.5 * CONTEXTS

export interface Recipe {
  readonly formula: GroupFormula
  readonly objective: Objective
  readonly aggregation: Aggregation
  readonly regularisers?: readonly Regulariser[]
  /** Steps on the same data; 1 where left out */
  readonly epochs?: number
  /** Updates until the acting policy is the learning one again; 1 where left out */
  readonly lag?: number
}

/**
 * Contexts with arms that pay 1 or 0: one arm with chance 0.9, the others with 0.05 to 0.5. A policy of one softmax for
 * each context learns from groups of sixteen draws.
 */
export class GroupedBandit {
  /** [contexts, arms] */
  readonly logits: Float64Array = new Float64Array(CONTEXTS * ARMS)
  private readonly chances: Float64Array
  private readonly best: Int32Array
  private readonly seed: Seed

  constructor(seed: number) {
    this.seed = Seed.from(seed)
    const stream = this.seed.fold('chances').stream()
    this.best = Int32Array.from({ length: CONTEXTS }, () => stream.integer(ARMS))
    this.chances = Float64Array.from(this.logits, (_, k) =>
      k % ARMS === this.best[Math.floor(k / ARMS)] ? 0.9 : 0.05 + 0.45 * stream.uniform(),
    )
  }

  /** Probability of the best arm and entropy, averaged over contexts. */
  score(): { readonly best: number; readonly entropy: number } {
    const policy = softmax(this.logits, ARMS)
    let best = 0
    this.best.forEach((arm, context) => {
      best += policy[context * ARMS + arm] / CONTEXTS
    })
    return { best, entropy: entropyOf(policy) / CONTEXTS }
  }

  train(recipe: Recipe, updates: number): this {
    const { epochs = 1, lag = 1 } = recipe
    let acting = softmax(this.logits, ARMS)
    for (let update = 0; update < updates; update++) {
      if (update % lag === 0) acting = softmax(this.logits, ARMS)
      const { arms, rewards } = this.draw(acting, update)
      const groups = Int32Array.from(arms, (_, i) => Math.floor(i / GROUP))
      const advantages = recipe.formula(rewards, groups)
      for (let epoch = 0; epoch < epochs; epoch++) this.step(recipe, acting, arms, advantages, groups)
    }
    return this
  }

  private draw(acting: Float64Array, update: number): { arms: Int32Array; rewards: Float64Array } {
    const stream = this.seed.fold('draws').fold(update).stream()
    const arms = new Int32Array(ROWS)
    const rewards = new Float64Array(ROWS)
    for (let i = 0; i < ROWS; i++) {
      const from = Math.floor(i / GROUP) * ARMS
      arms[i] = from + stream.categorical(acting, from, ARMS)
      rewards[i] = stream.uniform() < this.chances[arms[i]] ? 1 : 0
    }
    return { arms, rewards }
  }

  private step(
    { objective, aggregation, regularisers = [] }: Recipe,
    acting: Float64Array,
    arms: Int32Array,
    advantages: Float64Array,
    groups: Int32Array,
  ): void {
    const policy = softmax(this.logits, ARMS)
    const columns: DecisionColumns = {
      rows: ROWS,
      advantages,
      logProbabilities: Float64Array.from(arms, (k) => log(policy[k])),
      oldLogProbabilities: Float64Array.from(arms, (k) => log(acting[k])),
      referenceLogProbabilities: undefined,
      trajectories: Int32Array.from(arms, (_, i) => i),
      groups,
    }
    const divisors = new Float64Array(ROWS)
    aggregation.divisors(columns, divisors)
    objective.prepare?.(columns)
    for (const regulariser of regularisers) regulariser.prepare?.(columns)
    const gradient = new Float64Array(this.logits.length)
    const out = new Float64Array(3)
    for (let i = 0; i < ROWS; i++) {
      out.fill(0)
      const decision: Decision = {
        row: i,
        advantage: advantages[i],
        logProbability: columns.logProbabilities[i],
        oldLogProbability: columns.oldLogProbabilities[i],
        referenceLogProbability: NaN,
        entropy: 0,
      }
      objective.loss(decision, out)
      for (const regulariser of regularisers) regulariser.add(decision, out)
      const slope = out[1] / divisors[i]
      const from = groups[i] * ARMS
      for (let k = from; k < from + ARMS; k++) gradient[k] += slope * ((k === arms[i] ? 1 : 0) - policy[k])
    }
    for (let k = 0; k < gradient.length; k++) this.logits[k] -= LEARNING_RATE * gradient[k]
  }
}

/** Probabilities of as many arms at a time. */
export function softmax(logits: Float64Array, arms: number): Float64Array {
  const policy = new Float64Array(logits.length)
  for (let from = 0; from < logits.length; from += arms) {
    let top = -Infinity
    for (let k = from; k < from + arms; k++) top = Math.max(top, logits[k])
    let sum = 0
    for (let k = from; k < from + arms; k++) {
      policy[k] = exp(logits[k] - top)
      sum += policy[k]
    }
    for (let k = from; k < from + arms; k++) policy[k] /= sum
  }
  return policy
}

/** Summed over all, in nats. */
export function entropyOf(policy: Float64Array): number {
  let entropy = 0
  for (const p of policy) if (p > 0) entropy -= p * log(p)
  return entropy
}
