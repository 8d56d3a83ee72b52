/** Bounded boxes as the numbers from -1 to 1: `UnitBox`. */
import { type BoxSpace, GauntletError, boundAt, product } from '@gauntlet/core'

/** Units: u = (a - middle) / half, from -1 at the lower bound to 1 at the upper one. */
export class UnitBox {
  readonly width: number
  private readonly middle: Float64Array
  private readonly half: Float64Array

  /** Errors: GauntletError where a bound is infinite. */
  constructor({ shape, low, high }: BoxSpace) {
    const width = product(shape)
    this.width = width
    this.middle = new Float64Array(width)
    this.half = new Float64Array(width)
    for (let k = 0; k < width; k++) {
      const [from, to] = [boundAt(low, k), boundAt(high, k)]
      if (!Number.isFinite(to - from)) {
        throw new GauntletError('action', `box element ${k}: got [${from}, ${to}], expected finite bounds`)
      }
      this.middle[k] = (from + to) / 2
      this.half[k] = (to - from) / 2
    }
  }

  /** Element `k` of an action, from its unit. */
  action(k: number, unit: number): number {
    return this.middle[k] + this.half[k] * unit
  }

  /** The unit of element `k` of an action; 0 where only one number is allowed. */
  unit(k: number, action: number): number {
    return this.half[k] === 0 ? 0 : (action - this.middle[k]) / this.half[k]
  }
}
