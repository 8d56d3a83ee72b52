import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type FileContent, ParameterError, Seed } from '@gauntlet/core'
import { labelledDataOf } from '../../src/contextual/labelled-data.ts'
import { supervised } from '../../src/contextual/supervised.ts'

const csv = (text: string): FileContent => ({ name: 'pets.csv', bytes: Uint8Array.from(Buffer.from(text)) })

const PETS = 'size,fur,kind\n10,long,dog\n30,short,dog\n20,long,"the, cat"\n'

/** The Parquet files that `@gauntlet/tables` is tested with. */
const parquet: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../../../tables/test/golden/parquet.json', import.meta.url), 'utf8'),
)

const parquetFile = (name: string): FileContent => ({
  name: `${name}.parquet`,
  bytes: Uint8Array.from(Buffer.from(parquet[name], 'base64')),
})

describe('a file', () => {
  test('gives scaled numbers, one feature for each text, a constant, and classes in ascending order', () => {
    const { rows, width, features, labels, classes } = labelledDataOf(csv(PETS), '')
    expect({ rows, width, classes }).toEqual({ rows: 3, width: 4, classes: ['dog', 'the, cat'] })
    expect([...features]).toEqual([0, 1, 0, 1, 1, 0, 1, 1, 0.5, 1, 0, 1])
    expect([...labels]).toEqual([0, 0, 1])
  })

  test('may have its classes in any column, numbers in numeric order', () => {
    const { classes, width } = labelledDataOf(csv('y,x\n10,1\n9,1\n10,1\n'), 'y')
    expect({ classes, width }).toEqual({ classes: ['9', '10'], width: 2 })
  })

  test('in Parquet, without the index of pandas', () => {
    const data = labelledDataOf(parquetFile('pandas index'), 'a')
    expect(data.rows).toBe(24)
    expect(data.width).toBe(2)
    expect(data.classes).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
    expect([...data.labels]).toEqual(Array.from({ length: 24 }, (_, i) => (7 * i) % 11))
    for (let i = 0; i < 24; i++) expect(data.features[2 * i]).toBeCloseTo(i / 23, 6)
  })

  test.each([
    ['narrow', 'z', ['0', '1'], 24, 3],
    ['required', 'a', ['1', '5'], 3, 2],
  ])('in Parquet of other types: %s', (name, label, classes, rows, width) => {
    expect(labelledDataOf(parquetFile(name), label)).toMatchObject({ classes, rows, width })
  })

  test('in Parquet with a column of text', () => {
    const { classes, rows, labels } = labelledDataOf(parquetFile('text'), 'shop')
    expect(classes.length).toBeGreaterThan(1)
    expect(labels).toHaveLength(rows)
    for (const name of classes) expect(name).toMatch(/^\w+$/)
  })

  test.each([
    ['x,kind\n1,a\n2\n', '', 'pets.csv: line 3: fields: got 1, expected 2, as in line 1'],
    ['x,kind\n1,a\n2,a\n', '', 'pets.csv: column kind: got "1 classes", expected 2 to 1000'],
    ['kind\na\nb\n', '', 'pets.csv: got "no column but the label"'],
    ['x,kind\n1,a\n2,b\n', 'sort', 'pets.csv: label: got "sort", expected one of the columns x, kind'],
  ])('%j is refused', (text, label, message) => {
    expect(() => supervised.describe({ file: csv(text), label })).toThrow(ParameterError)
    expect(() => supervised.describe({ file: csv(text), label })).toThrow(message)
  })
})

test('an episode shows every row once before any again, and pays 1 for its class', async () => {
  const environment = await supervised.make({ file: csv(PETS), horizon: 6 })
  const oracle = environment.expert!.policy('oracle')
  const actions = new Int32Array(1)
  const seen: string[] = []
  environment.reset(Seed.from(3))
  for (let t = 0; t < 6; t++) {
    oracle.act(environment, actions, 'greedy')
    seen.push([...environment.observations].join())
    if (t === 5) actions[0] = 1 - actions[0]
    environment.step(actions)
    expect(environment.rewards[0]).toBe(t === 5 ? 0 : 1)
  }
  expect(new Set(seen.slice(0, 3)).size).toBe(3)
  expect(new Set(seen.slice(3)).size).toBe(3)
  expect([...environment.metrics]).toEqual([1, 5, 5 / 6])
})

test('the log has every row, with uniform propensities and rewards that are right', async () => {
  const environment = await supervised.make()
  const { dataset, spec } = environment
  const width = spec.observation.shape[0]
  const columns = {
    observations: new Float32Array(1000 * width),
    actions: new Int32Array(1000),
    rewards: new Float32Array(1000),
    nextObservations: new Float32Array(1000 * width),
    terminated: new Uint8Array(1000),
    propensities: new Float64Array(1000),
  }
  dataset!.read(0, 1000, columns)
  expect(new Set(columns.propensities)).toEqual(new Set([0.25]))
  // A quarter of uniform guesses is right: within four standard errors of 1000.
  const right = columns.rewards.reduce((sum, reward) => sum + reward, 0)
  expect(Math.abs(right - 250)).toBeLessThan(4 * Math.sqrt(1000 * 0.25 * 0.75))
  expect(() => dataset!.read(999, 2, columns)).toThrow('got 2 rows from 999 on')
})
