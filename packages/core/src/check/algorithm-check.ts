/** Checks of an algorithm on an environment on which it runs: `ALGORITHM_CHECKS`, `checkAlgorithm`. */
import type { AlgorithmDefinition } from '../algorithm.ts'
import { applicability } from '../applicability.ts'
import { type EnvironmentDefinition, checkIdentity } from '../definition.ts'
import { GauntletError } from '../errors.ts'
import type { AnySchema } from '../parameters.ts'
import { LEARNER_CHECKS } from './algorithm-learner.ts'
import { POLICY_CHECKS } from './algorithm-policy.ts'
import { type AlgorithmSubject, createAlgorithmSubject } from './algorithm-subject.ts'
import { requireRefusals, requireSoundDefaults } from './parameters.ts'
import { type Check, type CheckResult, fail, runChecks } from './report.ts'
import type { AlgorithmCheckOptions } from './algorithm-subject.ts'

export type { AlgorithmCheckOptions } from './algorithm-subject.ts'

/** What `checkAlgorithm` found. */
export interface AlgorithmReport {
  readonly algorithm: string
  readonly environment: string
  readonly checks: readonly CheckResult[]
  /** Whether no check failed. */
  readonly passed: boolean
}

/** Every check of an algorithm. */
export const ALGORITHM_CHECKS: readonly Check<AlgorithmSubject>[] = [
  {
    id: 'algorithm/identity',
    title: 'id, version, family, summary and source say what the algorithm is',
    run({ algorithm }) {
      checkIdentity('algorithm', algorithm.id, algorithm.version)
      for (const name of ['family', 'summary', 'source'] as const) {
        if (algorithm[name].trim() === '') fail(`${name} is empty`)
      }
      return `${algorithm.id} version ${algorithm.version}`
    },
  },
  {
    id: 'algorithm/configuration',
    title: 'every default lies within its own bounds; what is unknown or out of bounds is refused',
    run({ algorithm }) {
      const schema = algorithm.configuration as AnySchema
      const fields = requireSoundDefaults(schema, algorithm.id)
      return `${fields}, ${requireRefusals(schema, algorithm.id, (given) => algorithm.resolve(given))}`
    },
  },
  ...POLICY_CHECKS,
  ...LEARNER_CHECKS,
]

/**
 * Checks that an algorithm's policy keeps the contracts on an environment.
 *
 * Errors: GauntletError where the algorithm does not run on the environment without an adapter, ParameterError
 * where parameters or configuration are not theirs. Whatever the algorithm itself throws is a failed check.
 */
export async function checkAlgorithm<C extends object, P extends object>(
  algorithm: AlgorithmDefinition<C>,
  environment: EnvironmentDefinition<P>,
  options: AlgorithmCheckOptions<C, P> = {},
): Promise<AlgorithmReport> {
  const subject = createAlgorithmSubject(algorithm, environment, options)
  const decision = applicability(environment.id, subject.environment.spec, algorithm.requires)
  if (decision.kind === 'not-applicable') {
    throw new GauntletError('check', `${algorithm.id} does not run on ${environment.id}: ${decision.reason}`)
  }
  const checks = await runChecks(ALGORITHM_CHECKS, subject, options.only)
  return {
    algorithm: algorithm.id,
    environment: environment.id,
    checks,
    passed: checks.every(({ status }) => status !== 'failed'),
  }
}
