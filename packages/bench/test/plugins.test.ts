import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { buildCatalogue } from '../src/catalogue.ts'
import { discoverPlugins, locatePlugin } from '../src/discover.ts'
import { loadPlugins } from '../src/plugins.ts'
import { TOY, gauntlet, scratch } from './harness.ts'

const CORE = fileURLToPath(new URL('../../core', import.meta.url))

function write(path: string, content: string | object): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

/** A project with packages installed, and core among them. */
function project(json: object, packages: Readonly<Record<string, string>>): string {
  const directory = scratch()
  write(join(directory, 'package.json'), json)
  for (const [name, source] of Object.entries(packages)) {
    const root = join(directory, 'node_modules', name)
    write(join(root, 'package.json'), {
      name,
      version: '1.2.3',
      type: 'module',
      gauntlet: { plugin: './plugin.js' },
    })
    write(join(root, 'plugin.js'), source)
  }
  mkdirSync(join(directory, 'node_modules/@gauntlet'), { recursive: true })
  symlinkSync(CORE, join(directory, 'node_modules/@gauntlet/core'))
  return directory
}

/** A plugin as a plain object, since vitest would load the sources of core for it. */
const plugin = (name: string, algorithm: string): string => `export default {
  kind: 'plugin', apiVersion: 1, name: '${name}', environments: [], adapters: [], presets: {},
  algorithms: [{ kind: 'algorithm', id: '${algorithm}', version: 1, family: 'f', summary: 's', source: 's',
    requires: {}, trains: false, alwaysDraws: false, configuration: {}, recipe: {}, resolve: () => ({}), create() {} }] }`

describe('discovery', () => {
  it('finds plugins among the dependencies of every kind, by name, and nothing else', async () => {
    const directory = project(
      {
        dependencies: { b: '*', plain: '*', missing: '*' },
        devDependencies: { a: '*' },
        optionalDependencies: { c: '*' },
        peerDependencies: { d: '*' },
      },
      {
        a: plugin('a', 'from-a'),
        b: plugin('b', 'from-b'),
        c: plugin('c', 'from-c'),
        d: plugin('d', 'from-d'),
        stray: 'throw new Error()',
      },
    )
    write(join(directory, 'node_modules/plain/package.json'), { name: 'plain' })
    const sources = discoverPlugins(join(directory))
    expect(sources.map(({ origin }) => origin)).toEqual(['a', 'b', 'c', 'd'])
    expect(sources[0].package).toEqual({ name: 'a', version: '1.2.3' })
    const catalogue = buildCatalogue(await loadPlugins(sources))
    expect([...catalogue.algorithms.keys()]).toEqual(['from-a', 'from-b', 'from-c', 'from-d'])
  })

  it('looks upwards, for the project and for what is hoisted', () => {
    const directory = project({ dependencies: { a: '*' } }, { a: plugin('a', 'from-a') })
    write(join(directory, 'packages/inner/package.json'), { dependencies: { a: '*' } })
    mkdirSync(join(directory, 'packages/inner/src'))
    expect(discoverPlugins(join(directory, 'packages/inner/src')).map(({ origin }) => origin)).toEqual(['a'])
  })

  it('counts the project itself where it is a plugin', () => {
    const directory = project({ name: 'mine', gauntlet: { plugin: './plugin.js' } }, {})
    expect(() => discoverPlugins(directory)).toThrow('which its package.json names; build the package')
    write(join(directory, 'plugin.js'), '')
    expect(discoverPlugins(directory).map(({ origin }) => origin)).toEqual(['mine'])
  })

  it('finds nothing where there is no project', () => {
    expect(discoverPlugins('/')).toEqual([])
  })
})

describe('a plugin', () => {
  const load = async (source: string, name = 'plugin.mjs') => {
    const directory = project({}, {})
    const path = write(join(directory, name), source)
    return loadPlugins([locatePlugin(path, directory)])
  }

  it('that throws is named', async () => {
    await expect(load('throw new Error("out of order")')).rejects.toThrow(/plugin\.mjs: threw.*out of order/)
  })

  it('that is none is named', async () => {
    await expect(load('export default { kind: "other" }')).rejects.toThrow(
      'is not a plugin; use definePlugin',
    )
    await expect(load('export const x = 1')).rejects.toThrow('is not a plugin')
    await expect(load('syntax error')).rejects.toThrow('plugin.mjs: threw')
  })

  it('of another version is named, with both versions', async () => {
    await expect(load('export default { kind: "plugin", apiVersion: 7 }')).rejects.toThrow(
      /plugin\.mjs: speaks version 7 of the plugin contract, expected 1/,
    )
  })

  it('whose lists hold anything else is named', async () => {
    const source = (list: string) =>
      `export default { kind: 'plugin', apiVersion: 1, name: 'x', presets: {}, ${list} }`
    await expect(load(source('environments: [{}], algorithms: [], adapters: []'))).rejects.toThrow(
      'environments[0] is no environment; use defineEnvironment',
    )
    await expect(load(source('environments: [], algorithms: 5, adapters: []'))).rejects.toThrow(
      'algorithms: got 5, expected a list',
    )
  })

  it('may be a file that exports definitions', async () => {
    const path = fileURLToPath(new URL('plugins/walk.ts', import.meta.url))
    const [{ plugin: loaded }] = await loadPlugins([locatePlugin(path, '/')])
    expect(loaded.environments.map(({ id }) => id)).toEqual(['toy/walk'])
  })

  it('in TypeScript needs no project around it', async () => {
    const directory = scratch()
    cpSync(fileURLToPath(new URL('plugins', import.meta.url)), directory, { recursive: true })
    const [{ plugin: loaded }] = await loadPlugins([locatePlugin('toy.ts', directory)])
    expect(loaded.algorithms).toHaveLength(4)
  })

  it('is refused where another has its ids', async () => {
    const directory = project(
      { dependencies: { a: '*', b: '*' } },
      { a: plugin('a', 'same'), b: plugin('b', 'same') },
    )
    const loaded = await loadPlugins(discoverPlugins(directory))
    expect(() => buildCatalogue(loaded)).toThrow('algorithm same comes from two plugins: a and b')
  })

  it('is loaded once where it is named twice', async () => {
    const loaded = await loadPlugins([locatePlugin(TOY, '/'), locatePlugin(TOY, '/')])
    expect(loaded).toHaveLength(1)
  })

  it.each([
    ['{ not json', 'cannot be read as JSON'],
    ['null', 'package.json: got null, expected an object'],
    ['{ "gauntlet": { "plugin": 5 } }', 'package.json.gauntlet.plugin: got 5, expected text'],
    ['{ "gauntlet": { "plugin": "." } }', 'is a directory, expected a file'],
    ['\uFEFF{ "name": "x" }', 'has no field gauntlet.plugin'],
  ])('in a package with the package.json %s is refused', (json, message) => {
    const directory = scratch()
    writeFileSync(join(directory, 'package.json'), json)
    expect(() => locatePlugin(directory, '/')).toThrow(message)
  })

  it('that is no module is refused', () => {
    const directory = scratch()
    writeFileSync(join(directory, 'data.json'), '{}')
    expect(() => locatePlugin('data.json', directory)).toThrow(
      'plugin data.json: is no module; expected a file',
    )
    expect(() => locatePlugin('/dev/zero', directory)).toThrow('is a device, pipe or socket')
  })

  it('that is not there is an error', () => {
    expect(() => locatePlugin('nowhere.js', '/tmp')).toThrow('plugin nowhere.js: there is no /tmp/nowhere.js')
    expect(() => locatePlugin(scratch(), '/')).toThrow('has no field gauntlet.plugin')
  })
})

describe('the command line', () => {
  it('ends with 2 where a dependency is broken, and names it', async () => {
    const directory = project({ dependencies: { bad: '*' } }, { bad: 'throw new Error("out of order")' })
    const { code, stderr, stdout } = await gauntlet(directory, ['list'])
    expect(code).toBe(2)
    expect(stderr).toMatch(
      /error: plugin bad \(.*plugin\.js\): threw while it was imported: Error: out of order/,
    )
    expect(stdout).toBe('')
  }, 30_000)

  it('runs what is installed, without a flag', async () => {
    const directory = project({ dependencies: { a: '*' } }, { a: plugin('a', 'from-a') })
    const { code, stdout } = await gauntlet(directory, ['list', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout).algorithms).toMatchObject([{ id: 'from-a', plugin: 'a' }])
  }, 30_000)
})
