/** Tarballs as they would be published: `packAll`. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, packages } from './root.mjs'
import { capture, pnpm } from './run.mjs'

/** @typedef {{ readonly name: string, readonly file: string }} Tarball */

/**
 * Packs every package that is published into `folder`, as `pnpm publish` would.
 *
 * @param {string} folder
 * @returns {Promise<Tarball[]>}
 */
export async function packAll(folder) {
  mkdirSync(folder, { recursive: true })
  const args = ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder]
  const { status, output } = await capture(pnpm(...args), { cwd: ROOT })
  if (status !== 0) throw new Error(`pnpm pack ended with status ${status}:\n${output}`)
  const files = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  return packages()
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ manifest: { name, version } }) => {
      const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
      if (!files.includes(file)) throw new Error(`pnpm pack made no ${file}, but ${files.join(', ')}`)
      return { name, file: join(folder, file) }
    })
}

/**
 * The files in a tarball, without the leading `package/`.
 *
 * @param {string} file
 * @returns {string[]}
 */
export function listTarball(file) {
  const lines = execFileSync('tar', ['-tzf', file], { encoding: 'utf8' }).trim().split('\n')
  return lines.map((line) => line.replace(/^package\//, ''))
}

/**
 * @param {string} file
 * @param {string} path
 */
export function readFromTarball(file, path) {
  return execFileSync('tar', ['-xzOf', file, `package/${path}`], { encoding: 'utf8' })
}
