/** Writes a site: `buildSite`. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isSite } from '@gauntlet/bench'
import { GauntletError } from '@gauntlet/core'
import { type SiteInput, siteFiles } from './site-files.ts'

/** What `build.mjs` made when the package was built. */
const APPLICATION = fileURLToPath(new URL('../dist/site', import.meta.url))

/** The files of a site. */
const PARTS = /^(?:index\.html|(?:assets|packages)\/[^/]+|data\/.+\.js)$/

export interface SiteSummary {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/**
 * Writes the application and its data into a folder: beside it first, and under its own name once it is whole. A site that is
 * there is replaced. Errors: GauntletError where something else is there, or the folder cannot be written.
 */
export function buildSite(input: SiteInput, folder: string): SiteSummary {
  const target = resolve(folder)
  requireReplaceable(target, folder)
  if (!existsSync(join(APPLICATION, 'index.html'))) {
    throw new GauntletError(
      'site',
      `${APPLICATION}: there is no application; build the package @gauntlet/site`,
    )
  }
  const draft = `${target}.draft-${process.pid}`
  try {
    const summary = writeDraft(input, draft)
    putInPlace(draft, target)
    return { folder: target, ...summary }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (error instanceof GauntletError || code === undefined) throw error
    throw new GauntletError('site', `--out ${folder}: cannot be written: ${message}; name another`, {
      cause: error,
    })
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** The old site is out of the way for no longer than it takes to rename, and comes back where the new one cannot come. */
function putInPlace(draft: string, target: string): void {
  const old = `${target}.old-${process.pid}`
  const replaced = existsSync(target)
  if (replaced) renameSync(target, old)
  try {
    renameSync(draft, target)
  } catch (error) {
    if (replaced) renameSync(old, target)
    throw error
  }
  rmSync(old, { recursive: true, force: true })
}

function writeDraft(input: SiteInput, draft: string): { readonly files: number; readonly bytes: number } {
  mkdirSync(dirname(draft), { recursive: true })
  cpSync(APPLICATION, draft, { recursive: true })
  let files = 0
  let bytes = 0
  for (const { name, value } of siteFiles(input)) {
    const path = join(draft, 'data', `${name}.js`)
    const text = dataScript(name, value)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { flag: 'wx' })
    files++
    bytes += Buffer.byteLength(text)
  }
  return { files, bytes }
}

/** Data as a script, since pages that are opened from disk may load nothing else: JSON, handed to the application. */
function dataScript(name: string, value: unknown): string {
  return `gauntletData(${JSON.stringify(name)},${JSON.stringify(value)})\n`
}

/** A folder that is empty, is not there, or holds a site and nothing else. */
function requireReplaceable(target: string, folder: string): void {
  if (!existsSync(target)) return
  if (!statSync(target).isDirectory()) {
    throw new GauntletError('site', `--out ${folder}: is a file, expected a folder or nothing`)
  }
  if (readdirSync(target).length === 0) return
  if (!isSite(target)) {
    throw new GauntletError(
      'site',
      `--out ${folder}: holds something other than a site; expected an empty folder, a site, or nothing`,
    )
  }
  const files = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((found) => !found.isDirectory())
    .map(({ parentPath, name }) => relative(target, join(parentPath, name)).replaceAll(sep, '/'))
  const stray = files.find((path) => !PARTS.test(path))
  if (stray === undefined) return
  throw new GauntletError(
    'site',
    `--out ${folder}: holds a site and ${stray}, which would be lost; move it away`,
  )
}
