#!/usr/bin/env node
/**
 * Installs the packages' tarballs into an empty project outside the workspace, as a user would, type-checks a
 * program against them, runs a small matrix there with the installed `gauntlet`, and builds its site.
 *
 * Takes the folder of the tarballs, or packs them itself.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from './lib/pack.mjs'
import { ROOT, packages } from './lib/root.mjs'
import { capture } from './lib/run.mjs'

/** Something that does not hold; the message says what. */
class Fault extends Error {}

const project = mkdtempSync(join(tmpdir(), 'gauntlet project '))
try {
  const given = process.argv[2]
  await install(
    given !== undefined && existsSync(given) ? tarballsIn(given) : await packAll(join(project, '.tgz')),
  )
  await typeCheck()
  await runMatrix()
  await buildSite()
} catch (error) {
  if (!(error instanceof Fault)) throw error
  console.error(`failed  ${error.message}`)
  process.exitCode = 1
} finally {
  rmSync(project, { recursive: true, force: true })
}

/** @param {readonly import('./lib/pack.mjs').Tarball[]} tarballs */
async function install(tarballs) {
  const dependencies = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]))
  // Whatever asks for a package of ours gets the tarball, never a published version.
  const overrides = Object.fromEntries(tarballs.map(({ name }) => [name, `$${name}`]))
  write(
    'package.json',
    JSON.stringify({ name: 'user', private: true, type: 'module', dependencies, overrides }),
  )
  await expectSuccess('install the tarballs', [
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
  ])
}

/** Strictly, with the declarations of the packages themselves, and without Node's types where none are needed. */
async function typeCheck() {
  const imports = packages().flatMap(({ manifest }, i) =>
    manifest.gauntlet?.plugin === undefined
      ? []
      : [`import plugin${i} from '${manifest.name}/plugin'`, `plugins.push(plugin${i})`],
  )
  const lines = [
    "import { type Plugin, Seed, sin } from '@gauntlet/core'",
    "import * as check from '@gauntlet/core/check'",
    'const plugins: Plugin[] = []',
    ...imports.toSorted(),
    'export const names: readonly string[] = plugins.map((plugin) => plugin.name)',
    'export const draw: number = sin(Seed.from(1).fold("user").stream().uniform())',
    'export { check }',
  ]
  write('user.ts', lines.join('\n'))
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, types: [] }
  write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['user.ts'] }))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  await expectSuccess('type-check a program', [process.execPath, tsc, '-p', project])
}

/** The baseline and every domain's own algorithms on the settings of the quick preset, each with one seed. */
async function runMatrix() {
  const { environments, plugins } = JSON.parse(await gauntlet('list', '--json'))
  const providers = packages().filter(({ manifest }) => manifest.gauntlet?.plugin !== undefined)
  expectEqual('plugins found', plugins.length, providers.length)
  for (const { id } of environments) await gauntlet('check', id)

  const matrix = [
    '--preset',
    'quick',
    '--seeds',
    '1',
    '--algo',
    'random',
    '--algo',
    '*/*',
    '--store',
    'store',
  ]
  const first = JSON.parse(await gauntlet('run', ...matrix, '--json'))
  expectEqual('cells failed', first.failed, 0)
  expectEqual('matches failed', first.matches.failed, 0)
  expectAtLeast('cells finished', first.finished, first.leaderboards.overall.settings.length)
  const second = JSON.parse(await gauntlet('run', ...matrix, '--json'))
  expectEqual('cells computed again', second.finished, 0)
  expectEqual('matches played again', second.matches.finished, 0)
  const verified = JSON.parse(await gauntlet('verify', 'store', '--json'))
  const computed = first.finished + first.matches.finished
  expectEqual('cells and matches with the same digest', verified.same, computed)
  const page = await gauntlet('report', '--store', 'store', '--format', 'html')
  expectEqual('settings missing on the page', missingFrom(page, first.leaderboards.overall.settings), 0)
}

/** The application, its data, and the scripts of all that plays replays. */
async function buildSite() {
  await gauntlet('site', 'build', '--store', 'store', '--out', 'site')
  const scripts = readdirSync(join(project, 'site/packages'))
  const providers = packages().filter(({ manifest }) => manifest.gauntlet?.plugin !== undefined)
  const missing = providers.filter(
    ({ manifest }) => !scripts.includes(`${manifest.name.replace('@gauntlet/', '')}.js`),
  )
  expectEqual('packages without a script on the site', missing.length, 0)
  const needed = ['index.html', 'assets/app.js', 'assets/app.css', 'data/index.js', 'data/notes.js']
  expectEqual(
    'files missing on the site',
    needed.filter((file) => !existsSync(join(project, 'site', file))).length,
    0,
  )
}

/**
 * @param {string} page
 * @param {readonly string[]} settings
 */
function missingFrom(page, settings) {
  return settings.filter((setting) => !page.includes(setting)).length
}

/**
 * @param {string} what
 * @param {number} got
 * @param {number} expected
 */
function expectEqual(what, got, expected) {
  if (got !== expected) throw new Fault(`${what}: got ${got}, expected ${expected}`)
  console.log(`ok      ${what}: ${got}`)
}

/**
 * @param {string} what
 * @param {number} got
 * @param {number} least
 */
function expectAtLeast(what, got, least) {
  if (!(got >= least)) throw new Fault(`${what}: got ${got}, expected at least ${least}`)
  console.log(`ok      ${what}: ${got}`)
}

/**
 * Runs the installed command line and gives what it printed.
 *
 * @param {...string} args
 */
async function gauntlet(...args) {
  const bin = join(project, 'node_modules/@gauntlet/bench/bin/gauntlet.js')
  return expectSuccess(`gauntlet ${args.join(' ')}`, [process.execPath, bin, ...args])
}

/**
 * @param {string} what
 * @param {import('./lib/run.mjs').Command} command
 */
async function expectSuccess(what, command) {
  const { status, stdout, output } = await capture(command, { cwd: project })
  if (status !== 0) throw new Fault(`${what}: ended with status ${status}\n${output}`)
  console.log(`ok      ${what}`)
  return stdout
}

/** @param {string} folder */
function tarballsIn(folder) {
  return packages().map(({ manifest: { name } }) => {
    const start = `${name.replace('@', '').replace('/', '-')}-`
    const file = readdirSync(folder).find(
      (entry) => entry.startsWith(start) && /^\d/.test(entry.slice(start.length)),
    )
    if (file === undefined) throw new Error(`${folder} holds no tarball of ${name}`)
    return { name, file: join(folder, file) }
  })
}

/**
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  writeFileSync(join(project, file), `${text}\n`)
}
