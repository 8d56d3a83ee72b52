/** Where dense layers lie and run fast: `kernelArena`, `KernelArena`, `DENSE_MODULE`. */
import { type KernelInstance, KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './dense-kernel-bytes.ts'
import { type DenseKernel, KernelOperations } from './kernel-operations.ts'
import type { Arena } from './operations.ts'

export const DENSE_MODULE: KernelModule<DenseKernel> = /* @__PURE__ */ new KernelModule(
  'dense layers',
  KERNEL_HEX,
)

/** Arrays begin at multiples of it, a line of the processor's cache. */
const ALIGNMENT = 64

/** The memory of one kernel, from which arrays are cut one after the other. It is freed as any other array. */
export class KernelArena implements Arena {
  readonly operations: KernelOperations
  private readonly instance: KernelInstance<DenseKernel>

  constructor(instance: KernelInstance<DenseKernel>) {
    this.operations = new KernelOperations(instance.functions, instance.buffer)
    this.instance = instance
  }

  /** Errors: GauntletError where the arrays become longer than those the arena was made for. */
  floats(length: number): Float32Array {
    return new Float32Array(this.instance.buffer, this.instance.cut(padded(length)), length)
  }
}

function padded(length: number): number {
  return Math.ceil((4 * length) / ALIGNMENT) * ALIGNMENT
}

/**
 * An arena for float32 arrays of these lengths, in any order.
 *
 * Other than the host's, results differ in their last bits, so there is no silent way back to it. Errors: GauntletError
 * where the arrays take more than 4 GiB (fewer worlds at a time, or fewer steps, take less), the engine has no
 * WebAssembly with SIMD, or it has not so much memory left.
 */
export function kernelArena(lengths: readonly number[]): KernelArena {
  return new KernelArena(DENSE_MODULE.instantiate(lengths.reduce((sum, length) => sum + padded(length), 0)))
}
