import { type AlgorithmDefinition, digestOf } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import {
  allSettings,
  buildCatalogue,
  matchAlgorithms,
  matchSettings,
  presetBlocks,
} from '../src/catalogue.ts'
import { planCell, restoreCell } from '../src/cells.ts'
import { parseShard, planMatrix, shardOf } from '../src/plan.ts'
import { cellSeeds, episodeInstance } from '../src/seeds.ts'
import toy from './plugins/toy.ts'

const catalogue = buildCatalogue([{ source: { origin: 'toy', file: '/toy.ts', package: null }, plugin: toy }])

function block(settings: readonly string[], algorithms: readonly string[], seeds = 2, budget = 100) {
  return {
    settings: matchSettings(catalogue, settings),
    algorithms: matchAlgorithms(catalogue, algorithms).map((definition) => ({
      definition,
      configuration: {},
    })),
    seeds,
    budget,
  }
}

const choice = (algorithm: AlgorithmDefinition, seed = 0) => ({
  algorithm,
  configuration: {},
  adapters: [],
  seed,
  budget: 100,
  backend: 'wasm',
})

describe('planMatrix', () => {
  const everything = block(['*'], ['*'])

  it('gives every setting, algorithm and seed, or a reason', () => {
    const { cells, notApplicable } = planMatrix(catalogue, [everything], 'wasm')
    expect(cells).toHaveLength((3 * 4 - 1) * 2)
    expect(notApplicable).toEqual([
      {
        environment: 'toy/walk',
        setting: 'team',
        algorithm: 'toy/solo',
        reason: 'needs a single agent; the environment has 2',
      },
    ])
  })

  it('refuses a matrix without a cell, and says why', () => {
    const plan = (settings: readonly string[], algorithms: readonly string[]) => () =>
      planMatrix(catalogue, [block(settings, algorithms)], 'wasm')
    expect(plan(['toy/walk:team'], ['toy/solo'])).toThrow(
      'the matrix has no cell: nothing applies: toy/solo on toy/walk:team needs a single agent; the environment has 2',
    )
    expect(() => planMatrix(catalogue, [], 'wasm')).toThrow('no setting is chosen, or installed')
    expect(() => planMatrix(catalogue, [{ ...block(['*'], ['*']), algorithms: [] }], 'wasm')).toThrow(
      'no algorithm is chosen, or installed',
    )
  })

  it('refuses more cells than memory holds, before it plans any', () => {
    const many = block(['*'], ['*'], 100_000)
    expect(() => planMatrix(catalogue, [many], 'wasm')).toThrow(
      'the matrix has 1100000 cells, of at most 1000000; choose fewer seeds, settings or algorithms',
    )
  })

  it('gives the same cells in the same order again', () => {
    const keys = () => planMatrix(catalogue, [everything], 'wasm').cells.map(({ key }) => key)
    expect(keys()).toEqual(keys())
  })

  it('gives each cell once where blocks overlap', () => {
    const { cells } = planMatrix(catalogue, [everything, block(['toy/walk:short'], ['*'], 3)], 'wasm')
    expect(cells).toHaveLength((3 * 4 - 1) * 2 + 4)
    expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length)
  })

  it('takes a budget only where the algorithm trains', () => {
    const { cells } = planMatrix(catalogue, [everything, block(['*'], ['*'], 2, 200)], 'wasm')
    const budgets = new Map<string, Set<number>>()
    for (const { descriptor } of cells) {
      const own = budgets.get(descriptor.algorithm.id) ?? new Set()
      budgets.set(descriptor.algorithm.id, own.add(descriptor.budget))
    }
    expect([...budgets.get('toy/learner')!]).toEqual([100, 200])
    expect([...budgets.get('toy/right')!]).toEqual([0])
  })

  it('keeps parameters complete, apart for training and evaluation', () => {
    const { descriptor } = planMatrix(catalogue, [block(['*:long'], ['toy/right'])], 'wasm').cells[0]
    expect(descriptor.environment.parameters).toEqual({ length: 9, slip: 0.1, agents: 1 })
    expect(descriptor.evaluation.parameters).toEqual({ length: 9, slip: 0.3, agents: 1 })
  })

  it('never plays more worlds than episodes', () => {
    const { descriptor } = planMatrix(catalogue, [block(['*:team'], ['toy/right'])], 'wasm').cells[0]
    expect(descriptor.evaluation).toMatchObject({ episodes: 4, batch: 4 })
  })
})

describe('shards', () => {
  const { cells } = planMatrix(catalogue, [block(['*'], ['*'], 5)], 'wasm')

  it('are disjoint, and together are the whole', () => {
    const shards = [1, 2, 3].map((index) => shardOf(cells, index, 3))
    const keys = shards.flat().map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.toSorted()).toEqual(cells.map(({ key }) => key).toSorted())
    expect(
      Math.max(...shards.map((shard) => shard.length)) - Math.min(...shards.map((s) => s.length)),
    ).toBeLessThan(2)
  })

  it('do not depend on the order of the plan', () => {
    const reversed = shardOf(cells.toReversed(), 2, 3).map(({ key }) => key)
    expect(reversed.toSorted()).toEqual(
      shardOf(cells, 2, 3)
        .map(({ key }) => key)
        .toSorted(),
    )
  })

  it('are written I/N', () => {
    expect(parseShard('2/3')).toEqual({ index: 2, count: 3 })
    for (const wrong of ['0/3', '4/3', '1', 'a/b', '1/0', '-1/2']) {
      expect(() => parseShard(wrong)).toThrow(`--shard: got ${wrong}`)
    }
  })
})

describe('a key', () => {
  const [entry] = allSettings(catalogue)
  const right = catalogue.algorithms.get('toy/right')!
  const learner = catalogue.algorithms.get('toy/learner')!
  const { key, descriptor } = planCell(entry, choice(right))

  it('is the digest of the descriptor', () => {
    expect(key).toBe(digestOf(descriptor))
  })

  it('changes with whatever decides the result', () => {
    const { environment, setting } = entry
    const others = [
      planCell({ ...entry, environment: { ...environment, version: 2 } }, choice(right)),
      planCell({ ...entry, name: 'other' }, choice(right)),
      planCell({ ...entry, setting: { ...setting, parameters: { length: 6 } } }, choice(right)),
      planCell(
        { ...entry, setting: { ...setting, evaluation: { ...setting.evaluation, batch: 2 } } },
        choice(right),
      ),
      planCell(entry, choice({ ...right, version: 2 })),
      planCell(entry, choice({ ...right, recipe: { optimiser: [{ part: 'adam' }] } })),
      planCell(entry, choice(right, 1)),
      planCell(entry, { ...choice(learner), backend: 'cpu' }),
      planCell(entry, { ...choice(learner), configuration: { rate: 0.02 } }),
      planCell(entry, choice(learner)),
    ]
    expect(new Set([key, ...others.map((other) => other.key)]).size).toBe(others.length + 1)
  })

  it('does not change with the backend where nothing is trained', () => {
    expect(planCell(entry, { ...choice(right), backend: 'cpu' }).key).toBe(key)
  })

  it('comes back from its descriptor', () => {
    const cell = planCell(entry, choice(learner))
    expect(restoreCell(catalogue, cell.key, cell.descriptor, () => undefined)).toEqual(cell)
    const newer = { ...cell.descriptor, environment: { ...cell.descriptor.environment, version: 7 } }
    expect(() => restoreCell(catalogue, cell.key, newer, () => undefined)).toThrow(
      'needs version 7 of toy/walk; here is 1',
    )
  })
})

describe('seeds', () => {
  const [entry] = allSettings(catalogue)
  const seedsOf = (name: string, seed: number) =>
    cellSeeds(planCell(entry, choice(catalogue.algorithms.get(name)!, seed)).descriptor)

  it('are the same for all algorithms under one number', () => {
    expect(seedsOf('toy/right', 3)).toEqual(seedsOf('toy/learner', 3))
    expect(seedsOf('toy/right', 3)).not.toEqual(seedsOf('toy/right', 4))
  })

  it('keep training, learner and evaluation apart', () => {
    const { training, learner, evaluation } = seedsOf('toy/right', 0)
    expect(new Set([training, learner, evaluation].map(String)).size).toBe(3)
  })

  it('give numbered instances in turn', () => {
    const { evaluation } = seedsOf('toy/right', 0)
    expect([0, 1, 2, 3].map((j) => episodeInstance(evaluation, j, [5, 7, 9]).index)).toEqual([5, 7, 9, 5])
    expect(episodeInstance(evaluation, 0, null)).toEqual({ key: evaluation.fold('episode').fold(0) })
  })
})

describe('names', () => {
  it('that are unknown bring the nearest', () => {
    expect(() => matchSettings(catalogue, ['toy/wlak'])).toThrow('did you mean toy/walk?')
    expect(() => matchSettings(catalogue, ['toy/walk:shrot'])).toThrow('did you mean toy/walk:short')
    expect(() => matchAlgorithms(catalogue, ['toy/rihgt'])).toThrow('did you mean toy/right')
    expect(() => presetBlocks(catalogue, 'quikc')).toThrow('unknown preset quikc; did you mean quick?')
    expect(() => matchSettings(catalogue, ['zzzzzzzzzzzzz/*'])).toThrow('there are toy/walk')
    const presetsOf = (count: number) =>
      new Map(Array.from({ length: count }, (_, i) => [`study-${i}`, []] as const))
    const refused = (count: number) => () =>
      presetBlocks({ ...catalogue, presets: presetsOf(count) }, 'nonesuch')
    expect(refused(30)).toThrow(/there are study-0, .*, study-29$/)
    expect(refused(60)).toThrow(/there are study-0, .*, study-19, …; gauntlet list tells all$/)
  })

  it('are matched by globs', () => {
    const ids = (globs: readonly string[]) => matchSettings(catalogue, globs).map(({ id }) => id)
    expect(ids(['toy/walk'])).toHaveLength(3)
    expect(ids(['*'])).toHaveLength(3)
    expect(ids(['toy/*:{short,long}'])).toEqual(['toy/walk:short', 'toy/walk:long'])
  })
})
