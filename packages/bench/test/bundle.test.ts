/** A run as one folder that describes itself: `gauntlet export --bundle`. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { inspectBundle } from '../src/bundle/inspect.ts'
import { withOwnSettings } from '../src/bundle/own-settings.ts'
import { planMatrix } from '../src/plan.ts'
import { resolveRequest } from '../src/request.ts'
import { openStore } from '../src/store.ts'
import { GAME, TOY, gauntletHere, scratch, storeFiles } from './harness.ts'

const plugin = ['--plugin', TOY, '--plugin', GAME]
let directory: string
/** The first store as a bundle. */
let whole: string

async function run(store: string, ...flags: string[]): Promise<void> {
  const { code, stderr } = await gauntletHere(directory, ['run', ...plugin, ...flags, '--store', store])
  expect(stderr).not.toContain('error')
  expect(code).toBe(0)
}

async function bundle(name: string, ...flags: string[]): Promise<string> {
  const args = ['export', ...plugin, '--bundle', name, ...flags]
  const { code, stderr } = await gauntletHere(directory, args)
  expect(stderr).toContain('bundle of ')
  expect(code).toBe(0)
  return join(directory, name)
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

interface ManifestFile {
  readonly results: string
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  readonly elsewhere: readonly { readonly path: string }[]
}

/** Every file below a folder, by its path. */
function contents(root: string): Map<string, string> {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
  const files = names.filter((found) => found.isFile()).map((found) => join(found.parentPath, found.name))
  return new Map(
    files.sort().map((file) => [file.slice(root.length + 1), readFileSync(file, 'latin1')] as const),
  )
}

beforeAll(async () => {
  directory = scratch()
  const games = ['--env', 'game/nim', '--algo', 'game/perfect', '--algo', 'game/learner', '--budget', '64']
  const walks = ['--env', 'toy/walk:short', '--algo', 'toy/learner', '--budget', '100']
  for (const store of ['one', 'other']) {
    await run(store, ...games, '--seeds', '1')
    await run(store, ...walks, '--seeds', '1')
  }
  whole = await bundle('whole', '--store', 'one')
}, 120_000)

describe('a bundle', () => {
  it('holds what a store holds, leaderboards, papers, and a manifest of all of it', async () => {
    expect(storeFiles(whole)).toEqual(storeFiles(join(directory, 'one')))
    const all = contents(whole)
    const manifest = json<ManifestFile>(join(whole, 'manifest.json'))
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(
      [...all.keys()].filter((path) => path !== 'manifest.json').sort(),
    )
    for (const { path, bytes } of manifest.files) expect(all.get(path)).toHaveLength(bytes)
    for (const path of ['README.md', 'LICENSE', 'CITATION.cff', 'leaderboard.html', 'leaderboard.tex'])
      expect(all.has(path)).toBe(true)
    expect(all.get('README.md')).toContain(manifest.results)
    expect(all.get('LICENSE')).toContain('SPDX-License-Identifier: CC-BY-4.0')
    expect([...all.keys()].some((path) => path.startsWith('temporary'))).toBe(false)
  })

  it('comes out of git as it was, also where lines end as on Windows', () => {
    const place = scratch()
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@y', '-c', 'core.autocrlf=false', ...args])
    cpSync(whole, join(place, 'repository'), { recursive: true })
    git('-C', join(place, 'repository'), 'init', '-q')
    git('-C', join(place, 'repository'), 'add', '.')
    git('-C', join(place, 'repository'), 'commit', '-qm', 'bundle')
    git('clone', '-q', '--config', 'core.autocrlf=true', join(place, 'repository'), join(place, 'clone'))
    expect(inspectBundle(join(place, 'clone')).findings).toEqual([])
  })

  it('has the same bytes of the same store, and of another run but for times', async () => {
    expect(contents(await bundle('again', '--store', 'one'))).toEqual(contents(whole))
    const other = await bundle('second', '--store', 'other')
    const timed = /^(?:provenance|manifest|leaderboard|CITATION)/
    const lasting = (root: string) => [...contents(root)].filter(([path]) => !timed.test(path))
    expect(lasting(other)).toEqual(lasting(whole))
    const results = (root: string): string => json<ManifestFile>(join(root, 'manifest.json')).results
    expect(results(other)).toBe(results(whole))
  })

  it('is read as a store is', async () => {
    const told = async (store: string) => {
      const flags = [...plugin, '--store', store]
      const report = await gauntletHere(directory, ['report', ...flags])
      const status = await gauntletHere(directory, ['status', ...flags, '--json'])
      const replay = await gauntletHere(directory, [
        'replay',
        'toy/walk:short',
        'toy/learner',
        '0',
        ...flags,
        '--json',
      ])
      expect([report.code, status.code, replay.code]).toEqual([0, 0, 0])
      return [report.stdout, status.stdout.replace(/"store":"[^"]*"/, ''), replay.stdout]
    }
    expect(await told('whole')).toEqual(await told('one'))
  })

  it('holds what a matrix chooses, and results of several stores', async () => {
    const matrix = ['--env', 'toy/walk:short', '--seeds', '1', '--budget', '100']
    const chosen = await bundle('chosen', '--store', 'one', ...matrix)
    expect(openStore(chosen).keys()).toHaveLength(1)
    await run('right', '--env', 'toy/walk:short', '--algo', 'toy/right', '--seeds', '1')
    const both = await bundle('both', '--store', 'one', '--store', 'right')
    const count = openStore(join(directory, 'one')).keys().length
    expect(openStore(both).keys()).toHaveLength(count + 1)
  })

  it('says who made it, and under which licence, as flags or the configuration say', async () => {
    const words = { title: 'Walks <b>& games</b>', authors: ['A Group', 'Another: one'], license: 'CC0-1.0' }
    writeFileSync(join(directory, 'words.json'), JSON.stringify({ bundle: words }))
    const root = await bundle('worded', '--store', 'one', '--config', 'words.json')
    const citation = readFileSync(join(root, 'CITATION.cff'), 'utf8')
    expect(citation).toContain('title: "Walks <b>& games</b>"\nauthors:\n  - name: "A Group"\n')
    expect(citation).toContain('  - name: "Another: one"\n')
    expect(citation).toContain('license: CC0-1.0\n')
    expect(readFileSync(join(root, 'LICENSE'), 'utf8')).toContain('publicdomain/zero/1.0')
    expect(readFileSync(join(root, 'README.md'), 'utf8')).not.toContain('<b>')
    expect(readFileSync(join(root, 'leaderboard.html'), 'utf8')).not.toContain('<b>& games')
    const flagged = await bundle('flagged', '--store', 'one', '--config', 'words.json', '--license', 'MIT')
    expect(readFileSync(join(flagged, 'LICENSE'), 'utf8')).toContain('https://spdx.org/licenses/MIT.html')
  })
})

describe('the configurations of a bundle', () => {
  /** Keys of the matrices that they make. */
  async function planned(root: string, from: readonly string[]): Promise<string[]> {
    const keys = readdirSync(join(root, 'configurations')).map(async (name) => {
      const config = join(root, 'configurations', name)
      const { catalogue, blocks, backend } = await resolveRequest({ config, plugin: from }, directory)
      return planMatrix(catalogue, blocks(), backend).cells.map(({ key }) => key)
    })
    return (await Promise.all(keys)).flat().sort()
  }

  it('plan just its cells', async () => {
    expect(await planned(whole, [TOY, GAME])).toEqual(openStore(whole).keys())
  })

  it('define settings of one’s own and name files and configurations', async () => {
    // An environment with a file among its parameters.
    const mapped = join(directory, 'mapped.ts')
    writeFileSync(
      mapped,
      `import { defineEnvironment, definePlugin, file } from '@gauntlet/core'
       import { walk } from ${JSON.stringify(join(TOY, '../walk.ts'))}
       const map = file({ default: null, description: 'a map' })
       const mapped = defineEnvironment({
         id: 'toy/mapped',
         version: 1,
         summary: 'a walk on a map',
         source: 'nowhere',
         parameters: { ...walk.parameters, map },
         settings: {},
         describe: ({ map, ...rest }) => walk.describe(rest),
         make: ({ map, ...rest }, batch) => walk.make(rest, batch),
       })
       export default definePlugin({ name: 'mapped', environments: [mapped] })`,
    )
    writeFileSync(join(directory, 'walk.map'), 'a map of sorts')
    const own = {
      environment: 'toy/mapped',
      name: 'own',
      parameters: { map: 'walk.map', length: 3 },
      evaluation: { episodes: 4, batch: 2, mode: 'greedy', parameters: { slip: 0.5 } },
    }
    const algorithms = ['toy/random', { id: 'toy/learner', configuration: { rate: 0.5 } }]
    writeFileSync(
      join(directory, 'own.json'),
      JSON.stringify({ environments: [own, 'toy/walk:short'], algorithms, seeds: 1, budget: 64 }),
    )
    const flags = ['--plugin', mapped, '--config', 'own.json', '--store', 'mapped']
    await run('mapped', ...flags.slice(0, 4))
    const root = await bundle('mapped-bundle', ...flags)
    expect(openStore(root).keys()).toHaveLength(4)
    expect(await planned(root, [TOY, mapped])).toEqual(openStore(root).keys())
    // Whoever has the plugin needs no configuration: the bundle defines its settings.
    const elsewhere = scratch()
    const plugins = ['--plugin', TOY, '--plugin', mapped]
    const verified = await gauntletHere(elsewhere, ['verify', root, ...plugins, '--workers', '1'])
    expect(verified.stdout).toContain('4 cells of 4 came out the same')
    expect(verified.stdout).not.toContain('unknown')
    expect(verified.code).toBe(0)
    const report = await gauntletHere(elsewhere, ['report', '--store', root, ...plugins])
    expect(report.stdout).toContain('toy/mapped:own')
    expect(report.stdout).not.toContain('not comparable')
    // Whoever lacks it is told where it may come from.
    const lacking = await gauntletHere(elsewhere, ['verify', root, '--plugin', TOY, '--workers', '1'])
    expect(lacking.stdout).toContain('environment toy/mapped is not installed')
    expect(lacking.stdout).toContain('what is unknown here may come with --plugin')
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toMatch(
      /Environments: toy\/mapped, toy\/walk\..*--plugin FILE/s,
    )
    expect(lacking.code).toBe(1)

    // An exporter without the configuration is told what comes of that.
    const blind = ['export', ...plugins, '--bundle', 'blind', '--store', 'mapped']
    const { stderr } = await gauntletHere(directory, blind)
    expect(stderr).toContain('Not in its configurations, and apart in its leaderboards (--config')
    expect(stderr).toContain('setting own is not defined')

    // A setting that names a file beside those of the bundle is none of it.
    writeFileSync(join(root, '../secret.map'), 'secret')
    const config = join(root, 'configurations/1.json')
    writeFileSync(config, readFileSync(config, 'utf8').replace(/\.\.\/files\/[^"]*/, '../../secret.map'))
    const { catalogue } = await resolveRequest({ plugin: [TOY, mapped] }, elsewhere)
    const known = withOwnSettings(catalogue, root, new Set(['configurations/1.json']))
    expect(Object.keys(known.environments.get('toy/mapped')!.settings)).toEqual([])
  })
})

describe('policies elsewhere', () => {
  it('are named in the manifest, and found again in their place', async () => {
    const root = await bundle('small', '--store', 'one', '--policies', 'saved')
    const { files, elsewhere } = json<ManifestFile>(join(root, 'manifest.json'))
    expect(existsSync(join(root, 'policies'))).toBe(false)
    expect(files.some(({ path }) => path.startsWith('policies/'))).toBe(false)
    const saved = contents(join(directory, 'saved'))
    expect(elsewhere.map(({ path }) => path)).toEqual([...saved.keys()].map((path) => `policies/${path}`))
    expect(saved.size).toBeGreaterThan(1)

    const verify = ['verify', 'small', ...plugin, '--evaluation-only', '--workers', '1']
    const lacking = await gauntletHere(directory, verify)
    expect(lacking.stdout).toContain('what its learner saved is not there any more')
    expect(lacking.code).toBe(1)
    cpSync(join(directory, 'saved'), join(root, 'policies'), { recursive: true })
    const sound = await gauntletHere(directory, verify)
    expect(sound.stdout).toContain('evaluated again, not trained again')
    expect(sound.code).toBe(0)

    const [path] = elsewhere.map((one) => join(root, one.path))
    writeFileSync(path, 'something else')
    expect(inspectBundle(root).findings).toMatchObject([{ finding: 'changed' }])
  })

  it('may be left out, also where there are none any more', async () => {
    const root = await bundle('bare', '--store', 'one', '--without-policies')
    const again = await bundle('bare-again', '--store', 'bare', '--without-policies')
    const named = (place: string) =>
      json<ManifestFile>(join(place, 'manifest.json')).elsewhere.map(({ path }) => path)
    expect(named(root).length).toBeGreaterThan(1)
    expect(named(again)).toEqual(named(root))
    const { code, stderr } = await gauntletHere(directory, [
      'export',
      ...plugin,
      '--bundle',
      'full-again',
      '--store',
      'bare',
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('is in none of the stores; --without-policies leaves it out')
    expect(readdirSync(directory).filter((name) => name.startsWith('full-again'))).toEqual([])
  })
})

describe('a bundle is refused', () => {
  const refused = async (args: readonly string[], message: string) => {
    const { code, stderr } = await gauntletHere(directory, [...args, ...plugin])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  }

  it('where something is in its place, which stays as it is', async () => {
    mkdirSync(join(directory, 'taken'))
    writeFileSync(join(directory, 'taken/mine.txt'), 'mine')
    await refused(['export', '--store', 'one', '--bundle', 'taken'], 'taken: is there already; remove it')
    expect(contents(join(directory, 'taken'))).toEqual(new Map([['mine.txt', 'mine']]))
    mkdirSync(join(directory, 'empty'))
    await bundle('empty', '--store', 'one')
  })

  it.each<[string, readonly string[], string]>([
    ['neither form', [], 'expected either --out DIR or --bundle DIR'],
    ['both forms', ['--out', 'x', '--bundle', 'y'], 'expected either --out DIR or --bundle DIR'],
    ['flags of the other form', ['--out', 'x', '--license', 'MIT'], '--license is of --bundle, not of --out'],
    [
      'a licence that is none',
      ['--bundle', 'y', '--license', 'cc-by'],
      '--license: got "cc-by", expected one of CC0',
    ],
    [
      'two places',
      ['--bundle', 'y', '--policies', 'p', '--without-policies'],
      'either --without-policies or',
    ],
    [
      'its policies within it',
      ['--bundle', 'y', '--policies', 'y/policies'],
      'y/policies: lies in the bundle',
    ],
    ['no cell', ['--bundle', 'y', '--env', 'toy/walk', '--algo', 'toy/right'], 'at least one finished cell'],
  ])('with %s', async (_, flags, message) => {
    await refused(['export', '--store', 'one', ...flags], message)
    expect(existsSync(join(directory, 'y'))).toBe(false)
  })

  it('where nothing can be written, which is told of the bundle', async () => {
    await refused(
      ['export', '--store', 'one', '--bundle', '/proc/x/y'],
      '/proc/x/y: cannot be written: ENOENT',
    )
  })

  it('as a place to write results to', async () => {
    const before = contents(whole)
    await refused(
      ['run', '--env', 'toy/walk', '--algo', 'toy/right', '--store', 'whole'],
      'so it is a bundle',
    )
    const merge = await gauntletHere(directory, ['store', 'merge', 'one', '--store', 'whole'])
    expect(merge).toMatchObject({ code: 2, stderr: expect.stringContaining('so it is a bundle') })
    expect(contents(whole)).toEqual(before)
  })
})
