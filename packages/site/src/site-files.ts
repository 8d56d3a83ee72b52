/** The data of a site, file by file: `siteFiles`. The same leaderboards and cells give the same files. */
import type { Catalogue, Leaderboards, Store, StoredCell } from '@gauntlet/bench'
import {
  type SettingBoard,
  type SettingRow,
  type SummaryTable,
  headline,
  metricText,
  readingOf,
} from '@gauntlet/bench/tables'
import { cellData, fileDigests } from './cell-data.ts'
import { DataNames, drawerOf } from './data-names.ts'
import { algorithmData, environmentData } from './definition-data.ts'
import type { NotesData, SettingData, SettingEntry, SiteIndex, TableData } from './site-data.ts'

/** What a site is made of. */
export interface SiteInput {
  readonly leaderboards: Leaderboards
  readonly catalogue: Catalogue
  readonly cells: readonly StoredCell[]
  /** Where policies and files lie: the first that has one gives it. */
  readonly stores: readonly Pick<Store, 'policy' | 'file'>[]
}

/** A file by its name, without ending, in the folder `data`. */
export interface DataFile {
  readonly name: string
  readonly value: unknown
}

export function* siteFiles(input: SiteInput): Generator<DataFile> {
  const { leaderboards, catalogue } = input
  const { settings, overall, domains } = leaderboards
  const names = new DataNames()
  yield { name: 'index', value: indexOf(input, names) }
  yield { name: 'notes', value: notesOf(leaderboards) }
  for (const table of [overall, ...domains]) {
    yield { name: tableFile(names, table), value: tableData(table, settings) }
  }
  for (const board of settings) {
    const apart = leaderboards.notComparable.filter(
      ({ environment, setting }) => environment === board.environment && setting === board.setting,
    )
    yield { name: names.of('setting', board.name), value: { board, apart } satisfies SettingData }
  }
  for (const id of algorithmsOf(leaderboards)) {
    const definition = catalogue.algorithms.get(id)
    if (definition === undefined) continue
    yield { name: names.of('algorithm', id), value: algorithmData(catalogue, definition, settings) }
  }
  for (const id of environmentsOf(leaderboards)) {
    const definition = catalogue.environments.get(id)
    if (definition === undefined) continue
    yield { name: names.of('environment', id), value: environmentData(catalogue, definition, settings) }
  }
  yield* cellFiles(input)
}

/** A page for every cell of a row, with the policy of the row's first seed, and the files that they name. */
function* cellFiles({ leaderboards, catalogue, cells, stores }: SiteInput): Generator<DataFile> {
  const cellOf = new Map(cells.map((cell) => [cell.result.key, cell]))
  const rows = leaderboards.settings.flatMap((board) => board.rows)
  const kept = new Set<string>()
  const given = new Set<string>()
  for (const { seeds } of rows) {
    const first = seeds.find(({ score }) => score !== null)
    const policy = first && cellOf.get(first.key)?.result.policy
    if (policy) kept.add(policy)
  }
  for (const { seeds, variant } of rows) {
    for (const { key } of seeds) {
      const cell = cellOf.get(key)
      if (cell === undefined) continue
      yield { name: drawerOf('cell', key), value: cellData(cell, catalogue, variant, kept) }
      for (const digest of fileDigests(cell.result.descriptor)) {
        if (given.has(digest)) continue
        given.add(digest)
        yield* bytesFile(
          'file',
          digest,
          stores.map((store) => store.file(digest)),
        )
      }
    }
  }
  for (const digest of kept) {
    yield* bytesFile(
      'policy',
      digest,
      stores.map((store) => store.policy(digest)),
    )
  }
}

/** Bytes as base64, where any store has them. */
function* bytesFile(
  kind: 'policy' | 'file',
  digest: string,
  found: readonly (Uint8Array | undefined)[],
): Generator<DataFile> {
  const bytes = found.find((one) => one !== undefined)
  if (bytes === undefined) return
  yield { name: drawerOf(kind, digest), value: Buffer.from(bytes).toString('base64') }
}

function indexOf({ leaderboards, catalogue }: SiteInput, names: DataNames): SiteIndex {
  const { title, generatedAt, overall, domains, settings, algorithms, notices } = leaderboards
  return {
    format: 'gauntlet-site',
    formatVersion: 1,
    title,
    generatedAt,
    headline: headline(leaderboards),
    notices,
    tables: [overall, ...domains].map((table) => ({ name: table.name, file: tableFile(names, table) })),
    settings: settings.map((board) => settingEntry(board, names)),
    environments: environmentsOf(leaderboards).flatMap((id) => {
      const definition = catalogue.environments.get(id)
      if (definition === undefined) return []
      const { version, summary } = definition
      return [{ id, domain: id.split('/')[0], version, summary, file: names.of('environment', id) }]
    }),
    algorithms: algorithms.map(({ id, version, family, summary }) => ({
      id,
      version,
      family,
      summary,
      file: names.of('algorithm', id),
    })),
  }
}

function settingEntry(board: SettingBoard, names: DataNames): SettingEntry {
  const { name, domain, environment, description, rows } = board
  return {
    name,
    domain,
    environment,
    description,
    metric: metricText(board),
    rows: rows.length,
    best: rows.find(({ rank, finished }) => rank === 1 && finished > 0)?.name ?? null,
    file: names.of('setting', name),
  }
}

/** No domain is called as the overall table, whose name has no kind of its own. */
function tableFile(names: DataNames, { scope, name }: SummaryTable): string {
  return names.of('table', scope === 'overall' ? 'overall' : `domain ${name}`)
}

function tableData(table: SummaryTable, boards: readonly SettingBoard[]): TableData {
  const scope = new Set(table.settings)
  const own = boards.filter(({ name }) => scope.has(name))
  const placed = new Map<string, { readonly setting: string; readonly row: SettingRow }[]>()
  for (const board of own) {
    for (const row of board.rows) {
      placed.set(row.name, [...(placed.get(row.name) ?? []), { setting: board.name, row }])
    }
  }
  const places = (name: string): { readonly setting: string; readonly row: SettingRow }[] =>
    placed.get(name) ?? []
  return {
    table,
    behind: Object.fromEntries(
      table.rows.map(({ name }) => [
        name,
        places(name).flatMap(({ setting, row }) =>
          row.normalised === null ? [] : [{ setting, mean: row.normalised.mean }],
        ),
      ]),
    ),
    backends: Object.fromEntries(
      table.rows.map(({ name }) => [
        name,
        [...new Set(places(name).map(({ row }) => row.backend))].toSorted(),
      ]),
    ),
  }
}

function notesOf(leaderboards: Leaderboards): NotesData {
  const { notComparable, failures, notApplicable, adapters, provenance, reproduce, settings } = leaderboards
  const excuses = new Map<string, { algorithm: string; reason: string; settings: number }>()
  for (const { algorithm, reason } of notApplicable) {
    const key = JSON.stringify([algorithm, reason])
    const known = excuses.get(key)
    if (known === undefined) excuses.set(key, { algorithm, reason, settings: 1 })
    else known.settings++
  }
  return {
    notComparable,
    failures,
    adapters,
    provenance,
    reproduce,
    reading: readingOf(settings),
    notApplicable: [...excuses.values()],
  }
}

function algorithmsOf({ algorithms }: Leaderboards): string[] {
  return algorithms.map(({ id }) => id)
}

function environmentsOf({ settings }: Leaderboards): string[] {
  return [...new Set(settings.map(({ environment }) => environment))]
}
