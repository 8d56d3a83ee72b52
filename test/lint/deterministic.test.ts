import { expect, test } from 'vitest'
import { lintSnippets } from './run-oxlint.ts'

const EXACT = /^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc)$/
const MATH_FUNCTIONS = Object.getOwnPropertyNames(Math).filter(
  (name) => typeof Math[name as keyof typeof Math] === 'function',
)

const ALLOWED = [
  ...MATH_FUNCTIONS.filter((name) => EXACT.test(name)).map((name) => `export const x = Math.${name}(2, 3)`),
  'export const x = Math.PI + Math.E + Math.SQRT2',
  "import { sin, pow } from '@gauntlet/core'\nexport const x = sin(pow(2, 3))",
  'export const wide = 2n ** 64n',
  'export const x = globalThis.Math.floor(2.5)',
  // Names of one's own are nobody's clock.
  'export function f(performance: number, Date: number): number {\n  return performance + Date\n}',
  "import { crypto } from './tables.ts'\nexport const size = crypto.length",
  'const report = { Date: 1, random: 2 }\nexport const at = report.Date + report.random',
  // A type reads no clock.
  'export interface Stamp {\n  readonly at: Date\n}',
  'export const sorted = ["b", "a"].sort((p, q) => (p < q ? -1 : 1))',
]

const REFUSED = [
  ...MATH_FUNCTIONS.filter((name) => !EXACT.test(name)).map((name) => `export const x = Math.${name}(2, 3)`),
  'export const x = 2 ** 3',
  'export let x = 2\nx **= 3',
  'export const { sin } = Math',
  'const m = Math\nexport const x = m.sin(1)',
  "export const x = Math['sin'](1)",
  "const name = 'sin'\nexport const x = Math[name](1)",
  'export const x = [1, 2].map(Math.exp)',
  'export const x = globalThis.Math.sin(1)',
  "export const x = globalThis['Math'].random()",
  "const name = 'Math'\nexport const x = globalThis[name]",
  'export const { Math: m } = globalThis',
  'export const now = Date.now()',
  'export const now = new Date()',
  'export const now = performance.now()',
  'export const now = globalThis.performance.now()',
  'export const random = crypto.getRandomValues(new Uint8Array(4))',
  'export const id = globalThis.crypto.randomUUID()',
  'setTimeout(() => {}, 1)',
  'export const cores = navigator.hardwareConcurrency',
  'export const held = new WeakRef({})',
  "export const text = new Intl.NumberFormat('en').format(1)",
  "export const sorted = ['b', 'a'].sort((p, q) => p.localeCompare(q))",
  'export const text = (1234.5).toLocaleString()',
  "export const run = new Function('return 1')",
]

const found = lintSnippets('packages/env-new/src', [...ALLOWED, ...REFUSED])

test.each(ALLOWED.map((code, i) => [code, i] as const))('%s is allowed', (_code, i) => {
  expect(found[i]).toEqual([])
})

test.each(REFUSED.map((code, i) => [code, ALLOWED.length + i] as const))('%s is refused', (_code, i) => {
  expect(found[i]).toEqual([expect.stringMatching(/^deterministic: /)])
})

test.each([
  'packages/core/src',
  'packages/core/src/random',
  'packages/algos/src',
  'packages/env-new/src/deep/er',
])('the rule stands in %s', (folder) => {
  expect(lintSnippets(folder, ['export const x = Math.exp(1)'])).toEqual([
    [expect.stringMatching(/^deterministic/)],
  ])
})

test('tests and the harness, out of which no trajectory comes, may read clocks', () => {
  const clock = ['export const now = Date.now()']
  expect(lintSnippets('packages/core/test', clock)).toEqual([[]])
  expect(lintSnippets('packages/bench/src', clock)).toEqual([[]])
})

test('the message names what to use instead', () => {
  const [[sin], [random]] = lintSnippets('packages/core/src', ['Math.sin(1)', 'Math.random()'])
  expect(sin).toBe("deterministic: `Math.sin` gives other bits on other engines; use core's `sin`.")
  expect(random).toContain('draw from a stream')
})
