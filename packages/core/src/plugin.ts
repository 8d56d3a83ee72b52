/** What a package adds to the matrix: `Plugin`, `definePlugin`. */
import type { AlgorithmDefinition } from './algorithm.ts'
import type { AdapterDefinition } from './applicability.ts'
import type { EnvironmentDefinition } from './definition.ts'
import { GauntletError } from './errors.ts'

/** The version of these contracts; a plugin of another version is refused. */
export const API_VERSION = 1

/** A block of a preset: every named setting with every named algorithm. Globs: `mapf/*`, `bandits/bernoulli:*`. */
export interface PresetBlock {
  readonly settings: readonly string[]
  readonly algorithms: readonly string[]
  readonly seeds: number
  /** World steps of training for each cell whose algorithm trains. */
  readonly budget: number
}

export interface Plugin {
  readonly kind: 'plugin'
  readonly apiVersion: number
  /** The package's name. */
  readonly name: string
  readonly environments: readonly EnvironmentDefinition[]
  readonly algorithms: readonly AlgorithmDefinition[]
  readonly adapters: readonly AdapterDefinition[]
  /** What this package puts into presets, by the preset's name. */
  readonly presets: Readonly<Record<string, readonly PresetBlock[]>>
}

/** Completes a plugin. A package exports it as the default of the file that its `gauntlet.plugin` field names. */
export function definePlugin(
  plugin: { readonly name: string } & Partial<Omit<Plugin, 'kind' | 'apiVersion'>>,
): Plugin {
  return {
    kind: 'plugin',
    apiVersion: API_VERSION,
    environments: [],
    algorithms: [],
    adapters: [],
    presets: {},
    ...plugin,
  }
}

/** The value as a plugin. Errors: GauntletError naming `origin` where it is none, or of another version. */
export function checkPlugin(value: unknown, origin: string): Plugin {
  const plugin = value as Partial<Plugin> | undefined
  if (typeof plugin !== 'object' || plugin === null || plugin.kind !== 'plugin') {
    throw new GauntletError('plugin', `${origin}: the default export is not a plugin; use definePlugin`)
  }
  if (plugin.apiVersion !== API_VERSION) {
    throw new GauntletError(
      'plugin',
      `${origin}: speaks version ${plugin.apiVersion} of the plugin contract, expected ${API_VERSION}; ` +
        'install versions of the package and of @gauntlet/bench that match',
    )
  }
  return plugin as Plugin
}
