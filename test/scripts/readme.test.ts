/** The examples of the first README and of the environments' pages type-check and run as they stand, on what was built. */
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
const files = ['README.md', 'packages/algos/README.md', ...environments.flatMap(pagesOf)]
const examples = files.filter((file) => existsSync(join(ROOT, file))).flatMap(examplesIn)
/** Says which example failed, and goes on: in one process, for starting one takes longer than most examples. */
const RUN_ALL = `for (const name of ${JSON.stringify(examples.map(({ name }) => name))}) {
  await import('./' + name + '.js').catch((error) => console.error(name, error))
}`

let project: string

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'gauntlet readme '))
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: ['node'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  for (const { name, code } of examples) writeFileSync(join(project, `${name}.ts`), code)
  writeFileSync(join(project, 'run-all.js'), RUN_ALL)
})

afterAll(() => rmSync(project, { recursive: true, force: true }))

test('the examples type-check', () => {
  expect(run(join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.')).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  })
})

test('the examples run', () => {
  expect(run('run-all.js')).toMatchObject({ status: 0, stderr: '' })
})

function pagesOf(environment: string): string[] {
  const docs = `packages/${environment}/docs`
  const pages = existsSync(join(ROOT, docs)) ? readdirSync(join(ROOT, docs)) : []
  return [
    `packages/${environment}/README.md`,
    ...pages.filter((page) => page.endsWith('.md')).map((page) => `${docs}/${page}`),
  ]
}

/** Complete programs: blocks of JavaScript or TypeScript that import what they use; named by page and number. */
function examplesIn(file: string): { readonly name: string; readonly code: string }[] {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const blocks = [...text.matchAll(/^```(?:js|ts)\n([\s\S]*?)^```$/gm)].map((match) => match[1])
  return blocks
    .filter((code) => code.includes("from '@gauntlet/"))
    .map((code, i) => ({ name: `${file.replace('.md', '').replaceAll('/', '-')}-${i}`, code }))
}

function run(...command: readonly string[]): Record<'status' | 'stdout' | 'stderr', unknown> {
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8' })
  return { status, stdout, stderr }
}
