/** Leaderboards of several stores: what two groups computed, side by side where it may stand there. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@gauntlet/core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CellDescriptor, CellResult } from '../src/records.ts'
import type { Leaderboards } from '../src/report/index.ts'
import { type Store, createStore, openStore } from '../src/store.ts'
import { TOY, gauntletHere, scratch } from './harness.ts'

const plugin = ['--plugin', TOY]
let directory: string

beforeAll(async () => {
  directory = scratch()
  const groups = [
    ['ours', 'toy/right', 'wasm'],
    ['theirs', 'toy/random', 'wasm'],
    ['learnt', 'toy/learner', 'wasm'],
    ['elsewhere', 'toy/learner', 'cpu'],
  ]
  for (const [store, algorithm, backend] of groups) {
    const matrix = ['--env', 'toy/walk:short', '--algo', algorithm, '--seeds', '1', '--budget', '100']
    const flags = [...plugin, ...matrix, '--backend', backend, '--store', store]
    expect((await gauntletHere(directory, ['run', ...flags])).code).toBe(0)
  }
}, 90_000)

async function boardsOf(...stores: readonly string[]): Promise<Leaderboards> {
  const flags = stores.flatMap((store) => ['--store', store])
  const { code, stdout } = await gauntletHere(directory, ['report', ...plugin, ...flags, '--json'])
  expect(code).toBe(0)
  return JSON.parse(stdout) as Leaderboards
}

/** A copy of a store's cells as if they had been computed on something else. */
function changed(name: string, change: (descriptor: CellDescriptor) => CellDescriptor): Store {
  const store = createStore(scratch())
  const from = openStore(join(directory, name))
  for (const cell of from.keys().map((key) => from.read(key))) {
    const { digest: _, ...rest } = cell
    const descriptor = change(cell.descriptor)
    const content = { ...rest, key: digestOf(descriptor), descriptor }
    store.putResult({ ...content, digest: digestOf(content) } as CellResult, from.provenance(cell.key))
  }
  return store
}

describe('a report of several stores', () => {
  it('puts what fits into one table, whatever the order of the stores', async () => {
    const { settings, notComparable } = await boardsOf('ours', 'theirs')
    expect(settings).toHaveLength(1)
    expect(settings[0].rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['toy/right', 1],
      ['toy/random', 2],
    ])
    expect(notComparable).toEqual([])
    expect((await boardsOf('theirs', 'ours')).settings).toEqual(settings)
    expect((await boardsOf('ours', 'theirs', 'ours')).settings).toEqual(settings)
  })

  it.each<[string, (descriptor: CellDescriptor) => CellDescriptor, string]>([
    [
      'environment',
      (d) => ({ ...d, environment: { ...d.environment, version: 2 } }),
      'environment version 2, now 1',
    ],
    ['algorithm', (d) => ({ ...d, algorithm: { ...d.algorithm, version: 3 } }), 'algorithm version 3, now 1'],
  ])('never mixes versions of an %s', async (_, change, reason) => {
    const { settings, notComparable } = await boardsOf('ours', changed('theirs', change).root)
    expect(settings[0].rows.map(({ name }) => name)).toEqual(['toy/right'])
    expect(notComparable.map(({ algorithm, notices }) => [algorithm, notices])).toEqual([
      ['toy/random', [`not comparable: ${reason}`]],
    ])
  })

  it('shows another budget or backend of one contender apart', async () => {
    const backend = await boardsOf('learnt', 'elsewhere', 'ours')
    expect(backend.notComparable.map(({ notices }) => notices)).toEqual([
      ['not comparable: backend cpu, its row is of wasm'],
    ])
    const lower = changed('learnt', (d) => ({ ...d, budget: 50 }))
    const budget = await boardsOf('learnt', lower.root)
    expect(budget.notComparable.map(({ notices }) => notices)).toEqual([
      ['not comparable: trained for 50 steps, its row for 100'],
    ])
  })

  it('counts a cell that failed in one and finished in the other as finished', async () => {
    const store = createStore(scratch())
    const from = openStore(join(directory, 'ours'))
    const [key] = from.keys()
    const { descriptor } = from.read(key)
    const failedAt = '2026-01-01T00:00:00.000Z'
    store.putFailure({
      format: 'gauntlet-failed-cell',
      formatVersion: 1,
      key,
      descriptor,
      reason: 'threw',
      message: 'no',
      failedAt,
    })
    const { settings, failures } = await boardsOf(store.root, 'ours')
    expect(settings[0].rows.map(({ finished, failed }) => [finished, failed])).toEqual([[1, []]])
    expect(failures).toEqual([])
  })

  it('is exported with every cell once', async () => {
    const flags = [...plugin, '--store', 'ours', '--store', 'theirs', '--store', 'ours', '--out', 'out']
    const { code, stderr } = await gauntletHere(directory, ['export', ...flags])
    expect(code).toBe(0)
    expect(stderr).toContain('leaderboards and 2 cells written')
    expect(readdirSync(join(directory, 'out/cells'))).toHaveLength(2)
    expect(existsSync(join(directory, 'out/leaderboard.html'))).toBe(true)
  })

  it('names the one that is not there', async () => {
    const flags = [...plugin, '--store', 'ours', '--store', 'nowhere']
    const { code, stderr } = await gauntletHere(directory, ['report', ...flags])
    expect(code).toBe(2)
    expect(stderr).toContain('nowhere')
  })
})
