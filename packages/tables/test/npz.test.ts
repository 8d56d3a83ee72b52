/** NumPy's files of several arrays, as NumPy 2.4.6 and Python 3.11 write them (golden) and as we do. */
import { deflateRawSync } from 'node:zlib'
import { ParameterError } from '@gauntlet/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inflate } from '../src/inflate.ts'
import { type TypedNpyArray, readTypedNpy, writeNpy } from '../src/npy.ts'
import { readNpz, writeNpz } from '../src/npz.ts'
import { goldenFiles } from './files.ts'

const files = goldenFiles('npz')
const ARRAYS: Readonly<Record<string, TypedNpyArray>> = {
  f4: { shape: [2, 3], values: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25) },
  f8: { shape: [2, 1], values: Float64Array.of(1.5, -2) },
  i4: { shape: [2], values: Int32Array.of(-1, 7) },
  i8: { shape: [1], values: Float64Array.of(2 ** 40) },
  u1: { shape: [2], values: Uint8Array.of(0, 255) },
  u4: { shape: [1], values: Uint32Array.of(2 ** 32 - 1) },
  i2: { shape: [1], values: Int16Array.of(-300) },
  b1: { shape: [2], values: Uint8Array.of(1, 0) },
  fortran: { shape: [2, 3], values: Int32Array.of(0, 1, 2, 3, 4, 5) },
}

describe('files of NumPy', () => {
  it.each(['stored', 'deflated', 'with metadata'])('%s', (name) => {
    const file = readNpz(files.get(name)!)
    for (const [array, content] of Object.entries(ARRAYS)) expect(file.array(array)).toEqual(content)
    expect(file.names.slice(0, 9)).toEqual(Object.keys(ARRAYS))
    if (name === 'stored') return
    expect(file.array('long').values).toEqual(Int32Array.from({ length: 3000 }, (_, i) => Math.floor(i / 7)))
    expect(file.array('random').shape).toEqual([400])
  })

  it('without arrays, and with others beside them', () => {
    expect(readNpz(files.get('none')!).names).toEqual([])
    const file = readNpz(files.get('with metadata')!)
    expect(Buffer.from(file.bytes('metadata.json')).toString()).toBe('{"a": 1}')
    expect([file.has('metadata.json'), file.has('f4'), file.has('f4.npy')]).toEqual([true, true, false])
    expect(Buffer.from(readNpz(files.get('fixed code')!).bytes('short.txt')).toString()).toBe('abcabcabc')
  })
})

describe('what is written', () => {
  const members = { ...ARRAYS, 'notes.json': Uint8Array.from(Buffer.from('{}')) }

  it('is read, and is the same whenever it is written', () => {
    const bytes = writeNpz(members)
    const file = readNpz({ name: 'x.npz', bytes })
    for (const [array, content] of Object.entries(ARRAYS)) expect(file.array(array)).toEqual(content)
    expect(file.bytes('notes.json')).toEqual(members['notes.json'])
    expect(writeNpz(members)).toEqual(bytes)
  })

  it('is what numpy.load and zipfile read back', () => {
    const bytes = writeNpz({ rows: ARRAYS.f4, 'notes.json': members['notes.json'] })
    expect(Buffer.from(bytes).toString('base64')).toBe(
      Buffer.from(files.get('ours')!.bytes).toString('base64'),
    )
  })

  it('has the type of the array', () => {
    for (const values of [Int8Array.of(-3), Uint16Array.of(65535)]) {
      const bytes = writeNpy({ shape: [1], values })
      expect(readTypedNpy({ name: 'x', bytes })).toEqual({ shape: [1], values })
    }
  })
})

describe('damaged files', () => {
  /** The bytes of one array and text, changed. */
  const changed = (change: (view: DataView, bytes: Uint8Array) => Uint8Array | void) => {
    const bytes = writeNpz({ a: ARRAYS.i4, 'b.txt': Uint8Array.of(1, 2, 3) })
    const result = change(new DataView(bytes.buffer), bytes) ?? bytes
    return () => {
      const file = readNpz({ name: 'x.npz', bytes: result })
      return file.names.map((name) => (name.includes('.') ? file.bytes(name) : file.array(name)))
    }
  }
  /** Where the directory and the end begin, behind two heads, `a.npy`, `b.txt` and their bytes. */
  const directory = 30 + 5 + 128 + 8 + 30 + 5 + 3
  const second = directory + 46 + 5
  const end = second + 46 + 5

  it.each([
    ['other bytes', () => Uint8Array.of(1, 2, 3), 'x.npz: got "other bytes", expected a whole zip file'],
    ['cut off', (_: DataView, bytes: Uint8Array) => bytes.slice(0, -1), 'expected a whole zip file'],
    ['on two disks', (view: DataView) => view.setUint16(end + 4, 1, true), 'expected a zip file in one'],
    ['zip64', (view: DataView) => view.setUint32(end + 16, 0xffffffff, true), 'larger files (zip64) are not'],
    ['fewer members', (view: DataView) => view.setUint32(end + 8, 0x10001, true), 'more bytes of directory'],
    ['more members', (view: DataView) => view.setUint32(end + 8, 0x30003, true), 'x.npz: member 3: got "no'],
    [
      'outside',
      (view: DataView) => view.setUint32(directory + 42, 9999, true),
      'member 1 (a.npy): got "136 b',
    ],
    [
      'no text',
      (view: DataView) => view.setUint8(second + 46, 0xff),
      'member 2: name: got "bytes that are no',
    ],
    [
      'shared bytes',
      (view: DataView) => view.setUint32(second + 42, 0, true),
      'got "bytes of b.txt", expected',
    ],
    [
      'twice',
      (_: DataView, bytes: Uint8Array) => bytes.copyWithin(second + 46, directory + 46, directory + 51),
      'x.npz: a.npy: got "another member of this name"',
    ],
    [
      'bomb',
      (view: DataView) => view.setUint32(second + 24, 9999, true),
      'got "9999 bytes", expected at most',
    ],
    [
      'another size',
      (view: DataView) => view.setUint32(second + 24, 9, true),
      'got "3 bytes", expected 9, as',
    ],
    ['encrypted', (view: DataView) => view.setUint16(second + 8, 1, true), 'x.npz: b.txt: got "encrypted'],
    [
      'not deflated',
      (view: DataView) => view.setUint16(second + 10, 8, true),
      'b.txt: got "packed bytes that end',
    ],
    ['another sum', (view: DataView) => view.setUint8(second + 16, 1), 'x.npz: b.txt: CRC-32: got "'],
    ['no array', (view: DataView) => view.setUint8(35, 0), 'x.npz: a.npy: CRC-32: got "'],
  ])('%s', (_, change, message) => {
    expect(changed(change as Parameters<typeof changed>[0])).toThrow(ParameterError)
    expect(changed(change as Parameters<typeof changed>[0])).toThrow(message)
  })

  it('and other methods are refused by name', () => {
    const file = readNpz(files.get('bzip2')!)
    expect(() => file.array('x')).toThrow(
      'bzip2.npz: x.npy: method: got 12, expected 0 (stored) or 8 (deflated)',
    )
    expect(() => file.array('y')).toThrow('bzip2.npz: array: got "y", expected one of x')
    expect(() => file.bytes('x')).toThrow('bzip2.npz: member: got "x", expected one of x')
  })

  it.each(['deflated', 'stored'])('%s and mangled are read or refused by name', (name) => {
    const { bytes } = files.get(name)!
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(3), (at, byte, cut) => {
        const mangled = bytes.slice(0, cut === 3 ? at : bytes.length)
        if (cut < 3) mangled[at] = byte
        try {
          const file = readNpz({ name: 'mangled', bytes: mangled })
          for (const member of file.names) file.array(member)
        } catch (error) {
          expect(error).toBeInstanceOf(ParameterError)
          expect((error as Error).message).toMatch(/^mangled: /)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('inflate', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 3000 }),
    fc.array(fc.constantFrom(1, 2, 3, 200), { maxLength: 9000 }).map((list) => Uint8Array.from(list)),
    fc.nat(70_000).map((length) => new Uint8Array(length)),
  )

  it('unpacks what zlib packed, at every level', () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom(0, 1, 6, 9), fc.constantFrom(0, 2, 4), (whole, level, strategy) => {
        const output = new Uint8Array(whole.length)
        inflate(deflateRawSync(whole, { level, strategy }), output)
        expect(output).toEqual(whole)
      }),
    )
  })

  it('refuses too little room, too much, and bytes behind the end', () => {
    const packed = deflateRawSync(Uint8Array.from({ length: 300 }, (_, i) => (i * i) % 251))
    expect(() => inflate(packed, new Uint8Array(299))).toThrow('299')
    expect(() => inflate(packed, new Uint8Array(301))).toThrow('300 bytes unpacked of 301')
    expect(() => inflate(packed.subarray(0, -1), new Uint8Array(300))).toThrow('end too early')
    expect(() => inflate(Uint8Array.of(...packed, 0), new Uint8Array(300))).toThrow('behind their end')
  })

  it('ends, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (packed) => {
        try {
          inflate(packed, new Uint8Array(5000))
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
