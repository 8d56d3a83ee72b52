import { expect, test } from 'vitest'
import type { EnvironmentDefinition } from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { adversarial } from '../src/arms/adversarial.ts'
import { bernoulli } from '../src/arms/bernoulli.ts'
import { drifting } from '../src/arms/drifting.ts'
import { switching } from '../src/arms/switching.ts'
import { delayed } from '../src/arms/delayed.ts'
import { gaussian, heavyTailed } from '../src/arms/gaussian.ts'
import { ALGORITHMS } from './arms/runs.ts'

test.each<[name: string, environment: EnvironmentDefinition, parameters: object]>([
  ['two arms', bernoulli, { horizon: 60 }],
  ['two steps', bernoulli, { horizon: 2, means: [0, 1, 0.5] }],
  ['arms in a fixed order', bernoulli, { horizon: 200, means: [0.3, 0.3, 0.1], shuffled: false }],
  ['normal', gaussian, { horizon: 60 }],
  ['with a heavy tail', heavyTailed, { horizon: 60 }],
  ['Pareto', heavyTailed, { horizon: 60, tail: 'pareto', means: [3, 1] }],
  ['switching', switching, { horizon: 60, changes: [7, 40] }],
  ['in waves', drifting, { horizon: 60 }],
  ['on walks', drifting, { horizon: 60, drift: 'walk', arms: 4, deviation: 0.1 }],
  ['constrained', adversarial, { horizon: 60 }],
  ['given', adversarial, { horizon: 60, sequence: 'given', arms: 3, rewards: [1, 0, 0.5, 0, 0.25, 1] }],
  ['late', delayed, { horizon: 60, meanDelay: 5 }],
  ['late by a constant', delayed, { horizon: 60, meanDelay: 3, delay: 'constant' }],
  ['late or never', delayed, { horizon: 60, meanDelay: 5, delay: 'pareto', loss: 0.3 }],
])('the environment keeps the contracts: %s', { timeout: 30_000 }, async (_, environment, parameters) => {
  const report = await checkEnvironment(environment, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
})

test.each(ALGORITHMS)('$id keeps the contracts', { timeout: 30_000 }, async (algorithm) => {
  const report = await checkAlgorithm(algorithm, bernoulli, { parameters: { horizon: 30 } })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
})
