import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { filesUnder, fingerprint } from '../../scripts/lib/files.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gauntlet files '))
  mkdirSync(join(root, 'src/deep'), { recursive: true })
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'src/b.ts'), 'b')
  writeFileSync(join(root, 'src/deep/a.ts'), 'a')
  writeFileSync(join(root, 'node_modules/x.js'), 'x')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const print = (...more: string[]): string => fingerprint(root, filesUnder(root), ...more)

test('finds files in a fixed order, and nothing that was installed', () => {
  expect(filesUnder(root, join(root, 'missing'))).toEqual([
    join(root, 'src/b.ts'),
    join(root, 'src/deep/a.ts'),
  ])
})

test('a fingerprint knows contents, names and what else is given, and nothing more', () => {
  const before = print('linux')
  expect(print('linux')).toBe(before)
  expect(print('darwin')).not.toBe(before)
  writeFileSync(join(root, 'src/b.ts'), 'c')
  const changed = print('linux')
  expect(changed).not.toBe(before)
  writeFileSync(join(root, 'src/b.ts'), 'b')
  expect(print('linux')).toBe(before)
  renameSync(join(root, 'src/b.ts'), join(root, 'src/c.ts'))
  expect(print('linux')).not.toBe(before)
})
