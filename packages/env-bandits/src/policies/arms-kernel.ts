/** Where policies keep what they know of arms, for a WebAssembly kernel where the engine gives one: `ArmsMemory`. */
import { GauntletError, type KernelInstance, KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './arms-kernel-bytes.ts'

/** The functions of `kernels/arms.ts`; arrays are given as addresses. */
interface Kernel {
  takeRewards(
    worlds: number,
    arms: number,
    pending: number,
    rewards: number,
    steps: number,
    pulls: number,
    sums: number,
    squares: number,
    changed: number,
  ): void
  updateBounds(
    worlds: number,
    arms: number,
    stride: number,
    changed: number,
    pulls: number,
    sums: number,
    means: number,
    radii: number,
  ): void
  findHighest(
    worlds: number,
    arms: number,
    means: number,
    radii: number,
    widths: number,
    tie: number,
    found: number,
  ): void
  drawWeighted(worlds: number, arms: number, weights: number, places: number, found: number): void
}

const MODULE = /* @__PURE__ */ new KernelModule<Kernel>('arms', KERNEL_HEX)

/** Arrays in the memory of one kernel, or on the heap where the engine gives none. */
export class ArmsMemory {
  readonly kernel: Kernel | undefined
  private readonly instance: KernelInstance<Kernel> | undefined

  /** Room for so many numbers; two int32 or float32 count as one, an odd one as one too. */
  constructor(numbers: number) {
    try {
      this.instance = MODULE.instantiate(8 * numbers)
      this.kernel = this.instance.functions
    } catch (error) {
      if (!(error instanceof GauntletError)) throw error
    }
  }

  float64(length: number): Float64Array {
    const { instance } = this
    if (instance === undefined) return new Float64Array(length)
    return new Float64Array(instance.buffer, instance.cut(8 * length), length)
  }

  float32(length: number): Float32Array {
    const { instance } = this
    if (instance === undefined) return new Float32Array(length)
    return new Float32Array(instance.buffer, instance.cut(8 * Math.ceil(length / 2)), length)
  }

  int32(length: number): Int32Array {
    const { instance } = this
    if (instance === undefined) return new Int32Array(length)
    return new Int32Array(instance.buffer, instance.cut(8 * Math.ceil(length / 2)), length)
  }
}
