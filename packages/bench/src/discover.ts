/**
 * Where plugins lie: `discoverPlugins` among the dependencies of a project, `locatePlugin` for a path that the
 * user names, `discoverQueues` for adapters of queues; `PluginSource`, `nearestPackage`.
 */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { GauntletError } from '@gauntlet/core'
import { type Reader, anyRecord, ifGiven, partOf, text } from './config-reader.ts'
import { parseJson, readRegularFile, refusalOf } from './regular-file.ts'

/** A plugin before it is imported. Plain data, so that worker threads can be told of it. */
export interface PluginSource {
  /** What the user would call it: a package's name, or the path as given. */
  readonly origin: string
  /** Absolute path of the module to import. */
  readonly file: string
  /** The package that the module belongs to, for provenance. */
  readonly package: { readonly name: string; readonly version: string } | null
}

/** What is read of a package.json, and no more: an oddity in a package that is no plugin is none of our business. */
const pluginField = partOf({ gauntlet: ifGiven(partOf({ plugin: ifGiven(text), queue: ifGiven(text) })) })
const identityFields = partOf({ name: ifGiven(text), version: ifGiven(text) })
const dependencyFields = partOf({
  dependencies: ifGiven(anyRecord),
  devDependencies: ifGiven(anyRecord),
  optionalDependencies: ifGiven(anyRecord),
  peerDependencies: ifGiven(anyRecord),
})

/** Endings of what can be imported. */
const MODULES: readonly string[] = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts']

/**
 * The plugins of the project in whose directory a command runs: the project itself where it is one, then those
 * of its dependencies of every kind that are installed, by name. No project, no plugins.
 */
export function discoverPlugins(directory: string): PluginSource[] {
  return packagesOf(directory)
    .map(pluginOf)
    .filter((source) => source !== undefined)
}

/** The modules that the same packages name as adapters of queues, with the packages' names. */
export function discoverQueues(directory: string): { readonly name: string; readonly file: string }[] {
  return packagesOf(directory).flatMap((path) => {
    const field = readPackage(path, pluginField).gauntlet?.queue
    if (field === undefined) return []
    const { name } = identity(path)
    const file = join(path, field)
    checkModule(file, `queue adapter ${name} (${file})`)
    return [{ name, file: realpathSync(file) }]
  })
}

/** Directories of the project and of what it depends on, where that is installed. */
function packagesOf(directory: string): string[] {
  const project = nearestPackage(directory)
  if (project === undefined) return []
  const names = Object.values(readPackage(project, dependencyFields)).flatMap((dependencies) =>
    Object.keys(dependencies ?? {}),
  )
  const installed = [...new Set(names)].sort().map((name) => findInstalled(project, name))
  return [project, ...installed.filter((path) => path !== undefined)]
}

/** The plugin at a path: a module, or the directory of a package that says it is a plugin. */
export function locatePlugin(path: string, directory: string): PluginSource {
  const absolute = resolve(directory, path)
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() !== true) {
    checkModule(absolute, `plugin ${path}`)
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

/** Refuses what cannot be imported. */
function checkModule(file: string, where: string): void {
  const refusal = refusalOf(file)
  if (refusal !== undefined) throw new GauntletError('plugin', `${where}: ${refusal}`)
  if (MODULES.includes(extname(file))) return
  throw new GauntletError(
    'plugin',
    `${where}: is no module; expected a file that ends in ${MODULES.join(', ')}, or a package's directory`,
  )
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
  const field = readPackage(packageDirectory, pluginField).gauntlet?.plugin
  if (field === undefined) return undefined
  const owner = identity(packageDirectory)
  const file = join(packageDirectory, field)
  if (!existsSync(file)) {
    throw new GauntletError(
      'plugin',
      `plugin ${owner.name}: there is no ${file}, which its package.json names; build the package`,
    )
  }
  checkModule(file, `plugin ${owner.name} (${file})`)
  return { origin: owner.name, file: realpathSync(file), package: owner }
}

function identity(packageDirectory: string): { name: string; version: string } {
  const { name = packageDirectory, version = '0.0.0' } = readPackage(packageDirectory, identityFields)
  return { name, version }
}

function readPackage<T>(directory: string, read: Reader<T>): T {
  const path = join(directory, 'package.json')
  try {
    return read(parseJson(readRegularFile(path)), path)
  } catch (error) {
    if (error instanceof GauntletError) throw error
    throw new GauntletError('plugin', `${path}: cannot be read as JSON: ${(error as Error).message}`)
  }
}
