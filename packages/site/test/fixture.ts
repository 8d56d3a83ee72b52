/** A site's input over the toys of the reports' tests: `toyInput`, `inputWith`, `scratch`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Catalogue, type LeaderboardInput, buildLeaderboards } from '@gauntlet/bench'
import { definePlugin } from '@gauntlet/core'
import { afterAll } from 'vitest'
import { cells, input, line, rule, smallMatrix } from '../../bench/test/report/fixture.ts'
import type { SiteInput } from '../src/site-files.ts'

/** What a matrix makes of a site; `policies` are what learners saved, by digest. */
export function toyInput(
  matrix: LeaderboardInput = smallMatrix(),
  policies: ReadonlyMap<string, Uint8Array> = new Map(),
): SiteInput {
  return {
    leaderboards: buildLeaderboards({ ...matrix, replicates: 50 }),
    catalogue: catalogueOf(matrix),
    cells: matrix.cells,
    stores: [{ policy: (digest) => policies.get(digest), file: () => undefined }],
  }
}

/** Likewise of a single cell, whose configuration is said to be another. */
export function inputWith(configuration: Readonly<Record<string, unknown>>): SiteInput {
  const given = toyInput(input(cells(line, 'easy', rule, [3])))
  const changed = given.cells.map(({ result, provenance }) => {
    const { descriptor } = result
    const algorithm = { ...descriptor.algorithm, configuration }
    return { result: { ...result, descriptor: { ...descriptor, algorithm } }, provenance }
  })
  return { ...given, cells: changed }
}

function catalogueOf({ definitions }: LeaderboardInput): Catalogue {
  const { environments, algorithms } = definitions
  const byId = <T extends { readonly id: string }>(items: readonly T[]): Map<string, T> =>
    new Map(items.map((item) => [item.id, item]))
  const plugin = definePlugin({ name: '@toy/plugin', environments, algorithms })
  return {
    plugins: [{ plugin, source: { origin: '@toy/plugin', file: '', package: null } }],
    environments: byId(environments),
    algorithms: byId(algorithms),
    adapters: new Map(),
    presets: new Map(),
  }
}

const made: string[] = []

/** A folder of its own, gone after the tests of the file. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gauntlet-site-test-'))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})
