/**
 * Where plugins lie: `discoverPlugins` among the dependencies of a project, `locatePlugin` for a path that the
 * user names; `PluginSource`, `nearestPackage`.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { GauntletError } from '@gauntlet/core'

/** A plugin before it is imported. Plain data, so that worker threads can be told of it. */
export interface PluginSource {
  /** What the user would call it: a package's name, or the path as given. */
  readonly origin: string
  /** Absolute path of the module to import. */
  readonly file: string
  /** The package that the module belongs to, for provenance. */
  readonly package: { readonly name: string; readonly version: string } | null
}

interface PackageJson {
  readonly name?: string
  readonly version?: string
  readonly gauntlet?: { readonly plugin?: unknown }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/**
 * The plugins of the project in whose directory a command runs: the project itself where it is one, then those
 * of its dependencies of every kind that are installed, by name. No project, no plugins.
 */
export function discoverPlugins(directory: string): PluginSource[] {
  const project = nearestPackage(directory)
  if (project === undefined) return []
  const json = readPackage(project)
  const names = [
    json.dependencies,
    json.devDependencies,
    json.optionalDependencies,
    json.peerDependencies,
  ].flatMap((dependencies) => Object.keys(dependencies ?? {}))
  const sources = [pluginOf(project)]
  for (const name of [...new Set(names)].sort()) {
    const installed = findInstalled(project, name)
    if (installed !== undefined) sources.push(pluginOf(installed))
  }
  return sources.filter((source) => source !== undefined)
}

/** The plugin at a path: a module, or the directory of a package that says it is a plugin. */
export function locatePlugin(path: string, directory: string): PluginSource {
  const absolute = resolve(directory, path)
  if (!existsSync(absolute)) throw new GauntletError('plugin', `plugin ${path}: there is no ${absolute}`)
  if (!statSync(absolute).isDirectory()) {
    const owner = nearestPackage(dirname(absolute))
    return { origin: path, file: realpathSync(absolute), package: owner ? identity(owner) : null }
  }
  const source = existsSync(join(absolute, 'package.json')) ? pluginOf(absolute) : undefined
  if (source === undefined) {
    throw new GauntletError(
      'plugin',
      `plugin ${path}: the directory's package.json has no field gauntlet.plugin; ` +
        'expected { "gauntlet": { "plugin": "./dist/plugin.js" } }, or the path of a module',
    )
  }
  return { ...source, origin: path }
}

/** The nearest directory with a package.json, from here upwards. */
export function nearestPackage(directory: string): string | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at
    if (dirname(at) === at) return undefined
  }
}

/** Where Node would find a package: node_modules here or in a directory above. */
function findInstalled(project: string, name: string): string | undefined {
  for (let at = project; ; at = dirname(at)) {
    const candidate = join(at, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate)
    if (dirname(at) === at) return undefined
  }
}

function pluginOf(packageDirectory: string): PluginSource | undefined {
  const field = readPackage(packageDirectory).gauntlet?.plugin
  if (field === undefined) return undefined
  const owner = identity(packageDirectory)
  if (typeof field !== 'string') {
    throw new GauntletError(
      'plugin',
      `${join(packageDirectory, 'package.json')}: gauntlet.plugin is not text, expected a path in the package`,
    )
  }
  const file = join(packageDirectory, field)
  if (!existsSync(file)) {
    throw new GauntletError(
      'plugin',
      `plugin ${owner.name}: there is no ${file}, which its package.json names; build the package`,
    )
  }
  return { origin: owner.name, file: realpathSync(file), package: owner }
}

function identity(packageDirectory: string): { name: string; version: string } {
  const { name = packageDirectory, version = '0.0.0' } = readPackage(packageDirectory)
  return { name, version }
}

function readPackage(directory: string): PackageJson {
  const path = join(directory, 'package.json')
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PackageJson
  } catch (error) {
    throw new GauntletError('plugin', `${path}: cannot be read as JSON: ${(error as Error).message}`)
  }
}
