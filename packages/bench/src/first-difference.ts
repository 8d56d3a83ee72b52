/** Where two records differ: `firstDifference`. */
import { canonicalJson, show } from '@gauntlet/core'

/** What two JSON values that differ say at the first place, in the order of keys, where they do; digests last. */
export function firstDifference(stored: unknown, computed: unknown, path: string = ''): string {
  if (!isBranch(stored) || !isBranch(computed)) {
    return `${path}: stored ${shown(stored)}, computed ${shown(computed)}`
  }
  const names = [...new Set([...Object.keys(stored), ...Object.keys(computed)])].sort()
  const ordered = names.filter((name) => name !== 'digest').concat(names.filter((name) => name === 'digest'))
  const different = ordered.find((name) => !same(stored[name], computed[name]))
  if (different === undefined) return path
  const place = path === '' ? different : `${path}.${different}`
  return firstDifference(stored[different], computed[different], place)
}

function same(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right
  return canonicalJson(left) === canonicalJson(right)
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : show(value)
}

function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
