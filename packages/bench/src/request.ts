/** What the user asks for, in the plan's terms: `resolveRequest`, `MatrixRequest`; the defaults of a run. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import {
  type AlgorithmDefinition,
  type ConfiguredAlgorithm,
  GauntletError,
  type PresetBlock,
} from '@gauntlet/core'
import { type Backend, DEFAULT_BACKEND, checkBackend } from './backends.ts'
import {
  type Catalogue,
  type SettingEntry,
  algorithmMatcher,
  allSettings,
  buildCatalogue,
  matchAlgorithms,
  matchSettings,
  presetBlocks,
  settingMatcher,
} from './catalogue.ts'
import {
  type CustomSetting,
  type GauntletConfig,
  type Limits,
  type LoadedConfig,
  loadConfig,
} from './config.ts'
import { readFiles, withCustomSettings } from './custom-settings.ts'
import { type PluginSource, discoverPlugins, locatePlugin } from './discover.ts'
import type { AlgorithmChoice, MatrixBlock } from './plan.ts'
import { loadPlugins } from './plugins.ts'
import { MOST_DATASET_MEBIBYTES } from './regular-file.ts'

const DEFAULT_STORE = '.gauntlet/store'
const DEFAULT_PRESET = 'quick'
const DEFAULT_SEEDS = 10
const DEFAULT_BUDGET = 100_000
const DEFAULT_LIMITS: Limits = { seconds: 3600, memoryMb: 2048, checkpointSeconds: 10 }

/** Flags of the command line; each goes before the configuration's field. */
export interface Flags {
  readonly config?: string
  readonly preset?: string
  readonly env?: readonly string[]
  readonly algo?: readonly string[]
  /** Learners that respond to each contender of a game. */
  readonly exploit?: readonly string[]
  readonly seeds?: number
  readonly budget?: number
  readonly workers?: number
  readonly store?: string
  readonly backend?: string
  readonly plugin?: readonly string[]
  readonly timeout?: number
  readonly memory?: number
}

/** Everything that a command needs to know, with every default filled in and every path absolute. */
export interface MatrixRequest {
  readonly catalogue: Catalogue
  readonly sources: readonly PluginSource[]
  readonly config: LoadedConfig
  readonly store: string
  readonly backend: Backend
  readonly workers: number
  readonly limits: Limits
  /** Whether anything says which cells are meant; otherwise the blocks are those of the default preset. */
  readonly selected: boolean
  blocks(): readonly MatrixBlock[]
}

/** Reads configuration and plugins of the project in `directory`. Errors: GauntletError, ParameterError. */
export async function resolveRequest(flags: Flags, directory: string): Promise<MatrixRequest> {
  const loaded = await loadConfig(flags.config, directory)
  const { config } = loaded
  const sources = [
    ...discoverPlugins(directory),
    ...(config.plugins ?? []).map((path) => locatePlugin(path, loaded.directory)),
    ...(flags.plugin ?? []).map((path) => locatePlugin(path, directory)),
  ]
  const installed = buildCatalogue(await loadPlugins(sources))
  const catalogue = withCustomSettings(installed, customSettings(config), loaded.directory)
  const limits = { ...DEFAULT_LIMITS, ...config.limits }
  return {
    catalogue,
    sources,
    config: loaded,
    store:
      flags.store === undefined
        ? resolve(loaded.directory, config.store ?? DEFAULT_STORE)
        : resolve(directory, flags.store),
    backend: flags.backend === undefined ? (config.backend ?? DEFAULT_BACKEND) : checkBackend(flags.backend),
    workers: flags.workers ?? config.workers ?? availableParallelism(),
    limits: {
      ...limits,
      seconds: flags.timeout ?? limits.seconds,
      memoryMb: flags.memory ?? limits.memoryMb,
    },
    selected: isSelected(flags, config),
    blocks: () => {
      const exploiters = choices(matchAlgorithms(catalogue, flags.exploit ?? []))
      return blocksOf(catalogue, flags, loaded).map((block) => ({ ...block, exploiters }))
    },
  }
}

function isSelected(flags: Flags, config: GauntletConfig): boolean {
  const chosen = [flags.preset, flags.env, flags.algo, config.preset, config.environments, config.algorithms]
  return chosen.some((value) => value !== undefined)
}

/**
 * A preset chooses settings, algorithms, seeds and budget. `env` keeps those of its settings that match (and
 * the configuration's own), `algo` takes the place of its algorithms, `seeds` and `budget` of its numbers. Without
 * a preset, `env` and `algo` choose among all that is installed. A preset that is a flag takes the place of all that
 * the configuration chooses.
 */
function blocksOf(
  catalogue: Catalogue,
  flags: Flags,
  { config, directory }: LoadedConfig,
): readonly MatrixBlock[] {
  const chosen = flags.preset === undefined ? config : {}
  const algorithms = chosenAlgorithms(catalogue, flags, chosen, directory)
  const own = new Set(customSettings(config).map(settingId))
  const numbers = { seeds: flags.seeds ?? chosen.seeds, budget: flags.budget ?? chosen.budget }
  const all = allSettings(catalogue)
  const settings =
    chosenSettings(catalogue, flags, chosen) ??
    (flags.preset === undefined ? all : all.filter(({ id }) => !own.has(id)))
  const preset = flags.preset ?? config.preset ?? (isSelected(flags, config) ? undefined : DEFAULT_PRESET)
  if (preset !== undefined) {
    const blocks = presetBlocks(catalogue, preset).map((block) =>
      presetBlock(catalogue, block, own, settings, algorithms, numbers),
    )
    if (blocks.some((block) => block.settings.length > 0)) return blocks
    throw new GauntletError(
      'selection',
      `preset ${preset} has none of the settings asked for; leave --preset out`,
    )
  }
  return [
    {
      settings,
      algorithms: algorithms ?? choices(matchAlgorithms(catalogue, ['*'])),
      seeds: numbers.seeds ?? DEFAULT_SEEDS,
      budget: numbers.budget ?? DEFAULT_BUDGET,
    },
  ]
}

/** A plugin's block; names in it that belong to packages which are not installed stand for nothing. */
function presetBlock(
  catalogue: Catalogue,
  block: PresetBlock,
  own: ReadonlySet<string>,
  settings: readonly SettingEntry[],
  algorithms: readonly AlgorithmChoice[] | undefined,
  numbers: { readonly seeds: number | undefined; readonly budget: number | undefined },
): MatrixBlock {
  const inBlock = block.settings.map(settingMatcher)
  const all = [...catalogue.algorithms.values()]
  return {
    settings: settings.filter((entry) => own.has(entry.id) || inBlock.some((matches) => matches(entry))),
    algorithms: algorithms ?? configured(block.algorithms, (glob) => all.filter(algorithmMatcher(glob))),
    seeds: numbers.seeds ?? block.seeds,
    budget: numbers.budget ?? block.budget,
  }
}

function chosenSettings(
  catalogue: Catalogue,
  flags: Flags,
  config: GauntletConfig,
): readonly SettingEntry[] | undefined {
  if (flags.env !== undefined) return matchSettings(catalogue, flags.env)
  const names = config.environments?.map((entry) => (typeof entry === 'string' ? entry : settingId(entry)))
  return names && matchSettings(catalogue, names)
}

function customSettings({ environments = [] }: GauntletConfig): CustomSetting[] {
  return environments.filter((entry) => typeof entry !== 'string')
}

function settingId({ environment, name }: CustomSetting): string {
  return `${environment}:${name}`
}

function chosenAlgorithms(
  catalogue: Catalogue,
  flags: Flags,
  { algorithms }: GauntletConfig,
  directory: string,
): readonly AlgorithmChoice[] | undefined {
  if (flags.algo !== undefined) return choices(matchAlgorithms(catalogue, flags.algo))
  const chosen = algorithms && configured(algorithms, (glob) => matchAlgorithms(catalogue, [glob]))
  return chosen?.map(({ definition, configuration }) => ({
    definition,
    configuration: readFiles(
      definition.configuration,
      { ...configuration },
      directory,
      definition.id,
      MOST_DATASET_MEBIBYTES,
    ),
  }))
}

function configured(
  entries: readonly (string | ConfiguredAlgorithm)[],
  match: (glob: string) => readonly AlgorithmDefinition[],
): AlgorithmChoice[] {
  return entries.flatMap((entry) => {
    const { id, configuration = {} } = typeof entry === 'string' ? { id: entry } : entry
    return match(id).map((definition) => ({ definition, configuration }))
  })
}

function choices(definitions: readonly AlgorithmChoice['definition'][]): AlgorithmChoice[] {
  return definitions.map((definition) => ({ definition, configuration: {} }))
}
