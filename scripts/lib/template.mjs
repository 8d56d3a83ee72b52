/** Files made from templates: `replacer`, `writeFiles`, `format`, `refuseExisting`, `changeset`, `takenBy`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { UsageError, importedNames } from './names.mjs'
import { ROOT } from './root.mjs'
import { capture } from './run.mjs'

/**
 * Names differ in length, and so do lines.
 *
 * @param {readonly string[]} files
 */
export async function format(files) {
  const oxfmt = join(ROOT, 'node_modules/oxfmt/bin/oxfmt')
  if (existsSync(oxfmt)) await capture([process.execPath, oxfmt, ...files])
}

/** @param {readonly (readonly [from: string, to: string])[]} pairs */
export function replacer(pairs) {
  /** @param {string} text */
  return (text) => pairs.reduce((result, [from, to]) => result.replaceAll(from, to), text)
}

/**
 * @param {readonly { readonly from: string, readonly to: string }[]} files
 * @param {(text: string) => string} replace
 */
export function writeFiles(files, replace) {
  for (const { from, to } of files) {
    mkdirSync(dirname(to), { recursive: true })
    writeFileSync(to, replace(readFileSync(from, 'utf8')))
  }
}

/** @param {string} template */
export function takenBy(template) {
  return importedNames(readFileSync(template, 'utf8'))
}

/** @param {string} path */
export function refuseExisting(path) {
  if (!existsSync(path)) return
  throw new UsageError(
    `${relative(ROOT, path)} exists already, and nothing is overwritten; choose another name`,
  )
}

/** @param {string} name */
export function changeset(name) {
  return join(ROOT, '.changeset', `${name}.md`)
}
