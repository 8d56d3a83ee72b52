/** An environment described before it is built: `defineEnvironment`, `Setting`, `Reference`, `Evaluation`. */
import type { Environment } from './environment.ts'
import { GauntletError, nearestNames } from './errors.ts'
import {
  COUNT,
  FUNCTION,
  type Forms,
  INDEX,
  NUMBER,
  OBJECT,
  TEXT,
  isLate,
  listOf,
  oneOf,
  optional,
  requireForm,
  requireValue,
} from './form.ts'
import { type PublishedResult, checkLiterature } from './literature.ts'
import { type Schema, checkSchema, resolveParameters } from './parameters.ts'
import type { ActMode } from './policy.ts'
import { Seed } from './random/seed.ts'
import type { Replay } from './replay.ts'
import { show } from './show.ts'
import { type EnvironmentSpec, checkSpec } from './spec.ts'

/**
 * A score that others are measured by: what was measured, where it comes from, and over how many episodes. Of a game of
 * two sides a score is the rate at which a side wins against the spec's opponents.
 */
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
  /** What others published on it; decides no result. */
  readonly literature?: readonly PublishedResult[]
}

/** What is known of a choice of parameters before anything is played. */
export type KnownScores = Pick<Setting, 'references' | 'literature'>

/** Builds `batch` worlds, with nothing left to wait for. */
export type Build = (batch: number) => Environment

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
  /**
   * Builds `batch` worlds. Where something has to be loaded first, a promise, best of what then builds any number of worlds at once: only
   * so can snapshots go on in simulators.
   */
  make(parameters: P, batch: number): Environment | Promise<Environment | Build>
  /** What is known in closed form of any complete parameters, for settings of one's own that give no references. */
  known?(parameters: P): KnownScores
  /** Draws a replay of this environment as one animated SVG document, where it can do better than `animateReplay`. */
  animate?(replay: Replay): Promise<string>
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
  /** What is known in closed form of parameters for which there is no setting. Errors: as `resolve`. */
  known?(parameters?: Partial<P>): KnownScores
  /** A replay of this environment as one animated SVG document; for `animateReplay`, which does without it too. */
  animate?(replay: Replay): Promise<string>
}

const SOURCE: Forms = {
  summary: TEXT,
  source: TEXT,
  parameters: OBJECT,
  settings: OBJECT,
  describe: FUNCTION,
  make: FUNCTION,
  known: optional(FUNCTION),
  animate: optional(FUNCTION),
}
const SETTING: Forms = { description: TEXT, parameters: OBJECT, references: OBJECT, evaluation: OBJECT }
const KNOWN: Forms = { references: OBJECT }
const REFERENCE: Forms = { score: NUMBER, source: TEXT, episodes: optional(COUNT) }
const EVALUATION: Forms = {
  parameters: optional(OBJECT),
  episodes: COUNT,
  instances: optional(listOf(INDEX, 1)),
  batch: COUNT,
  mode: oneOf('sample', 'greedy'),
}

/**
 * Turns a source into a definition.
 * Errors: GauntletError naming the part of it that is missing or malformed, ParameterError where a setting's
 * parameters are not the environment's.
 */
export function defineEnvironment<P extends object>(source: EnvironmentSource<P>): EnvironmentDefinition<P> {
  requireValue(source, 'defineEnvironment', OBJECT, 'definition')
  const { id, version } = source
  checkIdentity('environment', id, version)
  requireForm(source, id, SOURCE)
  checkSchema(source.parameters, `${id}.parameters`)
  const resolve = (given: Partial<P> = {}): P => resolveParameters(source.parameters, given, id)
  const describe = (given?: Partial<P>): EnvironmentSpec => {
    const spec = source.describe(resolve(given))
    checkSpec(spec, id)
    return spec
  }
  for (const [name, setting] of Object.entries(source.settings)) {
    const path = `${id}:${name}`
    requireSetting(setting, path)
    const { parameters, evaluation, literature = [] } = setting
    resolveParameters(source.parameters, parameters, path)
    resolveParameters(source.parameters, { ...parameters, ...evaluation.parameters }, `${path}.evaluation`)
    checkLiterature(literature, path)
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
      requireValue(batch, `${id}: batch`, COUNT, 'batch')
      const { environment, build } = await built(source, parameters, batch)
      requireForm(environment, `${id}: what make gave`, BUILT)
      setSimulator(environment, build)
      return environment
    },
    ...(source.known !== undefined && {
      known: (given) => {
        const scores = source.known!(resolve(given))
        requireForm(scores, `${id}: what known gave`, KNOWN)
        requireReferences(scores, `${id}: known`)
        checkLiterature(scores.literature ?? [], `${id}: known`)
        return scores
      },
    }),
    ...(source.animate !== undefined && { animate: (replay) => source.animate!(replay) }),
  }
}

const BUILT: Forms = { spec: OBJECT, batch: COUNT, reset: FUNCTION, step: FUNCTION }

/** Completes the snapshot face, where there is one; simulators of what the environment was made from are none of it. */
function setSimulator({ snapshot }: Environment, build: Build | undefined): void {
  if (snapshot === undefined || !Object.isExtensible(snapshot)) return
  const simulator = build && begun(build)
  Object.assign(snapshot, { simulator })
}

/** Worlds that have begun, so that snapshots can be restored in them. */
function begun(build: Build): Build {
  return (batch) => {
    const environment = build(batch)
    environment.reset(Seed.from(0))
    return environment
  }
}

/** Builds, and gives what builds more at once; worlds for which there is not the memory are an error that says so. */
async function built<P extends object>(
  source: EnvironmentSource<P>,
  parameters: P,
  batch: number,
): Promise<{ readonly environment: Environment; readonly build: Build | undefined }> {
  try {
    const made = source.make(parameters, batch)
    const loaded = await made
    if (typeof loaded === 'function') return { environment: loaded(batch), build: loaded }
    const build: Build = (worlds) => source.make(parameters, worlds) as Environment
    return { environment: loaded, build: isLate(made) ? undefined : build }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new GauntletError('memory', `${source.id}: ${batch} worlds cannot be built: ${cause.message}`, {
      cause,
    })
  }
}

function requireSetting(setting: Setting, path: string): void {
  requireForm(setting, path, SETTING)
  requireReferences(setting, path)
  requireForm(setting.evaluation, `${path}.evaluation`, EVALUATION)
}

/** A setting by its name. Errors: GauntletError with the nearest names. */
export function settingOf<P extends object>(definition: EnvironmentDefinition<P>, name: string): Setting<P> {
  const setting = Object.hasOwn(definition.settings, name) ? definition.settings[name] : undefined
  if (setting !== undefined) return setting
  const names = Object.keys(definition.settings)
  const near = nearestNames(String(name), names)
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${names.join(', ') || 'none'}`
  throw new GauntletError('unknown-setting', `${definition.id} has no setting ${name}; ${hint}`)
}

/** The score as a share of the way from the random policy to the best reference: 0 and 1 there, unbounded. */
export function normalisedScore(setting: Setting, score: number): number {
  const { random, best } = setting.references
  return (score - random.score) / (best.score - random.score)
}

/**
 * Refuses an id that is not `domain/name` (an algorithm's may be one word, an adapter's may join words by `+`) and a version
 * that is not whole.
 */
export function checkIdentity(
  kind: 'environment' | 'algorithm' | 'adapter',
  id: string,
  version: number,
): void {
  const word = kind === 'adapter' ? '[a-z0-9][a-z0-9+-]*' : '[a-z0-9][a-z0-9-]*'
  const pattern = kind === 'environment' ? `${word}/${word}` : `${word}(/${word})?`
  if (typeof id !== 'string' || !new RegExp(`^${pattern}$`).test(id)) {
    const form = kind === 'environment' ? 'domain/name' : 'a name, or domain/name,'
    throw new GauntletError(
      'id',
      `${kind} id ${typeof id === 'string' ? id : show(id)}: expected ${form} in lower-case letters, digits and hyphens${kind === 'adapter' ? ' (or +)' : ''}`,
    )
  }
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new GauntletError(
      'version',
      `${kind} ${id}: version is ${show(version)}, expected a whole number of at least 1`,
    )
  }
}

function requireReferences({ references }: KnownScores, path: string): void {
  requireForm(references.random, `${path}.references.random`, REFERENCE)
  requireForm(references.best, `${path}.references.best`, REFERENCE)
}
