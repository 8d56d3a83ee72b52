/** How to run a bundle's cells again: `configurationsOf`, `commandsOf`, `Configuration`. */
import { canonicalJson, type ConfiguredAlgorithm, type Setting } from '@gauntlet/core'
import { BACKENDS, checkBackend } from '../backends.ts'
import type { Catalogue } from '../catalogue.ts'
import type { CustomSetting, GauntletConfig } from '../config.ts'
import { plainParameters } from '../plain-parameters.ts'
import type { CellDescriptor } from '../records.ts'
import { whyNotComparable } from '../report/comparability.ts'
import { contenderOf } from '../report/contender.ts'
import { groupKey } from '../report/groups.ts'
import { compareText, distinct, groupBy } from '../report/order.ts'

/** A file `configurations/N.json`, which `gauntlet run --config` takes. */
export interface Configuration {
  readonly config: GauntletConfig
  /** Learners that responded to each contender of its games. */
  readonly exploiters: readonly string[]
}

/** One algorithm on one setting with the seeds below `seeds`. */
interface Row {
  readonly place: string
  readonly environment: string
  readonly setting: string
  readonly algorithm: string | ConfiguredAlgorithm
  readonly seeds: number
  readonly budget: number
  readonly backend: string
}

/**
 * Configurations whose matrices together have the cells of the descriptors, in a fixed order: one for each set of algorithms,
 * seeds, budget and backend that settings share. Seeds are those from 0 up to the last, also of a shard that has a few of them.
 * Cells that today's definitions would not plan are in none.
 */
export function configurationsOf(
  catalogue: Catalogue,
  descriptors: readonly CellDescriptor[],
): Configuration[] {
  const rows = rowsOf(
    catalogue,
    descriptors.filter(({ against }) => against === undefined),
  )
  // A stranger's id of what is not installed has no place in a command.
  const responses = descriptors.filter(
    ({ against, algorithm }) => against !== undefined && catalogue.algorithms.has(algorithm.id),
  )
  const byPlace = groupBy(rows, ({ place }) => place)
  // Settings on which the same was run share their configurations.
  const alike = groupBy([...byPlace.values()], (own) =>
    canonicalJson(own.map(({ algorithm, seeds, budget, backend }) => [algorithm, seeds, budget, backend])),
  )
  return [...alike.values()].flatMap((places) => {
    const settings = places.map(([row]) => row)
    const names = new Set(settings.map(({ place }) => place))
    const own = responses.filter(({ environment }) => names.has(placeOf(environment)))
    const exploiters = distinct(own.map(({ algorithm }) => algorithm.id))
    const environments = settings.map((row) => environmentEntry(catalogue, row))
    return conditionsOf(places[0]).map(({ algorithms, ...conditions }) => ({
      config: { environments, algorithms, ...conditions },
      exploiters,
    }))
  })
}

/** The commands, in a project with the packages that took part. */
export function commandsOf(configurations: readonly Configuration[]): string[] {
  return configurations.map(({ exploiters }, i) => {
    const exploit = exploiters.map((id) => ` --exploit ${id}`).join('')
    return `npx gauntlet run --config BUNDLE/configurations/${i + 1}.json${exploit} --store again`
  })
}

function placeOf({ id, setting }: CellDescriptor['environment']): string {
  return `${id}:${setting}`
}

/** In a fixed order, which is that of the algorithms on every setting. */
function rowsOf(catalogue: Catalogue, descriptors: readonly CellDescriptor[]): Row[] {
  const rows = [...groupBy(descriptors, groupKey).values()].flatMap((same): Row[] => {
    const [first] = same
    if (whyNotComparable(first, catalogue).length > 0 || !isBackend(first.backend)) return []
    const { variant } = contenderOf(first, catalogue)
    const { id, setting } = first.environment
    const { budget, backend } = first
    const configured = { id: first.algorithm.id, configuration: withPaths(variant) }
    const algorithm = Object.keys(variant).length === 0 ? configured.id : configured
    const seeds = same.reduce((most, { seed }) => Math.max(most, seed + 1), 1)
    return [{ place: `${id}:${setting}`, environment: id, setting, algorithm, seeds, budget, backend }]
  })
  return rows.toSorted((p, q) => compareText(canonicalJson({ ...p }), canonicalJson({ ...q })))
}

function isBackend(name: string): boolean {
  return BACKENDS.some((backend) => backend === name)
}

/** The rows under the same conditions; those that do not train go with any that have as many seeds. */
function conditionsOf(
  rows: readonly Row[],
): Required<Pick<GauntletConfig, 'algorithms' | 'seeds' | 'budget' | 'backend'>>[] {
  const trained = [
    ...groupBy(
      rows.filter(({ budget }) => budget > 0),
      ({ seeds, budget, backend }) => canonicalJson([seeds, budget, backend]),
    ).values(),
  ]
  const untrained = groupBy(
    rows.filter(({ budget }) => budget === 0),
    ({ seeds }) => String(seeds),
  )
  for (const own of untrained.values()) {
    const i = trained.findIndex(([{ seeds }]) => seeds === own[0].seeds)
    if (i < 0) trained.push(own)
    else trained[i] = [...trained[i], ...own]
  }
  return trained.map((own) => ({
    algorithms: own.map(({ algorithm }) => algorithm),
    seeds: own[0].seeds,
    budget: own[0].budget,
    backend: checkBackend(own[0].backend),
  }))
}

/** The setting's name where its plugin defines it, or else all that defines it. */
function environmentEntry(
  catalogue: Catalogue,
  { place, environment, setting }: Row,
): string | CustomSetting {
  const defined = catalogue.plugins.some(({ plugin }) =>
    plugin.environments.some(({ id, settings }) => id === environment && Object.hasOwn(settings, setting)),
  )
  const definition = catalogue.environments.get(environment)
  if (defined || definition === undefined) return place
  return { environment, name: setting, ...customFields(definition.settings[setting]) }
}

function customFields({
  description,
  parameters,
  references,
  evaluation,
  literature,
}: Setting): Omit<CustomSetting, 'environment' | 'name'> {
  const { episodes, batch, mode, instances } = evaluation
  const known = [references.random, references.best].every(({ score }) => Number.isFinite(score))
  return {
    description,
    parameters: withPaths(plainParameters(parameters)),
    ...(known && { references }),
    evaluation: {
      episodes,
      batch,
      mode,
      ...(instances && { instances }),
      ...(evaluation.parameters && { parameters: withPaths(plainParameters(evaluation.parameters)) }),
    },
    ...(literature && { literature }),
  }
}

/** Files by their paths from `configurations/`. */
function withPaths(plain: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(plain).map(([name, value]) => {
    const { sha256 } = Object(value) as { readonly sha256?: unknown }
    if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return [name, value]
    return [name, `../files/${sha256.slice(0, 2)}/${sha256}.bin`]
  })
  return Object.fromEntries(entries)
}
