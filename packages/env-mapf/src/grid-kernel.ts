/** Where worlds lie and are stepped fast: `Memory`, `HEAP`, `KernelMemory`, `reserveMemory`. */
import { GauntletError } from '@gauntlet/core'
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
/** Arrays begin at multiples of it, and past the last there is room for a reader that runs over. */
const ALIGNMENT = 16

/** The memory of one WebAssembly kernel, of a fixed size, from which arrays are cut one after the other. */
export class KernelMemory implements Memory {
  readonly kernel: Kernel
  private readonly buffer: ArrayBuffer
  private readonly reserved: number
  private used: number = 0

  constructor(module: object, bytes: number) {
    const pages = Math.ceil(bytes / PAGE)
    const memory = new WebAssembly!.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly!.Instance(module, { env: { memory } })
    this.buffer = memory.buffer
    this.reserved = bytes
    this.kernel = exports as Kernel
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.buffer, this.cut(4 * length), length)
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.buffer, this.cut(4 * length), length)
  }

  uint8(length: number): Uint8Array {
    return new Uint8Array(this.buffer, this.cut(length), length)
  }

  private cut(bytes: number): number {
    const start = this.used
    this.used += padded(bytes)
    if (this.used <= this.reserved) return start
    throw new GauntletError(
      'memory',
      `got arrays of ${this.used} bytes, expected the ${this.reserved} reserved`,
    )
  }
}

function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT + 1) * ALIGNMENT
}

let compiled: object | undefined

/**
 * Memory for arrays of so many bytes: the kernel's, or where the engine lacks it, refuses it (each one takes gigabytes of
 * addresses) or that were too much, the heap.
 */
export function reserveMemory(sizes: readonly number[]): Memory {
  const bytes = sizes.reduce((sum, size) => sum + padded(size), 0)
  if (typeof WebAssembly === 'undefined' || bytes > MOST_BYTES) return HEAP
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(KERNEL_HEX.match(/../g)!, (byte) => Number.parseInt(byte, 16)),
    )
    return new KernelMemory(compiled, bytes)
  } catch {
    return HEAP
  }
}
