import { checkAlgorithm, checkEnvironment } from '@gauntlet/core/check'
import { describe, expect, test } from 'vitest'
import { type LifelongParameters, lifelong } from '../src/index.ts'
import plugin from '../src/plugin.ts'
import { movingAiOf, scenarioOf } from './support/golden.ts'

const MAP = ['..#.....', '....#...', '.#......', '.....##.', '...#....', '.#....#.', '...##...', '........']
const SEQUENCES = scenarioOf(
  ['.....', '.#.#.', '.....'],
  [[0, 0], [2, 4], [2, 0]], // prettier-ignore
  [[[0, 1], [0, 2], [0, 4]], [[2, 3], [2, 2]], [[2, 0], [2, 0], [1, 0]]], // prettier-ignore
)

const CASES: readonly (readonly [name: string, parameters: Partial<LifelongParameters>])[] = [
  ['the benchmark random maps', { agents: 8, horizon: 48 }],
  ['as many agents as they host, seeing one cell far', { agents: 104, horizon: 24, radius: 1 }],
  ['generated maps', { instances: 'generated', size: 8, density: 0.3, agents: 4, horizon: 40, radius: 2 }],
  ['one agent', { instances: 'generated', size: 4, density: 0, agents: 1, horizon: 16, radius: 17 }],
  ['a map file', { instances: 'map-file', file: movingAiOf(MAP), agents: 16, horizon: 40, radius: 3 }],
  ['an instance file', { instances: 'scenario-file', file: SEQUENCES, agents: 3, horizon: 16, radius: 2 }],
]

describe('the environment contract', () => {
  test.each(CASES)('%s', { timeout: 60000 }, async (_, parameters) => {
    const report = await checkEnvironment(lifelong, {
      parameters,
      heapUsed: () => process.memoryUsage().heapUsed,
    })
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
  })
})

describe('the algorithm contract', () => {
  test.each(plugin.algorithms.map((algorithm) => [algorithm.id, algorithm] as const))(
    '%s',
    { timeout: 60000 },
    async (_, algorithm) => {
      const parameters: Partial<LifelongParameters> = { agents: 8, horizon: 48 }
      const report = await checkAlgorithm(algorithm, lifelong, { parameters })
      expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
    },
  )
})
