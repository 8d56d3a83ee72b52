import { expect, test } from 'vitest'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { algorithms } from '../../src/navigation/navigation-plugin.ts'
import { navigation } from '../../src/navigation/navigation.ts'
import type { NavigationParameters } from '../../src/navigation/problem.ts'

const CASES: readonly (readonly [string, Partial<NavigationParameters>])[] = [
  ['as by default', { horizon: 60 }],
  ['without a filter, paid in common', { filter: false, reward: 'common', horizon: 60 }],
  ['barriers given', { control: 'barrier', horizon: 60 }],
  [
    'barriers of continuous time',
    { control: 'barrier', condition: 'continuous', timeStep: 0.5, horizon: 60 },
  ],
  ['a corridor', { ...navigation.settings.corridor.parameters, horizon: 60 }],
  ['one agent that sees nothing', { agents: 1, neighbours: 0, horizon: 30 }],
]

test.each(CASES)('the environment keeps the contracts: %s', async (_, parameters) => {
  const report = await checkEnvironment(navigation, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(algorithms)('$id keeps the contracts', async (algorithm) => {
  const report = await checkAlgorithm(algorithm, navigation, { parameters: { horizon: 30 } })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
})
