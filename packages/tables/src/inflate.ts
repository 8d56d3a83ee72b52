/**
 * Deflate's format, unpacked: `inflate`. At once and in browsers too, as the rest of this package.
 *
 * Source: RFC 1951.
 */

/** Lengths of copies, and their distances: the least that a symbol stands for, and the bits that say how many more. */
const LENGTHS: Ranges = ranges(29, 3, 4)
const DISTANCES: Ranges = ranges(30, 1, 2)
// The last length has a symbol of its own.
LENGTHS.least[28] = 258
LENGTHS.bits[28] = 0

/** In which order the lengths of the code of code lengths stand. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const

/** Bits of the longest code. */
const LONGEST = 15

interface Ranges {
  readonly least: Uint16Array
  readonly bits: Uint8Array
}

/** Ranges that follow one another, of which `each` have as many bits: first none, for twice as many, then one, and so on. */
function ranges(count: number, first: number, each: number): Ranges {
  const bits = Uint8Array.from({ length: count }, (_, k) => Math.max(0, Math.floor(k / each) - 1))
  const least = new Uint16Array(count)
  for (let k = 0, next = first; k < count; next += 1 << bits[k], k++) least[k] = next
  return { least, bits }
}

/** A prefix code: by the next `bits` bits the symbol times 16 and the bits that it takes; 0 where there is none. */
interface Code {
  readonly bits: number
  readonly table: Uint16Array
}

/** The canonical code whose symbols take these lengths, 0 for none. Errors: RangeError where there is no such code. */
function codeOf(lengths: Uint8Array): Code {
  const bits = Math.max(1, ...lengths)
  const table = new Uint16Array(1 << bits)
  let code = 0
  for (let length = 1; length <= bits; length++) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] !== length) continue
      if (code >= 1 << length) throw new RangeError('a code with more symbols than it has room for')
      // Codes come with their first bit lowest.
      for (let at = reversed(code, length); at < table.length; at += 1 << length)
        table[at] = symbol * 16 + length
      code++
    }
    code *= 2
  }
  return { bits, table }
}

function reversed(code: number, length: number): number {
  let result = 0
  for (let k = 0; k < length; k++) result |= ((code >> k) & 1) << (length - 1 - k)
  return result
}

/** Bits of bytes, the lowest first. */
class Bits {
  private readonly bytes: Uint8Array
  private at = 0
  private held = 0
  private count = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  take(count: number): number {
    const value = this.peek(count)
    this.drop(count)
    return value
  }

  symbol({ bits, table }: Code): number {
    const entry = table[this.peek(bits)]
    if (entry === 0) throw new RangeError('bits that are no symbol')
    this.drop(entry & LONGEST)
    return entry >> 4
  }

  /** Whole bytes, after the rest of the one that was begun. */
  takeBytes(count: number): Uint8Array {
    const from = this.bytesRead()
    this.at = from + count
    this.held = 0
    this.count = 0
    this.checkEnd()
    return this.bytes.subarray(from, from + count)
  }

  bytesRead(): number {
    return this.at - Math.floor(this.count / 8)
  }

  /** As many as 15 bits; zeros beyond the end. */
  private peek(count: number): number {
    while (this.count < count) {
      if (this.at < this.bytes.length) this.held |= this.bytes[this.at] << this.count
      this.at++
      this.count += 8
    }
    return this.held & ((1 << count) - 1)
  }

  private drop(count: number): void {
    this.held >>>= count
    this.count -= count
    this.checkEnd()
  }

  private checkEnd(): void {
    if (this.bytesRead() > this.bytes.length) throw new RangeError('packed bytes that end too early')
  }
}

/**
 * Fills `output`, which is as long as what was packed. Errors: RangeError where the bytes end too early, go on too long, or
 * are no deflated ones.
 */
export function inflate(packed: Uint8Array, output: Uint8Array): void {
  const bits = new Bits(packed)
  let filled = 0
  for (let last = 0; last === 0;) {
    last = bits.take(1)
    const kind = bits.take(2)
    if (kind === 3) throw new RangeError('a block of no known kind')
    filled = kind === 0 ? stored(bits, output, filled) : coded(bits, kind === 2, output, filled)
  }
  if (filled < output.length) throw new RangeError(`${filled} bytes unpacked of ${output.length}`)
  if (bits.bytesRead() < packed.length) throw new RangeError('packed bytes that go on behind their end')
}

/** A block that is not packed; how much is filled after it. */
function stored(bits: Bits, output: Uint8Array, filled: number): number {
  const [low, high, lowNot, highNot] = bits.takeBytes(4)
  const length = low + 256 * high
  if (length + lowNot + 256 * highNot !== 0xffff) throw new RangeError('a length that contradicts itself')
  if (length > output.length - filled) throw new RangeError(`more bytes than ${output.length}`)
  output.set(bits.takeBytes(length), filled)
  return filled + length
}

/** A block of symbols: bytes, and copies of bytes before. */
function coded(bits: Bits, dynamic: boolean, output: Uint8Array, from: number): number {
  const [literals, distances] = dynamic ? dynamicCodes(bits) : fixedCodes()
  let filled = from
  for (;;) {
    const symbol = bits.symbol(literals)
    if (symbol === 256) return filled
    if (symbol < 256) {
      if (filled === output.length) throw new RangeError(`more bytes than ${output.length}`)
      output[filled++] = symbol
      continue
    }
    const length = ranged(bits, LENGTHS, symbol - 257)
    const back = ranged(bits, DISTANCES, bits.symbol(distances))
    if (back > filled || length > output.length - filled)
      throw new RangeError(`${length} bytes copied from ${back} before, behind ${filled} of ${output.length}`)
    // Byte by byte: what is copied may overlap what is written.
    for (let k = 0; k < length; k++, filled++) output[filled] = output[filled - back]
  }
}

function ranged(bits: Bits, { least, bits: more }: Ranges, symbol: number): number {
  if (symbol >= least.length) throw new RangeError('a symbol that means nothing')
  return least[symbol] + bits.take(more[symbol])
}

function fixedCodes(): [literals: Code, distances: Code] {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)
  return [codeOf(lengths), codeOf(new Uint8Array(30).fill(5))]
}

/** The codes of a block that brings its own, themselves packed. */
function dynamicCodes(bits: Bits): [literals: Code, distances: Code] {
  const literals = bits.take(5) + 257
  const all = literals + bits.take(5) + 1
  const own = new Uint8Array(ORDER.length)
  for (let k = 0, count = bits.take(4) + 4; k < count; k++) own[ORDER[k]] = bits.take(3)
  const code = codeOf(own)
  const lengths = new Uint8Array(all)
  for (let filled = 0; filled < all;) {
    const symbol = bits.symbol(code)
    if (symbol < 16) {
      lengths[filled++] = symbol
      continue
    }
    if (symbol === 16 && filled === 0) throw new RangeError('a length repeated before there is one')
    const value = symbol === 16 ? lengths[filled - 1] : 0
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7)
    if (times > all - filled) throw new RangeError('more lengths than symbols')
    lengths.fill(value, filled, filled + times)
    filled += times
  }
  return [codeOf(lengths.subarray(0, literals)), codeOf(lengths.subarray(literals))]
}
