/** Arms drawn in proportion to weights, of all worlds at once: `WeightedDraws`. */
import { ArmsMemory } from '../arms-kernel.ts'

/** The arm of every world in whose stretch of the weights, one behind the other, a place lies. */
export class WeightedDraws {
  readonly arms: number
  /** [worlds, arms] */
  readonly weights: Float64Array
  /** [worlds] */
  readonly places: Float64Array
  /** [worlds]: the arms that `draw` has found; `arms` where the place is beyond the last */
  readonly found: Int32Array
  private readonly memory: ArmsMemory

  /** Numbers that it needs of a memory. */
  static size(worlds: number, arms: number): number {
    return worlds * (arms + 2) + 1
  }

  constructor(worlds: number, arms: number, memory: ArmsMemory) {
    this.arms = arms
    this.weights = memory.float64(worlds * arms)
    this.places = memory.float64(worlds)
    this.found = memory.int32(worlds)
    this.memory = memory
  }

  draw(): void {
    const { arms, weights, places, found, memory } = this
    if (memory.kernel === undefined) return this.drawEach()
    const { byteOffset } = weights
    memory.kernel.drawWeighted(places.length, arms, byteOffset, places.byteOffset, found.byteOffset)
  }

  private drawEach(): void {
    const { arms, weights, places, found } = this
    for (let w = 0; w < places.length; w++) {
      let cumulative = 0
      found[w] = 0
      for (let i = w * arms; i < (w + 1) * arms; i++) {
        cumulative += weights[i]
        if (cumulative <= places[w]) found[w]++
      }
    }
  }
}
