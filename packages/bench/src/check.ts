/** What `gauntlet check` looks at: `findSubjects`, `checkSubject`, `SubjectReport`. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import {
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  GauntletError,
  applicability,
  settingOf,
} from '@gauntlet/core'
import { type CheckResult, checkAlgorithm, checkEnvironment } from '@gauntlet/core/check'
import { type Catalogue, environmentOf, unknownName } from './catalogue.ts'
import { parseParameter, readFiles } from './custom-settings.ts'
import { locatePlugin } from './discover.ts'
import { loadPlugin } from './plugins.ts'

export interface CheckSelection {
  /** A setting's name: its parameters instead of the defaults. */
  readonly setting?: string
  /** `name=value` over these. */
  readonly param?: readonly string[]
  /** The environment, or setting of one, on which an algorithm is checked. */
  readonly on?: string
  readonly only?: readonly string[]
  /** World steps of training where training is checked; 4096 unless said. */
  readonly budget?: number
}

export interface SubjectReport {
  /** What was checked: `environment toy/walk`, `algorithm toy/right on toy/walk`. */
  readonly subject: string
  readonly checks: readonly CheckResult[]
  readonly passed: boolean
  /** Digest of a fixed roll-out of an environment; null for an algorithm. */
  readonly trajectoryDigest: string | null
}

/**
 * The check that a step allocates nothing means objects: a number is one only where the engine has yet to compile or to
 * inline what returns it, which by default depends on the machine's load.
 */
const COMPILER = [
  '--no-concurrent-recompilation',
  '--max-inlined-bytecode-size=2000',
  '--max-inlined-bytecode-size-cumulative=8000',
]

type Subject = EnvironmentDefinition | AlgorithmDefinition

/**
 * What a name stands for: an installed environment (or a setting of it) or algorithm, or all that a file or
 * package brings. Errors: GauntletError with the nearest names.
 */
export async function findSubjects(
  catalogue: Catalogue,
  name: string,
  directory: string,
): Promise<{ readonly subjects: readonly Subject[]; readonly setting?: string }> {
  const [id, setting] = splitSetting(name)
  const environment = catalogue.environments.get(id)
  if (environment !== undefined) return { subjects: [environment], ...(setting !== undefined && { setting }) }
  const algorithm = catalogue.algorithms.get(name)
  if (algorithm !== undefined) return { subjects: [algorithm] }
  if (existsSync(resolve(directory, name))) {
    const { environments, algorithms } = await loadPlugin(locatePlugin(name, directory))
    return { subjects: [...environments, ...algorithms] }
  }
  const known = [...catalogue.environments.keys(), ...catalogue.algorithms.keys()]
  throw unknownName('environment, algorithm or file', name, known)
}

/** Runs every check on a subject. Errors: GauntletError, ParameterError where the selection does not fit it. */
export async function checkSubject(
  catalogue: Catalogue,
  subject: Subject,
  selection: CheckSelection,
  directory: string,
): Promise<SubjectReport> {
  const only = selection.only && { only: selection.only }
  if (subject.kind === 'environment') {
    for (const flag of COMPILER) setFlagsFromString(flag)
    const { checks, passed, trajectoryDigest } = await checkEnvironment(subject, {
      parameters: parametersOf(subject, selection.setting, selection.param, directory),
      heapUsed: () => process.memoryUsage().heapUsed,
      ...only,
    })
    return { subject: `environment ${subject.id}`, checks, passed, trajectoryDigest }
  }
  const { environment, setting } = environmentFor(catalogue, subject, selection.on)
  const { checks, passed } = await checkAlgorithm(subject, environment, {
    parameters: parametersOf(environment, setting, selection.param, directory),
    ...(selection.budget !== undefined && { trainingBudget: selection.budget }),
    ...only,
  })
  return {
    subject: `algorithm ${subject.id} on ${environment.id}`,
    checks,
    passed,
    trajectoryDigest: null,
  }
}

/** The environment to check an algorithm on: the one named, else the first on which it runs as it is. */
function environmentFor(
  catalogue: Catalogue,
  algorithm: AlgorithmDefinition,
  on: string | undefined,
): { readonly environment: EnvironmentDefinition; readonly setting: string | undefined } {
  if (on !== undefined) {
    const [id, setting] = splitSetting(on)
    return { environment: environmentOf(catalogue, id), setting }
  }
  for (const environment of catalogue.environments.values()) {
    const answer = applicability(environment.id, environment.describe(), algorithm.requires)
    if (answer.kind === 'runs') return { environment, setting: undefined }
  }
  throw new GauntletError(
    'check',
    `algorithm ${algorithm.id} runs on no installed environment; bring one with --plugin, or name one with --on`,
  )
}

function parametersOf(
  environment: EnvironmentDefinition,
  setting: string | undefined,
  flags: readonly string[] = [],
  directory: string,
): object {
  const given = Object.fromEntries(flags.map((flag) => parseParameter(environment, flag)))
  const named = setting === undefined ? {} : settingOf(environment, setting).parameters
  return { ...named, ...readFiles(environment.parameters, given, directory, environment.id) }
}

function splitSetting(name: string): [id: string, setting: string | undefined] {
  const colon = name.indexOf(':')
  return colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)]
}
