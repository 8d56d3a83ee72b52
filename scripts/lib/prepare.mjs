/** Sets the checkout up as far as it is not yet: `prepare` installs and builds, each only when needed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder, fingerprint } from './files.mjs'
import { packages, ROOT } from './root.mjs'
import { capture, pnpm, run } from './run.mjs'

const STAMPS = join(ROOT, 'node_modules/.gauntlet')

/** With `GAUNTLET_VERBOSE=1`, everything that pnpm and turbo print is shown. */
const verbose = !['', '0', undefined].includes(process.env.GAUNTLET_VERBOSE)

/** Installs what the lockfile says and builds every package. Errors: exits with what the failed step printed. */
export async function prepare() {
  await step(
    'installed',
    installInputs(),
    'Installing the dependencies',
    pnpm('install', '--frozen-lockfile'),
  )
  if (!isBuilt()) forget('built')
  await step('built', buildInputs(), 'Building the packages', pnpm('run', 'build'))
}

function installInputs() {
  const manifests = packages().map(({ path }) => join(path, 'package.json'))
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((file) => join(ROOT, file))
  return fingerprint(ROOT, [...files, ...manifests], `${process.platform}-${process.arch}`)
}

function buildInputs() {
  const inputs = packages().flatMap(({ path }) =>
    ['src', 'app', 'build.mjs', 'package.json', 'tsconfig.build.json', 'web.d.ts'].map((name) =>
      join(path, name),
    ),
  )
  return fingerprint(ROOT, filesUnder(join(ROOT, 'tsconfig.base.json'), ...inputs), installInputs())
}

function isBuilt() {
  return packages().every(({ path }) => existsSync(join(path, 'dist/index.js')))
}

/**
 * Runs a command unless it has succeeded on the same inputs before.
 *
 * @param {string} name
 * @param {string} inputs
 * @param {string} title
 * @param {import('./run.mjs').Command} command
 */
async function step(name, inputs, title, command) {
  const stamp = join(STAMPS, name)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return
  forget(name)
  const startedAt = Date.now()
  console.error(`${title} …`)
  const { status, output } = verbose ? { status: await run(command), output: '' } : await capture(command)
  if (status !== 0) {
    console.error(`${output}\n${title} failed: \`${command.join(' ')}\` ended with status ${status}.`)
    process.exit(status)
  }
  console.error(`${title} took ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
  mkdirSync(STAMPS, { recursive: true })
  writeFileSync(stamp, inputs)
}

/** @param {string} name */
function forget(name) {
  rmSync(join(STAMPS, name), { force: true })
}
