/**
 * What a bundle has beside the store: `madeFiles`, all of which is made of the store and of what its exporter says, so that it
 * can be made again and compared; `boardPath`, `isConfiguration`, `descriptorsIn`, `packagesIn`.
 */
import type { Catalogue } from '../catalogue.ts'
import { gatherStore } from '../gather.ts'
import type { CellDescriptor } from '../records.ts'
import { type Leaderboards, buildLeaderboards } from '../report/index.ts'
import { distinct, groupBy } from '../report/order.ts'
import { ENDINGS, FORMATS, type Format, WRITERS } from '../report/writers.ts'
import type { Store } from '../store.ts'
import { commandsOf, configurationsOf } from './configurations.ts'
import type { Manifest } from './manifest.ts'
import { ATTRIBUTES, bundleReadme, citation, licenceNotice } from './papers.ts'

/** What the store does not say of the bundle. */
export type About = Pick<Manifest, 'words' | 'results' | 'elsewhere'>

export interface MadeFiles {
  readonly leaderboards: Leaderboards
  /** The text of every file, by its path. */
  readonly texts: ReadonlyMap<string, string>
}

/** The leaderboards of everything in a store, the configurations, and the papers. Errors: GauntletError where a file is corrupt. */
export function madeFiles(catalogue: Catalogue, store: Store, { words, ...about }: About): MadeFiles {
  const descriptors = descriptorsIn(store)
  const configurations = configurationsOf(catalogue, descriptors)
  // Whatever the flags were, with the bundle's own commands.
  const leaderboards = buildLeaderboards({
    ...gatherStore(catalogue, store),
    title: words.title,
    reproduce: commandsOf(configurations),
  })
  const manifest = { ...about, packages: packagesIn(store) }
  const texts = new Map([
    ...FORMATS.map((format) => [boardPath(format), WRITERS[format](leaderboards)] as const),
    ...configurations.map(
      ({ config }, i) => [`configurations/${i + 1}.json`, `${JSON.stringify(config, null, 2)}\n`] as const,
    ),
    ['LICENSE', licenceNotice(words)],
    ['CITATION.cff', citation(words, manifest, leaderboards)],
    ['README.md', bundleReadme(words, manifest, leaderboards, configurations, descriptors)],
    ['.gitattributes', ATTRIBUTES],
  ])
  return { leaderboards, texts }
}

export function boardPath(format: Format): string {
  return `leaderboard.${ENDINGS[format]}`
}

export function isConfiguration(path: string): boolean {
  return path.startsWith('configurations/')
}

/** Of every cell, finished or failed. */
export function descriptorsIn(store: Store): CellDescriptor[] {
  const failed = store.failedKeys().map((key) => store.failure(key)?.descriptor)
  return [
    ...store.keys().map((key) => store.read(key).descriptor),
    ...failed.filter((descriptor) => descriptor !== undefined),
  ]
}

/** Versions of the packages that took part in what the store holds, by name. */
export function packagesIn(store: Store): Manifest['packages'] {
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
