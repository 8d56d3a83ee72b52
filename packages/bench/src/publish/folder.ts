/** What a folder puts on a branch: `publishedFiles`, `describeFolder`; of a branch's files: `kindOf`. */
import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { GauntletError, show } from '@gauntlet/core'
import { isBundle, openSound } from '../bundle/inspect.ts'
import { readManifest } from '../bundle/manifest.ts'
import { compareText } from '../report/order.ts'
import { MANIFEST } from '../store.ts'
import { isSite } from './site-mark.ts'

/** The first page of a site, and what generators of documentation write for a host that would leave files out. */
const [INDEX, NO_JEKYLL] = ['index.html', '.nojekyll']

/** What files on a branch are, by their paths: a bundle, a site, or neither. */
export function kindOf(paths: readonly string[]): 'bundle' | 'site' | undefined {
  const has = (...names: string[]): boolean => names.every((name) => paths.includes(name))
  if (has(MANIFEST, 'store.json')) return 'bundle'
  return has(INDEX, 'data/index.js') || has(INDEX, NO_JEKYLL) ? 'site' : undefined
}

/**
 * What the folder is, as a commit's message. Errors: GauntletError where it is neither a bundle, as its manifest says, nor a
 * built site: a slip of the pen would publish anything.
 */
export function describeFolder(folder: string): string {
  if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new GauntletError('publish', `${folder}: is no folder; expected a bundle or a built site`)
  if (isBundle(folder)) {
    openSound(folder)
    return `Publish Gauntlet results ${readManifest(folder).results.slice(0, 12)}`
  }
  if (existsSync(join(folder, INDEX))) {
    if (isSite(folder)) return 'Publish the Gauntlet site'
    if (existsSync(join(folder, NO_JEKYLL))) return 'Publish a site'
  }
  throw new GauntletError(
    'publish',
    `${folder}: is no bundle (gauntlet export --bundle) and no built site (gauntlet site build, or another with ${INDEX} and ${NO_JEKYLL})`,
  )
}

/** Every file in the folder, by its path with slashes. Errors: GauntletError naming what is no regular file. */
export function publishedFiles(folder: string): string[] {
  const files: string[] = []
  const open = ['']
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    for (const name of readdirSync(join(folder, below))) {
      const path = below === '' ? name : `${below}/${name}`
      const found = lstatSync(join(folder, path))
      if (name.toLowerCase() === '.git')
        throw new GauntletError(
          'publish',
          `${folder}: holds a git repository, ${path}; publish a copy without it`,
        )
      if (/[\n\r\0]/.test(name))
        throw new GauntletError('publish', `${folder}: the name ${show(path)} has a line's end in it`)
      if (found.isDirectory()) open.push(path)
      else if (found.isFile()) files.push(path)
      else
        throw new GauntletError('publish', `${folder}: ${path} is no regular file; links are not published`)
    }
  }
  return files.toSorted(compareText)
}
