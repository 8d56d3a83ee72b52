/**
 * `buildLeaderboards`: from a store's cells to tables.
 *
 * The rules. Scores are normalised by each setting's fixed references, so no number depends on what else is
 * compared; ranks do, by their nature. Episodes are averaged per seed, then seeds. Only cells that differ in
 * nothing but the seed are averaged, and only those of today's definitions are compared; the rest stands
 * apart, with the reason. A failed cell scores as the random policy; one that is not applicable is left out
 * and counted. Everything is summed in a fixed order, so the same cells in any order give the same bits.
 */
import { type CellGroup, groupCells } from './groups.ts'
import { contenderOf } from './contender.ts'
import { type Definitions, type LeaderboardInput, definitionsOf } from './input.ts'
import { comparisonOf } from './comparison.ts'
import { withCurves } from './curves.ts'
import { isResponse } from './exploitability.ts'
import { boardIntervals } from './intervals.ts'
import type { AdapterNote, AlgorithmNote, Failure, Leaderboards, NotApplicable } from './model.ts'
import type { SettingBoard, SummaryTable } from './model.ts'
import { compareText, distinct, groupBy } from './order.ts'
import { commandsFor, summariseProvenance } from './provenance.ts'
import { buildBoards } from './boards.ts'
import { summaryTable } from './summary-table.ts'

/** Builds every table. Pure; an empty store gives empty tables and says so. */
export function buildLeaderboards(input: LeaderboardInput): Leaderboards {
  const definitions = definitionsOf(input)
  const options = input.replicates === undefined ? {} : { replicates: input.replicates }
  const groups = groupCells(
    input.cells.filter(({ result }) => !isResponse(result.descriptor)),
    input.failed.filter(({ descriptor }) => !isResponse(descriptor)),
  )
  const { boards: bare, shown, apart } = buildBoards(groups, input, definitions, options)
  const { figures = true } = input
  const estimated = bare.map((board) => boardIntervals(board, options))
  const boards = figures ? estimated.map((board) => withCurves(board, shown, options)) : estimated
  const domains = [...groupBy(boards, ({ domain }) => domain)].toSorted(([p], [q]) => compareText(p, q))
  const summary = (
    scope: SummaryTable['scope'],
    name: string,
    own: readonly SettingBoard[],
  ): SummaryTable => {
    const table = summaryTable(scope, name, own, options)
    return figures ? { ...table, comparison: comparisonOf(table, own, options) } : table
  }
  return {
    format: 'gauntlet-leaderboards',
    formatVersion: 1,
    title: input.title ?? 'Gauntlet leaderboard',
    generatedAt: input.generatedAt ?? null,
    overall: summary('overall', 'overall', boards),
    domains: domains.map(([name, own]) => summary('domain', name, own)),
    settings: boards,
    notComparable: apart,
    failures: failuresOf(shown, definitions),
    notApplicable: notApplicableOn(boards),
    algorithms: algorithmNotes(boards, definitions),
    adapters: adapterNotes(boards, definitions),
    provenance: summariseProvenance(shown),
    reproduce: input.reproduce ?? commandsFor(boards, input.plugins),
    notices: boards.length === 0 ? ['no comparable results yet'] : [],
  }
}

function failuresOf(groups: readonly CellGroup[], definitions: Definitions): Failure[] {
  const failures = groups.flatMap(({ failed }) =>
    failed.map(({ key, descriptor, reason, message }) => ({
      key,
      environment: descriptor.environment.id,
      setting: descriptor.environment.setting,
      algorithm: descriptor.algorithm.id,
      name: contenderOf(descriptor, definitions).name,
      seed: descriptor.seed,
      reason,
      message,
    })),
  )
  return failures.toSorted(
    (p, q) =>
      compareText(p.environment, q.environment) ||
      compareText(p.setting, q.setting) ||
      compareText(p.name, q.name) ||
      p.seed - q.seed ||
      compareText(p.key, q.key),
  )
}

function notApplicableOn(boards: readonly SettingBoard[]): NotApplicable[] {
  return boards.flatMap(({ environment, setting, notApplicable }) =>
    notApplicable.map(({ algorithm, reason }) => ({ environment, setting, algorithm, reason })),
  )
}

function algorithmNotes(boards: readonly SettingBoard[], definitions: Definitions): AlgorithmNote[] {
  const ids = distinct(boards.flatMap(({ rows }) => rows.map(({ algorithm }) => algorithm)))
  return ids.flatMap((id) => {
    const definition = definitions.algorithms.get(id)
    if (definition === undefined) return []
    const { version, family, summary, source, trains } = definition
    return [{ id, version, family, summary, source, trains }]
  })
}

function adapterNotes(boards: readonly SettingBoard[], definitions: Definitions): AdapterNote[] {
  const names = distinct(boards.flatMap(({ rows }) => rows.flatMap(({ adapters }) => adapters)))
  return names.map((name) => {
    const [id, version] = name.split('@')
    return { id, version: Number(version), note: definitions.adapters?.get(id)?.note ?? '' }
  })
}
