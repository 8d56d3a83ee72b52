import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64, encodeBase64 } from '../src/base64.ts'
import { GauntletError } from '../src/errors.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('base64', () => {
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('has the vectors of RFC 4648, section 10: %o', (text, encoded) => {
    expect(encodeBase64(bytesOf(text))).toBe(encoded)
    expect(decodeBase64(encoded)).toEqual(bytesOf(text))
  })

  it('gives any bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
      }),
    )
  })

  it('encodes more bytes than one call of a function takes', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, k) => (k * 31) & 255)
    expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
  })

  it('is refused where it is something else', () => {
    expect(() => decodeBase64('no base64!')).toThrow(GauntletError)
    expect(() => decodeBase64('Zm9v*')).toThrow('got 5 characters that are not base64')
  })
})
