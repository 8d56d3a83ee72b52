/** All checks of an environment, in the order of a report: `ENVIRONMENT_CHECKS`, `checkEnvironment`. */
import type { EnvironmentDefinition } from '../definition.ts'
import type { Environment } from '../environment.ts'
import { GauntletError, ParameterError } from '../errors.ts'
import { uniformPolicy } from '../policy.ts'
import { trajectoryDigest } from '../replay.ts'
import { ACTION_CHECKS } from './actions.ts'
import { ALLOCATION_CHECKS } from './allocation.ts'
import { BUFFER_CHECKS } from './buffers.ts'
import { DETERMINISM_CHECKS } from './determinism.ts'
import { EPISODE_CHECKS, requireSynchronous } from './episodes.ts'
import { DATA_CHECKS } from './faces/data.ts'
import { DIFFERENTIABLE_CHECKS } from './faces/differentiable.ts'
import { POLICY_CHECKS } from './faces/policies.ts'
import { FEASIBLE_CHECKS } from './faces/feasible.ts'
import { INSTANCE_CHECKS } from './faces/instance.ts'
import { MASK_AFTER_CHECKS } from './faces/mask-after.ts'
import { POPULATION_CHECKS } from './faces/population.ts'
import { SNAPSHOT_CHECKS } from './faces/snapshot.ts'
import { ISOLATION_CHECKS } from './isolation.ts'
import { PARAMETER_CHECKS } from './parameters.ts'
import { RENDERING_CHECKS } from './rendering.ts'
import { type Check, type CheckReport, runChecks, selectChecks, skip } from './report.ts'
import { SCHEDULE_CHECKS } from './schedules.ts'
import { SETTING_CHECKS } from './settings.ts'
import { SPEC_CHECKS } from './spec.ts'
import { type CheckOptions, type EnvironmentSubject, createSubject } from './subject.ts'
import { TIME_LIMIT_CHECKS } from './time-limit.ts'
import { VALUE_CHECKS } from './values.ts'

/** Every check of an environment. */
export const ENVIRONMENT_CHECKS: readonly Check<EnvironmentSubject>[] = [
  ...SPEC_CHECKS,
  ...PARAMETER_CHECKS,
  ...SETTING_CHECKS,
  ...BUFFER_CHECKS,
  ...VALUE_CHECKS,
  ...DETERMINISM_CHECKS,
  ...SCHEDULE_CHECKS,
  ...EPISODE_CHECKS,
  ...TIME_LIMIT_CHECKS,
  ...ACTION_CHECKS,
  ...ISOLATION_CHECKS,
  ...ALLOCATION_CHECKS,
  ...RENDERING_CHECKS,
  ...SNAPSHOT_CHECKS,
  ...INSTANCE_CHECKS,
  ...POLICY_CHECKS,
  ...DIFFERENTIABLE_CHECKS,
  ...POPULATION_CHECKS,
  ...DATA_CHECKS,
  ...FEASIBLE_CHECKS,
  ...MASK_AFTER_CHECKS,
]

/**
 * Checks that an environment keeps the contracts, on instances of its own that it builds and throws away.
 *
 * Errors: ParameterError where `options.parameters` are not the environment's or clash, GauntletError where
 * `options.only` names no check. Whatever the environment itself throws is a failed check; where it cannot be
 * built, only what it says of itself is checked.
 */
export async function checkEnvironment<P extends object>(
  definition: EnvironmentDefinition<P>,
  options: CheckOptions<P> = {},
): Promise<CheckReport> {
  const subject = createSubject(definition, options)
  describeFirst(subject)
  const chosen = selectChecks(ENVIRONMENT_CHECKS, options.only)
  const obstacle = await obstacleTo(subject)
  const checks = await runChecks(obstacle === undefined ? chosen : around(obstacle, chosen), subject)
  return {
    environment: definition.id,
    parameters: subject.parameters,
    checks,
    passed: checks.every(({ status }) => status !== 'failed'),
    trajectoryDigest: obstacle === undefined ? await digestOfTrajectory(subject) : '',
  }
}

/** Why nothing can be played, and the check that says so. */
interface Obstacle {
  readonly reason: string
  readonly check: Check<EnvironmentSubject>
}

const UNBUILT: Obstacle = {
  reason: 'the environment could not be built',
  check: SPEC_CHECKS.find(({ id }) => id === 'spec/built-as-described')!,
}
const LATE: Obstacle = {
  reason: 'the environment gives promises',
  check: EPISODE_CHECKS.find(({ id }) => id === 'episodes/synchronous')!,
}
/** Checks of what an environment says of itself, built or not. */
const DESCRIBED: ReadonlySet<Check<EnvironmentSubject>> = new Set([
  ...SPEC_CHECKS,
  ...PARAMETER_CHECKS,
  ...SETTING_CHECKS,
])

/** Lets through what is wrong with the parameters; the rest is for the checks to find. */
function describeFirst(subject: EnvironmentSubject): void {
  try {
    void subject.spec
  } catch (error) {
    if (error instanceof ParameterError) throw error
  }
}

async function obstacleTo(subject: EnvironmentSubject): Promise<Obstacle | undefined> {
  let environment: Environment
  try {
    environment = await subject.make(1)
  } catch {
    return UNBUILT
  }
  try {
    requireSynchronous(environment, subject.seed)
  } catch (error) {
    if (error instanceof GauntletError && error.code === 'async') return LATE
  }
  return undefined
}

/** The obstacle's own check and those that need nothing played; the others are skipped. */
function around(
  { reason, check: own }: Obstacle,
  chosen: readonly Check<EnvironmentSubject>[],
): Check<EnvironmentSubject>[] {
  const others = chosen.filter((check) => check !== own)
  return [
    own,
    ...others.map((check) => (DESCRIBED.has(check) ? check : { ...check, run: () => skip(reason) })),
  ]
}

async function digestOfTrajectory({ make, seed, steps }: EnvironmentSubject): Promise<string> {
  try {
    return trajectoryDigest(await make(3), uniformPolicy(), seed, steps)
  } catch {
    return ''
  }
}
