/**
 * Files that are never half-written: `writeAtomically`, `makeDirectory`, `removeStale`, `readIfThere`,
 * `namesIfThere`.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import { GauntletError } from '@gauntlet/core'

/** A leftover temporary file is removed once it is so old that nobody can still be writing it. */
const STALE_MS = 24 * 3600 * 1000

/**
 * Writes a whole file under a temporary name, forces it to the disk, and only then gives it its own name. A
 * process that is killed leaves nothing, or a leftover in `temporary`, which nobody reads.
 */
export function writeAtomically(path: string, content: string | Uint8Array, temporary: string): void {
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`
  const draft = join(temporary, `${basename(path)}.${unique}`)
  makeDirectory(temporary)
  makeDirectory(dirname(path))
  try {
    writeThrough(draft, typeof content === 'string' ? Buffer.from(content) : content)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  syncDirectory(dirname(path))
}

function writeThrough(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'wx')
  try {
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Makes a directory and those above it, level by level: Node's own recursion never ends where a directory that is
 * there answers ENOENT, as /proc does. Errors: the system's.
 */
export function makeDirectory(path: string): void {
  if (isDirectory(path)) return
  const parent = dirname(path)
  if (parent !== path) makeDirectory(parent)
  try {
    mkdirSync(path)
  } catch (error) {
    // Another process may have been first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !isDirectory(path)) throw error
  }
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Forces a new name to the disk, where the system lets a directory be opened. */
function syncDirectory(path: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(path, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

/** Removes what killed processes left, once it is a day old. */
export function removeStale(temporary: string): void {
  if (!existsSync(temporary)) return
  for (const name of readdirSync(temporary)) {
    const path = join(temporary, name)
    const { mtimeMs = Infinity } = statSync(path, { throwIfNoEntry: false }) ?? {}
    if (Date.now() - mtimeMs > STALE_MS) rmSync(path, { force: true })
  }
}

/**
 * A file's bytes, or undefined where there is none. Errors: GauntletError where it cannot be read, or is a device or a
 * pipe, which might never end.
 */
export function readIfThere(path: string): Buffer | undefined {
  return ifThere(path, (file) => {
    const found = statSync(file)
    if (!found.isFile() && !found.isDirectory()) throw new Error('it is a device, pipe or socket')
    return readFileSync(file)
  })
}

/** Names in a directory; none where it is not there. Errors: GauntletError where it cannot be read. */
export function namesIfThere(path: string): string[] {
  return ifThere(path, (directory) => readdirSync(directory)) ?? []
}

function ifThere<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new GauntletError('store', `${path}: cannot be read: ${message}`, { cause: error })
  }
}
