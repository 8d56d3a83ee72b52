/**
 * The store: `openStore`, `Store`. A directory of immutable files, which is also the progress of a run.
 *
 *   store.json                       format and version
 *   cells/ab/<key>.json              finished cells: canonical JSON
 *   provenance/ab/<key>.json         where and how long each ran
 *   failed/ab/<key>.json             cells that gave no result; gone once they do
 *   policies/ab/<digest>.bin         what learners saved
 *   files/ab/<digest>.bin            files that parameters name
 *   checkpoints/ab/<key>.bin         trainings that were cut off; gone once the cell is finished
 *   temporary/                       drafts; whatever lies here counts as absent
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { GauntletError, canonicalJson, digestOf } from '@gauntlet/core'
import { readCellFile, writeCellFile } from './cell-file.ts'
import type { Reader } from './config-reader.ts'
import { makeDirectory, namesIfThere, readIfThere, removeStale, writeAtomically } from './files.ts'
import { readFailedCell, readProvenance } from './record-readers.ts'
import type { CellResult, FailedCell, Provenance } from './records.ts'

const FORMAT = { format: 'gauntlet-store', formatVersion: 1 } as const
const SUFFIX = '.json'

type Shelf = 'cells' | 'provenance' | 'failed' | 'policies' | 'files' | 'checkpoints'

/** Opens a store to read it. Errors: GauntletError where there is none, or it is of another version. */
export function openStore(path: string): Store {
  const root = resolve(path)
  if (!existsSync(root)) {
    throw new GauntletError('store', `store ${path}: there is no ${root}; gauntlet run makes one`)
  }
  checkFormat(root, path)
  return new Store(root)
}

/** Opens a store to write it, and makes it where there is none. Errors: GauntletError where it cannot be written. */
export function createStore(path: string): Store {
  const root = resolve(path)
  try {
    makeDirectory(root)
    const others = readdirSync(root).filter((name) => name !== 'temporary')
    if (others.length > 0) checkFormat(root, path)
    else writeAtomically(join(root, 'store.json'), `${canonicalJson(FORMAT)}\n`, join(root, 'temporary'))
    removeStale(join(root, 'temporary'))
  } catch (error) {
    throw unwritable(error, path)
  }
  return new Store(root)
}

function checkFormat(root: string, path: string): void {
  if (!statSync(root).isDirectory()) throw new GauntletError('store', `store ${path}: is not a directory`)
  const content = readIfThere(join(root, 'store.json'))
  if (content === undefined) {
    throw new GauntletError(
      'store',
      `store ${path}: the directory has no store.json, so it is no store; name another with --store`,
    )
  }
  const { format, formatVersion } = Object(parse(content, join(path, 'store.json'))) as Partial<typeof FORMAT>
  if (format !== FORMAT.format || formatVersion !== FORMAT.formatVersion) {
    throw new GauntletError(
      'store',
      `store ${path}: is of format ${format} ${formatVersion}, expected ${FORMAT.format} ${FORMAT.formatVersion}; ` +
        'use the version of gauntlet that wrote it, or another --store',
    )
  }
}

function unwritable(error: unknown, path: string): GauntletError {
  if (error instanceof GauntletError) return error
  const { message } = error as Error
  return new GauntletError('store', `store ${path}: cannot be written: ${message}; name another with --store`)
}

/** An open store. Reading checks every file against its digest; an error names the file and what to do. */
export class Store {
  readonly root: string

  constructor(root: string) {
    this.root = root
  }

  /** Whether a cell is finished. */
  has(key: string): boolean {
    return existsSync(this.pathOf('cells', key, SUFFIX))
  }

  /** Keys of finished cells, sorted. */
  keys(): string[] {
    return this.namesOn('cells')
  }

  /** A finished cell. Errors: GauntletError with code `corrupt`. */
  read(key: string): CellResult {
    const path = this.pathOf('cells', key, SUFFIX)
    const content = readIfThere(path)
    if (content === undefined) throw new GauntletError('store', `${path}: the cell is not there any more`)
    try {
      return readCellFile(content.toString('utf8'), key)
    } catch (error) {
      throw corrupt(path, (error as Error).message)
    }
  }

  provenance(key: string): Provenance | undefined {
    const path = this.pathOf('provenance', key, SUFFIX)
    const content = readIfThere(path)
    return content && parseRecord(readProvenance, content, path)
  }

  /** Keys of failed cells that have no result since, sorted. */
  failedKeys(): string[] {
    return this.namesOn('failed').filter((key) => !this.has(key))
  }

  failure(key: string): FailedCell | undefined {
    const path = this.pathOf('failed', key, SUFFIX)
    const content = readIfThere(path)
    const failed = content && parseRecord(readFailedCell, content, path)
    if (failed === undefined || digestOf(failed.descriptor) === key) return failed
    throw corrupt(path, `holds cell ${digestOf(failed.descriptor)}`)
  }

  /** What a learner saved. Errors: GauntletError with code `corrupt`, as for `file`. */
  policy(digest: string): Uint8Array | undefined {
    return this.bytesOf('policies', digest)
  }

  /** A file that parameters name. */
  file(digest: string): Uint8Array | undefined {
    return this.bytesOf('files', digest)
  }

  private bytesOf(shelf: 'policies' | 'files', digest: string): Uint8Array | undefined {
    const path = this.pathOf(shelf, digest, '.bin')
    const bytes = readIfThere(path)
    if (bytes === undefined) return undefined
    const actual = createHash('sha256').update(bytes).digest('hex')
    if (actual === digest) return bytes
    throw corrupt(path, `its content has the digest ${actual}`)
  }

  putFile(digest: string, bytes: Uint8Array): void {
    const path = this.pathOf('files', digest, '.bin')
    if (!existsSync(path)) this.write(path, bytes)
  }

  /**
   * Keeps a finished cell for good. The cell's own file comes last, so that a cell that is there is complete.
   * Errors: GauntletError with code `conflict` where it is there already with another digest.
   */
  putResult(result: CellResult, provenance: Provenance, policy: Uint8Array | null): void {
    const { key } = result
    const path = this.pathOf('cells', key, SUFFIX)
    if (this.has(key)) {
      const { digest } = this.read(key)
      if (digest === result.digest) return
      throw new GauntletError(
        'conflict',
        `computed with digest ${result.digest}, but ${path} has ${digest}: the cell does not come out the same twice`,
      )
    }
    if (policy !== null && result.policy !== null) {
      this.write(this.pathOf('policies', result.policy, '.bin'), policy)
    }
    this.write(this.pathOf('provenance', key, SUFFIX), `${canonicalJson(provenance)}\n`)
    this.write(path, writeCellFile(result))
    rmSync(this.pathOf('failed', key, SUFFIX), { force: true })
    rmSync(this.pathOf('checkpoints', key, '.bin'), { force: true })
  }

  /** Where a cell's training stood when it was last heard of. */
  checkpoint(key: string): Uint8Array | undefined {
    return readIfThere(this.pathOf('checkpoints', key, '.bin'))
  }

  putCheckpoint(key: string, bytes: Uint8Array): void {
    this.write(this.pathOf('checkpoints', key, '.bin'), bytes)
  }

  putFailure(failed: FailedCell): void {
    this.write(this.pathOf('failed', failed.key, SUFFIX), `${canonicalJson(failed)}\n`)
  }

  private write(path: string, content: string | Uint8Array): void {
    try {
      writeAtomically(path, content, join(this.root, 'temporary'))
    } catch (error) {
      throw unwritable(error, this.root)
    }
  }

  private pathOf(shelf: Shelf, key: string, suffix: string): string {
    return join(this.root, shelf, key.slice(0, 2), key + suffix)
  }

  private namesOn(shelf: Shelf): string[] {
    const directory = join(this.root, shelf)
    // Whatever else lies there, such as a file browser's own notes, is none of ours.
    const drawers = namesIfThere(directory).filter((drawer) => /^[0-9a-f]{2}$/.test(drawer))
    return drawers
      .flatMap((drawer) => namesIfThere(join(directory, drawer)))
      .filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
      .map((name) => name.slice(0, -SUFFIX.length))
      .sort()
  }
}

function parseRecord<T>(read: Reader<T>, content: Buffer, path: string): T {
  const value = parse(content, path)
  try {
    return read(value, 'record')
  } catch (error) {
    throw corrupt(path, (error as Error).message)
  }
}

function parse(content: Buffer, path: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    throw corrupt(path, 'is not JSON')
  }
}

function corrupt(path: string, message: string): GauntletError {
  return new GauntletError('corrupt', `${path}: ${message}; remove the file and run again`)
}
