import { describe, expect, test } from 'vitest'
import type { CellDescriptor } from '../../src/records.ts'
import { type LeaderboardInput, type SettingRow, buildLeaderboards } from '../../src/report/index.ts'
import {
  cell,
  cells,
  failedCell,
  input,
  line,
  ppo,
  pull,
  rule,
  smallMatrix,
  toyAlgorithm,
  toyDescriptor,
  toyEnvironment,
  toySetting,
  walker,
} from './fixture.ts'

function rowOf(from: LeaderboardInput, board: string, name: string): SettingRow {
  const row = buildLeaderboards(from)
    .settings.find((one) => one.name === board)
    ?.rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`no row ${name} on ${board}`)
  return row
}

describe('scores', () => {
  test('are normalised by the references of the setting, in either direction', () => {
    const from = input([...cells(line, 'hard', rule, [3, 3]), ...cells(pull, 'k2', rule, [4, 3])])
    expect(rowOf(from, 'toy/line:hard', 'rule').normalised?.mean).toBe(0.5)
    expect(rowOf(from, 'game/pull:k2', 'rule').normalised?.mean).toBe(0.9)
    expect(rowOf(from, 'game/pull:k2', 'rule').score?.mean).toBe(3.5)
  })

  test('have the standard deviation over seeds and an interval, and neither for a single one', () => {
    expect(rowOf(input(cells(line, 'easy', rule, [1, 2, 3])), 'toy/line:easy', 'rule').score).toMatchObject({
      mean: 2,
      standardDeviation: 1,
    })
    const single = rowOf(input(cells(line, 'easy', rule, [1])), 'toy/line:easy', 'rule')
    expect(single.score).toEqual({ mean: 1, standardDeviation: null, interval: null })
    expect(single.notices).toContain('n < 5: 1 finished, intervals under-cover')
  })

  test('of a domain and overall are means over settings, each counting once', () => {
    const { overall, domains } = buildLeaderboards(
      input([
        ...cells(line, 'easy', rule, [10]),
        ...cells(line, 'hard', rule, [2, 2, 2]),
        ...cells(pull, 'k2', rule, [5.5]),
      ]),
    )
    expect(overall.rows[0].normalised.mean).toBe(0.5)
    expect(domains.map(({ name, rows }) => [name, rows[0].normalised.mean])).toEqual([
      ['game', 0.5],
      ['toy', 0.5],
    ])
  })

  test('costs are means per seed; missing provenance leaves timings empty', () => {
    const timed = cells(line, 'easy', ppo, [1, 2], { provenance: { trainingSeconds: 3 } })
    const from = input([...timed.slice(0, 1), { ...timed[1], provenance: undefined }])
    const row = rowOf(from, 'toy/line:easy', 'ppo')
    expect(row.steps).toEqual({ training: 1000, evaluation: 50 })
    expect(row.trainingSeconds).toBe(3)
    const bare = rowOf(input(cells(line, 'easy', ppo, [1])), 'toy/line:easy', 'ppo')
    expect(bare).toMatchObject({ trainingSeconds: null, microsecondsPerDecision: null })
    expect(buildLeaderboards(from).provenance).toMatchObject({ cells: 2, missing: 1, nodes: ['v20.19.0'] })
  })
})

describe('failed and not-applicable cells', () => {
  test('a failed cell scores as the random policy, but not in the raw mean', () => {
    const failed = [failedCell(toyDescriptor(line, 'hard', rule, { seed: 1 }), 'not-finite', 'NaN')]
    const row = rowOf(input(cells(line, 'hard', rule, [4]), { failed }), 'toy/line:hard', 'rule')
    expect(row).toMatchObject({ finished: 1, failed: [{ reason: 'not-finite', count: 1 }], rank: 1 })
    expect(row.score?.mean).toBe(4)
    expect(row.normalised?.mean).toBe(0.5)
    expect(row.seeds[1]).toMatchObject({ seed: 1, score: null, normalised: 0, failure: 'not-finite' })
  })

  test('a row whose cells all failed is ranked as the random policy', () => {
    const failed = [failedCell(toyDescriptor(line, 'easy', ppo), 'crashed', 'exit 134')]
    const board = buildLeaderboards(input(cells(line, 'easy', rule, [-1]), { failed })).settings[0]
    expect(board.rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['ppo', 1],
      ['rule', 2],
    ])
    expect(board.rows[0]).toMatchObject({ score: null, steps: null, finished: 0 })
  })

  test('a failure is told by the name of its row', () => {
    const configuration = { rate: 0.25 }
    const failed = [failedCell(toyDescriptor(line, 'easy', ppo, { configuration }), 'threw', 'x')]
    const { failures } = buildLeaderboards(input(cells(line, 'easy', rule, [1]), { failed }))
    expect(failures.map(({ algorithm, name }) => [algorithm, name])).toEqual([['ppo', 'ppo (rate=0.25)']])
  })

  test('a failure is forgotten once the same cell has a result', () => {
    const failed = [failedCell(toyDescriptor(line, 'easy', rule), 'threw', 'once')]
    const boards = buildLeaderboards(input(cells(line, 'easy', rule, [1]), { failed }))
    expect(boards.failures).toEqual([])
    expect(boards.settings[0].rows[0].failed).toEqual([])
  })

  test('a setting that is not applicable is left out and counted', () => {
    const { overall, settings } = buildLeaderboards(smallMatrix())
    const row = overall.rows.find(({ name }) => name === 'toy/walker')
    expect(row).toMatchObject({ settings: 2, total: 3, notApplicable: 1, notRun: 0 })
    expect(row?.normalised.mean).toBeCloseTo(0.95, 12)
    const excuse = [{ algorithm: 'toy/walker', reason: 'is made for toy/line' }]
    expect(settings.find(({ name }) => name === 'game/pull:k2')?.notApplicable).toEqual(excuse)
  })
})

describe('ranks', () => {
  test('of a setting share the better rank where scores tie, and come in order of rank, then name', () => {
    const from = input([
      ...cells(line, 'easy', walker, [5]),
      ...cells(line, 'easy', rule, [5]),
      ...cells(line, 'easy', ppo, [1]),
    ])
    const rows = buildLeaderboards(from).settings[0].rows
    expect(rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['rule', 1],
      ['toy/walker', 1],
      ['ppo', 3],
    ])
  })

  test('overall are taken on the common set; a specialist of one domain is not ranked', () => {
    const { overall, domains } = buildLeaderboards(smallMatrix())
    expect(overall.common).toEqual(['game/pull:k2', 'toy/line:easy', 'toy/line:hard'])
    expect(overall.rows.map(({ name, rank, meanRank }) => [name, rank, meanRank])).toEqual([
      ['ppo', 1, 1],
      ['rule', 2, 2],
      ['toy/walker', null, null],
    ])
    const toy = domains.find(({ name }) => name === 'toy')
    expect(toy?.rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['toy/walker', 1],
      ['ppo', 2],
      ['rule', 3],
    ])
  })

  test('leave a setting that one of the ranked lacks out of the common set', () => {
    const settings = Object.fromEntries(['a', 'b', 'c'].map((name, i) => [name, toySetting(i + 1, 0, 1)]))
    const three = toyEnvironment('toy/three', { settings })
    const definitions = { environments: [three], algorithms: [rule, ppo, walker] }
    const list = ['a', 'b', 'c'].flatMap((name) => cells(three, name, rule, [0.5]))
    list.push(
      ...cells(three, 'a', ppo, [1]),
      ...cells(three, 'b', ppo, [0]),
      ...cells(three, 'c', walker, [1]),
    )
    const { overall } = buildLeaderboards({ ...input(list), definitions })
    expect(overall.common).toEqual(['toy/three:a', 'toy/three:b'])
    expect(overall.rows.map(({ name, rank, meanRank }) => [name, rank, meanRank])).toEqual([
      ['ppo', 1, 1.5],
      ['rule', 1, 1.5],
      ['toy/walker', null, null],
    ])
    expect(overall.notices).toEqual(['ranks are taken on the 2 of 3 settings that all ranked share'])
  })

  test('are not given to one alone', () => {
    const { overall } = buildLeaderboards(input(cells(line, 'easy', rule, [1])))
    expect(overall.rows[0].rank).toBeNull()
    expect(overall.notices[0]).toMatch(/^no ranks/)
  })
})

function configured(configuration: Readonly<Record<string, unknown>>) {
  return (d: CellDescriptor): CellDescriptor => ({ ...d, algorithm: { ...d.algorithm, configuration } })
}

describe('what must not be mixed', () => {
  const base = cells(line, 'easy', ppo, [5, 5])
  const changes: [string, (descriptor: CellDescriptor) => CellDescriptor, RegExp][] = [
    [
      'an environment of another version',
      (d) => ({ ...d, environment: { ...d.environment, version: 7 } }),
      /environment version 7, now 1/,
    ],
    [
      'other parameters',
      (d) => ({ ...d, environment: { ...d.environment, parameters: { length: 6 } } }),
      /parameter length 6, now 5/,
    ],
    [
      'another setting',
      (d) => ({ ...d, environment: { ...d.environment, setting: 'gone' } }),
      /setting gone is not defined/,
    ],
    [
      'an environment that is not installed',
      (d) => ({ ...d, environment: { ...d.environment, id: 'no/where' } }),
      /environment no\/where is not installed/,
    ],
    [
      'an algorithm of another version',
      (d) => ({ ...d, algorithm: { ...d.algorithm, version: 9 } }),
      /algorithm version 9, now 1/,
    ],
    [
      'an algorithm that is not installed',
      (d) => ({ ...d, algorithm: { ...d.algorithm, id: 'nobody' } }),
      /algorithm nobody is not installed/,
    ],
    [
      'another evaluation',
      (d) => ({ ...d, evaluation: { ...d.evaluation, episodes: 3 } }),
      /evaluation's episodes 3, now 10/,
    ],
    [
      'a configuration that is refused',
      configured({ rate: 1, f: '../..' }),
      /configuration of ppo: unknown field f/,
    ],
    [
      'a configuration of another kind',
      configured({ rate: 'fast' }),
      /configuration of ppo\.rate: got "fast"/,
    ],
    ['half a configuration', configured({}), /configuration lacks rate/],
    ['another protocol', (d) => ({ ...d, protocol: 99 }), /protocol 99, now/],
    ['a smaller budget', (d) => ({ ...d, budget: 10 }), /trained for 10 steps, its row for 1000/],
    ['another backend', (d) => ({ ...d, backend: 'cpu' }), /backend cpu, its row is of wasm/],
    [
      'an adapter',
      (d) => ({ ...d, adapters: [{ id: 'discretise', version: 1 }] }),
      /through discretise@1, its row is through no adapter/,
    ],
  ]

  test.each(changes)('%s stands apart, with the reason', (_, change, reason) => {
    const other = cells(line, 'easy', ppo, [0, 0], { change })
    const boards = buildLeaderboards(input([...base, ...other]))
    expect(boards.settings[0].rows.map(({ name, score }) => [name, score?.mean])).toEqual([['ppo', 5]])
    expect(boards.notComparable).toHaveLength(1)
    expect(boards.notComparable[0].notices[0]).toMatch(/^not comparable: /)
    expect(boards.notComparable[0].notices.join()).toMatch(reason)
    expect(boards.notComparable[0].score?.mean).toBe(0)
    expect(boards.provenance.cells).toBe(2)
  })

  test('an adapter of another version stands apart where the adapters are known', () => {
    const adapters = [{ id: 'discretise', version: 2 }]
    const from = input(cells(line, 'easy', ppo, [1], { adapters }))
    const boards = buildLeaderboards({ ...from, definitions: { ...from.definitions, adapters: [] } })
    expect(boards.settings).toEqual([])
    expect(boards.notComparable[0].notices).toEqual(['not comparable: adapter discretise is not installed'])
  })

  test('another configuration is another contender, named by what it changes', () => {
    const from = input([...base, ...cells(line, 'easy', ppo, [9], { configuration: { rate: 0.1 } })])
    expect(buildLeaderboards(from).settings[0].rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['ppo (rate=0.1)', 1],
      ['ppo', 2],
    ])
  })

  test('a row of another budget than the others is shown, but not ranked', () => {
    const a2c = toyAlgorithm('a2c', { trains: true })
    const from = input([
      ...base,
      ...cells(line, 'easy', a2c, [6], {}),
      ...cells(line, 'easy', walker, [7]),
      ...cells(line, 'easy', ppo, [9], { configuration: { rate: 0.1 }, budget: 77 }),
    ])
    const definitions = { environments: [line], algorithms: [ppo, a2c, walker] }
    const board = buildLeaderboards({ ...from, definitions }).settings[0]
    expect(board.budget).toBe(1000)
    expect(board.rows.map(({ name, rank }) => [name, rank])).toEqual([
      ['toy/walker', 1],
      ['a2c', 2],
      ['ppo', 3],
      ['ppo (rate=0.1)', null],
    ])
    expect(board.rows[3].notices).toContain('not comparable: trained for 77 steps, the others for 1000')
  })

  test('an adapted row says so', () => {
    const { overall, settings } = buildLeaderboards(smallMatrix())
    expect(settings[2].rows.find(({ name }) => name === 'ppo')?.adapters).toEqual(['share-parameters@1'])
    expect(overall.rows[0]).toMatchObject({ adapters: ['share-parameters@1'], adaptedSettings: 1 })
  })

  test('two results of one cell that disagree are told, and never averaged', () => {
    const row = rowOf(
      input([
        cell(toyDescriptor(line, 'easy', rule), 1),
        cell(toyDescriptor(line, 'easy', rule), 1),
        cell(toyDescriptor(line, 'easy', rule), 2),
      ]),
      'toy/line:easy',
      'rule',
    )
    expect(row.finished).toBe(1)
    expect(row.notices.join()).toMatch(/results of seed 0 disagree: gauntlet store merge names the stores/)
  })
})

describe('settings without references', () => {
  const bare = toySetting(5, NaN, NaN)
  const own = toyEnvironment('toy/own', { settings: { mine: bare, easy: toySetting(5, 0, 10) } })
  const definitions = { environments: [own], algorithms: [rule, ppo, walker] }

  test('are ranked by the raw score and stand in no summary', () => {
    const failed = [failedCell(toyDescriptor(own, 'mine', walker), 'threw', 'x')]
    const list = [
      ...cells(own, 'mine', rule, [1]),
      ...cells(own, 'mine', ppo, [2]),
      ...cells(own, 'easy', rule, [10]),
    ]
    const { settings, overall } = buildLeaderboards({ ...input(list, { failed }), definitions })
    expect(settings[0].references.best.score).toBeNull()
    expect(settings[0].rows.map(({ name, rank, normalised }) => [name, rank, normalised])).toEqual([
      ['ppo', 1, null],
      ['rule', 2, null],
      ['toy/walker', null, null],
    ])
    expect(overall.settings).toEqual(['toy/own:easy'])
    expect(overall.rows.map(({ name, normalised }) => [name, normalised.mean])).toEqual([['rule', 1]])
  })
})

test('an empty store gives empty tables and says so', () => {
  const boards = buildLeaderboards(input([]))
  expect(boards.notices).toEqual(['no comparable results yet'])
  expect(boards.overall.rows).toEqual([])
  expect(boards.reproduce).toEqual([])
})
