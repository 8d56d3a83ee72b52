/** Where windows are written fast: `Memory`, `HeapMemory`, `KernelMemory`, `reserveMemory`. */
import { KERNEL_HEX } from './window-kernel-bytes.ts'

/** Hands out arrays. What windows are written from and to comes from one of them. */
export interface Memory {
  float32(length: number): Float32Array
  int32(length: number): Int32Array
}

/** Arrays of their own, as everywhere; windows are then written by TypeScript. */
export const HEAP: Memory = {
  float32: (length) => new Float32Array(length),
  int32: (length) => new Int32Array(length),
}

/** `writeWindows` of `kernels/window.ts`; arrays are given as addresses. */
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
      validate(bytes: Uint8Array): boolean
    }
  | undefined

const PAGE = 65536
/** Most bytes that a WebAssembly memory can have. */
const MOST_BYTES = 4294967296
/** Arrays begin at multiples of it, and past the last there is room for a reader that runs over. */
const ALIGNMENT = 16

/** The memory of one WebAssembly kernel, of a fixed size, from which arrays are cut one after the other. */
export class KernelMemory implements Memory {
  readonly writeWindows: WriteWindows
  private readonly buffer: ArrayBuffer
  private used: number = 0

  constructor(module: object, bytes: number) {
    const pages = Math.ceil(bytes / PAGE)
    const memory = new WebAssembly!.Memory({ initial: pages, maximum: pages })
    const { exports } = new WebAssembly!.Instance(module, { env: { memory } })
    this.buffer = memory.buffer
    this.writeWindows = (exports as { writeWindows: WriteWindows }).writeWindows
  }

  float32(length: number): Float32Array {
    return new Float32Array(this.buffer, this.cut(length), length)
  }

  int32(length: number): Int32Array {
    return new Int32Array(this.buffer, this.cut(length), length)
  }

  private cut(length: number): number {
    const start = this.used
    this.used += padded(length)
    return start
  }
}

function padded(length: number): number {
  return Math.ceil((4 * length) / ALIGNMENT + 1) * ALIGNMENT
}

let kernel: object | undefined

/** Memory for arrays of these lengths: the kernel's, or where the engine lacks it or that were too much, the heap. */
export function reserveMemory(lengths: readonly number[]): Memory {
  const bytes = lengths.reduce((sum, length) => sum + padded(length), 0)
  if (typeof WebAssembly === 'undefined' || bytes > MOST_BYTES) return HEAP
  if (kernel === undefined) {
    const binary = Uint8Array.from(KERNEL_HEX.match(/../g)!, (byte) => Number.parseInt(byte, 16))
    if (!WebAssembly.validate(binary)) return HEAP
    kernel = new WebAssembly.Module(binary)
  }
  return new KernelMemory(kernel, bytes)
}
