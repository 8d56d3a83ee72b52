/** Which arm's upper bound is highest, of all worlds at once: `HighestBounds`. */
import { ArmsMemory } from '../arms-kernel.ts'
import { TIE } from './index-policy.ts'
import { SEVERAL, type Tally } from './tally.ts'

/**
 * Upper bounds m + width / sqrt(n), of which a pull changes m and n of one arm and the width of all.
 *
 * Symbols: n pulls of an arm, m mean of its rewards; where n is 0, m counts as infinite and 1 / sqrt(n) as 0.
 */
export class HighestBounds {
  /** [worlds] */
  readonly widths: Float64Array
  /** [worlds]: the arms that `find` has found, the first of those that tie */
  readonly found: Int32Array
  /** [arms, stride], for an even stride of at least the number of worlds: m and 1 / sqrt(n) */
  private readonly means: Float64Array
  private readonly radii: Float64Array
  private readonly stride: number
  private readonly memory: ArmsMemory

  /** Numbers that it needs of a memory. */
  static size(worlds: number, arms: number): number {
    return (worlds + 1) * (2 * arms + 2)
  }

  constructor(worlds: number, arms: number, memory: ArmsMemory) {
    this.stride = worlds + (worlds % 2)
    this.means = memory.float64(arms * this.stride)
    this.radii = memory.float64(arms * this.stride)
    this.widths = memory.float64(this.stride).subarray(0, worlds)
    this.found = memory.int32(this.stride).subarray(0, worlds)
    this.memory = memory
  }

  /** Takes in the arms that the tally's last `observe` changed. The tally lies in the same memory. */
  update(tally: Tally): void {
    const { means, radii, stride, memory } = this
    const { arms, changed, pulls, sums } = tally
    const several = changed.includes(SEVERAL)
    if (memory.kernel === undefined || several) return this.updateEach(tally)
    memory.kernel.updateBounds(
      changed.length,
      arms,
      stride,
      changed.byteOffset,
      pulls.byteOffset,
      sums.byteOffset,
      means.byteOffset,
      radii.byteOffset,
    )
  }

  find(): void {
    const { stride, means, radii, widths, found, memory } = this
    if (memory.kernel === undefined) return this.findEach()
    memory.kernel.findHighest(
      stride,
      means.length / stride,
      means.byteOffset,
      radii.byteOffset,
      widths.byteOffset,
      TIE,
      found.byteOffset,
    )
  }

  private updateEach({ arms, changed, pulls, sums }: Tally): void {
    const { means, radii, stride } = this
    for (let w = 0; w < changed.length; w++) {
      const change = changed[w]
      const first = change === SEVERAL ? 0 : change
      const end = change === SEVERAL ? arms : change >= 0 ? first + 1 : first
      for (let k = first; k < end; k++) {
        const n = pulls[w * arms + k]
        const share = 1 / n
        means[k * stride + w] = n === 0 ? Infinity : sums[w * arms + k] * share
        radii[k * stride + w] = n === 0 ? 0 : Math.sqrt(share)
      }
    }
  }

  private findEach(): void {
    const { means, radii, widths, found, stride } = this
    for (let w = 0; w < found.length; w++) {
      let top = means[w] + widths[w] * radii[w]
      found[w] = 0
      for (let k = 1; k * stride < means.length; k++) {
        const bound = means[k * stride + w] + widths[w] * radii[k * stride + w]
        if (!(bound - TIE > top)) continue
        found[w] = k
        top = bound
      }
    }
  }
}
