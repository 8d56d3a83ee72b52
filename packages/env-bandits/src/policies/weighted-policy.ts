/** Policies that draw each arm with a probability of its own: `ArmWeights`, `weightedPolicy`. */
import { GauntletError, type Policy, type Stream, type View, policyStreams } from '@gauntlet/core'
import { armCount } from './tally.ts'

/** What the arms of any number of worlds weigh. */
export interface ArmWeights {
  /** Writes what the arms of world `w` weigh, to out [arms]; the sum, which is positive. */
  write(w: number, out: Float64Array): number
  /** Takes in what `arm` paid that was drawn with `probability` from the weights written last. */
  learn(w: number, arm: number, reward: number, probability: number): void
  forget(w: number): void
}

/** Draws arms in proportion to their weights; `greedy` takes the heaviest. Acts on the weights of `make`, made anew. */
export function weightedPolicy(
  name: string,
  make: (worlds: number, arms: number, view: View) => ArmWeights,
): Policy {
  let weights: ArmWeights | undefined
  let streams: Stream[] = []
  let row = new Float64Array(0)
  let lastArms = new Int32Array(0)
  let lastProbabilities = new Float64Array(0)
  return {
    begin(view, seed) {
      const arms = armCount(view)
      weights = make(view.batch, arms, view)
      streams = policyStreams(seed, view.batch)
      row = new Float64Array(arms)
      lastArms = new Int32Array(view.batch).fill(-1)
      lastProbabilities = new Float64Array(view.batch)
    },
    act(view, actions, mode) {
      if (weights === undefined) throw new GauntletError('order', `${name}: act before begin`)
      const { ended, rewards } = view
      for (let w = 0; w < view.batch; w++) {
        if (ended[w] === 1) weights.forget(w)
        else if (lastArms[w] >= 0) weights.learn(w, lastArms[w], rewards[w], lastProbabilities[w])
        const sum = weights.write(w, row)
        const arm = mode === 'greedy' ? heaviest(row) : drawn(row, sum * streams[w].uniform())
        actions[w] = arm
        lastArms[w] = arm
        lastProbabilities[w] = mode === 'greedy' ? 1 : row[arm] / sum
      }
    },
    forget(w) {
      weights?.forget(w)
      lastArms[w] = -1
    },
  }
}

/** The arm in whose stretch of [0, sum) `u` falls; the last of any weight where rounding leaves a rest. */
function drawn(weights: Float64Array, u: number): number {
  let cumulative = 0
  let last = 0
  for (let k = 0; k < weights.length; k++) {
    cumulative += weights[k]
    if (u < cumulative) return k
    if (weights[k] > 0) last = k
  }
  return last
}

function heaviest(weights: Float64Array): number {
  let best = 0
  for (let k = 1; k < weights.length; k++) if (weights[k] > weights[best]) best = k
  return best
}
