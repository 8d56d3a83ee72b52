/** Archives, as Python's safetensors 0.8.0 writes them (golden) and as we do (golden, which it read back the same). */
import { readFileSync } from 'node:fs'
import { GauntletError } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Archive, named, pack, restore, unpack } from '../src/archive.ts'

const golden = JSON.parse(readFileSync(new URL('golden/safetensors.json', import.meta.url), 'utf8')) as {
  python: string
  ours: string
}
const ARRAYS: Archive = {
  weights: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
  count: Float64Array.of(2 ** 40 + 1),
  größe: Int32Array.of(-1, 7),
  places: Uint32Array.of(4294967295),
  flags: Uint8Array.of(1, 0, 255),
  none: new Float32Array(0),
}

it('Python’s file is read, a matrix in the order of its rows', () => {
  expect(unpack(Buffer.from(golden.python, 'base64'))).toEqual(ARRAYS)
})

it('the bytes are those that Python read back', () => {
  expect(Buffer.from(pack(ARRAYS)).toString('base64')).toBe(golden.ours)
})

it('what was packed is unpacked, also from within other bytes, and its arrays lie where their type wants them', () => {
  const whole = new Uint8Array(pack(ARRAYS).length + 3)
  whole.set(pack(ARRAYS), 3)
  const unpacked = unpack(whole.subarray(3))
  expect(unpacked).toEqual(ARRAYS)
  whole.fill(0)
  expect(unpacked).toEqual(ARRAYS)
  expect(pack(ARRAYS).length).toBe(pack(unpacked).length)
})

/** A file of a header and so many bytes behind it. */
function file(header: unknown, data: number = 0): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + data)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  return bytes
}

const entry = (dtype: string, shape: unknown, offsets: unknown) => ({
  x: { dtype, shape, data_offsets: offsets },
})

it.each([
  ['nothing', new Uint8Array(0), 'length: got 0 bytes, expected at least 8'],
  // A uint32 of length and a list: archives before this format.
  ['an older archive', Buffer.from('\x12\0\0\0[{"name":"a"}]....'), /header: got 14 bytes, expected \d{19}$/],
  ['text', file('no json'), 'header: got 7 other bytes, expected JSON in UTF-8'],
  ['a list', file([]), 'header: got [], expected an object of arrays by name'],
  [
    'a half',
    file(entry('F16', [1], [0, 2]), 2),
    '"x": dtype: got "F16", expected one of F64, F32, I32, U32, U8',
  ],
  ['a negative shape', file(entry('F32', [-1], [0, 4]), 4), '"x": shape: got [-1], expected whole numbers'],
  ['one offset', file(entry('F32', [1], [4]), 4), '"x": data_offsets: got [4], expected two whole numbers'],
  ['another shape', file(entry('F32', [2], [0, 4]), 4), 'expected 8 bytes, as F32 of shape [2] takes'],
  ['a gap', file(entry('F32', [1], [4, 8]), 8), '"x": data_offsets: got [4,8], expected a begin at 0'],
  ['too little', file(entry('F32', [1], [0, 4]), 3), 'data: got 3 bytes, expected 4'],
  ['too much', file(entry('F32', [1], [0, 4]), 5), 'data: got 5 bytes, expected 4'],
  [
    'a version to come',
    file({ __metadata__: { formatVersion: '2' } }),
    'formatVersion: got "2", expected "1"',
  ],
])('%s is refused by name', (_, bytes, message) => {
  expect(() => unpack(bytes)).toThrow(GauntletError)
  expect(() => unpack(bytes)).toThrow(message)
})

it('mangled bytes are read or refused by name', () => {
  const bytes = pack(ARRAYS)
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
      const mangled = bytes.slice(0, cut ? at : bytes.length)
      if (!cut) mangled[at] = byte
      try {
        unpack(mangled)
      } catch (error) {
        expect(error).toBeInstanceOf(GauntletError)
        expect((error as Error).message).toMatch(/^saved state: /)
      }
    }),
    { numRuns: 1000 },
  )
})

it('arrays are restored in place, or refused where one is missing, longer or of another type', () => {
  const into = { a: new Float32Array(2), b: new Int32Array(1) }
  const { a } = into
  restore(into, { a: Float32Array.of(1, 2), b: Int32Array.of(3), more: new Uint8Array(1) })
  expect([a, into.b]).toEqual([Float32Array.of(1, 2), Int32Array.of(3)])
  const refused: [Archive, string][] = [
    [{ a }, 'b has no numbers, expected 1 of I32'],
    [{ a: new Float32Array(3), b: into.b }, 'a has 3 numbers of F32, expected 2 of F32'],
    [{ a: new Float64Array(2), b: into.b }, 'a has 2 numbers of F64, expected 2 of F32'],
  ]
  for (const [from, message] of refused) expect(() => restore(into, from)).toThrow(message)
  expect(Object.keys(named('optimiser', into))).toEqual(['optimiser.a', 'optimiser.b'])
})
