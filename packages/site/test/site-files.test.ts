import { sha256 } from '@gauntlet/core'
import { expect, test } from 'vitest'
import {
  cells,
  failedCell,
  input,
  line,
  ppo,
  rule,
  smallMatrix,
  toyDescriptor,
} from '../../bench/test/report/fixture.ts'
import type {
  AlgorithmData,
  CellData,
  NotesData,
  SettingData,
  SiteIndex,
  TableData,
} from '../src/site-data.ts'
import { siteFiles } from '../src/site-files.ts'
import { inputWith, toyInput } from './fixture.ts'

const given = toyInput()
const files = new Map([...siteFiles(given)].map(({ name, value }) => [name, value]))
const index = files.get('index') as SiteIndex

test('the index names a file for everything that has a page', () => {
  expect(index.headline).toBe('3 settings · 3 algorithms · 38 cells · 2 failed')
  expect(index.tables.map(({ name }) => name)).toEqual(['overall', 'game', 'toy'])
  expect(index.settings.map(({ name, best }) => [name, best])).toEqual([
    ['game/pull:k2', 'ppo'],
    ['toy/line:easy', 'toy/walker'],
    ['toy/line:hard', 'toy/walker'],
  ])
  const named = [index.tables, index.settings, index.environments, index.algorithms].flatMap((entries) =>
    entries.map(({ file }) => file),
  )
  for (const file of named) expect(files.has(file), file).toBe(true)
})

test('a table has the settings behind every mean, and the backends', () => {
  const { table, behind, backends } = files.get(index.tables[0].file) as TableData
  for (const { name, normalised } of table.rows) {
    const means = behind[name].map(({ mean }) => mean)
    expect(means.reduce((sum, mean) => sum + mean, 0) / means.length).toBeCloseTo(normalised.mean, 12)
    expect(backends[name]).toEqual(['wasm'])
  }
})

test('every cell of a row has a page, with provenance and commands; cells that stand apart have none', () => {
  const rows = given.leaderboards.settings.flatMap((board) => board.rows)
  const keys = rows.flatMap(({ seeds }) => seeds.flatMap(({ key, score }) => (score === null ? [] : [key])))
  const pages = [...files].filter(([name]) => name.startsWith('cell/'))
  expect(pages.map(([name]) => name).toSorted()).toEqual(
    keys.map((key) => `cell/${key.slice(0, 2)}/${key}`).toSorted(),
  )
  expect(given.cells.length).toBe(keys.length + 2)
  const cell = pages
    .map(([, value]) => value as CellData)
    .find(({ name }) => name === 'toy/line:easy ppo seed 2')
  expect(cell?.provenance?.trainingSeconds).toBe(12.25)
  expect(cell?.play).toEqual({ packages: ['@toy/plugin'], policy: null, trained: true, files: {} })
  expect(cell?.repeat).toEqual({
    commands: [
      'npx gauntlet run --env toy/line:easy --algo ppo --seeds 3 --budget 1000 --backend wasm',
      `npx gauntlet replay ${cell?.result.key.slice(0, 12)}`,
    ],
    config: null,
  })
})

test('what is of another version or backend stands apart on the page of its setting, with the reason, and in no row', () => {
  const matrix = input([
    ...cells(line, 'easy', rule, [3, 4]),
    ...cells(line, 'easy', ppo, [5, 6]),
    ...cells(line, 'easy', ppo, [7, 8], { backend: 'cpu' }),
    ...cells(line, 'easy', rule, [9], {
      change: (one) => ({ ...one, environment: { ...one.environment, version: 7 } }),
    }),
  ])
  const held = new Map([...siteFiles(toyInput(matrix))].map(({ name, value }) => [name, value]))
  const { board, apart } = held.get('setting/toy-line-easy') as SettingData
  expect(board.rows.map(({ name, backend }) => [name, backend])).toEqual([
    ['ppo', 'wasm'],
    ['rule', 'wasm'],
  ])
  expect(apart.map((row) => [row.algorithm, row.environmentVersion, row.backend])).toEqual([
    ['ppo', 1, 'cpu'],
    ['rule', 7, 'wasm'],
  ])
  expect(apart[1].notices).toEqual(['not comparable: environment version 7, now 1'])
  expect((held.get('notes') as NotesData).notComparable).toEqual(apart)
})

test('a store of failed cells alone, and an empty one, have all their pages', () => {
  const failed = failedCell(toyDescriptor(line, 'easy', ppo), 'threw', '<script>alert(1)</script>')
  const broken = new Map(
    [...siteFiles(toyInput(input([], { failed: [failed] })))].map(({ name, value }) => [name, value]),
  )
  const notes = broken.get('notes') as NotesData
  expect(notes.failures.map(({ message }) => message)).toEqual(['<script>alert(1)</script>'])
  expect((broken.get('index') as SiteIndex).settings.map(({ best, rows }) => [best, rows])).toEqual([
    [null, 1],
  ])
  expect([...broken.keys()].filter((name) => name.startsWith('cell/'))).toEqual([])
  const empty = [...siteFiles(toyInput(input([])))]
  expect(empty.map(({ name }) => name)).toEqual(['index', 'notes', 'table/overall'])
  expect((empty[0].value as SiteIndex).notices).toEqual(['no comparable results yet'])
})

test('a configuration that is not the default stands in a file that the command names', () => {
  const matrix = input(cells(line, 'easy', rule, [3, 4], { configuration: { rate: 0.25 } }))
  const [cell] = [...siteFiles(toyInput(matrix))].flatMap(({ name, value }) =>
    name.startsWith('cell/') ? [value as CellData] : [],
  )
  expect(cell.repeat.commands[0]).toMatch(
    /^npx gauntlet run --config cell\.config\.json --env toy\/line:easy /,
  )
  expect(JSON.parse(cell.repeat.config ?? '')).toEqual({
    environments: ['toy/line:easy'],
    algorithms: [{ id: 'rule', configuration: { rate: 0.25 } }],
  })
})

test('of each row the site holds the policy of the first seed', () => {
  const saved = [1, 2, 3].map((byte) => Uint8Array.of(byte))
  const policies = new Map(saved.map((bytes) => [sha256(bytes), bytes]))
  const digests = [...policies.keys()]
  const trained = cells(line, 'easy', ppo, [5, 6, 7]).map((cell, seed) => ({
    ...cell,
    result: { ...cell.result, policy: digests[seed] },
  }))
  const held = new Map(
    [...siteFiles(toyInput(input(trained), policies))].map(({ name, value }) => [name, value]),
  )
  const names = [...held.keys()].filter((name) => name.startsWith('policy/'))
  expect(names).toEqual([`policy/${digests[0].slice(0, 2)}/${digests[0]}`])
  expect(held.get(names[0])).toBe(Buffer.from(saved[0]).toString('base64'))
  const plays = trained.map(
    ({ result: { key } }) => (held.get(`cell/${key.slice(0, 2)}/${key}`) as CellData).play,
  )
  expect(plays.map(({ policy }) => policy)).toEqual([names[0], null, null])
})

test('an algorithm tells where it ran and what it takes', () => {
  const { description, results, trains } = files.get('algorithm/ppo') as AlgorithmData
  expect(trains).toBe(true)
  expect(description.configuration?.map(({ name }) => name)).toEqual(['rate'])
  expect(results.map(({ setting, rank, of }) => [setting, rank, of])).toEqual([
    ['game/pull:k2', 1, 2],
    ['toy/line:easy', 2, 3],
    ['toy/line:hard', 2, 3],
  ])
})

test('the notes tell what is in no table', () => {
  const { notComparable, failures, notApplicable } = files.get('notes') as NotesData
  expect(notComparable).toHaveLength(1)
  expect(failures.map(({ message }) => message)).toContain('RangeError: <b>x</b> | y')
  expect(notApplicable).toEqual([{ algorithm: 'toy/walker', reason: 'is made for toy/line', settings: 1 }])
})

test('the order of the cells changes nothing', () => {
  const matrix = smallMatrix()
  const turned = toyInput({ ...matrix, cells: matrix.cells.toReversed() })
  expect(JSON.stringify([...siteFiles(turned)])).toBe(JSON.stringify([...siteFiles(given)]))
})

test('what is no digest names no file', () => {
  const named = inputWith({ map: { sha256: '../../../../etc/passwd' }, other: { sha256: 'a'.repeat(64) } })
  const asked: string[] = []
  const store = { policy: () => undefined, file: (digest: string) => void asked.push(digest) }
  const all = [...siteFiles({ ...named, stores: [store] })]
  const own = all.find(({ name }) => name.startsWith('cell/'))?.value as CellData
  expect(Object.keys(own.play.files)).toEqual(['a'.repeat(64)])
  expect(asked).toEqual(['a'.repeat(64)])
})
