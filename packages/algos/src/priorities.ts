/** Places drawn by their priority: `Priorities`. */
import type { Stream } from '@gauntlet/core'
import { pow } from '@gauntlet/core'
import type { Archive } from './archive.ts'

/** Added to every error, so that what was learnt perfectly is drawn again. */
const LEAST_ERROR = 1e-6

/**
 * Proportional prioritisation: place i is drawn with probability p_i / Σ p, p = (|δ| + 1e-6)^α; a new place has the greatest
 * priority so far. Sums of pairs, of pairs of pairs and so on make a draw and a change logarithmic.
 *
 * Source: Schaul et al. 2016, section 3.3 and appendix B.2.1 (one draw from each of equal parts of the sum).
 */
export class Priorities {
  private readonly alpha: number
  private readonly leaves: number
  /** [2 leaves]: node k is the sum of nodes 2 k and 2 k + 1; places are nodes from `leaves` on. */
  private readonly sums: Float64Array
  /** The greatest priority so far. */
  private readonly greatest = Float64Array.of(1)

  constructor(capacity: number, alpha: number) {
    let leaves = 1
    while (leaves < capacity) leaves *= 2
    this.alpha = alpha
    this.leaves = leaves
    this.sums = new Float64Array(2 * leaves)
  }

  /** Puts something new at a place. */
  add(place: number): void {
    this.set(place, this.greatest[0])
  }

  /** Says by how much a place was mistaken. */
  update(place: number, error: number): void {
    const priority = pow(Math.abs(error) + LEAST_ERROR, this.alpha)
    if (priority > this.greatest[0]) this.greatest[0] = priority
    this.set(place, priority)
  }

  private set(place: number, priority: number): void {
    const { sums } = this
    let node = this.leaves + place
    sums[node] = priority
    while (node > 1) {
      node >>= 1
      sums[node] = sums[2 * node] + sums[2 * node + 1]
    }
  }

  /** `size` places among those that were added, written to `places` where it is given. */
  draw(size: number, stream: Stream, places: Int32Array = new Int32Array(size)): Int32Array {
    const part = this.sums[1] / size
    for (let i = 0; i < size; i++) places[i] = this.placeAt(part * (i + stream.uniform()))
    return places
  }

  /** The place in which a share of the sum falls. */
  private placeAt(share: number): number {
    const { sums, leaves } = this
    let rest = share
    let node = 1
    while (node < leaves) {
      node *= 2
      // Rounding may leave a rest where nothing is to the right.
      if (rest < sums[node] || sums[node + 1] === 0) continue
      rest -= sums[node]
      node++
    }
    return node - leaves
  }

  /**
   * (count P(i))^-β of the places, over the greatest of them: what undoes the preference where β is 1; written to `weights`
   * where it is given.
   */
  weights(
    places: Int32Array,
    count: number,
    beta: number,
    weights: Float64Array = new Float64Array(places.length),
  ): Float64Array {
    const { sums, leaves } = this
    let most = 0
    for (let i = 0; i < places.length; i++) {
      weights[i] = pow((count * sums[leaves + places[i]]) / sums[1], -beta)
      most = Math.max(most, weights[i])
    }
    for (let i = 0; i < places.length; i++) weights[i] /= most
    return weights
  }

  /** Everything that it holds, for checkpoints. */
  get state(): Archive {
    return { sums: this.sums, greatest: this.greatest }
  }
}
