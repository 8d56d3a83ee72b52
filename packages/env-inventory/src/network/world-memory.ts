/** Where worlds lie and are stepped fast: `WorldMemory`, `HEAP`, `KernelMemory`, `reserveMemory`. */
import { GauntletError } from '@gauntlet/core'
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
/** Fewer worlds are stepped faster without a kernel, and each memory takes gigabytes of addresses. */
const LEAST_BATCH = 32

/** The memory of one WebAssembly kernel, of a fixed size, from which arrays are cut one after the other. */
export class KernelMemory implements WorldMemory {
  readonly loops: WorldLoops
  private readonly buffer: ArrayBuffer
  private readonly reserved: number
  private used: number = 0

  /** `length`: of all arrays together. */
  constructor(module: object, length: number) {
    const pages = Math.ceil((8 * length) / PAGE)
    const memory = new WebAssembly!.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly!.Instance(module, { env: { memory } })
    this.buffer = memory.buffer
    this.reserved = length
    this.loops = new KernelLoops(exports as NetworkKernel)
  }

  /** Errors: GauntletError where the arrays become longer than what was reserved. */
  numbers(length: number): Float64Array {
    const start = this.used
    this.used += length
    if (this.used <= this.reserved) return new Float64Array(this.buffer, 8 * start, length)
    throw new GauntletError(
      'memory',
      `got arrays of ${this.used} numbers, expected the ${this.reserved} reserved`,
    )
  }
}

let compiled: object | undefined

/**
 * Memory for so many rows of `batch` numbers: the kernel's, which takes two worlds at a time, or the heap, where worlds
 * are few or odd in number, and where the engine lacks a kernel's memory, refuses it or that were too much.
 */
export function reserveMemory(rows: number, batch: number): WorldMemory {
  const small = batch < LEAST_BATCH || batch % 2 !== 0
  if (small || typeof WebAssembly === 'undefined' || 8 * rows * batch > MOST_BYTES) return HEAP
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(KERNEL_HEX.match(/../g)!, (byte) => Number.parseInt(byte, 16)),
    )
    return new KernelMemory(compiled, rows * batch)
  } catch {
    return HEAP
  }
}
