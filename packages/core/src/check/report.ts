/** What checks say: `Check`, `CheckResult`, `CheckReport`, `runChecks`, `reportText`; `fail` and `skip` end a check. */
import { GauntletError, nearestNames } from '../errors.ts'
import { errorText } from '../show.ts'

/** One property that a subject must have. */
export interface Check<Subject> {
  /** `group/name`, stable: what `only` and a report call it. */
  readonly id: string
  /** The property, as a sentence. */
  readonly title: string
  /** Returns what was looked at; throws where the property does not hold (`fail`) or has no meaning (`skip`). */
  run(subject: Subject): string | Promise<string>
}

export interface CheckResult {
  readonly id: string
  readonly title: string
  readonly status: 'passed' | 'failed' | 'skipped'
  /** What was looked at; or where it failed, what was got and what was expected; or why it was skipped. */
  readonly detail: string
}

/** What `checkEnvironment` found. */
export interface CheckReport {
  readonly environment: string
  /** Complete parameters under which the environment was checked. */
  readonly parameters: object
  readonly checks: readonly CheckResult[]
  /** Whether no check failed. */
  readonly passed: boolean
  /** `trajectoryDigest` of 3 worlds under the uniform policy; empty where there is none. */
  readonly trajectoryDigest: string
}

/** The property does not hold. */
class CheckFailure extends GauntletError {}

/** The property has no meaning for this subject. */
class CheckSkipped extends GauntletError {}

/** Ends a check as failed. The message names place, what was got and what was expected. */
export function fail(message: string): never {
  throw new CheckFailure('check-failed', message)
}

/** Ends a check as skipped, with the reason. */
export function skip(reason: string): never {
  throw new CheckSkipped('check-skipped', reason)
}

/**
 * Runs checks one after the other; one that throws is a failed check and does not stop the others.
 * `only` names the checks to run, or whole groups; all where absent.
 * Errors: GauntletError where `only` names a check that does not exist.
 */
export async function runChecks<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  only?: readonly string[],
): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const check of selectChecks(checks, only)) results.push(await runCheck(check, subject))
  return results
}

/** The checks that `only` names, by id or by group. */
export function selectChecks<Subject>(
  checks: readonly Check<Subject>[],
  only: readonly string[] | undefined,
): readonly Check<Subject>[] {
  if (only === undefined) return checks
  for (const name of only) {
    if (checks.some((check) => isNamed(check.id, name))) continue
    const near = nearestNames(
      name,
      checks.map(({ id }) => id),
    )
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''
    throw new GauntletError('check', `there is no check ${name}${hint}`)
  }
  return checks.filter((check) => only.some((name) => isNamed(check.id, name)))
}

function isNamed(id: string, name: string): boolean {
  return id === name || id.startsWith(`${name}/`)
}

async function runCheck<Subject>(check: Check<Subject>, subject: Subject): Promise<CheckResult> {
  const { id, title } = check
  try {
    return { id, title, status: 'passed', detail: await check.run(subject) }
  } catch (error) {
    if (error instanceof CheckSkipped) return { id, title, status: 'skipped', detail: error.message }
    return { id, title, status: 'failed', detail: failureText(error) }
  }
}

function failureText(error: unknown): string {
  if (error instanceof CheckFailure) return error.message
  return `threw ${errorText(error)}`
}

/** A report as lines of text: failures with their details first, then a count. */
export function reportText(report: {
  readonly environment: string
  readonly checks: readonly CheckResult[]
}): string {
  const count = (status: CheckResult['status']): number =>
    report.checks.filter((check) => check.status === status).length
  const failures = report.checks
    .filter(({ status }) => status === 'failed')
    .map(({ id, title, detail }) => `FAILED ${id} (${title}): ${detail}`)
  const summary = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  return [...failures, `${report.environment}: ${summary}`].join('\n')
}
