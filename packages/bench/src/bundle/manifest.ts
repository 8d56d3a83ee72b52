/**
 * What a bundle lists of itself: `Manifest`, `ManifestEntry`, `AbsentEntry`, `makeManifest`, `resultsOf`, `readManifest`,
 * `fileDigest`.
 *
 * A bundle is a store that is closed: the same folders and files, and beside them leaderboards, configurations, papers, and
 * `manifest.json` with the size and the SHA-256 of every file. What reads a store so reads a bundle.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { GauntletError, ParameterError, digestOf, show } from '@gauntlet/core'
import { type Reader, list, oneOf, record, recordOf, someOf, text, whole } from '../config-reader.ts'
import { parseJson, readRegularFile } from '../regular-file.ts'
import { compareText } from '../report/order.ts'
import { MANIFEST } from '../store.ts'
import { type BundleWords, checkLicence } from './words.ts'

/** More than this a manifest of a million cells has not. */
const MOST_MEBIBYTES = 1024

/** Bytes that are read at once. */
const CHUNK = 2 ** 20

export interface ManifestEntry {
  /** From the bundle's folder, with slashes. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

/** `bytes` is null where the file was not at hand. */
export interface AbsentEntry extends Omit<ManifestEntry, 'bytes'> {
  readonly bytes: number | null
}

export interface Manifest {
  readonly format: 'gauntlet-bundle'
  readonly formatVersion: 1
  /**
   * Digest of all that was decided: the cells and matches, and which of them failed. Equal for bundles of the same results,
   * whenever and wherever they were computed.
   */
  readonly results: string
  /** What its exporter says of the results. */
  readonly words: BundleWords
  /** Versions of the packages that took part, by name. */
  readonly packages: Readonly<Record<string, readonly string[]>>
  /** Every file but the manifest, by path. */
  readonly files: readonly ManifestEntry[]
  /** What learners saved and is kept elsewhere; a copy in its place is welcome. */
  readonly elsewhere: readonly AbsentEntry[]
}

/** The manifest of files, given in any order. */
export function makeManifest(
  { words, packages }: Pick<Manifest, 'words' | 'packages'>,
  files: readonly ManifestEntry[],
  elsewhere: readonly AbsentEntry[],
): Manifest {
  const sorted = <T extends AbsentEntry>(entries: readonly T[]): T[] =>
    entries.toSorted((p, q) => compareText(p.path, q.path))
  return {
    format: 'gauntlet-bundle',
    formatVersion: 1,
    results: resultsOf(files),
    words: { title: words.title, authors: words.authors, license: words.license },
    packages,
    files: sorted(files),
    elsewhere: sorted(elsewhere),
  }
}

/** The digest of what was decided. A failure is told by its key alone, since it says when it failed. */
export function resultsOf(files: readonly ManifestEntry[]): string {
  const finished = files.filter(({ path }) => /^(?:cells|matches)\//.test(path))
  const failed = files.filter(({ path }) => /^failed(?:-matches)?\//.test(path))
  return digestOf({
    finished: finished.map(({ path, sha256 }) => `${path} ${sha256}`).sort(),
    failed: failed.map(({ path }) => path).sort(),
  })
}

/**
 * The paths that a bundle may have, and no other: a manifest comes from strangers, and nothing in it may lead out of the
 * folder or name what a system takes for something else.
 */
const PATHS = new RegExp(
  [
    'README\\.md|LICENSE|CITATION\\.cff|store\\.json|\\.gitattributes',
    'leaderboard\\.(?:md|csv|json|html|tex)',
    'configurations/[1-9][0-9]{0,5}\\.json',
    '(?:cells|matches|provenance|failed|failed-matches)/([0-9a-f]{2})/\\1[0-9a-f]{62}\\.json',
    '(?:policies|files)/([0-9a-f]{2})/\\2[0-9a-f]{62}\\.bin',
  ]
    .map((path) => `^(?:${path})$`)
    .join('|'),
)

const bundlePath: Reader<string> = (value, path) => {
  const given = text(value, path)
  if (PATHS.test(given)) return given
  throw new ParameterError(path, given, 'the path of a file that a bundle has, such as README.md')
}

const digest: Reader<string> = (value, path) => {
  const given = text(value, path)
  if (/^[0-9a-f]{64}$/.test(given)) return given
  throw new ParameterError(path, given, 'a SHA-256 in hexadecimal')
}

const entry: Reader<ManifestEntry> = record({ path: bundlePath, bytes: whole(0), sha256: digest }, {})

const bytesOrNull: Reader<number | null> = (value, path) => (value === null ? null : whole(0)(value, path))

const absent: Reader<AbsentEntry> = record({ path: bundlePath, bytes: bytesOrNull, sha256: digest }, {})

const licence: Reader<string> = (value, path) => checkLicence(text(value, path), path)

const bundleWords: Reader<BundleWords> = record({ title: text, authors: someOf(text), license: licence }, {})

const readFields: Reader<Omit<Manifest, 'formatVersion'> & { readonly formatVersion: number }> = record(
  {
    format: oneOf('gauntlet-bundle'),
    formatVersion: whole(1),
    results: digest,
    words: bundleWords,
    packages: recordOf(list(text)),
    files: list(entry),
    elsewhere: list(absent),
  },
  {},
)

/**
 * The manifest of the bundle in a folder. Errors: GauntletError where there is none, it is foreign or of another version, or
 * contradicts itself; it names the field.
 */
export function readManifest(root: string): Manifest {
  const path = join(root, MANIFEST)
  let value: unknown
  try {
    if (lstatSync(path).isSymbolicLink()) throw new Error('it is a symbolic link')
    value = parseJson(readRegularFile(path, MOST_MEBIBYTES))
  } catch (error) {
    throw new GauntletError('bundle', `${path}: cannot be read: ${(error as Error).message}`, {
      cause: error,
    })
  }
  const { format, formatVersion } = Object(value) as Partial<Manifest>
  if (format !== 'gauntlet-bundle' || formatVersion !== 1) {
    throw new GauntletError(
      'bundle',
      `${path}: is of format ${show(format)} ${show(formatVersion)}, expected gauntlet-bundle 1; ` +
        'it is no bundle, or one of another version of gauntlet',
    )
  }
  const manifest = { ...readFields(value, path), formatVersion } as const
  refuseContradictions(manifest, path)
  return manifest
}

function refuseContradictions({ files, elsewhere, results }: Manifest, path: string): void {
  const seen = new Set<string>()
  for (const one of [...files, ...elsewhere]) {
    if (seen.has(one.path)) throw new GauntletError('bundle', `${path}: lists ${one.path} twice`)
    seen.add(one.path)
    const named = /^(?:policies|files)\/..\/(.{64})\.bin$/.exec(one.path)?.[1]
    if (named !== undefined && named !== one.sha256)
      throw new GauntletError('bundle', `${path}: gives ${one.path} the SHA-256 ${one.sha256}`)
  }
  const stray = elsewhere.find((one) => !one.path.startsWith('policies/'))
  if (stray !== undefined)
    throw new GauntletError('bundle', `${path}: elsewhere names ${stray.path}, expected policies alone`)
  const actual = resultsOf(files)
  if (actual !== results)
    throw new GauntletError('bundle', `${path}: results is ${results}, but its files have ${actual}`)
}

/** Size and SHA-256 of a regular file, of which at most `most` bytes are read: one that is larger has no digest. */
export function fileDigest(
  path: string,
  most: number = Infinity,
): { readonly bytes: number; readonly sha256: string | undefined } {
  const file = openSync(path, 'r')
  try {
    const { size } = fstatSync(file)
    if (size > most) return { bytes: size, sha256: undefined }
    const hash = createHash('sha256')
    const chunk = new Uint8Array(Math.min(CHUNK, Math.max(1, size)))
    let bytes = 0
    for (;;) {
      const read = readSync(file, chunk)
      if (read === 0) return { bytes, sha256: hash.digest('hex') }
      bytes += read
      if (bytes > most) return { bytes, sha256: undefined }
      hash.update(chunk.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
}
