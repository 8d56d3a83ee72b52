/** An environment described before it is built: `defineEnvironment`, `Setting`, `Reference`, `Evaluation`. */
import type { Environment } from './environment.ts'
import { GauntletError, nearestNames } from './errors.ts'
import { type Schema, resolveParameters } from './parameters.ts'
import type { ActMode } from './policy.ts'
import { type EnvironmentSpec, checkSpec } from './spec.ts'

/** A score that others are measured by: what was measured, where it comes from, and over how many episodes. */
export interface Reference {
  /** NaN where none is known: then nothing is normalised. */
  readonly score: number
  readonly source: string
  readonly episodes?: number
}

/** How a policy is evaluated: apart from training, on instances of its own. */
export interface Evaluation<P extends object = object> {
  /** Parameters that differ from those of training. */
  readonly parameters?: Partial<P>
  /** Episodes that are averaged into a score. */
  readonly episodes: number
  /** The numbered instances to play, in turn; absent where instances come from keys. */
  readonly instances?: readonly number[]
  /** Worlds played side by side; part of a cell's key, since the policy's noise belongs to worlds. */
  readonly batch: number
  readonly mode: ActMode
}

/** A named choice of parameters with fixed references, on which scores can be compared. */
export interface Setting<P extends object = object> {
  readonly description: string
  readonly parameters: Partial<P>
  readonly references: {
    /** The mean score of the uniform random policy: 0 when normalised. */
    readonly random: Reference
    /** The best score known, of an exact optimum, a published row or an expert: 1 when normalised. */
    readonly best: Reference
  }
  readonly evaluation: Evaluation<P>
}

/** What the author of an environment writes. */
export interface EnvironmentSource<P extends object> {
  /** `domain/name`, in lower case. */
  readonly id: string
  /** A whole number that rises whenever any trajectory could change. */
  readonly version: number
  readonly summary: string
  /** Where the rules come from: paper and section, or system and commit. */
  readonly source: string
  readonly parameters: Schema<P>
  readonly settings: Readonly<Record<string, Setting<P>>>
  /** The spec for complete parameters, without building anything. Errors: ParameterError where they clash. */
  describe(parameters: P): EnvironmentSpec
  make(parameters: P, batch: number): Environment | Promise<Environment>
}

/** What everybody else uses: parameters may be given in part, and are checked. */
export interface EnvironmentDefinition<P extends object = object> {
  readonly kind: 'environment'
  readonly id: string
  readonly version: number
  readonly summary: string
  readonly source: string
  readonly parameters: Schema<P>
  readonly settings: Readonly<Record<string, Setting<P>>>
  /** The given parameters over the defaults. Errors: ParameterError naming field, value and what is allowed. */
  resolve(parameters?: Partial<P>): P
  describe(parameters?: Partial<P>): EnvironmentSpec
  /** Builds `batch` worlds (1 unless said). Call `reset` before the first step. */
  make(parameters?: Partial<P>, batch?: number): Promise<Environment>
}

/**
 * Turns a source into a definition.
 * Errors: GauntletError where id or version is malformed, ParameterError where a setting's parameters are.
 */
export function defineEnvironment<P extends object>(source: EnvironmentSource<P>): EnvironmentDefinition<P> {
  const { id, version } = source
  checkIdentity('environment', id, version)
  const resolve = (given: Partial<P> = {}): P => resolveParameters(source.parameters, given, id)
  const describe = (given?: Partial<P>): EnvironmentSpec => {
    const spec = source.describe(resolve(given))
    checkSpec(spec, id)
    return spec
  }
  for (const [name, setting] of Object.entries(source.settings)) {
    const { parameters, evaluation } = setting
    const path = `${id}:${name}`
    resolveParameters(source.parameters, parameters, path)
    resolveParameters(source.parameters, { ...parameters, ...evaluation.parameters }, `${path}.evaluation`)
  }
  return {
    kind: 'environment',
    id,
    version,
    summary: source.summary,
    source: source.source,
    parameters: source.parameters,
    settings: source.settings,
    resolve,
    describe,
    make: async (given, batch = 1) => {
      const parameters = resolve(given)
      checkSpec(source.describe(parameters), id)
      return source.make(parameters, batch)
    },
  }
}

/** A setting by its name. Errors: GauntletError with the nearest names. */
export function settingOf<P extends object>(definition: EnvironmentDefinition<P>, name: string): Setting<P> {
  const setting = Object.hasOwn(definition.settings, name) ? definition.settings[name] : undefined
  if (setting !== undefined) return setting
  const names = Object.keys(definition.settings)
  const near = nearestNames(name, names)
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${names.join(', ') || 'none'}`
  throw new GauntletError('unknown-setting', `${definition.id} has no setting ${name}; ${hint}`)
}

/** The score as a share of the way from the random policy to the best reference: 0 and 1 there, unbounded. */
export function normalisedScore(setting: Setting, score: number): number {
  const { random, best } = setting.references
  return (score - random.score) / (best.score - random.score)
}

/** Refuses an id that is not `domain/name` (an algorithm's may be one word) and a version that is not whole. */
export function checkIdentity(
  kind: 'environment' | 'algorithm' | 'adapter',
  id: string,
  version: number,
): void {
  const word = '[a-z0-9][a-z0-9-]*'
  const pattern = kind === 'environment' ? `${word}/${word}` : `${word}(/${word})?`
  if (!new RegExp(`^${pattern}$`).test(id)) {
    const form = kind === 'environment' ? 'domain/name' : 'a name, or domain/name,'
    throw new GauntletError(
      'id',
      `${kind} id ${id}: expected ${form} in lower-case letters, digits and hyphens`,
    )
  }
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new GauntletError(
      'version',
      `${kind} ${id}: version is ${version}, expected a whole number of at least 1`,
    )
  }
}
