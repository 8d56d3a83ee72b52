/** NumPy's files of several arrays: `readNpz`, `writeNpz`, `NpzFile`. */
import { type FileContent, ParameterError } from '@gauntlet/core'
import { type TypedNpyArray, readTypedNpy, writeNpy } from './npy.ts'
import { readZip, writeZip } from './zip.ts'

const SUFFIX = '.npy'

/** Arrays by name, and other files beside them. */
export interface NpzFile {
  /** Names of all members, in the order of the file: of an array its own, of another file the whole, as `notes.txt`. */
  readonly names: readonly string[]
  has(name: string): boolean
  /** An array. Errors: ParameterError naming file and member where there is none, or it is damaged. */
  array(name: string): TypedNpyArray
  /** The bytes of another file. Errors: likewise. */
  bytes(name: string): Uint8Array
}

/**
 * Opens a file as `numpy.savez` and `numpy.savez_compressed` write it. A member is unpacked when it is asked for.
 *
 * Errors: ParameterError naming the file, and the member, where it is no zip file, or a damaged one.
 * Source: NumPy's `savez`: a zip file of `NAME.npy`, stored or deflated.
 */
export function readNpz(file: FileContent): NpzFile {
  const members = new Map(
    readZip(file).map((member) => {
      const { name } = member
      return [name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name, member]
    }),
  )
  const read = (name: string, stored: string, what: string): Uint8Array => {
    const member = members.get(name)
    if (member?.name === stored) return member.read()
    const allowed = `one of ${[...members.keys()].join(', ') || 'none'}`
    throw new ParameterError(`${file.name}: ${what}`, name, allowed)
  }
  return {
    names: [...members.keys()],
    has: (name) => members.has(name),
    array: (name) =>
      readTypedNpy({ name: `${file.name}: ${name}`, bytes: read(name, name + SUFFIX, 'array') }),
    bytes: (name) => read(name, name, 'member'),
  }
}

/**
 * The bytes of a file of arrays, and of other files where bytes are given for a name, none of them packed; the same members
 * make the same bytes. Names are ASCII. Errors: as of `writeZip`.
 */
export function writeNpz(members: Readonly<Record<string, TypedNpyArray | Uint8Array>>): Uint8Array {
  return writeZip(
    Object.entries(members).map(([name, member]) =>
      member instanceof Uint8Array
        ? { name, bytes: member }
        : { name: name + SUFFIX, bytes: writeNpy(member) },
    ),
  )
}
