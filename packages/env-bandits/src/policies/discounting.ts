/**
 * Policies that discount old rewards: `discountedUcb`, `discountedThompson`, `DiscountedMemory`.
 *
 * Symbols: t pulls so far; T horizon; N[k] pulls of arm k that still count, S[k] their rewards.
 */
import { type AlgorithmDefinition, GauntletError, type Stream, number, policyAlgorithm } from '@gauntlet/core'
import { BetaDraws } from './beta-draws.ts'
import { type Memory, explorationField, forgettingIndices, forgettingPolicy } from './forgetting-policy.ts'
import { highest } from './index-policy.ts'
import { BOUNDED_ARMS } from './tally.ts'

/** Every pull counts `discount` times as much after the next. */
export class DiscountedMemory implements Memory {
  readonly arms: number
  readonly pulls: Float64Array
  readonly sums: Float64Array
  private readonly discount: number

  constructor(worlds: number, arms: number, discount: number) {
    this.arms = arms
    this.pulls = new Float64Array(worlds * arms)
    this.sums = new Float64Array(worlds * arms)
    this.discount = discount
  }

  add(w: number, arm: number, reward: number): void {
    const { arms, pulls, sums, discount } = this
    for (let i = w * arms; i < (w + 1) * arms; i++) {
      pulls[i] *= discount
      sums[i] *= discount
    }
    pulls[w * arms + arm]++
    sums[w * arms + arm] += reward
  }

  forget(w: number): void {
    this.pulls.fill(0, w * this.arms, (w + 1) * this.arms)
    this.sums.fill(0, w * this.arms, (w + 1) * this.arms)
  }
}

interface DiscountedConfiguration {
  readonly discount: number
  readonly xi: number
}

function discountFor(id: string, given: number, horizon: number): number {
  if (given > 0) return given
  if (horizon === Infinity) throw new GauntletError('horizon', `${id}: got no horizon, expected a discount`)
  return 1 - 1 / (4 * Math.sqrt(horizon))
}

export const discountedUcb: AlgorithmDefinition<DiscountedConfiguration> = policyAlgorithm({
  id: 'discounted-ucb',
  version: 1,
  family: 'bandit',
  summary: 'UCB of discounted counts, for arms that change',
  source: 'Garivier and Moulines 2011, On upper-confidence bound policies for switching bandits, algorithm 1',
  requires: { ...BOUNDED_ARMS, delayed: false },
  configuration: {
    discount: number({
      description: 'γ: how much a pull counts after the next; 0 for 1 - 1 / (4 sqrt T)',
      default: 0,
      minimum: 0,
      maximum: 1,
    }),
    xi: explorationField,
  },
  policy: ({ spec, configuration: { discount, xi } }) => {
    const gamma = discountFor('discounted-ucb', discount, spec.horizon)
    let indices = new Float64Array(0)
    return forgettingPolicy(
      'discounted-ucb',
      (worlds, arms) => {
        indices = new Float64Array(arms)
        return new DiscountedMemory(worlds, arms, gamma)
      },
      (memory, w) => {
        let total = 0
        for (let k = 0; k < memory.arms; k++) total += memory.pulls[w * memory.arms + k]
        forgettingIndices(memory, w, total, 2, xi, indices)
        return highest(indices, 0, memory.arms)
      },
    )
  },
})

export const discountedThompson: AlgorithmDefinition<{ readonly discount: number }> = policyAlgorithm({
  id: 'discounted-thompson',
  version: 1,
  family: 'bandit',
  alwaysDraws: true,
  summary: 'Thompson sampling of discounted successes and failures, for arms that change',
  source: 'Raj and Kalyani 2017, Taming non-stationary bandits: a Bayesian approach, algorithm 1',
  requires: { ...BOUNDED_ARMS, delayed: false },
  configuration: {
    discount: number({
      description: 'γ: how much a pull counts after the next',
      default: 0.99,
      minimum: 0,
      maximum: 1,
    }),
  },
  policy: ({ configuration }) => {
    let draws = new BetaDraws(0, 0)
    const streams: Stream[] = []
    return forgettingPolicy(
      'discounted-thompson',
      (worlds, arms) => {
        draws = new BetaDraws(1, arms)
        return new DiscountedMemory(worlds, arms, configuration.discount)
      },
      ({ arms, pulls, sums }, w, _, stream) => {
        for (let k = 0; k < arms; k++) {
          const s = sums[w * arms + k]
          draws.update(0, k, 1 + s, 1 + Math.max(0, pulls[w * arms + k] - s))
        }
        streams[0] = stream
        draws.draw(streams)
        return draws.found[0]
      },
    )
  },
})
