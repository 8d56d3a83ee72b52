/** What a next state is worth at best: `ExactMaxima`. */
import type { FeasibleFace, FeasibleMaxima, ReluNetwork } from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import type { Built } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { maximaOver } from '../subset-space.ts'
import { reluLayers, regressionOf } from './subset-regression.ts'

/**
 * The greatest value over feasible subsets by a copy of the network, which is renewed every so many updates. Maxima of one copy
 * are kept by place in the store: what was drawn before costs nothing.
 */
export class ExactMaxima {
  /** Updates from one copy to the next. */
  readonly every: number
  private readonly built: Built
  private readonly target: Float32Array
  private layers: ReluNetwork['layers'] | undefined
  /** [capacity]: NaN where it is not known */
  private maxima: Float64Array = new Float64Array(0)

  constructor(built: Built, every: number) {
    this.built = built
    this.every = every
    this.target = regressionOf(built).parameters.slice()
  }

  /** Of a store of so many places. */
  begin(capacity: number): void {
    this.maxima = new Float64Array(capacity).fill(Number.NaN)
  }

  /** Nothing is known any more of what stands at a place. */
  forget(place: number): void {
    this.maxima[place] = Number.NaN
  }

  /** R + Γ max Q̄(x', s') over feasible x'; `noted` is told of every search. Shape: [rows]. */
  targets(
    feasible: FeasibleFace,
    { places, rewards, discounts, nextObservations, rows }: TransitionBatch,
    noted: (found: FeasibleMaxima) => void,
  ): Float64Array {
    const { maxima } = this
    const unknown = new Map<number, number>()
    for (let i = 0; i < rows; i++) {
      if (discounts[i] > 0 && Number.isNaN(maxima[places[i]]) && !unknown.has(places[i]))
        unknown.set(places[i], i)
    }
    if (unknown.size > 0) {
      const width = nextObservations.length / rows
      const contexts = new Float64Array(unknown.size * width)
      for (const [k, i] of [...unknown.values()].entries())
        contexts.set(nextObservations.subarray(i * width, (i + 1) * width), k * width)
      this.layers ??= reluLayers(regressionOf(this.built).shape, this.target)
      const found = maximaOver(feasible, this.layers, contexts, unknown.size)
      noted(found)
      for (const [k, place] of [...unknown.keys()].entries()) maxima[place] = found.values[k]
    }
    return Float64Array.from(
      places,
      (place, i) => rewards[i] + (discounts[i] > 0 ? discounts[i] * maxima[place] : 0),
    )
  }

  /** Takes the network as it is for the copy. */
  renew(): void {
    this.target.set(regressionOf(this.built).parameters)
    this.maxima.fill(Number.NaN)
    this.layers = undefined
  }

  get state(): Archive {
    return { target: this.target }
  }

  /** What is as large as the store. */
  get known(): Archive {
    return { maxima: this.maxima }
  }

  changed(): void {
    this.layers = undefined
  }
}
