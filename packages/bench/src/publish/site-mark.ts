/** By which a folder is known to be a built site: `isSite`. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How the file begins that names everything on a site. */
const SITE_MARK = { path: 'data/index.js', text: 'gauntletData("index",{"format":"gauntlet-site"' } as const

/** Whether the folder has the index of a site, as `gauntlet site build` writes it. Errors: the system's. */
export function isSite(folder: string): boolean {
  const path = join(folder, SITE_MARK.path)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false
  const file = openSync(path, 'r')
  try {
    const bytes = new Uint8Array(SITE_MARK.text.length)
    readSync(file, bytes)
    return Buffer.from(bytes).toString('latin1') === SITE_MARK.text
  } finally {
    closeSync(file)
  }
}
