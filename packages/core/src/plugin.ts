/** What a package adds to the matrix: `Plugin`, `definePlugin`. */
import type { AlgorithmDefinition } from './algorithm.ts'
import type { AdapterDefinition } from './applicability.ts'
import type { EnvironmentDefinition } from './definition.ts'
import { GauntletError, ParameterError } from './errors.ts'
import { COUNT, type Form, INDEX, LIST, OBJECT, TEXT, listOf, requireForm, requireValue } from './form.ts'

/** The version of these contracts; a plugin of another version is refused. */
export const API_VERSION = 1

/** A glob of algorithms, and what their configuration changes of the defaults. */
export interface ConfiguredAlgorithm {
  readonly id: string
  readonly configuration?: Readonly<Record<string, unknown>>
}

/** A block of a preset: every named setting with every named algorithm. Globs: `mapf/*`, `bandits/bernoulli:*`. */
export interface PresetBlock {
  readonly settings: readonly string[]
  readonly algorithms: readonly (string | ConfiguredAlgorithm)[]
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

/**
 * Completes a plugin. A package exports it as the default of the file that its `gauntlet.plugin` field names.
 * Errors: GauntletError naming the part that is malformed or does not exist.
 */
export function definePlugin(
  plugin: { readonly name: string } & Partial<Omit<Plugin, 'kind' | 'apiVersion'>>,
): Plugin {
  requireForm(plugin, 'definePlugin', { name: TEXT })
  const complete: Plugin = {
    kind: 'plugin',
    apiVersion: API_VERSION,
    environments: [],
    algorithms: [],
    adapters: [],
    presets: {},
    ...plugin,
  }
  requireParts(complete, `plugin ${plugin.name}`)
  return complete
}

const PARTS = ['kind', 'apiVersion', 'name', 'environments', 'algorithms', 'adapters', 'presets'] as const

const CHOICE: Form = {
  allowed: 'text, or an object whose id is text',
  accepts: (value) => TEXT.accepts(value) || TEXT.accepts((value as ConfiguredAlgorithm | null)?.id),
}

/** Refuses a plugin whose lists hold anything but definitions, or whose presets are malformed. */
function requireParts(plugin: Plugin, place: string): void {
  const stray = Object.keys(plugin).find((name) => !PARTS.includes(name as (typeof PARTS)[number]))
  if (stray !== undefined) throw ParameterError.unknownField(place, stray, PARTS)
  requireForm(plugin, place, { name: TEXT, presets: OBJECT })
  requireDefinitions(plugin, 'environments', place)
  requireDefinitions(plugin, 'algorithms', place)
  requireDefinitions(plugin, 'adapters', place)
  for (const [name, blocks] of Object.entries(plugin.presets)) {
    requireValue(blocks, `${place}.presets.${name}`, LIST, 'plugin')
    for (const [k, block] of blocks.entries()) {
      const form = { settings: listOf(TEXT), algorithms: listOf(CHOICE), seeds: COUNT, budget: INDEX }
      requireForm(block, `${place}.presets.${name}[${k}]`, form, 'plugin')
    }
  }
}

function requireDefinitions(
  plugin: Plugin,
  field: 'environments' | 'algorithms' | 'adapters',
  place: string,
): void {
  const list: unknown = plugin[field]
  if (!Array.isArray(list)) throw new ParameterError(`${place}: ${field}`, list, 'a list')
  const kind = field.slice(0, -1)
  const stray = list.findIndex((item: { readonly kind?: unknown } | null | undefined) => item?.kind !== kind)
  if (stray < 0) return
  const define = `define${kind[0].toUpperCase()}${kind.slice(1)}`
  throw new GauntletError('plugin', `${place}: ${field}[${stray}] is no ${kind}; use ${define}`)
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
  requireParts(plugin as Plugin, origin)
  return plugin as Plugin
}
