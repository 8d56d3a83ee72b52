/**
 * UCB over a sliding window: `slidingWindowUcb`, `WindowMemory`.
 *
 * Symbols: t pulls so far; T horizon; N[k] pulls of arm k that still count, S[k] their rewards.
 */
import { type AlgorithmDefinition, GauntletError, integer, log, policyAlgorithm } from '@gauntlet/core'
import { type Memory, explorationField, forgettingIndices, forgettingPolicy } from './forgetting-policy.ts'
import { highest } from './index-policy.ts'
import { BOUNDED_ARMS } from './tally.ts'

/** The last `window` pulls count. */
export class WindowMemory implements Memory {
  readonly arms: number
  readonly pulls: Float64Array
  readonly sums: Float64Array
  /** [worlds, window]: what was pulled, and what it paid */
  private readonly lastArms: Int32Array
  private readonly lastRewards: Float64Array
  private readonly steps: Float64Array
  private readonly window: number

  constructor(worlds: number, arms: number, window: number) {
    this.arms = arms
    this.pulls = new Float64Array(worlds * arms)
    this.sums = new Float64Array(worlds * arms)
    this.lastArms = new Int32Array(worlds * window)
    this.lastRewards = new Float64Array(worlds * window)
    this.steps = new Float64Array(worlds)
    this.window = window
  }

  add(w: number, arm: number, reward: number): void {
    const { arms, pulls, sums, lastArms, lastRewards, steps, window } = this
    const place = w * window + (steps[w] % window)
    const i = w * arms
    if (steps[w] >= window) {
      pulls[i + lastArms[place]]--
      sums[i + lastArms[place]] -= lastRewards[place]
    }
    lastArms[place] = arm
    lastRewards[place] = reward
    pulls[i + arm]++
    sums[i + arm] += reward
    steps[w]++
  }

  forget(w: number): void {
    this.pulls.fill(0, w * this.arms, (w + 1) * this.arms)
    this.sums.fill(0, w * this.arms, (w + 1) * this.arms)
    this.steps[w] = 0
  }
}

interface WindowConfiguration {
  readonly window: number
  readonly xi: number
}

export const slidingWindowUcb: AlgorithmDefinition<WindowConfiguration> = policyAlgorithm({
  id: 'sliding-window-ucb',
  version: 1,
  family: 'bandit',
  summary: 'UCB of the last pulls, for arms that change',
  source: 'Garivier and Moulines 2011, On upper-confidence bound policies for switching bandits, algorithm 2',
  requires: { ...BOUNDED_ARMS, delayed: false },
  configuration: {
    window: integer({
      description: 'τ: how many pulls count; 0 for 4 sqrt(T ln T)',
      unit: 'steps',
      default: 0,
      minimum: 0,
      maximum: 1_000_000,
    }),
    xi: explorationField,
  },
  policy: ({ spec, configuration: { window, xi } }) => {
    const { horizon } = spec
    if (window === 0 && horizon === Infinity)
      throw new GauntletError('horizon', 'sliding-window-ucb: got no horizon, expected a window')
    const last = window > 0 ? window : Math.max(1, Math.floor(4 * Math.sqrt(horizon * log(horizon))))
    let indices = new Float64Array(0)
    return forgettingPolicy(
      'sliding-window-ucb',
      (worlds, arms) => {
        indices = new Float64Array(arms)
        return new WindowMemory(worlds, arms, last)
      },
      (memory, w, steps) => {
        forgettingIndices(memory, w, Math.min(steps, last), 1, xi, indices)
        return highest(indices, 0, memory.arms)
      },
    )
  },
})
