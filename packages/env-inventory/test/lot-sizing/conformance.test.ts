import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { type LotSizingParameters, lotSizing } from '../../src/index.ts'
import plugin from '../../src/plugin.ts'
import { SMALL_PLANT, fileOf } from './small-plant.ts'

const SMALL: Partial<LotSizingParameters> = {
  problem: 'generated',
  items: 3,
  machines: 2,
  horizon: 12,
  rollingHorizon: true,
}

const FILE = fileOf(JSON.stringify({ ...SMALL_PLANT, time_horizon: 3 }))

/** Steps of a check: the rolling horizon solves a programme in each. */
const STEPS = 6

test.each<readonly [string, Partial<LotSizingParameters>]>([
  ['a generated plant', SMALL],
  ['the published simulator', { ...SMALL, published: true }],
  ['stock alone, from a given start', { ...SMALL, observed: 'inventory', start: 'given' }],
  ['a file', { problem: 'file', file: FILE }],
  ['a file as published, where setups take from the stock', { problem: 'file', file: FILE, published: true }],
  ['one machine and no demand', { ...SMALL, machines: 1, demandTrials: 0, horizon: 3 }],
])('the environment keeps the contracts: %s', { timeout: 120_000 }, async (_, parameters) => {
  const heapUsed = (): number => process.memoryUsage().heapUsed
  const report = await checkEnvironment(lotSizing, { parameters, heapUsed, steps: STEPS })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(plugin.algorithms.filter(({ requires }) => requires.environments?.includes(lotSizing.id) === true))(
  '$id keeps the contracts',
  { timeout: 120_000 },
  async (algorithm) => {
    const report = await checkAlgorithm(algorithm, lotSizing, {
      parameters: { ...SMALL, horizon: 4 },
      steps: STEPS,
    })
    expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
  },
)
