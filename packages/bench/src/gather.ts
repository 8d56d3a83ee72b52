/** What a report is built from: `gatherCells`, `gatherStore`. */
import { applicability } from '@gauntlet/core'
import type { Catalogue } from './catalogue.ts'
import type { MatrixPlan } from './plan.ts'
import type { FailedCell, MatchResult } from './records.ts'
import type { LeaderboardInput, NotApplicable, StoredCell } from './report/index.ts'
import type { Store } from './store.ts'

/** The results of a plan, as far as the store, or one of the stores, has them. Errors: GauntletError where a file is corrupt. */
export function gatherCells(
  catalogue: Catalogue,
  stores: Store | readonly Store[],
  plan: MatrixPlan,
): LeaderboardInput {
  const wanted = new Set([...plan.cells, ...plan.matches, ...plan.responses].map(({ key }) => key))
  return inputOf(
    catalogue,
    [stores].flat(),
    (key) => wanted.has(key),
    () => plan.notApplicable,
  )
}

/** Everything in the stores. Pairs are not applicable among the settings and algorithms that they know. */
export function gatherStore(catalogue: Catalogue, ...stores: readonly Store[]): LeaderboardInput {
  return inputOf(
    catalogue,
    stores,
    () => true,
    (cells, failed) => notApplicableAmong(catalogue, cells, failed),
  )
}

/** Copies of one cell are told apart where rows are made, so that a conflict shows; of a match the first counts. */
function inputOf(
  catalogue: Catalogue,
  stores: readonly Store[],
  wanted: (key: string) => boolean,
  notApplicable: (cells: readonly StoredCell[], failed: readonly FailedCell[]) => readonly NotApplicable[],
): LeaderboardInput {
  const cells = stores.flatMap((store) =>
    store
      .keys()
      .filter(wanted)
      .map((key) => ({ result: store.read(key), provenance: store.provenance(key) })),
  )
  const failed = stores.flatMap((store) => failuresOn(store, wanted))
  const matches = new Map<string, MatchResult>()
  for (const store of stores) {
    for (const key of store.matches.keys().filter(wanted)) {
      if (!matches.has(key)) matches.set(key, store.matches.read(key))
    }
  }
  const failedMatches = stores
    .flatMap((store) => failuresOn(store.matches, wanted))
    .filter(({ key }) => !matches.has(key))
  return {
    cells,
    failed,
    matches: [...matches.values()],
    failedMatches: [...new Map(failedMatches.map((failure) => [failure.key, failure])).values()],
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
