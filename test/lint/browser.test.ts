import { expect, test } from 'vitest'
import { lintSnippets } from './run-oxlint.ts'

const ALLOWED = [
  "import { Seed } from '@gauntlet/core'\nexport { Seed }",
  "export * from './seed.ts'",
  'export const round = (text: string): string => atob(btoa(text))',
]

const REFUSED = [
  "export { readFileSync } from 'node:fs'",
  "import { readFileSync } from 'fs'\nexport const f = readFileSync",
  "import 'fs/promises'",
  "import type { Server } from 'node:net'\nexport type S = Server",
  "export * from 'node:os'",
  "export const fs = await import('node:fs')",
  "export const fs = require('./fs.cjs')",
  "export const bytes = Buffer.from('x')",
  'export const here = __dirname',
]

const found = lintSnippets('packages/env-new/src', [...ALLOWED, ...REFUSED])

test.each(ALLOWED.map((code, i) => [code, i] as const))('%s is allowed', (_code, i) => {
  expect(found[i]).toEqual([])
})

test.each(REFUSED.map((code, i) => [code, ALLOWED.length + i] as const))('%s is refused', (_code, i) => {
  expect(found[i]).toEqual([expect.stringMatching(/^browser: /)])
})

test('process is refused, as what only Node has and as what differs between machines', () => {
  const code = ['export const home = process.env.HOME', 'export const home = globalThis.process.env.HOME']
  for (const messages of lintSnippets('packages/core/src', code)) {
    expect(messages.map((message) => message.split(':')[0]).sort()).toEqual(['browser', 'deterministic'])
  }
})

test('the harness may use Node', () => {
  expect(lintSnippets('packages/bench/src', [REFUSED[0]])).toEqual([[]])
})
