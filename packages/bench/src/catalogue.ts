/**
 * What is installed: `Catalogue`, `buildCatalogue`; lookups by id and glob: `matchSettings`, `matchAlgorithms`,
 * `presetBlocks`, `environmentOf`, `algorithmOf`, `adapterOf`.
 */
import {
  type AdapterDefinition,
  type AlgorithmDefinition,
  type EnvironmentDefinition,
  GauntletError,
  type PresetBlock,
  type Setting,
  nearestNames,
  show,
} from '@gauntlet/core'
import picomatch from 'picomatch'
import type { LoadedPlugin } from './plugins.ts'

/** Where none is near, so many names are told all, of more only a few. */
const MOST_NAMES = 50
const FEW_NAMES = 20

export interface Catalogue {
  readonly plugins: readonly LoadedPlugin[]
  readonly environments: ReadonlyMap<string, EnvironmentDefinition>
  readonly algorithms: ReadonlyMap<string, AlgorithmDefinition>
  readonly adapters: ReadonlyMap<string, AdapterDefinition>
  /** The blocks of every preset: the union over plugins. */
  readonly presets: ReadonlyMap<string, readonly PresetBlock[]>
}

/** A setting with its environment; `id` is `mapf/lifelong:random-8`. */
export interface SettingEntry {
  readonly id: string
  readonly environment: EnvironmentDefinition
  readonly name: string
  readonly setting: Setting
}

/** Gathers what plugins bring. Errors: GauntletError naming both plugins where they share an id. */
export function buildCatalogue(plugins: readonly LoadedPlugin[]): Catalogue {
  const presets = new Map<string, PresetBlock[]>()
  for (const { plugin } of plugins) {
    for (const [name, blocks] of Object.entries(plugin.presets)) {
      presets.set(name, [...(presets.get(name) ?? []), ...blocks])
    }
  }
  return {
    plugins,
    environments: gather(plugins, 'environment', ({ plugin }) => plugin.environments),
    algorithms: gather(plugins, 'algorithm', ({ plugin }) => plugin.algorithms),
    adapters: gather(plugins, 'adapter', ({ plugin }) => plugin.adapters),
    presets,
  }
}

function gather<T extends { readonly id: string }>(
  plugins: readonly LoadedPlugin[],
  kind: string,
  list: (plugin: LoadedPlugin) => readonly T[],
): Map<string, T> {
  const found = new Map<string, { readonly item: T; readonly origin: string }>()
  for (const plugin of plugins) {
    for (const item of list(plugin)) {
      const earlier = found.get(item.id)
      const { origin } = plugin.source
      if (earlier !== undefined) {
        const from =
          earlier.origin === origin
            ? `twice from ${origin}`
            : `from two plugins: ${earlier.origin} and ${origin}`
        throw new GauntletError('plugin', `${kind} ${item.id} comes ${from}; leave one out`)
      }
      found.set(item.id, { item, origin })
    }
  }
  const sorted = [...found].sort(([p], [q]) => (p < q ? -1 : 1))
  return new Map(sorted.map(([id, { item }]) => [id, item]))
}

/** Every setting of every environment, in the order of ids. */
export function allSettings(catalogue: Catalogue): SettingEntry[] {
  return [...catalogue.environments.values()].flatMap((environment) =>
    Object.entries(environment.settings).map(([name, setting]) => ({
      id: `${environment.id}:${name}`,
      environment,
      name,
      setting,
    })),
  )
}

/**
 * The settings that any of the globs names; an environment's id names all of its settings.
 * Errors: GauntletError with the nearest names where a glob matches nothing.
 */
export function matchSettings(catalogue: Catalogue, globs: readonly string[]): SettingEntry[] {
  const settings = allSettings(catalogue)
  const matchers = globs.map((glob) => {
    const matches = settingMatcher(glob)
    if (!settings.some(matches)) {
      const environments = [...catalogue.environments.keys()]
      const candidates = glob.includes(':') ? settings.map(({ id }) => id) : environments
      throw unknownName('environment', glob, candidates, environments)
    }
    return matches
  })
  return settings.filter((entry) => matchers.some((matches) => matches(entry)))
}

/** Whether a setting is meant by a glob; `*` crosses the slash. */
export function settingMatcher(glob: string): (entry: SettingEntry) => boolean {
  const matches = globMatcher(glob)
  return ({ id, environment }) => id === glob || matches(id) || matches(environment.id)
}

/** The algorithms that any of the globs names. Errors: GauntletError with the nearest names. */
export function matchAlgorithms(catalogue: Catalogue, globs: readonly string[]): AlgorithmDefinition[] {
  const algorithms = [...catalogue.algorithms.values()]
  const matchers = globs.map((glob) => {
    const matches = algorithmMatcher(glob)
    if (!algorithms.some(matches)) throw unknownName('algorithm', glob, catalogue.algorithms.keys())
    return matches
  })
  return algorithms.filter((definition) => matchers.some((matches) => matches(definition)))
}

export function algorithmMatcher(glob: string): (definition: AlgorithmDefinition) => boolean {
  const matches = globMatcher(glob)
  return ({ id }) => id === glob || matches(id)
}

function globMatcher(glob: string): (name: string) => boolean {
  try {
    return picomatch(glob, { bash: true })
  } catch (error) {
    throw new GauntletError('glob', `got ${show(glob)}, expected a glob (${(error as Error).message})`)
  }
}

/** The blocks of a preset. Errors: GauntletError with the nearest names. */
export function presetBlocks(catalogue: Catalogue, name: string): readonly PresetBlock[] {
  const blocks = catalogue.presets.get(name)
  if (blocks === undefined) throw unknownName('preset', name, catalogue.presets.keys())
  return blocks
}

export function environmentOf(catalogue: Catalogue, id: string): EnvironmentDefinition {
  const definition = catalogue.environments.get(id)
  if (definition === undefined) throw unknownName('environment', id, catalogue.environments.keys())
  return definition
}

export function algorithmOf(catalogue: Catalogue, id: string): AlgorithmDefinition {
  const definition = catalogue.algorithms.get(id)
  if (definition === undefined) throw unknownName('algorithm', id, catalogue.algorithms.keys())
  return definition
}

export function adapterOf(catalogue: Catalogue, id: string): AdapterDefinition {
  const definition = catalogue.adapters.get(id)
  if (definition === undefined) throw unknownName('adapter', id, catalogue.adapters.keys())
  return definition
}

/** An error that says what a misspelt name may have meant, or else what is `listed`. */
export function unknownName(
  kind: string,
  name: string,
  candidates: Iterable<string>,
  listed?: Iterable<string>,
): GauntletError {
  const names = [...candidates]
  const near = nearestIds(name, names)
  const known = listed === undefined ? names : [...listed]
  const many = known.length > MOST_NAMES
  const shown =
    known.slice(0, many ? FEW_NAMES : MOST_NAMES).join(', ') + (many ? ', …; gauntlet list tells all' : '')
  const hint =
    near.length > 0
      ? `did you mean ${near.join(' or ')}?`
      : `there are ${shown || 'none: no plugin was found'}`
  return new GauntletError(`unknown-${kind}`, `unknown ${kind} ${name}; ${hint}`)
}

/** The ids nearest to a name, which may lack what stands before the slash: `pibt` for `mapf/pibt`. */
function nearestIds(name: string, ids: readonly string[]): string[] {
  const named = new Map<string, string[]>()
  for (const id of ids) {
    for (const form of new Set([id, id.slice(id.indexOf('/') + 1)])) {
      named.set(form, [...(named.get(form) ?? []), id])
    }
  }
  const forms = named.has(name) ? [name] : nearestNames(name, named.keys())
  return [...new Set(forms.flatMap((form) => named.get(form) ?? []))].slice(0, 3)
}
