/** The files in the README are what it says of them. */
import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { gauntlet, gauntletHere, scratch } from './harness.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const FILES = [...README.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)]
const COMMANDS = [...README.matchAll(/^gauntlet (.*\.ts.*)$/gm)].map((match) => match[1].split(' '))

it('the files type-check', () => {
  const directory = scratch()
  for (const [, name, code] of FILES) writeFileSync(join(directory, name), code)
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: ['node'],
  }
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], {
    cwd: directory,
    encoding: 'utf8',
  })
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
})

it('an environment and an algorithm of one file each pass their checks and run', async () => {
  const directory = scratch()
  for (const [, name, code] of FILES) writeFileSync(join(directory, name), code)
  expect(FILES.map(([, name]) => name)).toEqual(['line.ts', 'right.ts'])
  expect(COMMANDS.map(([command]) => command)).toEqual(['check', 'check', 'run'])
  for (const words of COMMANDS) {
    const { code, stdout, stderr } = await gauntlet(directory, words)
    expect(stderr).not.toContain('error')
    expect(stdout).toContain(words[0] === 'check' ? ' 0 failed' : 'my/line:eight')
    expect(code).toBe(0)
  }
}, 60_000)

it('a bundle is written, verified, and put together with others', async () => {
  const directory = scratch()
  for (const [, name, code] of FILES) writeFileSync(join(directory, name), code)
  const plugins = FILES.map(([, name]) => name)
  writeFileSync(join(directory, 'gauntlet.config.json'), JSON.stringify({ plugins }))
  const [, section] = README.split('## Bundles')
  const commands = [...section.split('```')[1].matchAll(/^gauntlet ([^#\n]*)/gm)].map(([, words]) =>
    words.trim().split(' '),
  )
  const run = ['run', '--env', 'my/line', '--algo', 'my/right', '--seeds']
  const others = [
    [...run, '1'],
    [...run, '2', '--store', 'theirs'],
  ]
  expect(commands.map(([command]) => command)).toEqual(['export', 'verify', 'report', 'store'])
  for (const words of [...others, ...commands]) {
    const { code, stderr } = await gauntletHere(directory, words)
    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
  }
})
