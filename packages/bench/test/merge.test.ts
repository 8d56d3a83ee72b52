/** Several stores as one: `gauntlet store merge`. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@gauntlet/core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { mergeStores } from '../src/merge.ts'
import { writeRecordFile } from '../src/record-file.ts'
import type { CellDescriptor, CellResult, FailedCell, Provenance } from '../src/records.ts'
import { type Store, createStore, openStore } from '../src/store.ts'
import { GAME, gauntletHere, scratch, storeFiles } from './harness.ts'

function descriptorOf(seed: number): CellDescriptor {
  return {
    environment: { id: 'toy/walk', version: 1, setting: 'short', parameters: {} },
    algorithm: { id: 'toy/right', version: 1, configuration: {}, recipe: {} },
    adapters: [],
    evaluation: { parameters: {}, episodes: 1, instances: null, batch: 1, mode: 'sample' },
    seed,
    budget: 0,
    backend: 'wasm',
    protocol: 1,
  }
}

function resultOf(seed: number, score = 1): CellResult {
  const descriptor = descriptorOf(seed)
  const content = {
    format: 'gauntlet-cell',
    formatVersion: 1,
    key: digestOf(descriptor),
    descriptor,
    score,
    episodes: { reward: [score] },
    lengths: [1],
    curve: [],
    steps: { training: 0, evaluation: 1 },
    policy: null,
  } as const
  return { ...content, digest: digestOf(content) }
}

function failureOf(seed: number, day: number): FailedCell {
  const descriptor = descriptorOf(seed)
  return {
    format: 'gauntlet-failed-cell',
    formatVersion: 1,
    key: digestOf(descriptor),
    descriptor,
    reason: 'threw',
    message: `on day ${day}`,
    failedAt: `2026-01-0${day}T00:00:00.000Z`,
  }
}

function provenanceOf(key: string): Provenance {
  return {
    key,
    startedAt: '2026-01-01T00:00:00.000Z',
    trainingSeconds: 0,
    evaluationSeconds: 1,
    microsecondsPerDecision: 1,
    node: 'v20',
    platform: 'linux',
    processor: 'none',
    packages: {},
    commit: null,
  }
}

/** A store of the seeds that finished, and of those that failed on a day. */
function storeOf(finished: readonly number[], failed: readonly (readonly [number, number])[] = []): Store {
  const store = createStore(scratch())
  for (const [seed, day] of failed) store.putFailure(failureOf(seed, day))
  for (const seed of finished) {
    const result = resultOf(seed)
    store.putResult(result, provenanceOf(result.key))
  }
  return store
}

const target = (): string => join(scratch(), 'merged')

describe('a merge', () => {
  it('holds every cell once, with its provenance, and a failure only of what finished nowhere', () => {
    const path = target()
    const summary = mergeStores([storeOf([0, 1], [[2, 1]]), storeOf([1, 2], [[3, 1]])], path)
    expect(summary).toMatchObject({ cells: 3, newCells: 3, matches: 0, failed: 1, missingPolicies: 0 })
    const store = openStore(path)
    expect(store.keys()).toEqual([0, 1, 2].map((seed) => resultOf(seed).key).sort())
    for (const key of store.keys()) expect(store.provenance(key)).toEqual(provenanceOf(key))
    expect(store.failedKeys()).toEqual([failureOf(3, 1).key])
  })

  it('is the same in any order of stores, in one go or several', () => {
    const seeds = fc.uniqueArray(fc.nat(4))
    const failures = fc.array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 9 })), { maxLength: 3 })
    const stores = fc.array(fc.tuple(seeds, failures), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(stores, (given) => {
        const sources = given.map(([finished, failed]) => storeOf(finished, failed))
        const [atOnce, turned, inTurn] = [target(), target(), target()]
        mergeStores(sources, atOnce)
        mergeStores(sources.toReversed(), turned)
        for (const source of sources) mergeStores([source], inTurn)
        expect(storeFiles(turned)).toEqual(storeFiles(atOnce))
        expect(storeFiles(inTurn)).toEqual(storeFiles(atOnce))
        const finished = new Set(given.flatMap(([own]) => own))
        expect(openStore(atOnce).keys()).toHaveLength(finished.size)
      }),
      { numRuns: 6 },
    )
  })

  it('forgets a failure of its own once another store has the result', () => {
    const path = target()
    mergeStores([storeOf([], [[0, 1]])], path)
    expect(openStore(path).failedKeys()).toHaveLength(1)
    mergeStores([storeOf([0])], path)
    expect(storeFiles(path)).toEqual(storeFiles(storeOf([0]).root))
  })

  it('refuses results that differ, naming cell and stores, and writes nothing', async () => {
    const [one, other, path] = [storeOf([0]), storeOf([1]), target()]
    const [stray, straight] = [resultOf(0, 2), resultOf(0)]
    other.putResult(stray, provenanceOf(stray.key))
    const { code, stderr } = await gauntletHere('/', [
      'store',
      'merge',
      one.root,
      other.root,
      '--store',
      path,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('1 result differs between stores')
    expect(stderr).toContain(`${straight.key.slice(0, 12)} toy/walk:short toy/right seed 0`)
    expect(stderr).toContain(`${straight.digest} in ${one.root}, ${stray.digest} in ${other.root}`)
    expect(existsSync(path)).toBe(false)

    const before = storeFiles(one.root)
    expect(() => mergeStores([other], one.root)).toThrow('1 result differs')
    expect(storeFiles(one.root)).toEqual(before)
  })

  it('refuses what is no store, and what is corrupt', async () => {
    const merge = (...from: string[]): ReturnType<typeof gauntletHere> =>
      gauntletHere('/', ['store', 'merge', ...from, '--store', target()])
    expect(await merge('/nowhere/at/all')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no /nowhere/at/all'),
    })
    expect(await merge(scratch())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no store.json'),
    })
    const store = storeOf([0])
    const { key } = resultOf(0)
    const file = join(store.root, 'cells', key.slice(0, 2), `${key}.json`)
    writeFileSync(file, writeRecordFile({ ...resultOf(0), score: 3 }))
    expect(await merge(store.root)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`${file}: its digest is`),
    })
  })
})

describe('the shards of a run', () => {
  const players = ['game/perfect', 'game/random', 'game/learner'].flatMap((id) => ['--algo', id])
  const run = ['run', '--plugin', GAME, '--env', 'game/nim', ...players, '--seeds', '2', '--budget', '64']
  let directory: string

  beforeAll(async () => {
    directory = scratch()
    for (const [store, flags] of [
      ['whole', []],
      ['one', ['--shard', '1/2']],
      ['two', ['--shard', '2/2']],
    ] as const) {
      const { code } = await gauntletHere(directory, [...run, '--store', store, ...flags])
      expect(code).toBe(0)
    }
  }, 90_000)

  it('merge to what the whole run gives, policies, matches and exports included', async () => {
    const shards = ['one', 'two'].map((name) => storeFiles(join(directory, name)))
    expect(shards.map(({ size }) => size > 0)).toEqual([true, true])
    const merged = await gauntletHere(directory, [
      'store',
      'merge',
      'one',
      'two',
      '--store',
      'both',
      '--json',
    ])
    expect(merged.code).toBe(0)
    // Matches between players of different shards wait for the merged store.
    const { code } = await gauntletHere(directory, [...run, '--store', 'both'])
    expect(code).toBe(0)
    const sorted = (name: string) => [...storeFiles(join(directory, name))].sort()
    expect(sorted('both')).toEqual(sorted('whole'))
    for (const name of ['both', 'whole']) {
      const flags = ['--plugin', GAME, '--store', name, '--out', `out-${name}`]
      expect((await gauntletHere(directory, ['export', ...flags])).code).toBe(0)
    }
    const table = (name: string): unknown =>
      JSON.parse(readFileSync(join(directory, `out-${name}/leaderboard.json`), 'utf8'), (field, value) =>
        ['trainingSeconds', 'microsecondsPerDecision', 'earliest', 'latest'].includes(field) ? 0 : value,
      )
    expect(table('both')).toEqual(table('whole'))
  })

  it('go on where a merge was cut off', () => {
    const into = join(directory, 'cut')
    const sources = ['one', 'two'].map((name) => openStore(join(directory, name)))
    const { cells } = mergeStores(sources, into)
    const whole = storeFiles(into)
    rmSync(join(into, 'cells'), { recursive: true })
    rmSync(join(into, 'provenance'), { recursive: true })
    expect(mergeStores(sources, into)).toMatchObject({ cells, newCells: cells, newMatches: 0 })
    expect(storeFiles(into)).toEqual(whole)
  })
})
