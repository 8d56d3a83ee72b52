/** The subset of the greatest Q: `GreedySubsets`. */
import {
  type FeasibleFace,
  type FeasibleMaxima,
  type Policy,
  type Seed,
  type View,
  exp,
  policyStreams,
} from '@gauntlet/core'
import type { Built } from '../recipe/part.ts'
import { feasibleOf, maximaOver } from '../subset-space.ts'
import { randomSubsets } from './one-step-samples.ts'
import { regressionOf } from './subset-regression.ts'

export interface SubsetExploration {
  /** ε after pre-training, what it falls to, and the steps in which what is left of its fall is divided by e. */
  readonly start: number
  readonly end: number
  readonly decay: number
}

/** The feasible subset of the greatest Q, or, while it explores, with probability ε a random one. */
export class GreedySubsets {
  readonly policy: Policy
  private readonly exploration: SubsetExploration
  private readonly built: Built

  constructor(exploration: SubsetExploration, built: Built) {
    this.exploration = exploration
    this.built = built
    this.policy = {
      begin() {},
      act: (view, actions) => {
        const contexts = Float64Array.from(view.observations)
        const layers = regressionOf(built).relu
        actions.set(maximaOver(feasibleOf(view), layers, contexts, view.batch).subsets)
      },
    }
  }

  /** Fills `subsets` [batch, elements]; what was searched for, if anything. */
  explore(
    { batch, observations }: View,
    feasible: FeasibleFace,
    subsets: Uint8Array,
    seed: Seed,
    steps: number,
  ): FeasibleMaxima | undefined {
    const streams = policyStreams(seed, batch)
    const epsilon = this.epsilonAt(steps)
    const greedy = streams.flatMap((stream, w) => (stream.uniform() < epsilon ? [] : [w]))
    randomSubsets(feasible, streams, subsets)
    if (greedy.length === 0) return undefined
    const [elements, observed] = [subsets.length / batch, observations.length / batch]
    const contexts = gather(observations, greedy, observed)
    const maxima = maximaOver(feasible, regressionOf(this.built).relu, contexts, greedy.length)
    greedy.forEach((w, i) =>
      subsets.set(maxima.subsets.subarray(i * elements, (i + 1) * elements), w * elements),
    )
    return maxima
  }

  /** ε, falling exponentially with steps of the whole batch. */
  epsilonAt(steps: number): number {
    const { start, end, decay } = this.exploration
    return end + (start - end) * exp(-steps / decay)
  }
}

/** Rows of `width` numbers at these places, one after the other. */
function gather(rows: Float32Array, places: readonly number[], width: number): Float64Array {
  const gathered = new Float64Array(places.length * width)
  places.forEach((place, i) => gathered.set(rows.subarray(place * width, (place + 1) * width), i * width))
  return gathered
}
