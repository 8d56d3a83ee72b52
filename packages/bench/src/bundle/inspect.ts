/**
 * Whether a bundle's files are those of its manifest: `inspectBundle`, `Inspection`, `Finding`, `soundPaths`, `unlistedPolicies`,
 * `openSound`, `isBundle`, `lacksManifest`.
 */
import { type Stats, existsSync, lstatSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { compareText } from '../report/order.ts'
import { MANIFEST, type Store, openStore } from '../store.ts'
import { type AbsentEntry, type Manifest, fileDigest, readManifest } from './manifest.ts'

/** Findings that a message tells. */
const TOLD = 10

/** A file that is not as the manifest says. */
export interface Finding {
  readonly path: string
  /**
   * `foreign`: the manifest does not list it. `irregular`: a symbolic link, device, pipe or socket, or a folder in the place of
   * a file, which nobody should read.
   */
  readonly finding: 'missing' | 'changed' | 'foreign' | 'irregular'
  readonly detail: string
}

export interface Inspection {
  readonly manifest: Manifest
  /** By path. */
  readonly findings: readonly Finding[]
}

export function isBundle(root: string): boolean {
  return existsSync(join(root, MANIFEST))
}

/** Whether what lies there was a bundle, and its manifest was taken away. */
export function lacksManifest(root: string): boolean {
  return !isBundle(root) && ['CITATION.cff', 'leaderboard.json'].some((name) => existsSync(join(root, name)))
}

/**
 * Compares every file of a bundle with its manifest. Follows no link, goes into no folder that the manifest does not name, and
 * reads no more of a file than its listed size. Errors: GauntletError as of `readManifest`.
 */
export function inspectBundle(root: string): Inspection {
  const manifest = readManifest(root)
  const listed = new Map([...manifest.files, ...manifest.elsewhere].map((entry) => [entry.path, entry]))
  const folders = foldersOf(listed.keys())
  const there = new Set<string>()
  const findings: Finding[] = []
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const name of readdirSync(join(root, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`
      if (path === MANIFEST || (path === '.git' && isRepository(join(root, path)))) continue
      there.add(path)
      const found = lstatSync(join(root, path))
      if (found.isDirectory() && folders.has(path)) open.push(path)
      else if (found.isFile()) findings.push(...checkFile(root, path, listed.get(path)))
      else findings.push(strange(path, found, listed.has(path)))
    }
  }
  for (const { path } of manifest.files) {
    if (!there.has(path)) findings.push({ path, finding: 'missing', detail: 'the manifest lists it' })
  }
  return { manifest, findings: findings.toSorted((p, q) => compareText(p.path, q.path)) }
}

/** The folders above the paths. */
function foldersOf(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let folder = dirname(path); folder !== '.' && !folders.has(folder); folder = dirname(folder))
      folders.add(folder)
  }
  return folders
}

/** A checkout of a bundle that was published on a branch has one, which git alone reads. */
function isRepository(path: string): boolean {
  return (
    lstatSync(path).isDirectory() && ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(path, name)))
  )
}

function strange(path: string, found: Stats, listed: boolean): Finding {
  if (found.isDirectory() && !listed)
    return { path, finding: 'foreign', detail: 'a folder that the manifest does not name' }
  const what = found.isDirectory()
    ? 'folder'
    : found.isSymbolicLink()
      ? 'symbolic link'
      : 'device, pipe or socket'
  return { path, finding: 'irregular', detail: `is a ${what}, expected a regular file` }
}

function checkFile(root: string, path: string, entry: AbsentEntry | undefined): Finding[] {
  if (entry === undefined) return [{ path, finding: 'foreign', detail: 'the manifest does not list it' }]
  const most = entry.bytes ?? Infinity
  const { bytes, sha256 } = fileDigest(join(root, path), most)
  if (sha256 === entry.sha256) return []
  const detail =
    bytes > most || (entry.bytes !== null && bytes < entry.bytes)
      ? `has ${bytes} bytes, the manifest says ${entry.bytes}`
      : `has the SHA-256 ${sha256}, the manifest says ${entry.sha256}`
  return [{ path, finding: 'changed', detail }]
}

/** The files that are as the manifest says. */
export function soundPaths({ manifest: { files, elsewhere }, findings }: Inspection): Set<string> {
  const faulty = new Set(findings.map(({ path }) => path))
  return new Set([...files, ...elsewhere].map(({ path }) => path).filter((path) => !faulty.has(path)))
}

/** What cells saved and the manifest says nothing of. Errors: GauntletError where a cell is corrupt. */
export function unlistedPolicies(store: Store, { files, elsewhere }: Manifest): Finding[] {
  const listed = new Set([...files, ...elsewhere].map(({ path }) => path))
  return store.keys().flatMap((key) => {
    const { policy } = store.read(key)
    const path = `policies/${policy?.slice(0, 2)}/${policy}.bin`
    if (policy === null || listed.has(path)) return []
    return [{ path, finding: 'missing', detail: `cell ${key} saved it, and the manifest does not list it` }]
  })
}

/** A store, or a bundle whose files are as its manifest says. Errors: GauntletError naming those that are not. */
export function openSound(path: string): Store {
  if (isBundle(path)) {
    const { findings } = inspectBundle(path)
    if (findings.length > 0) {
      const told = findings.slice(0, TOLD).map((one) => `  ${one.finding} ${one.path}: ${one.detail}`)
      const rest = findings.length - told.length
      const lines = [`bundle ${path}: is not as its manifest says`, ...told]
      throw new GauntletError('bundle', [...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n'))
    }
  }
  return openStore(path)
}
