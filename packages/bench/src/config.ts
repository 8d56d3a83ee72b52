/** The file `gauntlet.config.ts`: `GauntletConfig`, `defineConfig`, `loadConfig`. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, resolve } from 'node:path'
import {
  type ActMode,
  type ConfiguredAlgorithm,
  GauntletError,
  type PublishedResult,
  type Reference,
  show,
} from '@gauntlet/core'
import { BACKENDS, type Backend } from './backends.ts'
import { type BundleWords, checkLicence } from './bundle/words.ts'
import {
  type Reader,
  anyRecord,
  configuredAlgorithm,
  list,
  oneOf,
  real,
  record,
  someOf,
  text,
  textOr,
  whole,
} from './config-reader.ts'
import { hosting } from './guests.ts'
import { importModule } from './import-module.ts'
import { plainData } from './plain-data.ts'
import { MOST_SEEDS } from './plan.ts'
import { parseJson, readRegularFile, refusalOf } from './regular-file.ts'
import { thrownText } from './reasons.ts'
import { MANIFEST } from './store.ts'

/** The most worker threads: every one is a process. */
export const MOST_WORKERS = 1024

/** What a matrix is made of, and how it is run. Flags of the command line go before it. */
export interface GauntletConfig {
  /** A preset chooses settings, algorithms, seeds and budget; the fields below replace its parts. */
  readonly preset?: string
  /** Globs of settings (`mapf/*`, `bandits/bernoulli:ten-arms`), and settings of one's own. */
  readonly environments?: readonly (string | CustomSetting)[]
  /** Globs of algorithms, and algorithms configured otherwise than by default. */
  readonly algorithms?: readonly (string | ConfiguredAlgorithm)[]
  /** Number of seeds, at most 100,000: cells get seeds 0 … seeds - 1. */
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
  /** What `gauntlet export --bundle` says of the results. */
  readonly bundle?: Partial<BundleWords>
}

/** What a cell may take before it counts as failed, and how often it is saved. Decides no result, so no part of a key. */
export interface Limits {
  /** Wall time of one cell. */
  readonly seconds: number
  /** Memory of one cell: its heap, and its typed arrays. */
  readonly memoryMb: number
  /** Least time between two checkpoints of a training: what a killed run has to do again at most, or so. */
  readonly checkpointSeconds: number
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
  /** What others published on it: shown beside ours, never ranked. */
  readonly literature?: readonly PublishedResult[]
}

export interface CustomEvaluation {
  readonly parameters?: Readonly<Record<string, unknown>>
  readonly episodes?: number
  readonly instances?: readonly number[]
  readonly batch?: number
  readonly mode?: ActMode
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
 * Errors: GauntletError naming the file, and the field.
 */
export async function loadConfig(named: string | undefined, directory: string): Promise<LoadedConfig> {
  const found = named === undefined ? NAMES.find((name) => existsSync(join(directory, name))) : named
  if (found === undefined) return { path: undefined, directory, config: {} }
  const path = resolve(directory, found)
  const refusal = refusalOf(path)
  if (refusal !== undefined) throw new GauntletError('config', `config ${found}: ${refusal}`)
  const config = checkConfig(await readValue(path, found), found)
  if (liesInBundle(path)) refuseGuests(config, found)
  return { path, directory: dirname(path), config }
}

/** Whether it is a bundle's `configurations/N.json`. */
function liesInBundle(path: string): boolean {
  const folder = dirname(path)
  if (basename(folder) !== 'configurations' || extname(path) !== '.json') return false
  return [MANIFEST, 'store.json'].every((name) => existsSync(join(folder, '..', name)))
}

/** A bundle comes from strangers: it chooses cells, and neither code nor where anything is written. */
function refuseGuests({ plugins, store }: GauntletConfig, name: string): void {
  for (const [field, value] of Object.entries({ plugins, store })) {
    if (value === undefined) continue
    const message = `config ${name}: ${field}: got ${show(value)}, which a bundle's configuration may not have`
    throw new GauntletError('config', message)
  }
}

async function readValue(path: string, name: string): Promise<unknown> {
  try {
    const value =
      extname(path) === '.json'
        ? parseJson(readRegularFile(path))
        : await hosting({ name: `config ${name}`, file: path }, () => exportedBy(path))
    if (value !== undefined) return value
  } catch (error) {
    throw new GauntletError('config', `config ${name}: cannot be loaded: ${thrownText(error)}`, {
      cause: error,
    })
  }
  throw new GauntletError(
    'config',
    `config ${name}: has no default export; use export default defineConfig(…)`,
  )
}

/** The default export, awaited; none where a CommonJS module exports nothing, whose default is an empty object. */
async function exportedBy(path: string): Promise<unknown> {
  const value = await (await importModule(path)).default
  const isCommonJs = createRequire(path).cache[path] !== undefined
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0
  return isCommonJs && isEmpty ? undefined : value
}

const reference: Reader<Reference> = record({ score: real(), source: text }, { episodes: whole(1) })

const published: Reader<PublishedResult> = record(
  { algorithm: text, score: real(), source: text },
  { low: real(), high: real(), seeds: whole(1) },
)

const evaluation: Reader<CustomEvaluation> = record(
  {},
  {
    parameters: anyRecord,
    episodes: whole(1),
    instances: someOf(whole(0)),
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
    literature: list(published),
  },
)

const licence: Reader<string> = (value, path) => checkLicence(text(value, path), path)

const readConfig: Reader<GauntletConfig> = record(
  {},
  {
    preset: text,
    environments: someOf(textOr(customSetting)),
    algorithms: someOf(textOr(configuredAlgorithm)),
    seeds: whole(1, MOST_SEEDS),
    budget: whole(0),
    workers: whole(1, MOST_WORKERS),
    store: text,
    backend: oneOf(...BACKENDS),
    plugins: list(text),
    bundle: record({}, { title: text, authors: someOf(text), license: licence }),
    limits: record({}, { seconds: real(0), memoryMb: whole(16), checkpointSeconds: real(0) }),
  },
)

/** The value as a configuration. Errors: GauntletError naming the field. */
export function checkConfig(value: unknown, name: string): GauntletConfig {
  return readConfig(plainData(value, name), name)
}
