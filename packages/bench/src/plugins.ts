/** Plugins as loaded: `loadPlugins`, `loadPlugin`, `LoadedPlugin`. */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  GauntletError,
  type Plugin,
  checkPlugin,
  definePlugin,
} from '@gauntlet/core'
import type { PluginSource } from './discover.ts'
import { hosting } from './guests.ts'
import { importModule } from './import-module.ts'
import { readContents } from './plugin-contents.ts'
import { isGauntletError, thrownText } from './reasons.ts'

export interface LoadedPlugin {
  readonly source: PluginSource
  readonly plugin: Plugin
}

type Definition = EnvironmentDefinition | AlgorithmDefinition | AdapterDefinition

/** Imports plugins one after the other; a module that two sources name is imported once. */
export async function loadPlugins(sources: readonly PluginSource[]): Promise<LoadedPlugin[]> {
  const byFile = new Map(sources.map((source) => [source.file, source]))
  const loaded: LoadedPlugin[] = []
  for (const source of byFile.values()) loaded.push({ source, plugin: await loadPlugin(source) })
  return loaded
}

/**
 * Imports a plugin. A module that exports definitions instead (as its default, as a list, or each by a name)
 * is a plugin of these: a user's own file.
 * Errors: GauntletError naming the plugin where it throws, is none, or speaks another version.
 */
export async function loadPlugin(source: PluginSource): Promise<Plugin> {
  const where = source.origin === source.file ? source.file : `plugin ${source.origin} (${source.file})`
  let exported: Readonly<Record<string, unknown>>
  try {
    exported = await hosting({ name: where, file: source.file }, () => importModule(source.file))
  } catch (error) {
    const what = isGauntletError(error) ? '' : 'threw while it was imported: '
    throw new GauntletError('plugin', `${where}: ${what}${thrownText(error)}`, { cause: error })
  }
  const definitions = definitionsOf(exported)
  const plugin =
    definitions.length > 0
      ? pluginOfDefinitions(source.origin, definitions)
      : checkPlugin(exported.default, where)
  return readContents(plugin, where)
}

/** Definitions that a module exports itself; none where its default is a plugin. */
function definitionsOf(exported: Readonly<Record<string, unknown>>): Definition[] {
  const { default: main, ...named } = exported
  if (isDefinition(main)) return [main]
  if (Array.isArray(main) && main.length > 0 && main.every(isDefinition)) return main
  return main === undefined ? Object.values(named).filter(isDefinition) : []
}

function isDefinition(value: unknown): value is Definition {
  const { kind } = Object(value) as { kind?: unknown }
  return kind === 'environment' || kind === 'algorithm' || kind === 'adapter'
}

function pluginOfDefinitions(name: string, definitions: readonly Definition[]): Plugin {
  return definePlugin({
    name,
    environments: definitions.filter((definition) => definition.kind === 'environment'),
    algorithms: definitions.filter((definition) => definition.kind === 'algorithm'),
    adapters: definitions.filter((definition) => definition.kind === 'adapter'),
  })
}
