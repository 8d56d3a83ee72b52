/** Where dense layers lie and run fast: `kernelArena`, `KernelArena`. */
import { GauntletError } from '@gauntlet/core'
import { KERNEL_HEX } from './dense-kernel-bytes.ts'
import { type DenseKernel, KernelOperations } from './kernel-operations.ts'
import type { Arena } from './operations.ts'

/** What the engines of browsers and of Node have; the language's own declarations lack it. */
declare const WebAssembly:
  | {
      readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (module: object, imports: object) => { readonly exports: object }
    }
  | undefined

const PAGE = 65536
/** Most bytes that a WebAssembly memory can have. */
const MOST_BYTES = 4294967296
/** Arrays begin at multiples of it, a line of the processor's cache. */
const ALIGNMENT = 64

/**
 * The memory of one kernel, of a fixed size, from which arrays are cut one after the other. The engine frees it as any
 * other array, once none of its arrays is in use; until written to, it takes up addresses only.
 */
export class KernelArena implements Arena {
  readonly operations: KernelOperations
  private readonly buffer: ArrayBuffer
  private readonly reserved: number
  private used: number = 0

  /** `bytes`: of all arrays together, at most 4 GiB. */
  constructor(module: object, bytes: number) {
    const pages = Math.ceil(bytes / PAGE)
    const memory = new WebAssembly!.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly!.Instance(module, { env: { memory } })
    this.buffer = memory.buffer
    this.reserved = bytes
    this.operations = new KernelOperations(exports as DenseKernel, memory.buffer)
  }

  /** Errors: GauntletError where the arrays become longer than those the arena was made for. */
  floats(length: number): Float32Array {
    const start = this.used
    this.used += padded(length)
    if (this.used <= this.reserved) return new Float32Array(this.buffer, start, length)
    throw new GauntletError(
      'memory',
      `dense layers: got arrays of ${this.used} bytes, expected the ${this.reserved} reserved`,
    )
  }
}

function padded(length: number): number {
  return Math.ceil((4 * length) / ALIGNMENT) * ALIGNMENT
}

let compiled: object | undefined

/**
 * An arena for float32 arrays of these lengths, in any order.
 *
 * Other than the host's, results differ in their last bits, so there is no silent way back to it. Errors: GauntletError
 * where the arrays take more than 4 GiB (fewer worlds at a time, or fewer steps, take less), the engine has no
 * WebAssembly with SIMD, or it has not so much memory left.
 */
export function kernelArena(lengths: readonly number[]): KernelArena {
  const bytes = lengths.reduce((sum, length) => sum + padded(length), 0)
  if (bytes > MOST_BYTES) {
    throw new GauntletError('memory', `dense layers: got arrays of ${bytes} bytes, at most ${MOST_BYTES} fit`)
  }
  try {
    compiled ??= new WebAssembly!.Module(
      Uint8Array.from(KERNEL_HEX.match(/../g)!, (byte) => Number.parseInt(byte, 16)),
    )
    return new KernelArena(compiled, bytes)
  } catch (cause) {
    const reason = `the engine gives no WebAssembly memory of ${bytes} bytes with SIMD: ${String(cause)}`
    throw new GauntletError('memory', `dense layers: ${reason}`, { cause })
  }
}
