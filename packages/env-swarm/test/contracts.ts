/** What every environment is tested for: `expectContracts`, `expectPlays`. */
import type { AlgorithmDefinition, EnvironmentDefinition } from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect } from 'vitest'

export async function expectContracts<P extends object>(
  environment: EnvironmentDefinition<P>,
  parameters: Partial<P>,
): Promise<void> {
  const report = await checkEnvironment(environment, {
    parameters,
    heapUsed: () => process.memoryUsage().heapUsed,
  })
  expect(report.passed, reportText(report)).toBe(true)
}

/** Expects an algorithm to keep its contracts on the environment. */
export async function expectPlays<C extends object, P extends object>(
  algorithm: AlgorithmDefinition<C>,
  environment: EnvironmentDefinition<P>,
  parameters: Partial<P>,
): Promise<void> {
  const report = await checkAlgorithm(algorithm, environment, { parameters })
  expect(report.passed, reportText({ ...report, environment: algorithm.id })).toBe(true)
}
