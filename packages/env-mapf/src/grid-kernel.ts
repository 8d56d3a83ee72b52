/** Where worlds lie and are stepped fast: `Memory`, `HEAP`, `KernelMemory`, `reserveMemory`. */
import { type KernelInstance, KernelModule } from '@gauntlet/core'
import { KERNEL_HEX } from './grid-kernel-bytes.ts'

/** Hands out arrays. What a step reads and writes comes from one of them. */
export interface Memory {
  float32(length: number): Float32Array
  int32(length: number): Int32Array
  uint8(length: number): Uint8Array
}

/** Arrays of their own, as everywhere; all is then done by TypeScript. */
export const HEAP: Memory = {
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
  uint8: (length) => new Uint8Array(length),
}

/** The functions of `kernels/grid.ts`; arrays are given as addresses. */
interface Kernel {
  readonly moveSoft: MoveSoft
  readonly writeWindows: WriteWindows
}

type MoveSoft = (
  agents: number,
  offsets: number,
  actions: number,
  active: number,
  obstacles: number,
  positions: number,
  occupants: number,
  presence: number,
  targets: number,
  claims: number,
  stayers: number,
) => void

type WriteWindows = (
  positions: number,
  agents: number,
  obstacles: number,
  presence: number,
  free: number,
  stride: number,
  radius: number,
  width: number,
  out: number,
) => number

const MODULE = /* @__PURE__ */ new KernelModule<Kernel>('grid worlds', KERNEL_HEX)

/** Arrays begin at multiples of it, and past the last there is room for a reader that runs over. */
const ALIGNMENT = 16

/** The memory of one WebAssembly kernel. Errors: GauntletError where arrays become longer than what was reserved. */
export class KernelMemory implements Memory {
  readonly kernel: Kernel
  private readonly instance: KernelInstance<Kernel>

  constructor(instance: KernelInstance<Kernel>) {
    this.kernel = instance.functions
    this.instance = instance
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.instance.buffer, this.cut(4 * length), length)
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.instance.buffer, this.cut(4 * length), length)
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.instance.buffer, this.cut(length), length)
  }

  private cut(bytes: number): number {
    return this.instance.cut(padded(bytes))
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT + 1) * ALIGNMENT
}

/**
 * Memory for arrays of so many bytes: the kernel's, or where the engine lacks it, refuses it (each one takes gigabytes of
 * addresses) or that were too much, the heap.
 */
export function reserveMemory(sizes: readonly number[]): Memory {
  const bytes = sizes.reduce((sum, size) => sum + padded(size), 0)
  try {
    return new KernelMemory(MODULE.instantiate(bytes))
  } catch {
    return HEAP
  }
}
