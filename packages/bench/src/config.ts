/** The file `gauntlet.config.ts`: `GauntletConfig`, `defineConfig`, `loadConfig`. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { type ActMode, GauntletError, type Reference } from '@gauntlet/core'
import { BACKENDS, type Backend } from './backends.ts'
import { type Reader, anyRecord, list, oneOf, real, record, text, textOr, whole } from './config-reader.ts'
import { importModule } from './import-module.ts'
import { isGauntletError } from './reasons.ts'

/** What a matrix is made of, and how it is run. Flags of the command line go before it. */
export interface GauntletConfig {
  /** A preset chooses settings, algorithms, seeds and budget; the fields below replace its parts. */
  readonly preset?: string
  /** Globs of settings (`mapf/*`, `bandits/bernoulli:ten-arms`), and settings of one's own. */
  readonly environments?: readonly (string | CustomSetting)[]
  /** Globs of algorithms, and algorithms configured otherwise than by default. */
  readonly algorithms?: readonly (string | ConfiguredAlgorithm)[]
  /** Number of seeds: cells get seeds 0 … seeds - 1. */
  readonly seeds?: number
  /** World steps of training. */
  readonly budget?: number
  /** Worker threads; as many as the machine has processors where absent. */
  readonly workers?: number
  /** The store's directory, from here. */
  readonly store?: string
  /** Numeric backend of learners. */
  readonly backend?: Backend
  /** Plugins beside those among the dependencies: modules or package directories, from here. */
  readonly plugins?: readonly string[]
  readonly limits?: Partial<Limits>
}

/** What a cell may take before it counts as failed. Decides no result, so it is no part of a cell's key. */
export interface Limits {
  /** Wall time of one cell. */
  readonly seconds: number
  /** Memory of one cell: its heap, and its typed arrays. */
  readonly memoryMb: number
}

/** A setting of one's own: an environment with other parameters. */
export interface CustomSetting {
  readonly environment: string
  readonly name: string
  readonly description?: string
  /** A parameter that is a file is given as its path, from here. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Scores of the random and the best policy; without them scores are not normalised. */
  readonly references?: { readonly random: Reference; readonly best: Reference }
  readonly evaluation?: CustomEvaluation
}

export interface CustomEvaluation {
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly episodes?: number
  readonly instances?: readonly number[]
  readonly batch?: number
  readonly mode?: ActMode
}

export interface ConfiguredAlgorithm {
  readonly id: string
  readonly configuration?: Readonly<Record<string, unknown>>
}

/** A configuration that was read, and the directory from which its paths count. */
export interface LoadedConfig {
  readonly path: string | undefined
  readonly directory: string
  readonly config: GauntletConfig
}

/** The configuration itself, with its type checked by the editor. */
export function defineConfig(config: GauntletConfig): GauntletConfig {
  return config
}

const NAMES = ['.ts', '.mts', '.js', '.mjs', '.json'].map((extension) => `gauntlet.config${extension}`)

/**
 * Reads the named file, or the `gauntlet.config.*` of the directory where there is one.
 * Errors: GauntletError naming the file, ParameterError naming file and field.
 */
export async function loadConfig(named: string | undefined, directory: string): Promise<LoadedConfig> {
  const found = named === undefined ? NAMES.find((name) => existsSync(join(directory, name))) : named
  if (found === undefined) return { path: undefined, directory, config: {} }
  const path = resolve(directory, found)
  if (!existsSync(path)) throw new GauntletError('config', `config ${found}: there is no ${path}`)
  return { path, directory: dirname(path), config: checkConfig(await readValue(path, found), found) }
}

async function readValue(path: string, name: string): Promise<unknown> {
  try {
    if (extname(path) === '.json') return JSON.parse(readFileSync(path, 'utf8'))
    const exported = await importModule(path)
    if (exported.default !== undefined) return exported.default
  } catch (error) {
    const said = isGauntletError(error) ? error.message : String(error)
    throw new GauntletError('config', `config ${name}: cannot be loaded: ${said}`, { cause: error })
  }
  throw new GauntletError(
    'config',
    `config ${name}: has no default export; use export default defineConfig(…)`,
  )
}

const reference: Reader<Reference> = record({ score: real(), source: text }, { episodes: whole(1) })

const evaluation: Reader<CustomEvaluation> = record(
  {},
  {
    parameters: anyRecord,
    episodes: whole(1),
    instances: list(whole(0)),
    batch: whole(1),
    mode: oneOf('sample', 'greedy'),
  },
)

const settingName: Reader<string> = (value, path) => {
  const name = text(value, path)
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
    throw new GauntletError(
      'config',
      `${path}: got ${name}, expected lower-case letters, digits, dots, hyphens`,
    )
  }
  return name
}

const customSetting: Reader<CustomSetting> = record(
  { environment: text, name: settingName },
  {
    description: text,
    parameters: anyRecord,
    references: record({ random: reference, best: reference }, {}),
    evaluation,
  },
)

const readConfig: Reader<GauntletConfig> = record(
  {},
  {
    preset: text,
    environments: list(textOr(customSetting)),
    algorithms: list(textOr<ConfiguredAlgorithm>(record({ id: text }, { configuration: anyRecord }))),
    seeds: whole(1),
    budget: whole(0),
    workers: whole(1),
    store: text,
    backend: oneOf(...BACKENDS),
    plugins: list(text),
    limits: record({}, { seconds: real(0), memoryMb: whole(16) }),
  },
)

/** The value as a configuration. Errors: ParameterError naming the field. */
export function checkConfig(value: unknown, name: string): GauntletConfig {
  return readConfig(value, name)
}
