/** The examples in the READMEs of the first steps type-check and run as they stand, on what was built. */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from './workspace-copy.ts'

const environments = readdirSync(join(ROOT, 'packages')).filter((name) => name.startsWith('env-'))
const files = ['README.md', ...environments.map((name) => `packages/${name}/README.md`)]
const examples = files.filter((file) => existsSync(join(ROOT, file))).flatMap(examplesIn)

let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'gauntlet readme '))
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: ['node'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  examples.forEach(({ code }, i) => writeFileSync(join(project, `example-${i}.ts`), code))
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

test('the examples type-check', () => {
  expect(run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.')).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  })
})

test.each(examples.map(({ file }, i) => [file, i] as const))('the example of %s runs (%i)', (_file, i) => {
  expect(run(`example-${i}.js`)).toMatchObject({ status: 0, stderr: '' })
})

/** Complete programs: blocks of JavaScript or TypeScript that import what they use. */
function examplesIn(file: string): { readonly file: string; readonly code: string }[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const blocks = [...text.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```$/gm)].map((match) => match[1])
  return blocks.filter((code) => code.includes("from '@gauntlet/")).map((code) => ({ file, code }))
}

function run(...command: readonly string[]): Record<'status' | 'stdout' | 'stderr', unknown> {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' })
  return { status, stdout, stderr }
}
