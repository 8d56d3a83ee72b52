/** Immutable records of one kind, and of those that failed: `RecordShelf`; where files lie: `pathOf`. */
import { existsSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { GauntletError, canonicalJson, digestOf, show } from '@gauntlet/core'
import type { Reader } from './config-reader.ts'
import { namesIfThere, readIfThere, writeAtomically } from './files.ts'
import { writeRecordFile } from './record-file.ts'
import { readProvenance } from './record-readers.ts'
import type { CellResult, MatchResult, Provenance } from './records.ts'

const SUFFIX = '.json'

/** What a shelf holds, and under which names. */
export interface ShelfKind<Result, Failure> {
  /** `cell`, for messages. */
  readonly what: string
  /** The directories of results and failures. */
  readonly results: string
  readonly failures: string
  readResult(text: string, key: string): Result
  readonly readFailure: Reader<Failure>
}

/** Results by key, what describes their runs, and failures. Errors of readers: GauntletError with code `corrupt`. */
export class RecordShelf<
  Result extends CellResult | MatchResult,
  Failure extends { readonly key: string; readonly descriptor: object },
> {
  readonly root: string
  private readonly kind: ShelfKind<Result, Failure>
  private readonly sound: ReadonlySet<string> | undefined

  /** `sound`: the files that may be read, by their paths from `root` with slashes; all of them where absent. */
  constructor(root: string, kind: ShelfKind<Result, Failure>, sound?: ReadonlySet<string>) {
    this.root = root
    this.kind = kind
    this.sound = sound
  }

  /** Whether one is finished. */
  has(key: string): boolean {
    return existsSync(this.resultPath(key))
  }

  /** Keys of finished ones, sorted. */
  keys(): string[] {
    return this.namesIn(this.kind.results)
  }

  read(key: string): Result {
    const path = this.resultPath(key)
    const content = this.load(path)
    if (content === undefined)
      throw new GauntletError('store', `${path}: the ${this.kind.what} is not there any more`)
    try {
      return this.kind.readResult(content.toString('utf8'), key)
    } catch (error) {
      throw corrupt(path, (error as Error).message)
    }
  }

  provenance(key: string): Provenance | undefined {
    const path = this.provenancePath(key)
    const content = this.load(path)
    return content && parseRecord(readProvenance, content, path)
  }

  /** Keys of failed ones that have no result since, sorted. */
  failedKeys(): string[] {
    return this.namesIn(this.kind.failures).filter((key) => !this.has(key))
  }

  failure(key: string): Failure | undefined {
    const path = this.failurePath(key)
    const content = this.load(path)
    const { what, readFailure } = this.kind
    const read: Reader<Failure> = (value, where) => {
      const failed = readFailure(value, where)
      const actual = digestOf(failed.descriptor)
      if (actual !== key) throw new GauntletError('corrupt', `holds ${what} ${actual}`)
      return failed
    }
    return content && parseRecord(read, content, path)
  }

  /**
   * Keeps a result for good, with what is known of its run. Its own file comes last, so that what is there is complete.
   * Errors: GauntletError with code `conflict` where it is there already with another digest.
   */
  putResult(result: Result, provenance: Provenance | undefined): void {
    const { key } = result
    const path = this.resultPath(key)
    if (this.has(key)) {
      const { digest } = this.read(key)
      if (digest === result.digest) return
      throw new GauntletError(
        'conflict',
        `computed with digest ${result.digest}, but ${path} has ${digest}: the ${this.kind.what} does not come out the same twice`,
      )
    }
    if (provenance !== undefined) this.write(this.provenancePath(key), `${canonicalJson(provenance)}\n`)
    this.write(path, writeRecordFile(result))
    rmSync(this.failurePath(key), { force: true })
  }

  putFailure(failed: Failure): void {
    this.write(this.failurePath(failed.key), `${canonicalJson(failed)}\n`)
  }

  /** A file's bytes, or undefined where there is none. Errors: GauntletError where it is not to be read, or cannot be. */
  protected load(path: string): Buffer | undefined {
    const name = relative(this.root, path).replaceAll(sep, '/')
    if (this.sound?.has(name) !== false || !existsSync(path)) return readIfThere(path)
    throw new GauntletError('corrupt', `${path}: is not as the manifest says, and not read`)
  }

  protected write(path: string, content: string | Uint8Array): void {
    try {
      writeAtomically(path, content, join(this.root, 'temporary'))
    } catch (error) {
      throw unwritable(error, this.root)
    }
  }

  private resultPath(key: string): string {
    return pathOf(this.root, this.kind.results, key, SUFFIX)
  }

  private failurePath(key: string): string {
    return pathOf(this.root, this.kind.failures, key, SUFFIX)
  }

  private provenancePath(key: string): string {
    return pathOf(this.root, 'provenance', key, SUFFIX)
  }

  private namesIn(shelf: string): string[] {
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

/**
 * Where a file lies: in a drawer of the first two digits of its name, which is a digest. Errors: GauntletError where it is
 * none: records come from strangers, and no name may lead out of the store.
 */
export function pathOf(root: string, shelf: string, name: string, suffix: string): string {
  if (!/^[0-9a-f]{64}$/.test(name))
    throw new GauntletError('store', `${shelf}: got ${show(name)}, expected a SHA-256 in hexadecimal`)
  return join(root, shelf, name.slice(0, 2), name + suffix)
}

export function unwritable(error: unknown, path: string): GauntletError {
  if (error instanceof GauntletError) return error
  const { message } = error as Error
  return new GauntletError('store', `store ${path}: cannot be written: ${message}; name another with --store`)
}

function parseRecord<T>(read: Reader<T>, content: Buffer, path: string): T {
  const value = parseJson(content, path)
  try {
    return read(value, 'record')
  } catch (error) {
    throw corrupt(path, (error as Error).message)
  }
}

export function parseJson(content: Buffer, path: string): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    throw corrupt(path, 'is not JSON')
  }
}

export function corrupt(path: string, message: string): GauntletError {
  return new GauntletError(
    'corrupt',
    `${path}: ${message}; in a store of your own, remove the file and run again`,
  )
}
