/** Writes results as one folder that describes itself: `writeBundle`, `BundlePlan`, `BundleSummary`. */
import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import type { Catalogue } from '../catalogue.ts'
import { makeDirectory } from '../files.ts'
import { mergeStores } from '../merge.ts'
import { distinct } from '../report/order.ts'
import { apartLines } from '../report/text-notes.ts'
import { MANIFEST, type Store, openStore } from '../store.ts'
import { madeFiles, packagesIn } from './made-files.ts'
import {
  type AbsentEntry,
  type Manifest,
  type ManifestEntry,
  fileDigest,
  makeManifest,
  resultsOf,
} from './manifest.ts'
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
  /** Why some of it stands apart in its leaderboards and is in no configuration. */
  readonly apart: readonly string[]
}

/**
 * Writes a bundle. It is made beside its place, under a name that ends in `.partial`, and moved there once it is whole.
 * Errors: GauntletError where something lies in its place, no cell is finished, stores disagree or lack what learners saved, or
 * nothing can be written there.
 */
export function writeBundle(target: string, plan: BundlePlan): BundleSummary {
  const { policies } = plan
  if (existsSync(target) && !isEmptyFolder(target)) {
    throw new GauntletError('output', `${target}: is there already; remove it, or name another folder`)
  }
  if (typeof policies === 'object' && `${policies.directory}${sep}`.startsWith(`${target}${sep}`)) {
    const message = `${policies.directory}: lies in the bundle; expected a folder outside of ${target} for policies`
    throw new GauntletError('output', message)
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
  // First, so that whatever forbids it is told of the bundle, and of no store.
  makeDirectory(draft)
  const { cells, missingPolicies } = mergeStores(stores, draft, wanted)
  if (cells === 0)
    throw new GauntletError('store', 'a bundle has at least one finished cell; none of those chosen is')
  if (missingPolicies > 0 && policies !== 'nowhere') {
    const message = `what ${missingPolicies} learners saved is in none of the stores; --without-policies leaves it out`
    throw new GauntletError('store', message)
  }
  rmSync(join(draft, 'temporary'), { recursive: true, force: true })
  const store = openStore(draft)
  const elsewhere = policies === 'inside' ? [] : savedBy(store)
  const about = { words, elsewhere, results: resultsOf(filesIn(draft)), packages: packagesIn(store) }
  const { leaderboards, texts } = madeFiles(catalogue, store, about)
  for (const [path, text] of texts) write(draft, path, text)
  // They leave last: where anything before fails, no copy of them lies about.
  if (policies !== 'inside') takeOut(draft, elsewhere, policies)
  const manifest = makeManifest(about, filesIn(draft), elsewhere)
  write(draft, MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`)
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  return { manifest, cells, bytes, apart: apartLines(leaderboards) }
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

/** What learners saved, whether it is at hand or not. */
function savedBy(store: Store): AbsentEntry[] {
  const saved = store.keys().map((key) => store.read(key).policy)
  return distinct(saved.filter((digest) => digest !== null)).map((sha256) => {
    const path = `policies/${sha256.slice(0, 2)}/${sha256}.bin`
    const file = join(store.root, path)
    return { path, bytes: existsSync(file) ? fileDigest(file).bytes : null, sha256 }
  })
}

/** Moves what learners saved out of the bundle. */
function takeOut(
  draft: string,
  entries: readonly AbsentEntry[],
  place: Exclude<BundlePlan['policies'], 'inside'>,
): void {
  for (const { path, bytes } of entries) {
    if (place !== 'nowhere' && bytes !== null)
      copyInto(place.directory, path.slice('policies/'.length), join(draft, path))
  }
  rmSync(join(draft, 'policies'), { recursive: true, force: true })
}

/** A copy is there whole, or not at all. */
function copyInto(directory: string, path: string, file: string): void {
  const copy = join(directory, path)
  makeDirectory(dirname(copy))
  copyFileSync(file, `${copy}.partial`)
  renameSync(`${copy}.partial`, copy)
}
