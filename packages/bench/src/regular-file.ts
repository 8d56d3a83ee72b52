/** Files that a user names: `readRegularFile`, `refusalOf`, `parseJson`; `MOST_DATASET_MEBIBYTES`. A device or a pipe might never end. */
import { readFileSync, statSync } from 'node:fs'

const MOST_MEBIBYTES = 64
/** Largest dataset that is read. */
export const MOST_DATASET_MEBIBYTES = 2047

/** The bytes of a file. Errors: Error saying why it is not read, also where it has more than `most` MiB. */
export function readRegularFile(path: string, most: number = MOST_MEBIBYTES): Uint8Array {
  const refusal = refusalOf(path, most)
  if (refusal !== undefined) throw new Error(refusal)
  return new Uint8Array(readFileSync(path))
}

/** Why a path is not read: it is no regular file, or too large; undefined where it is read. */
export function refusalOf(path: string, most: number = MOST_MEBIBYTES): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return `there is no ${path}`
  if (found.isDirectory()) return 'is a directory, expected a file'
  if (!found.isFile()) return 'is a device, pipe or socket, expected a regular file'
  const mebibytes = Math.ceil(found.size / 2 ** 20)
  return mebibytes > most ? `has ${mebibytes} MiB, expected at most ${most}` : undefined
}

/** JSON in UTF-8, also with a byte order mark. Errors: SyntaxError. */
export function parseJson(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}
