/**
 * The guides do what they say: every block of each page is written or run, from the top to the bottom, in an empty project.
 *
 * `ts FILE` and `json FILE` are written there, and the TypeScript type-checks; `sh` is run by bash, `python` by python3 where what
 * it imports is installed; each line of `text` stands in what the block before it printed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Block, blocksOf } from './guides/blocks.ts'
import { ROOT } from './scripts/workspace-copy.ts'

const GUIDES = join(ROOT, 'docs/guides')
const PROGRAMS = [join(ROOT, 'test/guides/bin'), join(ROOT, 'node_modules/.bin')]
const COMPILER = {
  module: 'nodenext',
  target: 'es2022',
  strict: true,
  noEmit: true,
  allowImportingTsExtensions: true,
}

describe.each(readdirSync(GUIDES).filter((name) => name.endsWith('.md')))(
  '%s',
  { timeout: 300_000 },
  (name) => {
    let project: string
    let printed = ''

    beforeAll(() => {
      project = mkdtempSync(join(tmpdir(), 'gauntlet guide '))
      symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
    })

    afterAll(() => rmSync(project, { recursive: true, force: true }))

    function run(program: string, ...words: readonly string[]): void {
      const { NODE_OPTIONS: _, FORCE_COLOR: __, ...env } = process.env
      const PATH = [...PROGRAMS, env.PATH].join(delimiter)
      const options = { cwd: project, env: { ...env, PATH, NO_COLOR: '1' }, encoding: 'utf8' } as const
      const { status, stdout, stderr } = spawnSync(program, words, options)
      printed = stdout + stderr
      expect(status, printed).toBe(0)
    }

    for (const { language, file, code, line } of blocksOf(join(GUIDES, name))) {
      const title = `line ${line}: ${file || language}`
      if (file !== '') {
        test(title, () => writeFileSync(join(project, file), code))
      } else if (language === 'sh') {
        test(title, () => run('bash', '-e', '-o', 'pipefail', '-c', code))
      } else if (language === 'python') {
        const missing = missingModules(code)
        const why = missing.length > 0 ? ` (skipped: python3 has no ${missing.join(', ')})` : ''
        test.skipIf(missing.length > 0)(`${title}${why}`, () => run('python3', '-c', code))
      } else {
        test(title, () => {
          expect(language, 'what a block without a file may be').toBe('text')
          for (const expected of code.trimEnd().split('\n')) expect(printed).toContain(expected)
        })
      }
    }

    const sources = blocksOf(join(GUIDES, name)).filter(({ file }) => file.endsWith('.ts'))
    test.skipIf(sources.length === 0)('its TypeScript type-checks', () => typeCheck(sources))
  },
)

function typeCheck(sources: readonly Block[]): void {
  const directory = mkdtempSync(join(tmpdir(), 'gauntlet guide '))
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'))
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER }))
    for (const { file, code } of sources) writeFileSync(join(directory, file), code)
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', '.'], { cwd: directory, encoding: 'utf8' })
    expect(stdout).toBe('')
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** What the block imports and python3 cannot find; python3 itself, where that is missing. */
function missingModules(code: string): string[] {
  const lines = [...code.matchAll(/^(?:import ([\w, ]+?)(?: as \w+)?|from ([\w.]+) import .*)$/gm)]
  const modules = lines.flatMap(([, names, from]) =>
    (names ?? from).split(/, ?/).map((one) => one.split('.')[0]),
  )
  const probe =
    'import importlib.util, sys; print(*[m for m in sys.argv[1:] if importlib.util.find_spec(m) is None])'
  const { status, stdout } = spawnSync('python3', ['-c', probe, ...modules], { encoding: 'utf8' })
  return status === 0 ? stdout.trim().split(' ').filter(Boolean) : ['interpreter']
}
