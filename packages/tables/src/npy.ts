/** NumPy's array files: `readNpy`, `readTypedNpy`, `writeNpy`, `NpyArray`, `TypedNpyArray`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { plainText } from './text.ts'

/** An array of numbers in C order: the last index runs fastest. */
export interface NpyArray {
  readonly shape: readonly number[]
  readonly values: Float64Array
}

/** Numbers as a file has them. */
export type NpyValues =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array

/** An array of numbers in C order, of the file's own type. */
export interface TypedNpyArray {
  readonly shape: readonly number[]
  readonly values: NpyValues
}

type Getter = (view: DataView, at: number, little: boolean) => number
type Make = new (count: number) => NpyValues

/** How a number of each type is read, bytes and getter, and what holds it. */
const TYPES: Readonly<Record<string, readonly [size: number, get: Getter, make: Make]>> = {
  b1: [1, (view, at) => view.getUint8(at), Uint8Array],
  i1: [1, (view, at) => view.getInt8(at), Int8Array],
  u1: [1, (view, at) => view.getUint8(at), Uint8Array],
  i2: [2, (view, at, little) => view.getInt16(at, little), Int16Array],
  u2: [2, (view, at, little) => view.getUint16(at, little), Uint16Array],
  i4: [4, (view, at, little) => view.getInt32(at, little), Int32Array],
  u4: [4, (view, at, little) => view.getUint32(at, little), Uint32Array],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little)), Float64Array],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little)), Float64Array],
  f4: [4, (view, at, little) => view.getFloat32(at, little), Float32Array],
  f8: [8, (view, at, little) => view.getFloat64(at, little), Float64Array],
}
const ALLOWED_TYPES = 'bool, int8 to int64, uint8 to uint64, float32 or float64, of either byte order'

/** What every file starts with: \x93NUMPY. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const

/** Whether bytes start as NumPy's array files do. */
export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte)

/**
 * Reads an array of booleans, integers or floating-point numbers, of either byte order and of C or Fortran order.
 * Integers beyond 2^53 are rounded to the nearest double.
 *
 * Errors: ParameterError naming the file where it is another format, type or length than it says.
 * Source: NumPy's format 1.0, 2.0 and 3.0 (numpy.lib.format).
 */
export function readNpy(file: FileContent): NpyArray {
  const { shape, values } = readTypedNpy(file)
  return { shape, values: values instanceof Float64Array ? values : Float64Array.from(values) }
}

/** Likewise, in an array of the file's type; integers of 64 bits in doubles, booleans in bytes. */
export function readTypedNpy({ name, bytes }: FileContent): TypedNpyArray {
  const { descr, fortran, shape, start } = readHeader(name, bytes)
  const type = /^[<>|=]([biuf]\d)$/.exec(descr)
  const entry = type !== null && Object.hasOwn(TYPES, type[1]) ? TYPES[type[1]] : undefined
  if (entry === undefined) throw new ParameterError(`${name}: dtype`, descr, ALLOWED_TYPES)
  const [size, get, Values] = entry
  const count = shape.reduce((product, length) => product * length, 1)
  if (bytes.length - start !== count * size) {
    const allowed = `${count * size}, ${count} numbers of ${size} bytes`
    throw new ParameterError(`${name}: data`, `${bytes.length - start} bytes`, allowed)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start)
  const little = descr[0] !== '>'
  const values = new Values(count)
  for (let i = 0; i < count; i++) values[i] = get(view, i * size, little)
  return { shape, values: fortran ? inCOrder(shape, values, new Values(count)) : values }
}

interface Header {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  /** Where the data begins. */
  readonly start: number
}

function readHeader(name: string, bytes: Uint8Array): Header {
  if (!isNpy(bytes) || bytes.length < 12)
    throw new ParameterError(name, 'other bytes', "NumPy's array format")
  const major = bytes[6]
  if (major < 1 || major > 3) throw new ParameterError(`${name}: version`, major, '1, 2 or 3')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const head = major === 1 ? 10 : 12
  const start = head + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true))
  if (start > bytes.length)
    throw new ParameterError(`${name}: header`, `${bytes.length} bytes`, `at least ${start}`)
  const text = plainText(bytes.subarray(head, start)).trim()
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)
  if (descr === null || order === null || shape === null) {
    throw new ParameterError(`${name}: header`, text, "a dictionary of 'descr', 'fortran_order' and 'shape'")
  }
  const lengths = (shape[1].match(/\d+/g) ?? []).map(Number)
  return { descr: descr[1], fortran: order[1] === 'True', shape: lengths, start }
}

/** Values whose first index runs fastest, with the last running fastest: `result`. */
function inCOrder(shape: readonly number[], values: NpyValues, result: NpyValues): NpyValues {
  const index = shape.map(() => 0)
  for (const value of values) {
    result[shape.reduce((at, length, d) => at * length + index[d], 0)] = value
    for (let d = 0; d < shape.length && ++index[d] === shape[d]; d++) index[d] = 0
  }
  return result
}

/** NumPy's names of types. */
const NAMES: readonly (readonly [make: Make, descr: string])[] = [
  [Float64Array, '<f8'],
  [Float32Array, '<f4'],
  [Int32Array, '<i4'],
  [Uint32Array, '<u4'],
  [Int16Array, '<i2'],
  [Uint16Array, '<u2'],
  [Int8Array, '|i1'],
  [Uint8Array, '|u1'],
]

/** The bytes of a file of format 1.0 with numbers of the array's type, little-endian, in C order. */
export function writeNpy({ shape, values }: TypedNpyArray): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const [, descr] = NAMES.find(([Values]) => values instanceof Values)!
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`
  // Data begins at a multiple of 64, after a line feed.
  const start = Math.ceil((header.length + 11) / 64) * 64
  const bytes = new Uint8Array(start + values.byteLength)
  bytes.set(MAGIC)
  bytes[6] = 1
  new DataView(bytes.buffer).setUint16(8, start - 10, true)
  const text = `${header.padEnd(start - 11)}\n`
  for (let i = 0; i < text.length; i++) bytes[10 + i] = text.charCodeAt(i)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start)
  return bytes
}
