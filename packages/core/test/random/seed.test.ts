import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GauntletError } from '../../src/errors.ts'
import { Seed, threefry2x32 } from '../../src/random/index.ts'

const anySeed = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((value) => Seed.from(value))
const anyNumber = fc.maxSafeNat()
const anyString = fc.string({ unit: 'binary' })

describe('Seed.from', () => {
  it('takes one value as number, bigint and string', () => {
    fc.assert(
      fc.property(anyNumber, (value) => {
        const seed = Seed.from(value)
        expect(Seed.from(BigInt(value)).equals(seed)).toBe(true)
        expect(Seed.from(seed.toString()).equals(seed)).toBe(true)
      }),
    )
  })

  it('reads what toString prints, in either case', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        expect(seed.toString()).toMatch(/^[0-9a-f]{16}$/)
        expect(Seed.from(seed.toString()).words).toEqual(seed.words)
        expect(Seed.from(seed.toString().toUpperCase()).equals(seed)).toBe(true)
      }),
    )
  })

  it('keeps the bits where they are', () => {
    expect(Seed.from(5).toString()).toBe('0000000000000005')
    expect(Seed.from(2n ** 64n - 2n).words).toEqual([0xfffffffe, 0xffffffff])
    expect(Seed.from(Number.MAX_SAFE_INTEGER).words).toEqual([0xffffffff, 0x1fffff])
    expect(JSON.stringify({ seed: Seed.from('0123456789abcdef') })).toBe('{"seed":"0123456789abcdef"}')
  })

  it.each([
    -1,
    0.5,
    NaN,
    Infinity,
    2 ** 53,
    -1n,
    2n ** 64n,
    '',
    '5',
    '0x00000000000005',
    'g'.repeat(16),
    null,
    {},
  ])('refuses %s', (value) => {
    expect(() => Seed.from(value as number)).toThrow(GauntletError)
    expect(() => Seed.from(value as number)).toThrow(/expected an integer from 0 to 2\^53 - 1/)
  })
})

describe('Seed.fold', () => {
  it('is Threefry of the key with the number as counter', () => {
    fc.assert(
      fc.property(anySeed, anyNumber, (seed, number) => {
        const out = new Uint32Array(2)
        threefry2x32(...seed.words, number % 2 ** 32, Math.floor(number / 2 ** 32), out)
        expect(seed.fold(number).words).toEqual([...out])
      }),
    )
  })

  it('absorbs the bytes of UTF-8', () => {
    fc.assert(
      fc.property(anySeed, anyString, (seed, string) => {
        expect(seed.fold(string).words).toEqual(foldBytes(seed, new TextEncoder().encode(string)))
      }),
    )
  })

  it('gives different keys for different names', () => {
    const anyName = fc.oneof(anyNumber, anyString, fc.nat(300), fc.nat(300).map(String))
    fc.assert(
      fc.property(anySeed, anyName, anyName, (seed, one, other) => {
        fc.pre(!Object.is(one, other))
        expect(seed.fold(one).equals(seed.fold(other))).toBe(false)
        expect(seed.fold(one).equals(seed)).toBe(false)
        expect(seed.fold(one).fold(other).equals(seed.fold(other).fold(one))).toBe(false)
      }),
    )
  })

  it('does not take a string cut elsewhere for the same', () => {
    fc.assert(
      fc.property(anySeed, anyString, anyString, (seed, head, tail) => {
        expect(
          seed
            .fold(head)
            .fold(tail)
            .equals(seed.fold(head + tail)),
        ).toBe(false)
      }),
    )
  })

  it('tells apart zero bytes, empty strings and lone surrogates', () => {
    const seed = Seed.from(1)
    const names = ['', '\0', '\0\0', '\0\0\0\0', '\0\0\0\0\0', '0', 0, '\ud800', '\ud801', '\udc00', '\ufffd']
    expect(new Set(names.map((name) => seed.fold(name).toString())).size).toBe(names.length)
  })

  it('has no collision among 600 000 keys of a tree', () => {
    const keys = new Set<string>()
    const root = Seed.from(0)
    for (const name of ['env', 'policy', 'evaluation']) {
      const owner = root.fold(name)
      for (let world = 0; world < 200; world++) {
        const key = owner.fold(world)
        for (let episode = 0; episode < 500; episode++) {
          keys.add(key.fold(episode).toString())
          keys.add(key.fold(String(episode)).toString())
        }
      }
    }
    expect(keys.size).toBe(600_000)
  })

  it('leaves the seed as it was', () => {
    const seed = Seed.from(7)
    seed.fold('a')
    seed.stream().uint32()
    expect(seed.equals(Seed.from(7))).toBe(true)
  })

  it.each([-1, 0.5, NaN, 2 ** 53, 1n, undefined])('refuses %s', (name) => {
    expect(() => Seed.from(1).fold(name as number)).toThrow(GauntletError)
  })
})

/** The fold of some bytes, written from its description: blocks of four, 10 marks more to come, 11 the last. */
function foldBytes(seed: Seed, bytes: Uint8Array): number[] {
  const key = Uint32Array.from(seed.words)
  let start = 0
  for (; bytes.length - start > 4; start += 4) {
    threefry2x32(key[0], key[1], littleEndian(bytes.subarray(start, start + 4)), 0x80000000, key)
  }
  const rest = bytes.subarray(start)
  threefry2x32(key[0], key[1], littleEndian(rest), 0xc0000000 + rest.length, key)
  return [...key]
}

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, i) => sum + byte * 2 ** (8 * i), 0)
}
