/** `gauntlet verify BUNDLE`: what was changed is found and named, and a hostile folder does no harm. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { digestOf, sha256 } from '@gauntlet/core'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type BundleCheck, checkBundle } from '../src/bundle/check.ts'
import { inspectBundle } from '../src/bundle/inspect.ts'
import { type Manifest, fileDigest, makeManifest, readManifest } from '../src/bundle/manifest.ts'
import type { Catalogue } from '../src/catalogue.ts'
import { writeRecordFile } from '../src/record-file.ts'
import type { CellDescriptor, CellResult } from '../src/records.ts'
import { resolveRequest } from '../src/request.ts'
import { openStore } from '../src/store.ts'
import { TOY, gauntletHere, scratch } from './harness.ts'

const plugin = ['--plugin', TOY]
let origin: string
let catalogue: Catalogue

beforeAll(async () => {
  const directory = scratch()
  origin = join(directory, 'bundle')
  catalogue = (await resolveRequest({ plugin: [TOY] }, directory)).catalogue
  const matrix = ['--env', 'toy/walk:short', '--algo', 'toy/learner', '--seeds', '1']
  for (const args of [
    ['run', ...matrix, '--budget', '100', '--store', 'store'],
    ['export', '--store', 'store', '--bundle', 'bundle'],
  ]) {
    expect((await gauntletHere(directory, [...args, ...plugin])).code).toBe(0)
  }
}, 90_000)

/** A copy of the bundle to change. */
function copy(): string {
  const root = join(scratch(), 'bundle')
  cpSync(origin, root, { recursive: true })
  return root
}

function verify(root: string, ...flags: string[]): ReturnType<typeof gauntletHere> {
  return gauntletHere(dirname(root), ['verify', root, ...plugin, '--workers', '1', ...flags])
}

/** What verify says before it runs a cell. */
function checked(root: string): BundleCheck {
  return checkBundle(catalogue, root, () => {})
}

function manifestOf(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8')) as Manifest
}

function putManifest(root: string, manifest: object): void {
  writeFileSync(join(root, 'manifest.json'), JSON.stringify(manifest))
}

/** As a forger would: the manifest made anew, to fit the files. */
function remake(root: string): void {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(({ name, parentPath }) => name !== 'manifest.json' && !parentPath.endsWith('.git'))
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name))
    .map((file) => {
      const { bytes, sha256: digest = '' } = fileDigest(file)
      return { path: file.slice(root.length + 1), bytes, sha256: digest }
    })
  putManifest(root, makeManifest(manifestOf(root), files, []))
}

function learnt(root: string): CellResult {
  const store = openStore(root)
  return store
    .keys()
    .map((key) => store.read(key))
    .find(({ policy }) => policy !== null)!
}

function cellPath(key: string, shelf = 'cells'): string {
  return `${shelf}/${key.slice(0, 2)}/${key}.json`
}

/** Puts a changed cell with a fitting digest into the bundle: in the place of the cell, or beside it where the key changes too. */
function forge(root: string, cell: CellResult, change: Partial<CellResult>): CellResult {
  const { digest: _, ...content } = { ...cell, ...change }
  const key = digestOf(content.descriptor)
  const forged = { ...content, key, digest: digestOf({ ...content, key }) }
  const provenance = readFileSync(join(root, cellPath(cell.key, 'provenance')), 'utf8')
  for (const shelf of ['cells', 'provenance'])
    mkdirSync(dirname(join(root, cellPath(key, shelf))), { recursive: true })
  writeFileSync(join(root, cellPath(key, 'provenance')), provenance.replace(cell.key, key))
  writeFileSync(join(root, cellPath(key)), writeRecordFile(forged))
  return forged
}

describe('verify of a bundle', () => {
  it('finds every file, leaderboard and cell the same, also from a checkout', async () => {
    const root = copy()
    execFileSync('git', ['init', '-q', root])
    const { code, stdout } = await verify(root)
    const count = manifestOf(root).files.length
    expect(stdout).toContain('same      leaderboard.json')
    expect(stdout).toContain(`${count} files as the manifest says; 11 of 11 leaderboards`)
    expect(stdout).toContain('made the same; 1 cell of 1 came out the same')
    expect(code).toBe(0)
    const { stdout: json } = await verify(root, '--json', '--sample', '1')
    expect(JSON.parse(json)).toMatchObject({
      cells: 1,
      same: 1,
      bundle: { results: manifestOf(root).results, files: count, faults: [] },
    })
  })

  it('evaluates what was saved, and trains nothing again, where it is told to', async () => {
    const { code, stdout } = await verify(copy(), '--evaluation-only')
    expect(stdout).toContain('toy/learner seed 0: evaluated again, not trained again')
    expect(stdout).toContain('1 cell of 1')
    expect(code).toBe(0)
  })

  it.each<[string, (root: string) => string]>([
    ['a cell', (root) => cellPath(learnt(root).key)],
    ['a policy', (root) => `policies/${learnt(root).policy!.slice(0, 2)}/${learnt(root).policy}.bin`],
    ['a leaderboard', () => 'leaderboard.csv'],
    ['the licence', () => 'LICENSE'],
  ])('names %s that was changed, has grown, or is gone', (_, pathIn) => {
    const root = copy()
    const path = pathIn(root)
    const file = join(root, path)
    const before = readFileSync(file)
    const findings = () => inspectBundle(root).findings.map(({ finding, path: where }) => [finding, where])
    expect(findings()).toEqual([])
    const other = Buffer.from(before)
    other[0] ^= 1
    writeFileSync(file, other)
    expect(findings()).toEqual([['changed', path]])
    writeFileSync(file, Buffer.concat([before, before]))
    expect(inspectBundle(root).findings[0].detail).toBe(
      `has ${2 * before.length} bytes, the manifest says ${before.length}`,
    )
    rmSync(file)
    expect(findings()).toEqual([['missing', path]])
    writeFileSync(file, before)
    writeFileSync(join(root, 'cells/more.json'), '{}')
    expect(findings()).toEqual([['foreign', 'cells/more.json']])
  })

  it('tells what changed and goes on with the cells', async () => {
    const root = copy()
    const { key } = learnt(root)
    const file = join(root, cellPath(key))
    writeFileSync(file, readFileSync(file, 'utf8').replace('"score":', '"score":1'))
    const { code, stdout } = await verify(root)
    expect(stdout).toContain(`changed   ${cellPath(key)}`)
    expect(stdout).toContain(`corrupt   ${key.slice(0, 12)}`)
    expect(stdout).toMatch(/1 of \d+ files not as the manifest says/)
    expect(stdout).toContain('unknown   leaderboard.json')
    expect(stdout).toContain('0 cells of 1 came out the same')
    expect(code).toBe(1)
  })
})

describe('a forged bundle, whose manifest and digests fit', () => {
  it.each([[[]], [['--evaluation-only']]])('is found by its score, verified with %j', async (flags) => {
    const root = copy()
    const cell = learnt(root)
    forge(root, cell, { score: 12 })
    remake(root)
    expect(inspectBundle(root).findings).toEqual([])
    const { code, stdout } = await verify(root, ...flags)
    expect(stdout).toContain(`toy/learner seed 0: score: stored 12, computed ${cell.score}`)
    expect(stdout).toContain('0 cells of 1 came out the same')
    expect(code).toBe(1)
  })

  it('is found by its curve, seed, budget and backend', async () => {
    const root = copy()
    const cell = learnt(root)
    const other = (change: Partial<CellDescriptor>): string =>
      forge(root, cell, { descriptor: { ...cell.descriptor, ...change } }).key
    const forged = [
      [other({ seed: 5 }), 'different', 'curve.0.metrics.score: stored'],
      [other({ budget: 50 }), 'different', 'curve.0: stored'],
      [other({ backend: 'abacus' }), 'unknown', 'never planned: there is no backend abacus'],
    ]
    const curve = cell.curve.map(({ steps, metrics }) => ({ steps, metrics: { ...metrics, bias: 9 } }))
    forged.push([forge(root, cell, { curve }).key, 'different', 'bias: stored 9, computed 0.'])
    remake(root)
    expect(inspectBundle(root).findings).toEqual([])
    const { code, stdout } = await verify(root)
    for (const [key, verdict, detail] of forged) {
      const told = stdout.split('\n').find((line) => line.includes(` ${key.slice(0, 12)} `)) ?? ''
      expect(told.startsWith(verdict)).toBe(true)
      expect(told).toContain(detail)
    }
    expect(stdout).toContain('0 cells of 4 came out the same')
    expect(code).toBe(1)
  })

  it('is found by its policy, which training does not give', async () => {
    const root = copy()
    const cell = learnt(root)
    const bytes = new Uint8Array(new Float64Array([0.9]).buffer)
    const policy = sha256(bytes)
    rmSync(join(root, 'policies'), { recursive: true })
    mkdirSync(join(root, 'policies', policy.slice(0, 2)), { recursive: true })
    writeFileSync(join(root, 'policies', policy.slice(0, 2), `${policy}.bin`), bytes)
    forge(root, cell, { policy })
    remake(root)
    const { code, stdout } = await verify(root)
    expect(stdout).toContain(`policy: stored "${policy.slice(0, 8)}`)
    expect(code).toBe(1)
    const alone = await verify(root, '--evaluation-only')
    expect(alone.stdout).toMatch(/different .*episodes/)
    expect(alone.code).toBe(1)
  })

  it('is found where a policy is left out of the manifest', () => {
    const root = copy()
    const { policy, key } = learnt(root)
    rmSync(join(root, 'policies'), { recursive: true })
    remake(root)
    expect(checked(root)).toMatchObject({
      sound: false,
      files: [
        {
          path: `policies/${policy!.slice(0, 2)}/${policy}.bin`,
          verdict: 'missing',
          detail: expect.stringContaining(`cell ${key} saved it`),
        },
      ],
    })
  })

  it('is found by its leaderboards, each by itself', () => {
    const root = copy()
    expect(checked(root)).toMatchObject({ sound: true, files: [] })
    const json = join(root, 'leaderboard.json')
    const boards = JSON.parse(readFileSync(json, 'utf8'))
    const { mean } = boards.settings[0].rows[0].score
    boards.settings[0].rows[0].score.mean = 12
    writeFileSync(json, `${JSON.stringify(boards, null, 2)}\n`)
    const markdown = join(root, 'leaderboard.md')
    writeFileSync(markdown, readFileSync(markdown, 'utf8').replace('toy/learner', 'toy/wonder'))
    remake(root)
    const check = checked(root)
    expect(check.sound).toBe(false)
    expect(check.files).toEqual([])
    const differing = check.made.filter(({ verdict }) => verdict !== 'same')
    expect(differing).toEqual([
      {
        path: 'leaderboard.md',
        verdict: 'different',
        detail: expect.stringMatching(/^line \d+: stored .*toy\/wonder/),
      },
      {
        path: 'leaderboard.json',
        verdict: 'different',
        detail: `settings.0.rows.0.score.mean: stored 12, computed ${mean}`,
      },
    ])
    const same = ['leaderboard.csv', 'leaderboard.html', 'leaderboard.tex', 'manifest.json']
    for (const path of same) expect(check.made).toContainEqual({ path, verdict: 'same', detail: '' })
  })

  it.each<[string, (root: string) => void, string]>([
    [
      'licence',
      (root) => writeFileSync(join(root, 'LICENSE'), 'all rights reserved\n'),
      'line 1: stored all rights',
    ],
    ['licence, which is gone', (root) => rmSync(join(root, 'LICENSE')), 'is not there, and a bundle has one'],
    ['README', (root) => writeFileSync(join(root, 'README.md'), '# Run this\n'), 'line 1: stored # Run this'],
    ['citation', (root) => rmSync(join(root, 'CITATION.cff')), 'is not there, and a bundle has one'],
    [
      'attributes',
      (root) => writeFileSync(join(root, '.gitattributes'), '* text\n'),
      'line 1: stored * text',
    ],
    [
      'configuration',
      (root) => {
        const path = join(root, 'configurations/1.json')
        writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), seeds: 7 }))
      },
      'seeds: stored 7, computed 1',
    ],
    [
      'second configuration',
      (root) => cpSync(join(root, 'configurations/1.json'), join(root, 'configurations/2.json')),
      'no such configuration comes of the cells',
    ],
    [
      'leaderboard, which is far too large',
      (root) => truncateSync(join(root, 'leaderboard.html'), 2 ** 25),
      'has 33554432 bytes, computed ',
    ],
    [
      'packages',
      (root) => putManifest(root, { ...manifestOf(root), packages: { constructor: ['\u001b[2J'] } }),
      'packages',
    ],
  ])('is found by its %s', async (_, change, detail) => {
    const root = copy()
    change(root)
    remake(root)
    expect(inspectBundle(root).findings).toEqual([])
    const { made, sound } = checked(root)
    expect(made.filter(({ verdict }) => verdict !== 'same')).toEqual([
      { path: expect.any(String), verdict: 'different', detail: expect.stringContaining(detail) },
    ])
    expect(sound).toBe(false)
  })

  it('is told in the last line, and by the status', async () => {
    const root = copy()
    rmSync(join(root, 'LICENSE'))
    remake(root)
    const { code, stdout } = await verify(root)
    const count = manifestOf(root).files.length
    expect(stdout).toMatch(
      new RegExp(
        `${count} files as the manifest says; 10 of 11 leaderboards, .* made the same; 1 cell of 1 came`,
      ),
    )
    expect(code).toBe(1)
  })

  it('is not verified as a store where its manifest was taken away', async () => {
    const root = copy()
    rmSync(join(root, 'manifest.json'))
    const { code, stdout } = await verify(root)
    expect(stdout).toContain('missing   manifest.json: neither files nor leaderboards are checked')
    expect(stdout).toContain('1 cell of 1 came out the same')
    expect(code).toBe(1)
    expect(JSON.parse((await verify(root, '--json')).stdout)).toMatchObject({ bundle: null, same: 1 })
  })

  it('is not called so where it was made with other packages', () => {
    const root = copy()
    const markdown = join(root, 'leaderboard.md')
    writeFileSync(markdown, 'as an older version wrote it\n')
    const provenance = join(root, cellPath(learnt(root).key, 'provenance'))
    const packages = { '@gauntlet/core': '0.1.7' }
    writeFileSync(provenance, JSON.stringify({ ...JSON.parse(readFileSync(provenance, 'utf8')), packages }))
    remake(root)
    const { sound, made } = checked(root)
    expect(sound).toBe(false)
    expect(made[0]).toMatchObject({ path: 'leaderboard.md', verdict: 'unknown' })
    expect(made[0].detail).toContain('made with @gauntlet/core 0.1.7, here is ')
  })
})

describe('a hostile bundle', () => {
  it.each<[string, object, string]>([
    ['leads out of the folder', { path: '../../secret' }, 'manifest.json.files[0].path: got "../../secret"'],
    ['is absolute', { path: '/etc/passwd' }, 'files[0].path: got "/etc/passwd"'],
    ['hides a way out', { path: 'cells/ab/../../../x' }, 'expected the path of a file that a bundle has'],
    ['has another separator', { path: String.raw`cells\ab\x.json` }, 'files[0].path'],
    ['is no text', { path: 7 }, 'files[0].path: got 7, expected text'],
    ['has no size', { bytes: -1 }, 'files[0].bytes: got -1'],
    ['has a size of many digits', { bytes: 1e300 }, 'files[0].bytes'],
    ['has no digest', { sha256: 'abc' }, 'files[0].sha256: got "abc"'],
    ['has a field too many', { mode: 0o777 }, 'unknown field'],
  ])('is refused where a path of its manifest %s', async (_, change, message) => {
    const root = copy()
    const manifest = manifestOf(root)
    putManifest(root, {
      ...manifest,
      files: [{ ...manifest.files[0], ...change }, ...manifest.files.slice(1)],
    })
    const { code, stdout, stderr } = await verify(root)
    expect(stderr).toContain(`${root}/manifest.json.files[0]`)
    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })

  it('has no path that a manifest may name but in its own folder', () => {
    const root = copy()
    const manifest = manifestOf(root)
    const { files } = manifest
    const listed = new Set(files.map(({ path }) => path))
    const piece = fc.constantFrom(
      '..',
      '.',
      '',
      'cells',
      'policies',
      'ab',
      `ab${'0'.repeat(62)}.json`,
      'README.md',
      'C:',
    )
    const path = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join('/'))
    fc.assert(
      fc.property(path, (given) => {
        const entry = { path: given, bytes: 1, sha256: '0'.repeat(64) }
        putManifest(root, makeManifest(manifest, [...files.filter((one) => one.path !== given), entry], []))
        const allowed = listed.has(given) || given === `cells/ab/ab${'0'.repeat(62)}.json`
        if (allowed) expect(readManifest(root).files).toContainEqual(entry)
        else expect(() => readManifest(root)).toThrow('.path: got')
      }),
    )
  })

  it.each<[string, (manifest: Manifest) => unknown, string]>([
    ['is no JSON', () => undefined, 'manifest.json: cannot be read'],
    ['is of something else', () => ({ name: 'My App', icons: [] }), 'is of format undefined undefined'],
    ['is of another version', (m) => ({ ...m, formatVersion: 2 }), 'is of format "gauntlet-bundle" 2'],
    ['is a list', () => [], 'expected gauntlet-bundle 1'],
    ['lists a file twice', (m) => ({ ...m, files: [...m.files, m.files[0]] }), 'twice'],
    ['names other results', (m) => ({ ...m, results: '0'.repeat(64) }), 'but its files have'],
    [
      'keeps more than policies elsewhere',
      (m) => ({ ...m, files: [], elsewhere: m.files }),
      'policies alone',
    ],
    [
      'calls a policy by another digest',
      (m) => ({
        ...m,
        files: m.files.map((one) =>
          one.path.startsWith('policies') ? { ...one, sha256: 'a'.repeat(64) } : one,
        ),
      }),
      'the SHA-256 aaaa',
    ],
  ])('is refused where its manifest %s', async (_, change, message) => {
    const root = copy()
    const changed = change(manifestOf(root))
    writeFileSync(join(root, 'manifest.json'), changed === undefined ? '{"half":' : JSON.stringify(changed))
    const { code, stderr } = await verify(root)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it.each<[string, (file: string, outside: string) => void]>([
    ['a link to a file', (file, outside) => symlinkSync(join(outside, 'secret.json'), file)],
    ['a link to a folder', (file, outside) => symlinkSync(outside, file)],
    ['a link to nothing', (file) => symlinkSync('/nowhere/at/all', file)],
    ['a pipe', (file) => void execFileSync('mkfifo', [file])],
    ['a folder', (file) => mkdirSync(join(file, 'deep'), { recursive: true })],
  ])('runs nothing where a file is %s', async (_, put) => {
    const root = copy()
    const outside = scratch()
    writeFileSync(join(outside, 'secret.json'), '{"secret":1}')
    const path = cellPath(learnt(root).key)
    rmSync(join(root, path))
    put(join(root, path), outside)
    const { code, stdout } = await verify(root)
    expect(stdout).toContain(`irregular ${path}`)
    expect(stdout).toContain('; no cell was run')
    expect(stdout).not.toContain('came out')
    expect(code).toBe(1)
    expect(readdirSync(outside)).toEqual(['secret.json'])
    const merged = await gauntletHere(outside, ['store', 'merge', root, '--store', 'into'])
    expect(merged.stderr).toContain(`irregular ${path}`)
    expect(merged.code).toBe(2)
    expect(existsSync(join(outside, 'into'))).toBe(false)
  })

  it('is not followed into a folder that is a link, or foreign however deep', () => {
    const root = copy()
    const outside = scratch()
    renameSync(join(root, 'policies'), join(outside, 'policies'))
    symlinkSync(join(outside, 'policies'), join(root, 'policies'))
    let deep = join(root, 'cells/zz')
    mkdirSync(deep)
    for (let level = 0; level < 200; level++) mkdirSync((deep = join(deep, 'd')))
    const told = inspectBundle(root).findings.map(({ finding, path }) => [finding, path.slice(0, 12)])
    expect(told).toEqual([
      ['foreign', 'cells/zz'],
      ['irregular', 'policies'],
      ['missing', 'policies/' + learnt(origin).policy!.slice(0, 2) + '/'],
    ])
  })

  it('is not read beyond the sizes of its manifest, and what that does not list is not run', async () => {
    const root = copy()
    const cell = learnt(root)
    forge(root, cell, { descriptor: { ...cell.descriptor, seed: 5 } })
    const large = [
      'README.md',
      'leaderboard.html',
      cellPath(cell.key),
      `policies/${cell.policy!.slice(0, 2)}`,
    ]
    const paths = large.map((path) => (path.startsWith('policies') ? `${path}/${cell.policy}.bin` : path))
    for (const path of paths) truncateSync(join(root, path), 2 ** 40)
    const { code, stdout, stderr } = await verify(root)
    for (const path of paths) expect(stdout).toContain(`changed   ${path}: has ${2 ** 40} bytes`)
    expect(stdout.match(/^corrupt .*is not as the manifest says, and not read$/gm)).toHaveLength(2)
    expect(stdout).toMatch(
      /4 of \d+ files not as the manifest says; 2 beside those of the manifest; .* 0 cells of 2/,
    )
    expect([code, stderr]).toEqual([1, ''])
  })

  it('is not read where its store.json is another', async () => {
    const root = copy()
    for (const change of [
      () => truncateSync(join(root, 'store.json'), 2 ** 40),
      () => rmSync(join(root, 'store.json')),
    ]) {
      change()
      const { code, stdout, stderr } = await verify(root)
      expect(stdout).toContain('no cell was run')
      expect([code, stderr]).toEqual([1, ''])
    }
  })

  it('runs no code by its configuration, where a reader follows a README that was changed too', async () => {
    const root = copy()
    const config = join(root, 'configurations/1.json')
    const matrix = JSON.parse(readFileSync(config, 'utf8')) as object
    mkdirSync(join(root, '.git'))
    const ran = join(root, '../ran')
    const code = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(ran)}, '')`
    writeFileSync(join(root, '.git/plugin.mjs'), code)
    for (const guest of [{ plugins: ['../.git/plugin.mjs'] }, { store: '../../elsewhere' }]) {
      writeFileSync(config, JSON.stringify({ ...matrix, ...guest }))
      remake(root)
      const args = ['run', '--config', config, ...plugin, '--store', 'again']
      const refused = await gauntletHere(dirname(root), args)
      expect(refused.stderr).toContain(`${Object.keys(guest)[0]}: got`)
      expect(refused.stderr).toContain("which a bundle's configuration may not have")
      expect(refused.code).toBe(2)
      expect(checked(root).made).toContainEqual(
        expect.objectContaining({ path: 'configurations/1.json', verdict: 'different' }),
      )
    }
    expect(existsSync(ran)).toBe(false)
  })

  it.each<[string, (path: string) => void, string]>([
    ['a folder of something else', (path) => mkdirSync(path), 'foreign'],
    ['a link', (path) => symlinkSync('/', path), 'irregular'],
    ['a file', (path) => writeFileSync(path, 'gitdir: /'), 'foreign'],
  ])('hides nothing in a .git that is %s', (_, put, finding) => {
    const root = copy()
    put(join(root, '.git'))
    expect(inspectBundle(root).findings).toMatchObject([{ path: '.git', finding }])
  })

  it.each<[string, (value: string) => string]>([
    ['lists', (value) => `{"format":${'['.repeat(5000)}${value}${']'.repeat(5000)}}`],
    ['objects', (value) => `{"formatVersion":${'{"a":'.repeat(5000)}${value}${'}'.repeat(5000)}}`],
  ])('is refused by name where its formats are deep %s', async (_, text) => {
    for (const name of ['manifest.json', 'store.json']) {
      const root = copy()
      writeFileSync(join(root, name), text('1'))
      if (name === 'store.json') rmSync(join(root, 'manifest.json'))
      const { code, stderr } = await verify(root)
      expect(stderr).toMatch(/is of format .*expected gauntlet-/)
      expect(code).toBe(2)
    }
    const store = openStore(copy())
    const { key } = learnt(store.root)
    writeFileSync(join(store.root, cellPath(key)), text('1'))
    expect(() => store.read(key)).toThrow('format is')
  })

  it('is refused where its manifest is a link', async () => {
    const root = copy()
    renameSync(join(root, 'manifest.json'), join(root, '../elsewhere.json'))
    symlinkSync('../elsewhere.json', join(root, 'manifest.json'))
    const { code, stderr } = await verify(root)
    expect(stderr).toContain('manifest.json: cannot be read: it is a symbolic link')
    expect(code).toBe(2)
  })

  it.each<[string, readonly string[]]>([
    ['report', []],
    ['export', ['--bundle', 'new']],
    ['status', []],
    ['replay', ['toy/walk:short', 'toy/learner', '0']],
  ])('is not read by %s where a file is gone, changed, a link or a pipe', async (command, flags) => {
    const path = cellPath(learnt(origin).key)
    for (const [finding, harm] of [
      ['missing', (file: string) => rmSync(file)],
      ['changed', (file: string) => writeFileSync(file, '{}')],
      ['irregular', (file: string) => (rmSync(file), symlinkSync(join(origin, path), file))],
      ['irregular', (file: string) => (rmSync(file), void execFileSync('mkfifo', [file]))],
    ] as const) {
      const root = copy()
      harm(join(root, path))
      const args = [command, ...flags, ...plugin, '--store', root]
      const { code, stdout, stderr } = await gauntletHere(dirname(root), args)
      expect(stderr).toContain(`is not as its manifest says\n  ${finding} ${path}`)
      expect([code, stdout]).toEqual([2, ''])
      expect(existsSync(join(dirname(root), 'new'))).toBe(false)
    }
  })
})
