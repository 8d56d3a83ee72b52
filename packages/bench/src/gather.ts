/** What a report is built from: `gatherCells`, `gatherStore`. */
import { applicability } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import type { MatrixPlan } from './plan.ts'
import type { FailedCell } from './records.ts'
import type { LeaderboardInput, NotApplicable, StoredCell } from './report/index.ts'
import type { Store } from './store.ts'

/** The results of a plan, as far as the store has them. Errors: GauntletError where a file is corrupt. */
export function gatherCells(catalogue: Catalogue, store: Store, plan: MatrixPlan): LeaderboardInput {
  const wanted = new Set([...plan.cells, ...plan.matches, ...plan.responses].map(({ key }) => key))
  return inputOf(
    catalogue,
    store,
    (key) => wanted.has(key),
    () => plan.notApplicable,
  )
}

/** Everything in a store. Pairs are not applicable among the settings and algorithms that the store knows. */
export function gatherStore(catalogue: Catalogue, store: Store): LeaderboardInput {
  return inputOf(
    catalogue,
    store,
    () => true,
    (cells, failed) => notApplicableAmong(catalogue, cells, failed),
  )
}

function inputOf(
  catalogue: Catalogue,
  store: Store,
  wanted: (key: string) => boolean,
  notApplicable: (cells: readonly StoredCell[], failed: readonly FailedCell[]) => readonly NotApplicable[],
): LeaderboardInput {
  const cells = store
    .keys()
    .filter(wanted)
    .map((key) => ({ result: store.read(key), provenance: store.provenance(key) }))
  const { matches } = store
  const failed = failuresOn(store, wanted)
  return {
    cells,
    failed,
    matches: matches
      .keys()
      .filter(wanted)
      .map((key) => matches.read(key)),
    failedMatches: failuresOn(matches, wanted),
    notApplicable: notApplicable(cells, failed),
    definitions: {
      environments: [...catalogue.environments.values()],
      algorithms: [...catalogue.algorithms.values()],
      adapters: [...catalogue.adapters.values()],
    },
  }
}

function failuresOn<Failure>(
  shelf: { failedKeys(): string[]; failure(key: string): Failure | undefined },
  wanted: (key: string) => boolean,
): Failure[] {
  return shelf
    .failedKeys()
    .filter(wanted)
    .map((key) => shelf.failure(key))
    .filter((one) => one !== undefined)
}

function notApplicableAmong(
  catalogue: Catalogue,
  cells: readonly StoredCell[],
  failed: readonly FailedCell[],
): NotApplicable[] {
  const descriptors = [
    ...cells.map(({ result }) => result.descriptor),
    ...failed.map(({ descriptor }) => descriptor),
  ].filter(({ against }) => against === undefined)
  const settings = new Map(
    descriptors.map(({ environment: { id, setting } }) => [`${id}:${setting}`, { id, setting }]),
  )
  const algorithms = new Set(descriptors.map(({ algorithm }) => algorithm.id))
  const adapters = [...catalogue.adapters.values()]
  const pairs: NotApplicable[] = []
  for (const { id, setting } of settings.values()) {
    const environment = catalogue.environments.get(id)
    if (environment === undefined || !Object.hasOwn(environment.settings, setting)) continue
    const spec = environment.describe(environment.settings[setting].parameters)
    for (const name of algorithms) {
      const algorithm = catalogue.algorithms.get(name)
      if (algorithm === undefined) continue
      const answer = applicability(id, spec, algorithm.requires, adapters)
      if (answer.kind !== 'not-applicable') continue
      pairs.push({ environment: id, setting, algorithm: name, reason: answer.reason })
    }
  }
  return pairs
}
