import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TOY, gauntlet, scratch } from './harness.ts'

const deeds = [
  ['process.exit(0)', 'ended the process, with status 0, before the command was done'],
  ['await new Promise(() => {})', 'waits for what never happens'],
  ['Promise.reject(new Error("left")); export default {}', 'left a rejection unhandled: Error: left'],
  [
    'setImmediate(() => { throw new Error("late") }); await new Promise((on) => setTimeout(on, 500)); export default {}',
    'threw where nobody listens: Error: late',
  ],
  ['throw Object.create(null)', '[Object: null prototype] {}'],
  ['throw null', 'null'],
] as const

describe.each(['--plugin', '--config'])('a module given with %s', (flag) => {
  it.each(deeds)('that does %s is no success, and is named', async (source, message) => {
    const directory = scratch()
    writeFileSync(join(directory, 'mine.mjs'), source)
    const { code, stderr, stdout } = await gauntlet(directory, ['list', flag, 'mine.mjs'])
    expect(stderr).toMatch(/^error: (plugin|config) mine\.mjs/)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('    at ')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

it('a plugin that keeps the process busy does not keep a command from ending', async () => {
  const directory = scratch()
  writeFileSync(join(directory, 'busy.mjs'), 'setInterval(() => {}, 1000)')
  writeFileSync(
    join(directory, 'mine.ts'),
    `import './busy.mjs'\nexport { default } from ${JSON.stringify(TOY)}`,
  )
  const { code, stdout } = await gauntlet(directory, ['list', '--plugin', 'mine.ts'])
  expect(stdout).toContain('toy/walk')
  expect(code).toBe(0)
})

it('an environment that cannot be drawn is named, without a stack', async () => {
  const directory = scratch()
  const source = `import toy from ${JSON.stringify(TOY)}
const [walk] = toy.environments
const make = async (...given) => Object.assign(await walk.make(...given), { renderText() { throw new Error('no picture') } })
export default { ...toy, environments: [{ ...walk, make }] }`
  writeFileSync(join(directory, 'mine.ts'), source)
  const cell = ['--env', 'toy/walk:short', '--algo', 'toy/right', '--seeds', '1']
  expect((await gauntlet(directory, ['run', '--plugin', 'mine.ts', ...cell])).code).toBe(0)
  const replay = ['replay', 'toy/walk:short', 'toy/right', '0', '--plugin', 'mine.ts']
  const { code, stderr } = await gauntlet(directory, replay)
  expect(stderr).toBe('error: toy/walk:short toy/right seed 0: cannot be replayed: Error: no picture\n')
  expect(code).toBe(2)
})

it.each([
  ['() => process.exit(0)', 'ended the process, with status 0'],
  ['(...given) => { Promise.reject(null); return walk.make(...given) }', 'left a rejection unhandled'],
  ['() => new Promise(() => {})', 'waits for what never happens'],
  [
    '(...given) => { Promise.reject(new Error("left")); return walk.make(...given) }',
    'left a rejection unhandled',
  ],
])('an environment that is made by %s fails its check', async (make, message) => {
  const directory = scratch()
  const source = `import { walk } from ${JSON.stringify(TOY.replace('toy.ts', 'walk.ts'))}
export const mine = { ...walk, make: ${make} }`
  writeFileSync(join(directory, 'mine.ts'), source)
  const { code, stderr } = await gauntlet(directory, ['check', 'mine.ts'])
  expect(stderr).toContain('mine.ts')
  expect(stderr).toContain(message)
  expect(code).toBe(2)
})
