import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Sha256, canonicalJson, digestOf, sha256 } from '../src/digest.ts'
import { GauntletError } from '../src/errors.ts'

const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('SHA-256', () => {
  /** NIST, examples with intermediate values for FIPS 180-4; and the empty message. */
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
      'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('meets the published vectors (%#)', (message, digest) => {
    expect(sha256(message)).toBe(digest)
  })

  it('agrees with OpenSSL on any bytes, however they are cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const hash = new Sha256().update(bytes.subarray(0, cut)).update(bytes.subarray(cut))
        expect(hash.hex()).toBe(reference(bytes))
      }),
    )
  })

  it('agrees with OpenSSL at every length around the padding', () => {
    for (let length = 50; length < 132; length++) {
      const bytes = new Uint8Array(length).fill(length)
      expect(sha256(bytes)).toBe(reference(bytes))
    }
  })

  it('absorbs the memory of any typed array, and of a window on it only', () => {
    const numbers = Float64Array.of(1, -0, NaN, 2.5)
    expect(sha256(numbers)).toBe(reference(new Uint8Array(numbers.buffer)))
    expect(sha256(numbers.subarray(1, 3))).toBe(reference(new Uint8Array(numbers.buffer, 8, 16)))
    expect(sha256(new DataView(numbers.buffer))).toBe(sha256(numbers))
  })

  it('takes text as UTF-8', () => {
    expect(sha256('größe 🎲')).toBe(reference(Buffer.from('größe 🎲')))
  })
})

describe('canonical JSON', () => {
  it('orders keys by code unit and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x'], Z: undefined, _: { '10': 1, '9': 2 } })).toBe(
      '{"_":{"10":1,"9":2},"a":[true,null,"x"],"b":1}',
    )
    // RFC 8785, section 3.2.3: by UTF-16 code units, so that U+1F600 comes before U+FB33.
    expect(canonicalJson({ '\ufb33': 1, '😀': 2, '\r': 3, '1': 4, ö: 5, '€': 6, '\u0080': 7 })).toBe(
      '{"\\r":3,"1":4,"\u0080":7,"ö":5,"€":6,"😀":2,"\ufb33":1}',
    )
  })

  it('takes objects without a prototype, as parsers make them', () => {
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: 2 }))).toBe('{"a":2,"b":1}')
  })

  it('writes numbers as RFC 8785 does, and one zero', () => {
    expect(canonicalJson([1e21, 1e-7, 333333333.3333333, 4.5, 2e-3, -0])).toBe(
      '[1e+21,1e-7,333333333.3333333,4.5,0.002,0]',
    )
  })

  it.each<[value: unknown, message: string]>([
    [NaN, '$: NaN has no place in JSON'],
    [{ a: [1, Infinity] }, '$.a[1]: Infinity'],
    [[undefined], '$[0]: undefined'],
    [{ f: () => 1 }, '$.f: '],
    [{ n: 1n }, '$.n: 1'],
    [{ s: Symbol.iterator }, '$.s: Symbol(Symbol.iterator)'],
    [new Map(), '$: [object Map]'],
    [{ d: new Date(0) }, '$.d: '],
    [{ t: Uint8Array.of(1) }, '$.t: [object Uint8Array]'],
    [Object.assign(Array.from({ length: 2 }), { 0: 1 }), '$[1]: undefined'],
    [Object.assign([], { length: 2 }), '$[0]: undefined'],
    [Object.create({ inherited: 1 }), '$: [object Object]'],
  ])('is refused where JSON has no place for a value, with its path (%#)', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(GauntletError)
    expect(() => canonicalJson(value)).toThrow(message)
  })

  it('reads back as the value it was, whatever the order of its keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(digestOf(turned(value))).toBe(digestOf(value))
      }),
    )
  })
})

/** The value with the keys of its objects in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, unknown] => [key, turned(item)])
      .toReversed(),
  )
}
