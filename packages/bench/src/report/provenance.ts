/** On what the tables were computed, and how to compute them again: `summariseProvenance`, `commandsFor`. */
import type { CellGroup } from './groups.ts'
import type { ProvenanceSummary, SettingBoard } from './model.ts'
import { compareText, distinct, groupBy } from './order.ts'

/** The distinct values among the shown cells' provenance. */
export function summariseProvenance(groups: readonly CellGroup[]): ProvenanceSummary {
  const cells = groups.flatMap((group) => group.cells)
  const known = cells.flatMap(({ provenance }) => (provenance === undefined ? [] : [provenance]))
  const packages = groupBy(
    known.flatMap((provenance) => Object.entries(provenance.packages)),
    ([name]) => name,
  )
  const starts = distinct(known.map(({ startedAt }) => startedAt))
  return {
    cells: cells.length,
    missing: cells.length - known.length,
    packages: [...packages]
      .map(([name, entries]) => ({ name, versions: distinct(entries.map(([, version]) => version)) }))
      .toSorted((p, q) => compareText(p.name, q.name)),
    processors: distinct(known.map(({ processor }) => processor)),
    platforms: distinct(known.map(({ platform }) => platform)),
    nodes: distinct(known.map(({ node }) => node)),
    commits: distinct(known.flatMap(({ commit }) => (commit === null ? [] : [commit]))),
    backends: distinct(cells.map(({ result }) => result.descriptor.backend)),
    earliest: starts[0] ?? null,
    latest: starts.at(-1) ?? null,
  }
}

/** The commands whose cells make up the boards: one for each set of algorithms, seeds and budget. `plugins`: as flags gave them. */
export function commandsFor(boards: readonly SettingBoard[], plugins: readonly string[] = []): string[] {
  const loaded = plugins.map((path) => ` --plugin ${quoted(path)}`).join('')
  const blocks = groupBy(boards, (board) => {
    const seeds = Math.max(...board.rows.map((row) => row.seeds.length))
    const algorithms = distinct(board.rows.map(({ algorithm }) => algorithm))
    const options = [...algorithms.map((id) => `--algo ${quoted(id)}`), `--seeds ${seeds}`]
    return [...options, ...(board.budget === null ? [] : [`--budget ${board.budget}`])].join(' ')
  })
  return [...blocks].map(([options, same]) => {
    const environments = same.map(({ name }) => `--env ${quoted(name)}`).join(' ')
    return `npx gauntlet run${loaded} ${environments} ${options}`
  })
}

function quoted(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
