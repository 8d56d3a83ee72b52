/** Makes a bundle's leaderboards, configurations and papers again, and compares: `verifyMade`, `MadeVerdict`. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalogue } from '../catalogue.ts'
import { readIfThere } from '../files.ts'
import { firstDifference } from '../first-difference.ts'
import { packageVersions } from '../provenance.ts'
import { whyNotComparable } from '../report/comparability.ts'
import { groupKey } from '../report/groups.ts'
import { distinct, groupBy } from '../report/order.ts'
import { MANIFEST, type Store } from '../store.ts'
import { descriptorsIn, isConfiguration, madeFiles, packagesIn } from './made-files.ts'
import type { Manifest } from './manifest.ts'

/** A file that is so much larger than what should be in it is not read. */
const MOST_BYTES_MORE = 2 ** 24

/** `unknown`: made by, or of, what is not installed here. */
export interface MadeVerdict {
  readonly path: string
  readonly verdict: 'same' | 'different' | 'unknown'
  readonly detail: string
}

/**
 * Compares every file that is made of the cells with what comes of them here, and the packages that the manifest lists. Files
 * under `faulty` paths, of which more is known already, are not read. Errors: GauntletError where a cell is corrupt.
 */
export function verifyMade(
  catalogue: Catalogue,
  store: Store,
  manifest: Manifest,
  faulty: ReadonlySet<string>,
): MadeVerdict[] {
  const { texts } = madeFiles(catalogue, store, manifest)
  const stray = manifest.files.filter(({ path }) => isConfiguration(path) && !texts.has(path))
  const differences = [
    ...[...texts].map(([path, text]) => [path, differenceOf(store.root, path, text)]),
    ...stray.map(({ path }) => [path, 'no such configuration comes of the cells']),
    [MANIFEST, firstDifference({ packages: manifest.packages }, { packages: packagesIn(store) })],
  ].filter(([path]) => !faulty.has(path))
  let excuse: string | undefined
  return differences.map(([path, difference]): MadeVerdict => {
    if (difference === '') return { path, verdict: 'same', detail: '' }
    excuse ??= whyOtherwise(catalogue, store)
    if (excuse === '') return { path, verdict: 'different', detail: difference }
    return { path, verdict: 'unknown', detail: `${excuse}; ${difference}` }
  })
}

/** Where the file and what it should hold first differ; empty where they do not. */
function differenceOf(root: string, path: string, made: string): string {
  const file = join(root, path)
  const [size, expected] = [statSync(file, { throwIfNoEntry: false })?.size ?? 0, Buffer.byteLength(made)]
  if (size > expected + MOST_BYTES_MORE) return `has ${size} bytes, computed ${expected}`
  const stored = readIfThere(file)?.toString('utf8')
  if (stored === undefined) return 'is not there, and a bundle has one'
  if (stored === made) return ''
  return path.endsWith('.json') ? differenceOfJson(stored, made) : differenceOfLines(stored, made)
}

function differenceOfJson(stored: string, made: string): string {
  let value: unknown
  try {
    value = JSON.parse(stored)
  } catch {
    return 'stored is not JSON'
  }
  return firstDifference(value, JSON.parse(made)) || 'stored is written otherwise'
}

function differenceOfLines(stored: string, made: string): string {
  const [before, now] = [stored.split('\n'), made.split('\n')]
  const i = now.findIndex((line, at) => line !== before[at])
  const at = i < 0 ? now.length : i
  return `line ${at + 1}: stored ${before[at] ?? 'nothing'}, computed ${now[at] ?? 'nothing'}`
}

/** Why today's packages may make other files of the same cells; empty where they should not. */
function whyOtherwise(catalogue: Catalogue, store: Store): string {
  const here = packageVersions(catalogue.plugins)
  const other = Object.entries(packagesIn(store)).flatMap(([name, versions]) =>
    versions.includes(here[name] ?? '')
      ? []
      : [`made with ${name} ${versions.join(', ')}, here is ${here[name] ?? 'none'}`],
  )
  const descriptors = [...groupBy(descriptorsIn(store), groupKey).values()].map(([first]) => first)
  const unknown = descriptors.flatMap((descriptor) => whyNotComparable(descriptor, catalogue))
  return distinct([...other, ...unknown])
    .slice(0, 3)
    .join('; ')
}
