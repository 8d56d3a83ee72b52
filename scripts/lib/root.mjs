/** Where things lie: `ROOT`, `packages`, `readJson`. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the checkout. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * What the scripts read of a `package.json`.
 *
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {{ plugin?: string }} [gauntlet]
 */

/** @typedef {{ readonly folder: string, readonly path: string, readonly manifest: Manifest }} Package */

/**
 * The packages of the workspace, by folder name.
 *
 * @param {string} root
 * @returns {Package[]}
 */
export function packages(root = ROOT) {
  const folders = readdirSync(join(root, 'packages')).filter((folder) =>
    existsSync(join(root, 'packages', folder, 'package.json')),
  )
  return folders.sort().map((folder) => {
    const path = join(root, 'packages', folder)
    return { folder, path, manifest: /** @type {Manifest} */ (readJson(join(path, 'package.json'))) }
  })
}

/**
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
