/**
 * Policies for arms that change, which forget old rewards: `Memory`, `forgettingPolicy`, `forgettingIndices`, `explorationField`.
 *
 * Symbols: t pulls so far; T horizon; N[k] pulls of arm k that still count, S[k] their rewards.
 */
import {
  GauntletError,
  type NumberField,
  type Policy,
  type Stream,
  type View,
  log,
  number,
  policyStreams,
} from '@gauntlet/core'
import { armCount } from './tally.ts'

/** What still counts, of any number of worlds. */
export interface Memory {
  readonly arms: number
  /** [worlds, arms] */
  readonly pulls: Float64Array
  readonly sums: Float64Array
  add(w: number, arm: number, reward: number): void
  forget(w: number): void
}

/** Pulls the arm that `choose` says of what still counts. */
export function forgettingPolicy(
  name: string,
  remember: (worlds: number, arms: number, view: View) => Memory,
  choose: (memory: Memory, w: number, steps: number, stream: Stream) => number,
): Policy {
  let memory: Memory | undefined
  let steps = new Float64Array(0)
  let lastArms = new Int32Array(0)
  let streams: Stream[] = []
  const forget = (w: number): void => {
    memory?.forget(w)
    steps[w] = 0
    lastArms[w] = -1
  }
  return {
    begin(view, seed) {
      streams = policyStreams(seed, view.batch)
      memory = remember(view.batch, armCount(view), view)
      steps = new Float64Array(view.batch)
      lastArms = new Int32Array(view.batch).fill(-1)
    },
    act(view, actions) {
      if (memory === undefined) throw new GauntletError('order', `${name}: act before begin`)
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) forget(w)
        else if (lastArms[w] >= 0) {
          memory.add(w, lastArms[w], view.rewards[w])
          steps[w]++
        }
        lastArms[w] = choose(memory, w, steps[w], streams[w])
        actions[w] = lastArms[w]
      }
    },
    forget,
  }
}

/** Writes S / N + scale sqrt(xi ln `total` / N); infinite where nothing counts. Shape: `indices` [arms]. */
export function forgettingIndices(
  { arms, pulls, sums }: Memory,
  w: number,
  total: number,
  scale: number,
  xi: number,
  indices: Float64Array,
): void {
  const bound = xi * log(Math.max(1, total))
  for (let k = 0; k < arms; k++) {
    const n = pulls[w * arms + k]
    indices[k] = n === 0 ? Infinity : sums[w * arms + k] / n + scale * Math.sqrt(bound / n)
  }
}

export const explorationField: NumberField = number({
  description: 'ξ: how much is explored',
  default: 0.6,
  minimum: 0,
})
