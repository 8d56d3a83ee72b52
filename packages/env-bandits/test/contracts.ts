/** What every environment is tested for: `expectContracts`, `expectPlays`, `expectRefused`, `rolloutDigests`. */
import {
  type AlgorithmDefinition,
  type Environment,
  type EnvironmentDefinition,
  GauntletError,
  Seed,
  trajectoryDigest,
} from '@gauntlet/core'
import { checkAlgorithm, checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect } from 'vitest'
import { policyFor } from './episodes.ts'

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

/** Expects a snapshot of world 0 to be refused where what its rules keep is changed so; each change is of one name. */
export function expectRefused(environment: Environment, changes: readonly object[]): void {
  const snapshot = environment.snapshot!.save(0)
  const content = snapshot.content as { readonly rules: object }
  environment.snapshot!.restore(0, snapshot)
  for (const change of changes) {
    const changed = { ...snapshot, content: { ...content, rules: { ...content.rules, ...change } } }
    const restore = (): void => environment.snapshot!.restore(0, changed)
    expect(restore).toThrow(GauntletError)
    expect(restore).toThrow(`: got a snapshot with ${Object.keys(change)[0]} `)
  }
}

/**
 * Digests of what `batch` worlds of every setting show in `steps` steps, of the uniform policy and of each algorithm, as a file.
 * One that changes means that results change: raise the version, then `vitest run --update`.
 */
export async function rolloutDigests<P extends object>(
  { id, version, settings, make }: EnvironmentDefinition<P>,
  algorithms: readonly AlgorithmDefinition[],
  changes: Partial<P>,
  batch: number,
  steps: number,
): Promise<string> {
  const digests: Record<string, string> = {}
  for (const [name, { parameters }] of Object.entries(settings)) {
    for (const algorithm of [undefined, ...algorithms]) {
      const environment = await make({ ...parameters, ...changes }, batch)
      const policy = await policyFor(algorithm, environment)
      const player = algorithm === undefined ? 'random' : `${algorithm.id}@${algorithm.version}`
      digests[`${id}@${version}:${name} ${player}`] = trajectoryDigest(
        environment,
        policy,
        Seed.from(11),
        steps,
      )
    }
  }
  return `${JSON.stringify(digests, undefined, 1)}\n`
}
