/** Where worlds lie and are stepped fast: `WorldMemory`, `HEAP`, `KernelMemory`, `reserveMemory`. */
import { type KernelInstance, KernelModule } from '@gauntlet/core'
import { type NetworkKernel, KernelLoops } from './kernel-loops.ts'
import { KERNEL_HEX } from './network-kernel-bytes.ts'
import { LOOPS, type WorldLoops } from './world-loops.ts'

/** Hands out arrays of zeros, and loops over whatever lies in them. */
export interface WorldMemory {
  readonly loops: WorldLoops
  numbers(length: number): Float64Array
}

/** Arrays of their own, as everywhere; all is then done by TypeScript. */
export const HEAP: WorldMemory = { loops: LOOPS, numbers: (length) => new Float64Array(length) }

const MODULE = /* @__PURE__ */ new KernelModule<NetworkKernel>('inventory networks', KERNEL_HEX)
/** Fewer worlds are stepped faster without a kernel, and each memory takes gigabytes of addresses. */
const LEAST_BATCH = 32

/** The memory of one WebAssembly kernel. Errors: GauntletError where arrays become longer than what was reserved. */
export class KernelMemory implements WorldMemory {
  readonly loops: WorldLoops
  private readonly instance: KernelInstance<NetworkKernel>

  constructor(instance: KernelInstance<NetworkKernel>) {
    this.loops = new KernelLoops(instance.functions)
    this.instance = instance
  }

  numbers(length: number): Float64Array {
    return new Float64Array(this.instance.buffer, this.instance.cut(8 * length), length)
  }
}

/**
 * Memory for so many rows of `batch` numbers: the kernel's, which takes two worlds at a time, or the heap, where worlds
 * are few or odd in number, and where the engine lacks a kernel's memory, refuses it or that were too much.
 */
export function reserveMemory(rows: number, batch: number): WorldMemory {
  if (batch < LEAST_BATCH || batch % 2 !== 0) return HEAP
  try {
    return new KernelMemory(MODULE.instantiate(8 * rows * batch))
  } catch {
    return HEAP
  }
}
