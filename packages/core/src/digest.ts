/** Digests of results: `Sha256`, `sha256`, `canonicalJson`, `digestOf`. */
import { GauntletError } from './errors.ts'
import { show } from './show.ts'

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const ROUND_CONSTANTS = primeRootBits(64, cubeRootBits)
/** First 32 bits of the fractional parts of the square roots of the first 8 primes (FIPS 180-4, 5.3.3). */
const INITIAL_HASH = primeRootBits(8, squareRootBits)

/** SHA-256 over bytes as they come (FIPS 180-4, section 6.2). Runs wherever JavaScript does. */
export class Sha256 {
  private readonly hash: Uint32Array = Uint32Array.from(INITIAL_HASH)
  private readonly schedule: Uint32Array = new Uint32Array(64)
  private readonly block: Uint8Array = new Uint8Array(64)
  private filled = 0
  private length = 0

  /** Absorbs bytes, or the memory of any typed array (little-endian machines). */
  update(data: ArrayBufferView): this {
    if (!ArrayBuffer.isView(data)) {
      throw new GauntletError('digest', `got ${show(data)}, expected bytes or a typed array`)
    }
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    this.length += bytes.length
    for (let i = 0; i < bytes.length;) {
      const count = Math.min(64 - this.filled, bytes.length - i)
      this.block.set(bytes.subarray(i, i + count), this.filled)
      this.filled += count
      i += count
      if (this.filled === 64) this.compress()
    }
    return this
  }

  /** The digest as 64 hexadecimal digits. Absorb nothing afterwards. */
  hex(): string {
    const bits = this.length * 8
    this.block.fill(0, this.filled)
    this.block[this.filled] = 0x80
    if (this.filled >= 56) {
      this.compress()
      this.block.fill(0)
    }
    const view = new DataView(this.block.buffer)
    view.setUint32(56, Math.floor(bits / 0x1_0000_0000))
    view.setUint32(60, bits >>> 0)
    this.compress()
    return Array.from(this.hash, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  private compress(): void {
    const { block, schedule: w, hash } = this
    for (let t = 0; t < 16; t++) {
      w[t] = (block[4 * t] << 24) | (block[4 * t + 1] << 16) | (block[4 * t + 2] << 8) | block[4 * t + 3]
    }
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15]
      const y = w[t - 2]
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
      w[t] = w[t - 16] + s0 + w[t - 7] + s1
    }
    let [a, b, c, d, e, f, g, h] = hash
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND_CONSTANTS[t] + w[t]) | 0
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    hash[0] += a
    hash[1] += b
    hash[2] += c
    hash[3] += d
    hash[4] += e
    hash[5] += f
    hash[6] += g
    hash[7] += h
    this.filled = 0
  }
}

/** SHA-256 of bytes or of a text's UTF-8, as 64 hexadecimal digits. */
export function sha256(data: ArrayBufferView | string): string {
  return new Sha256().update(typeof data === 'string' ? new TextEncoder().encode(data) : data).hex()
}

/** SHA-256 of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return sha256(canonicalJson(value))
}

/**
 * JSON with keys in code-unit order and no white space: one text for one value (after RFC 8785).
 * Properties that are undefined are left out. Errors: GauntletError naming the path of anything else
 * that JSON cannot hold: NaN, infinities, functions, class instances.
 */
export function canonicalJson(value: unknown): string {
  const text = nested(() => written(value))
  if (text !== undefined) return text
  throw new GauntletError('json', `${misfit(value, '$')} has no place in JSON`)
}

/** Runs a recursion over a value; one that holds itself, and so has no end, is refused. */
function nested<T>(recurse: () => T): T {
  try {
    return recurse()
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new GauntletError('json', '$: nested too deeply, or in itself, to be written as JSON', { cause })
  }
}

/** The value's canonical text, or undefined where some part of it has none. */
function written(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : undefined
  if (typeof value !== 'object') return undefined
  const list = Array.isArray(value)
  if (!list && !isPlain(value)) return undefined
  const parts: string[] = []
  if (list) {
    for (const item of value) {
      const text = written(item)
      if (text === undefined) return undefined
      parts.push(text)
    }
    return `[${parts.join(',')}]`
  }
  for (const [key, item] of sortedEntries(value)) {
    const text = written(item)
    if (text === undefined) return undefined
    parts.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${parts.join(',')}}`
}

/** Path and look of the first part that has no canonical text; there is one. */
function misfit(value: unknown, path: string): string {
  if (typeof value === 'object' && value !== null && (Array.isArray(value) || isPlain(value))) {
    const entries = Array.isArray(value) ? [...value.entries()] : sortedEntries(value)
    const [key, item] = entries.find(([, part]) => written(part) === undefined)!
    return misfit(item, typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`)
  }
  return `${path}: ${typeof value === 'object' ? Object.prototype.toString.call(value) : String(value)}`
}

function sortedEntries(value: object): [string, unknown][] {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return entries.sort(([p], [q]) => (p < q ? -1 : 1))
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function rotate(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n))
}

function primeRootBits(count: number, rootBits: (prime: bigint) => bigint): Uint32Array {
  const bits: number[] = []
  for (let n = 2; bits.length < count; n++) {
    if (isPrime(n)) bits.push(Number(rootBits(BigInt(n)) & 0xffff_ffffn))
  }
  return Uint32Array.from(bits)
}

function isPrime(n: number): boolean {
  for (let k = 2; k * k <= n; k++) if (n % k === 0) return false
  return true
}

/** floor(2^32 · √n) */
function squareRootBits(n: bigint): bigint {
  return largest((root) => root * root <= n << 64n)
}

/** floor(2^32 · ∛n) */
function cubeRootBits(n: bigint): bigint {
  return largest((root) => root * root * root <= n << 96n)
}

/** The largest number below 2^40 for which a monotone condition holds. */
function largest(holds: (root: bigint) => boolean): bigint {
  let root = 0n
  for (let bit = 1n << 39n; bit > 0n; bit >>= 1n) if (holds(root + bit)) root += bit
  return root
}
