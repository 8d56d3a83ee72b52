#!/usr/bin/env node
/**
 * Checks every package as it would be published: publint, arethetypeswrong, and what neither looks at.
 * Packs into a folder of its own, or into the one given.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listTarball, packAll, readFromTarball } from './lib/pack.mjs'
import { ROOT } from './lib/root.mjs'
import { capture } from './lib/run.mjs'

const PUBLINT = join(ROOT, 'node_modules/publint/src/cli.js')
const ATTW = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js')

const given = process.argv[2]
const folder = given ?? mkdtempSync(join(tmpdir(), 'gauntlet-pack-'))
try {
  let faulty = 0
  for (const { name, file } of await packAll(folder)) {
    const faults = [
      ...checkContents(file),
      ...(await faultsOf([process.execPath, PUBLINT, file, '--strict'])),
      ...(await faultsOf([
        process.execPath,
        ATTW,
        file,
        '--profile',
        'esm-only',
        '--no-color',
        '--no-emoji',
      ])),
    ]
    console.log(`${faults.length === 0 ? 'ok    ' : 'faulty'}  ${name}`)
    for (const fault of faults) console.error(fault)
    if (faults.length > 0) faulty++
  }
  process.exitCode = faulty > 0 ? 1 : 0
} finally {
  if (given === undefined) rmSync(folder, { recursive: true, force: true })
}

/**
 * What a tool prints where it finds fault.
 *
 * @param {import('./lib/run.mjs').Command} command
 */
async function faultsOf(command) {
  const { status, output } = await capture(command)
  return status === 0 ? [] : [output.trim()]
}

/**
 * A tarball holds what users need and nothing of the workspace's own.
 *
 * @param {string} file
 */
function checkContents(file) {
  const files = listTarball(file)
  const text = readFromTarball(file, 'package.json')
  /** @type {{ gauntlet?: { plugin?: string, queue?: string } }} */
  const manifest = JSON.parse(text)
  const named = Object.values(manifest.gauntlet ?? {}).map((path) => path.replace('./', ''))
  const needed = ['README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts', ...named]
  return [
    ...needed.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files
      .filter((path) => /^(test|bench)\/|\.tsbuildinfo$|\.(test|bench)\./.test(path))
      .map((path) => `${path} is packed`),
    ...['gauntlet-source', 'workspace:']
      .filter((word) => text.includes(word))
      .map((word) => `package.json says ${word}`),
  ]
}
