/** Policies that draw each arm with a probability of its own: `ArmWeights`, `weightedPolicy`. */
import { GauntletError, type Policy, type Stream, type View, policyStreams } from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'
import { armCount } from './tally.ts'
import { WeightedDraws } from './weighted-draws.ts'

/** What the arms of any number of worlds weigh, in an array [worlds, arms] that it is made with. */
export interface ArmWeights {
  /** Sees that the array holds what the arms of world `w` weigh now; their sum, which is positive. */
  weigh(w: number): number
  /** Takes in what `arm` paid that was drawn with `probability` from the weights of the last `weigh`. */
  learn(w: number, arm: number, reward: number, probability: number): void
  forget(w: number): void
}

/**
 * Draws arms in proportion to their weights; `greedy` takes the heaviest.
 *
 * `make` is given the array [worlds, arms] in which its weights lie, at every beginning.
 */
export function weightedPolicy(
  name: string,
  make: (weights: Float64Array, arms: number, view: View) => ArmWeights,
): Policy {
  let weights: ArmWeights | undefined
  let streams: Stream[] = []
  let draws: WeightedDraws | undefined
  let sums = new Float64Array(0)
  let lastArms = new Int32Array(0)
  let lastProbabilities = new Float64Array(0)
  return {
    begin(view, seed) {
      const arms = armCount(view)
      draws = new WeightedDraws(view.batch, arms, new ArmsMemory(WeightedDraws.size(view.batch, arms)))
      weights = make(draws.weights, arms, view)
      streams = policyStreams(seed, view.batch)
      sums = new Float64Array(view.batch)
      lastArms = new Int32Array(view.batch).fill(-1)
      lastProbabilities = new Float64Array(view.batch)
    },
    act(view, actions, mode) {
      if (weights === undefined || draws === undefined)
        throw new GauntletError('order', `${name}: act before begin`)
      const { ended, rewards } = view
      const { arms, places, found } = draws
      for (let w = 0; w < view.batch; w++) {
        if (ended[w] === 1) weights.forget(w)
        else if (lastArms[w] >= 0) weights.learn(w, lastArms[w], rewards[w], lastProbabilities[w])
        sums[w] = weights.weigh(w)
        if (mode !== 'greedy') places[w] = sums[w] * streams[w].uniform()
      }
      if (mode !== 'greedy') draws.draw()
      for (let w = 0; w < view.batch; w++) {
        const arm =
          mode === 'greedy' || found[w] === arms ? heaviest(draws.weights, w * arms, arms) : found[w]
        actions[w] = arm
        lastArms[w] = arm
        lastProbabilities[w] = mode === 'greedy' ? 1 : draws.weights[w * arms + arm] / sums[w]
      }
    },
    forget(w) {
      weights?.forget(w)
      lastArms[w] = -1
    },
  }
}

function heaviest(weights: Float64Array, offset: number, arms: number): number {
  let best = 0
  for (let k = 1; k < arms; k++) if (weights[offset + k] > weights[offset + best]) best = k
  return best
}
