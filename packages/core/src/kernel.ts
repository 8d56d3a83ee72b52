/** WebAssembly kernels, each over a memory of its own: `KernelModule`, `KernelInstance`, `KernelMemory`. */
import { GauntletError } from './errors.ts'
import { INDEX, requireValue } from './form.ts'

/** What the engines of browsers and of Node have; the language's own declarations lack it. */
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: object }
}

const PAGE = 65536
/** Most bytes that a WebAssembly memory can have. */
const MOST_BYTES = 4294967296

/** A kernel's binary, which is compiled when it is first needed. `Functions` are what it exports. */
export class KernelModule<Functions> {
  private readonly name: string
  private readonly hex: string
  private compiled: object | undefined

  /**
   * @param name what runs on it, for messages: `dense layers`
   * @param hex the binary in hexadecimal digits, two a byte; all that it imports is its memory, as `env.memory`
   */
  constructor(name: string, hex: string) {
    this.name = name
    this.hex = hex
  }

  /**
   * The kernel over a new memory of so many bytes, all of them 0. The engine frees the memory as any other array, once
   * none of its arrays is in use; until written to, it takes up addresses only, but gigabytes of those.
   *
   * Errors: GauntletError where that is more than 4 GiB, or where the engine has no WebAssembly, cannot compile the
   * binary (which needs SIMD, as a rule) or has not so much memory left.
   */
  instantiate(bytes: number): KernelInstance<Functions> {
    if (bytes > MOST_BYTES) {
      throw new GauntletError(
        'memory',
        `${this.name}: got arrays of ${bytes} bytes, at most ${MOST_BYTES} fit`,
      )
    }
    requireValue(bytes, `${this.name}: bytes of memory`, INDEX, 'memory')
    try {
      this.compiled ??= new WebAssembly.Module(bytesOf(this.hex))
      const pages = Math.ceil(bytes / PAGE)
      const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
      const { exports } = new WebAssembly.Instance(this.compiled, { env: { memory } })
      return new KernelInstance(this.name, exports as Functions, memory.buffer, bytes)
    } catch (cause) {
      const reason = `the engine gives no WebAssembly memory of ${bytes} bytes with SIMD: ${String(cause)}`
      throw new GauntletError('memory', `${this.name}: ${reason}`, { cause })
    }
  }
}

/** A kernel with its memory, of a fixed size, from which arrays are cut one after the other. */
export class KernelInstance<Functions> {
  /** What the kernel exports. Arrays are given to it as addresses: `array.byteOffset`. */
  readonly functions: Functions
  /** The memory, for views such as `new Float32Array(buffer, cut(4 * length), length)`. */
  readonly buffer: ArrayBuffer
  private readonly name: string
  private readonly reserved: number
  private used: number = 0

  /** See `KernelModule.instantiate`. */
  constructor(name: string, functions: Functions, buffer: ArrayBuffer, reserved: number) {
    this.name = name
    this.functions = functions
    this.buffer = buffer
    this.reserved = reserved
  }

  /**
   * The address of so many bytes that nothing else has, right behind those cut before. Errors: GauntletError where
   * all together become more than what was reserved; nothing is cut then.
   */
  cut(bytes: number): number {
    requireValue(bytes, `${this.name}: bytes of an array`, INDEX, 'memory')
    const start = this.used
    const end = start + bytes
    if (end > this.reserved) {
      const found = `got arrays of ${end} bytes, expected the ${this.reserved} reserved`
      throw new GauntletError('memory', `${this.name}: ${found}`)
    }
    this.used = end
    return start
  }
}

/**
 * Arrays in the memory of one kernel, or on the heap where the engine gives none: then `kernel` is undefined, and whoever
 * would have called it does the same in TypeScript. Each begins at a multiple of 8 bytes and takes up as many.
 */
export class KernelMemory<Functions> {
  readonly kernel: Functions | undefined
  private readonly instance: KernelInstance<Functions> | undefined

  /** Room for so many float64; two float32 or int32 take as much, or eight bytes, and what is left over is lost. */
  constructor(module: KernelModule<Functions>, numbers: number) {
    try {
      this.instance = module.instantiate(8 * numbers)
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

  uint8(length: number): Uint8Array {
    const { instance } = this
    if (instance === undefined) return new Uint8Array(length)
    return new Uint8Array(instance.buffer, instance.cut(8 * Math.ceil(length / 8)), length)
  }
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
