/** The leaderboards of a bundle: `bundleLeaderboards`; made again and compared: `verifyLeaderboards`, `BoardVerdict`. */
import { join } from 'node:path'
import type { Catalogue } from '../catalogue.ts'
import { readIfThere } from '../files.ts'
import { firstDifference } from '../first-difference.ts'
import { gatherStore } from '../gather.ts'
import { packageVersions } from '../provenance.ts'
import type { CellDescriptor } from '../records.ts'
import { whyNotComparable } from '../report/comparability.ts'
import { type Leaderboards, buildLeaderboards } from '../report/index.ts'
import { groupKey } from '../report/groups.ts'
import { distinct, groupBy } from '../report/order.ts'
import { ENDINGS, FORMATS, type Format, WRITERS } from '../report/writers.ts'
import type { Store } from '../store.ts'
import { commandsOf, configurationsOf } from './configurations.ts'
import type { Manifest } from './manifest.ts'

/** The leaderboards of everything in a store, as a bundle has them: whatever the flags were, with its own commands. */
export function bundleLeaderboards(catalogue: Catalogue, store: Store, title: string): Leaderboards {
  const configurations = configurationsOf(catalogue, descriptorsIn(store))
  return buildLeaderboards({
    ...gatherStore(catalogue, store),
    title,
    reproduce: commandsOf(configurations),
  })
}

/** Of every cell, finished or failed. */
export function descriptorsIn(store: Store): CellDescriptor[] {
  const failed = store.failedKeys().map((key) => store.failure(key)?.descriptor)
  return [
    ...store.keys().map((key) => store.read(key).descriptor),
    ...failed.filter((descriptor) => descriptor !== undefined),
  ]
}

export function boardPath(format: Format): string {
  return `leaderboard.${ENDINGS[format]}`
}

/** `unknown`: made by, or of, what is not installed here. */
export interface BoardVerdict {
  readonly path: string
  readonly verdict: 'same' | 'different' | 'unknown'
  readonly detail: string
}

/**
 * Makes the leaderboards of a bundle again from its cells, and compares every format. Errors: GauntletError where a cell is
 * corrupt.
 */
export function verifyLeaderboards(catalogue: Catalogue, store: Store, manifest: Manifest): BoardVerdict[] {
  const stored = (format: Format): string =>
    readIfThere(join(store.root, boardPath(format)))?.toString('utf8') ?? ''
  const made = bundleLeaderboards(catalogue, store, titleIn(stored('json')))
  let excuse: string | undefined
  return FORMATS.map((format): BoardVerdict => {
    const path = boardPath(format)
    const [before, now] = [stored(format), WRITERS[format](made)]
    if (before === now) return { path, verdict: 'same', detail: '' }
    const difference = format === 'json' ? differenceOfJson(before, now) : differenceOfLines(before, now)
    excuse ??= whyOtherwise(catalogue, store, manifest)
    if (excuse === '') return { path, verdict: 'different', detail: difference }
    return { path, verdict: 'unknown', detail: `${excuse}; ${difference}` }
  })
}

function titleIn(json: string): string {
  const { title } = Object(parsed(json)) as { readonly title?: unknown }
  return typeof title === 'string' ? title : ''
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function differenceOfJson(stored: string, made: string): string {
  const value = parsed(stored)
  if (value === undefined) return 'stored is not JSON'
  return firstDifference(value, JSON.parse(made)) || 'stored is written otherwise'
}

function differenceOfLines(stored: string, made: string): string {
  const [before, now] = [stored.split('\n'), made.split('\n')]
  const i = now.findIndex((line, at) => line !== before[at])
  const at = i < 0 ? now.length : i
  return `line ${at + 1}: stored ${before[at] ?? 'nothing'}, computed ${now[at] ?? 'nothing'}`
}

/** Why today's packages may make other tables of the same cells; empty where they should not. */
function whyOtherwise(catalogue: Catalogue, store: Store, { packages }: Manifest): string {
  const here = packageVersions(catalogue.plugins)
  const other = Object.entries(packages).flatMap(([name, versions]) =>
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
