/**
 * The store: `openStore`, `createStore`, `Store`; `MANIFEST`. A directory of immutable files, which is also the progress of a run.
 *
 *   store.json                       format and version
 *   cells/ab/<key>.json              finished cells: canonical JSON
 *   matches/ab/<key>.json            finished matches, likewise
 *   provenance/ab/<key>.json         where and how long each ran
 *   failed/ab/<key>.json             cells that gave no result; gone once they do
 *   failed-matches/ab/<key>.json     matches likewise
 *   policies/ab/<digest>.bin         what learners saved
 *   files/ab/<digest>.bin            files that parameters name
 *   checkpoints/ab/<key>.bin         trainings that were cut off; gone once the cell is finished
 *   temporary/                       drafts; whatever lies here counts as absent
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { GauntletError, canonicalJson, show } from '@gauntlet/core'
import { makeDirectory, readIfThere, removeStale, writeAtomically } from './files.ts'
import { readCellFile, readMatchFile } from './record-file.ts'
import { readFailedCell, readFailedMatch } from './record-readers.ts'
import type { CellResult, FailedCell, FailedMatch, MatchResult, Provenance } from './records.ts'
import { RecordShelf, corrupt, parseJson, pathOf, unwritable } from './shelf.ts'

const FORMAT = { format: 'gauntlet-store', formatVersion: 1 } as const

/**
 * Opens a store to read it; of its files, where `sound` is given, those that it names alone, by paths with slashes. Errors:
 * GauntletError where there is none, or it is of another version.
 */
export function openStore(path: string, sound?: ReadonlySet<string>): Store {
  const root = resolve(path)
  if (!existsSync(root)) {
    throw new GauntletError('store', `store ${path}: there is no ${root}; gauntlet run makes one`)
  }
  checkFormat(root, path)
  return new Store(root, sound)
}

/** Opens a store to write it, and makes it where there is none. Errors: GauntletError where it cannot be written. */
export function createStore(path: string): Store {
  const root = resolve(path)
  try {
    makeDirectory(root)
    refuseBundle(root, path)
    const others = readdirSync(root).filter((name) => name !== 'temporary')
    if (others.length > 0) checkFormat(root, path)
    else writeAtomically(join(root, 'store.json'), `${canonicalJson(FORMAT)}\n`, join(root, 'temporary'))
    removeStale(join(root, 'temporary'))
  } catch (error) {
    throw unwritable(error, path)
  }
  return new Store(root)
}

/** What tells a bundle from a store: it lists every file with its digest, and so stays as it is. */
export const MANIFEST = 'manifest.json'

function refuseBundle(root: string, path: string): void {
  if (!existsSync(join(root, MANIFEST))) return
  throw new GauntletError(
    'store',
    `store ${path}: has a ${MANIFEST}, so it is a bundle, to which nothing is added; ` +
      'gauntlet store merge puts what it holds into a store',
  )
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
  const { format, formatVersion } = Object(parseJson(content, join(path, 'store.json'))) as Partial<
    typeof FORMAT
  >
  if (format !== FORMAT.format || formatVersion !== FORMAT.formatVersion) {
    throw new GauntletError(
      'store',
      `store ${path}: is of format ${show(format)} ${show(formatVersion)}, expected ${FORMAT.format} ${FORMAT.formatVersion}; ` +
        'use the version of gauntlet that wrote it, or another --store',
    )
  }
}

/** An open store. Reading checks every file against its digest; an error names the file and what to do. */
export class Store extends RecordShelf<CellResult, FailedCell> {
  readonly matches: RecordShelf<MatchResult, FailedMatch>

  constructor(root: string, sound?: ReadonlySet<string>) {
    const cells = { results: 'cells', failures: 'failed' }
    super(root, { what: 'cell', ...cells, readResult: readCellFile, readFailure: readFailedCell }, sound)
    const matches = { results: 'matches', failures: 'failed-matches' }
    const kind = { what: 'match', ...matches, readResult: readMatchFile, readFailure: readFailedMatch }
    this.matches = new RecordShelf(root, kind, sound)
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
    const path = this.bytesPath(shelf, digest)
    const bytes = this.load(path)
    if (bytes === undefined) return undefined
    const actual = createHash('sha256').update(bytes).digest('hex')
    if (actual === digest) return bytes
    throw corrupt(path, `its content has the digest ${actual}`)
  }

  putFile(digest: string, bytes: Uint8Array): void {
    this.putBytes('files', digest, bytes)
  }

  putPolicy(digest: string, bytes: Uint8Array): void {
    this.putBytes('policies', digest, bytes)
  }

  private putBytes(shelf: 'policies' | 'files', digest: string, bytes: Uint8Array): void {
    const path = this.bytesPath(shelf, digest)
    if (!existsSync(path)) this.write(path, bytes)
  }

  hasPolicy(digest: string): boolean {
    return existsSync(this.bytesPath('policies', digest))
  }

  hasFile(digest: string): boolean {
    return existsSync(this.bytesPath('files', digest))
  }

  /**
   * Keeps a finished cell for good, with what its learner saved.
   * Errors: GauntletError with code `conflict` where it is there already with another digest.
   */
  override putResult(
    result: CellResult,
    provenance: Provenance | undefined,
    policy: Uint8Array | null = null,
  ): void {
    if (policy !== null && result.policy !== null && !this.has(result.key)) {
      this.write(this.bytesPath('policies', result.policy), policy)
    }
    super.putResult(result, provenance)
    rmSync(this.bytesPath('checkpoints', result.key), { force: true })
  }

  /** Where a cell's training stood when it was last heard of. */
  checkpoint(key: string): Uint8Array | undefined {
    return readIfThere(this.bytesPath('checkpoints', key))
  }

  hasCheckpoint(key: string): boolean {
    return existsSync(this.bytesPath('checkpoints', key))
  }

  putCheckpoint(key: string, bytes: Uint8Array): void {
    this.write(this.bytesPath('checkpoints', key), bytes)
  }

  private bytesPath(shelf: 'policies' | 'files' | 'checkpoints', name: string): string {
    return pathOf(this.root, shelf, name, '.bin')
  }
}
