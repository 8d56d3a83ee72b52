import { type EnvironmentSpec, ParameterError, box, discrete, flatArray } from '@gauntlet/core'
import { type TypedNpyArray, writeNpz } from '@gauntlet/tables'
import { describe, expect, it } from 'vitest'
import { readDataset } from '../../src/dataset/recorded-dataset.ts'

const spec: EnvironmentSpec = {
  agents: 1,
  observation: flatArray('numbers', 3, -Infinity, Infinity),
  action: discrete(3),
  masked: true,
  activity: false,
  objectives: 1,
  constraints: [],
  horizon: 4,
  protocol: 'episodic',
  sides: 1,
  rewardStructure: 'common',
  rewardRange: [-1, 1],
  metrics: [{ name: 'steps', unit: '', direction: 'maximise', description: 'Steps' }],
  score: 'steps',
  faces: [],
  missingFaces: { snapshot: 'a test', instance: 'a test', expert: 'a test' },
  engine: 'own',
}

/** Four rows of three numbers, three choices. */
const ROWS: Readonly<Record<string, TypedNpyArray>> = {
  observations: { shape: [4, 3], values: Float32Array.from({ length: 12 }, (_, k) => k / 8) },
  actions: { shape: [4], values: Int32Array.of(0, 1, 2, 0) },
  rewards: { shape: [4], values: Float32Array.of(1, 0, -1, 0.5) },
  next_observations: { shape: [4, 3], values: Float32Array.from({ length: 12 }, (_, k) => -k) },
  terminated: { shape: [4], values: Uint8Array.of(0, 1, 0, 0) },
  truncated: { shape: [4], values: Uint8Array.of(0, 0, 0, 1) },
  masks: { shape: [4, 3], values: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1) },
  next_masks: { shape: [4, 3], values: new Uint8Array(12).fill(1) },
  propensities: { shape: [4], values: Float64Array.of(1, 0.5, NaN, 1e-9) },
  episodes: { shape: [4], values: Int32Array.of(0, 0, 1, 1) },
}
const about = Uint8Array.from(Buffer.from('{"seed": 3}'))
const fileOf = (members: Record<string, TypedNpyArray | Uint8Array>) => ({
  name: 'x.npz',
  bytes: writeNpz(members),
})

it('rows of a file are those of a dataset', () => {
  const dataset = readDataset(fileOf({ ...ROWS, 'metadata.json': about }), spec)
  expect([dataset.size, dataset.keeps, dataset.about]).toEqual([
    4,
    ['masks', 'nextMasks', 'truncated'],
    { seed: 3 },
  ])
  expect([dataset.episodes, dataset.steps]).toEqual([ROWS.episodes.values, undefined])
  const into = {
    observations: new Float32Array(6),
    actions: new Int32Array(2),
    rewards: new Float32Array(2),
    nextObservations: new Float32Array(6),
    terminated: new Uint8Array(2),
    propensities: new Float64Array(2),
    masks: new Uint8Array(6),
  }
  dataset.read(1, 2, into)
  expect(into).toEqual({
    observations: Float32Array.of(0.375, 0.5, 0.625, 0.75, 0.875, 1),
    actions: Int32Array.of(1, 2),
    rewards: Float32Array.of(0, -1),
    nextObservations: Float32Array.of(-3, -4, -5, -6, -7, -8),
    terminated: Uint8Array.of(1, 0),
    propensities: Float64Array.of(0.5, NaN),
    masks: Uint8Array.of(0, 1, 0, 0, 0, 1),
  })
  expect(() => dataset.read(3, 2, into)).toThrow(
    'x.npz: got 2 rows from 3 on, expected whole numbers within 4',
  )
})

it('rows of agents and episodes that stand side by side are read one trajectory after the other', () => {
  const whole = (...values: number[]) => ({ shape: [4], values: Int32Array.from(values) })
  const dataset = readDataset(
    fileOf({ ...ROWS, episodes: whole(0, 0, 0, 0), agents: whole(0, 1, 0, 1) }),
    spec,
  )
  const rewards = new Float32Array(3)
  dataset.read(1, 3, { ...structuredClone(dataset.columns), rewards })
  expect(rewards).toEqual(Float32Array.of(-1, 0, 0.5))
})

it('columns of other types are read where they hold the same, and the optional ones may be missing', () => {
  const { observations, rewards, next_observations } = ROWS
  const dataset = readDataset(
    fileOf({
      observations: { shape: [4, 3], values: Float64Array.from(observations.values, (value) => value + 0.1) },
      actions: { shape: [4, 1], values: Float64Array.of(0, 1, 2, 0) },
      rewards,
      next_observations,
      terminated: { shape: [4], values: Int32Array.of(0, 1, 0, 0) },
    }),
    spec,
  )
  expect(dataset.columns.observations).toEqual(observations.values.map((value) => Math.fround(value + 0.1)))
  expect(dataset.columns.propensities.every(Number.isNaN)).toBe(true)
  expect([dataset.keeps, dataset.episodes, dataset.about]).toEqual([[], undefined, null])
})

describe('what does not fit is refused by name', () => {
  const values = (array: TypedNpyArray, ...given: number[]): TypedNpyArray => {
    const copy = array.values.slice()
    copy.set(given)
    return { ...array, values: copy }
  }
  it.each([
    [
      'nothing',
      { rewards: { shape: [0], values: new Float32Array(0) } },
      'x.npz: rewards: got "0 rows", expect',
    ],
    [
      'another width',
      { observations: { shape: [4, 2], values: new Float32Array(8) } },
      'observations: shape: got [4,2]',
    ],
    [
      'fewer rows',
      { actions: { shape: [3], values: new Int32Array(3) } },
      'actions: shape: got [3], expected 4 rows',
    ],
    [
      'half a choice',
      { actions: { shape: [4], values: Float64Array.of(0, 0.5, 0, 0) } },
      'actions, row 1: got 0.5',
    ],
    [
      'another choice',
      { actions: values(ROWS.actions, 3) },
      'x.npz: actions, row 0: world 0, agent 0: action 3 is not',
    ],
    ['a forbidden choice', { actions: values(ROWS.actions, 1) }, 'expected an action its mask allows'],
    [
      'no number',
      { rewards: values(ROWS.rewards, NaN) },
      'x.npz: rewards, row 0: got NaN, expected a finite number',
    ],
    [
      'infinity',
      { observations: values(ROWS.observations, 0, 0, 0, Infinity) },
      'observations, row 1: got Infinity',
    ],
    [
      'no flag',
      { terminated: values(ROWS.terminated, 2) },
      'x.npz: terminated, row 0: got 2, expected 0 or 1',
    ],
    [
      'no chance',
      { propensities: values(ROWS.propensities, 0) },
      'x.npz: propensities, row 0: got 0, expected a prob',
    ],
  ] as [string, Record<string, TypedNpyArray>, string][])('%s', (_, change, message) => {
    const file = fileOf({ ...ROWS, ...change })
    expect(() => readDataset(file, spec)).toThrow(ParameterError)
    expect(() => readDataset(file, spec)).toThrow(message)
  })

  it('a missing column, and other files', () => {
    const { actions: _, ...rest } = ROWS
    expect(() => readDataset(fileOf(rest), spec)).toThrow(
      'x.npz: array: got "actions", expected one of observations',
    )
    expect(() => readDataset({ name: 'y', bytes: Uint8Array.of(1) }, spec)).toThrow('y: got "other bytes"')
    const boxes = { ...spec, action: box([2], -1, 1), masked: false }
    expect(() => readDataset(fileOf(ROWS), boxes)).toThrow(
      'actions: shape: got [4], expected 4 rows of 2 numbers',
    )
  })
})
