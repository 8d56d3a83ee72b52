import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { oneLine, plainLines, table } from '../src/terminal/format.ts'
import { TOY, gauntlet, scratch } from './harness.ts'

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

it('foreign text is one short line without control characters', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 400 })
  fc.assert(
    fc.property(anything, (text) => {
      expect(oneLine(text)).not.toMatch(CONTROL)
      expect(oneLine(text).length).toBeLessThanOrEqual(600)
      for (const line of plainLines(text).split('\n')) expect(line).not.toMatch(CONTROL)
      for (const line of table(['a'], [[text]]).split('\n')) expect(line).not.toMatch(CONTROL)
    }),
  )
  expect(oneLine('x'.repeat(1e7))).toHaveLength(300)
  expect(oneLine('a\u001B[31m\r\nb')).toBe('a [31m b')
  expect(plainLines('  a\u001B[2J\n b\n c', 2)).toBe('  a [2J\n b')
  expect(plainLines(' @\n\n')).toBe(' @\n\n')
})

/** A plugin that says everything with an escape, a bell and a new line in it, and at length. */
const LOUD = `import { policyAlgorithm } from '@gauntlet/core'
import toy from ${JSON.stringify(TOY)}
const loud = 'loud\\u001b]0;title\\u0007\\u001b[2J\\u009b31m\\n\\u0000' + 'x'.repeat(5000)
const [walk] = toy.environments
const fails = policyAlgorithm({ id: 'loud', version: 1, family: loud, summary: loud, source: loud, requires: {},
  configuration: {}, policy: () => { throw new Error(loud) } })
const alone = policyAlgorithm({ id: 'alone', version: 1, family: loud, summary: loud, source: loud,
  requires: { environments: [loud] }, configuration: {}, policy: () => { throw new Error(loud) } })
export default { ...toy, algorithms: [fails, alone, ...toy.algorithms],
  environments: [{ ...walk, summary: loud, describe: (p) => { if (p.slip === 1) throw new Error(loud); return walk.describe(p) } }] }`

it('what a plugin says cannot steer the terminal', async () => {
  const directory = scratch()
  writeFileSync(join(directory, 'loud.ts'), LOUD)
  const config = { environments: [{ environment: 'toy/walk', name: 'bad', parameters: { slip: 1 } }] }
  writeFileSync(join(directory, 'bad.json'), JSON.stringify(config))
  const matrix = ['--env', 'toy/walk:short', '--algo', 'loud', '--algo', 'alone', '--seeds', '1']
  const commands = [
    ['list'],
    ['run', ...matrix, '--dry-run'],
    ['run', ...matrix],
    ['status'],
    ['report'],
    ['check', 'loud', '--on', 'toy/walk'],
    ['list', '--config', 'bad.json'],
  ]
  for (const command of commands) {
    const { stdout, stderr } = await gauntlet(directory, [...command, '--plugin', 'loud.ts'])
    expect(stdout + stderr).toContain('loud')
    for (const line of (stdout + stderr).split('\n')) {
      expect(line).not.toMatch(CONTROL)
      expect(line.length).toBeLessThan(1200)
    }
  }
}, 60_000)
