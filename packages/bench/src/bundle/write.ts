/** Writes results as one folder that describes itself: `writeBundle`, `BundlePlan`, `BundleSummary`. */
import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import type { Catalogue } from '../catalogue.ts'
import { makeDirectory } from '../files.ts'
import { mergeStores } from '../merge.ts'
import { distinct, groupBy } from '../report/order.ts'
import { FORMATS, WRITERS } from '../report/writers.ts'
import { MANIFEST, type Store, openStore } from '../store.ts'
import { type Configuration, configurationsOf } from './configurations.ts'
import { boardPath, bundleLeaderboards, descriptorsIn } from './leaderboards.ts'
import { type AbsentEntry, type Manifest, type ManifestEntry, fileDigest, makeManifest } from './manifest.ts'
import { bundleReadme, citation, licenceNotice } from './papers.ts'
import type { BundleWords } from './words.ts'

export interface BundlePlan {
  readonly catalogue: Catalogue
  readonly stores: readonly Store[]
  /** Which cells and matches go into it. */
  readonly wanted: (key: string) => boolean
  readonly words: BundleWords
  /** Where what learners saved goes: into the bundle, nowhere, or into a folder of its own. */
  readonly policies: 'inside' | 'nowhere' | { readonly directory: string }
}

export interface BundleSummary {
  readonly manifest: Manifest
  readonly cells: number
  readonly bytes: number
}

/**
 * Writes a bundle. It is made beside its place, under a name that ends in `.partial`, and moved there once it is whole.
 * Errors: GauntletError where something lies in its place, no cell is finished, stores disagree or lack what learners saved, or
 * nothing can be written there.
 */
export function writeBundle(target: string, plan: BundlePlan): BundleSummary {
  if (existsSync(target) && !isEmptyFolder(target)) {
    throw new GauntletError('output', `${target}: is there already; remove it, or name another folder`)
  }
  const draft = `${target}.${process.pid}-${randomBytes(4).toString('hex')}.partial`
  try {
    const summary = fill(draft, plan)
    if (existsSync(target)) rmdirSync(target)
    renameSync(draft, target)
    return summary
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    // Anything but the system's complaints is a defect, or says itself what is wrong.
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error
    throw new GauntletError('output', `${target}: cannot be written: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

function isEmptyFolder(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}

function fill(draft: string, { catalogue, stores, wanted, words, policies }: BundlePlan): BundleSummary {
  const { cells, missingPolicies } = mergeStores(stores, draft, wanted)
  if (cells === 0)
    throw new GauntletError('store', 'a bundle has at least one finished cell; none of those chosen is')
  if (missingPolicies > 0 && policies !== 'nowhere') {
    const message = `what ${missingPolicies} learners saved is in none of the stores; --without-policies leaves it out`
    throw new GauntletError('store', message)
  }
  rmSync(join(draft, 'temporary'), { recursive: true, force: true })
  const store = openStore(draft)
  const configurations = configurationsOf(catalogue, descriptorsIn(store))
  const leaderboards = bundleLeaderboards(catalogue, store, words.title)
  for (const format of FORMATS) write(draft, boardPath(format), WRITERS[format](leaderboards))
  configurations.forEach(({ config }, i) => write(draft, configurationPath(i), json(config)))
  const elsewhere = policies === 'inside' ? [] : takeOut(store, policies)
  const packages = packagesIn(store)
  const results = makeManifest(packages, filesIn(draft), elsewhere)
  write(draft, 'LICENSE', licenceNotice(words))
  write(draft, 'CITATION.cff', citation(words, results, leaderboards))
  write(draft, 'README.md', bundleReadme(words, results, leaderboards, configurations))
  const manifest = makeManifest(packages, filesIn(draft), elsewhere)
  write(draft, MANIFEST, json(manifest))
  return { manifest, cells, bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0) }
}

function configurationPath(i: number): string {
  return `configurations/${i + 1}.json`
}

function json(value: Configuration['config'] | Manifest): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function write(root: string, path: string, content: string): void {
  makeDirectory(dirname(join(root, path)))
  writeFileSync(join(root, path), content)
}

/** Every file below the folder. */
function filesIn(root: string): ManifestEntry[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => {
      const file = join(found.parentPath, found.name)
      const { bytes, sha256 = '' } = fileDigest(file)
      return { path: file.slice(root.length + 1).replaceAll(sep, '/'), bytes, sha256 }
    })
}

/** Moves what learners saved out of the bundle, and says what it was. */
function takeOut(store: Store, place: Exclude<BundlePlan['policies'], 'inside'>): AbsentEntry[] {
  const { root } = store
  const saved = store.keys().map((key) => store.read(key).policy)
  const entries = distinct(saved.filter((digest) => digest !== null)).map((sha256) => {
    const path = `policies/${sha256.slice(0, 2)}/${sha256}.bin`
    const file = join(root, path)
    if (!existsSync(file)) return { path, bytes: null, sha256 }
    if (place !== 'nowhere') copyInto(place.directory, path.slice('policies/'.length), file)
    return { path, bytes: fileDigest(file).bytes, sha256 }
  })
  rmSync(join(root, 'policies'), { recursive: true, force: true })
  return entries
}

/** A copy is there whole, or not at all. */
function copyInto(directory: string, path: string, file: string): void {
  const copy = join(directory, path)
  makeDirectory(dirname(copy))
  copyFileSync(file, `${copy}.partial`)
  renameSync(`${copy}.partial`, copy)
}

/** Versions of the packages that took part in what the store holds, by name. */
function packagesIn(store: Store): Manifest['packages'] {
  const known = [
    ...store.keys().map((key) => store.provenance(key)),
    ...store.matches.keys().map((key) => store.matches.provenance(key)),
  ]
  const versions = known.flatMap((provenance) => Object.entries(provenance?.packages ?? {}))
  const byName = groupBy(versions, ([name]) => name)
  const names = distinct([...byName.keys()])
  return Object.fromEntries(
    names.map((name) => [name, distinct((byName.get(name) ?? []).map(([, version]) => version))]),
  )
}
