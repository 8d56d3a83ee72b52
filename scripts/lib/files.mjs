/** Files and what is in them: `filesUnder`, `fingerprint`. */
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const SKIPPED = new Set(['node_modules', 'dist', '.turbo', '.git', 'coverage'])

/**
 * Every file under the given files and folders, in a fixed order; built and installed files are left out,
 * and so is what does not exist.
 *
 * @param {...string} paths
 * @returns {string[]}
 */
export function filesUnder(...paths) {
  return paths.flatMap((path) => {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) return []
    if (!found.isDirectory()) return [path]
    const entries = readdirSync(path).filter((entry) => !SKIPPED.has(entry))
    return entries.sort().flatMap((entry) => filesUnder(join(path, entry)))
  })
}

/**
 * One text for the names and contents of files, and for whatever else is given: equal if and only if all are.
 *
 * @param {string} root
 * @param {readonly string[]} files
 * @param {...string} more
 */
export function fingerprint(root, files, ...more) {
  const hash = createHash('sha256')
  for (const text of more) hash.update(`${text}\0`)
  for (const file of files) {
    const content = readFileSync(file)
    hash.update(`${relative(root, file).split(sep).join('/')}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}
