import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { type RingParameters, ring, ringField } from './ring.ts'
import type { MeanFieldParameters } from '../../src/mean-field/mean-field.ts'

const heapUsed = (): number => process.memoryUsage().heapUsed

test.each([{}, { actions: 'masked', leaving: true }] as const)(
  'the ring beneath keeps the contracts: %o',
  async (parameters) => {
    const report = await checkEnvironment(ring, { parameters, steps: 32, heapUsed })
    expect(report.passed, reportText(report)).toBe(true)
  },
)

const cases: readonly Partial<RingParameters & MeanFieldParameters>[] = [
  {},
  { features: 'rbf', actions: 'discrete' },
  { features: 'moments', actions: 'masked' },
  { actions: 'masked', leaving: true },
  { features: 'rbf', leaving: true, centres: 1 },
]

test.each(cases)('the view keeps the contracts: %o', async (parameters) => {
  const report = await checkEnvironment(ringField, { parameters, steps: 32, heapUsed })
  expect(report.passed, reportText(report)).toBe(true)
})
