/** What `pnpm new` makes builds, lints, is formatted, conforms, passes its own tests and runs, at once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type WorkspaceCopy, copyWorkspace } from './workspace-copy.ts'

const GAUNTLET = 'packages/bench/bin/gauntlet.js'
const OXFMT = 'node_modules/oxfmt/bin/oxfmt'
const OXLINT = 'node_modules/oxlint/bin/oxlint'
const TSC = 'node_modules/typescript/bin/tsc'
const VITEST = 'node_modules/vitest/vitest.mjs'

let copy: WorkspaceCopy

beforeAll(() => {
  copy = copyWorkspace()
})

afterAll(() => copy.remove())

function expectSuccess(script: string, ...args: readonly string[]): string {
  const { status, output } = copy.node(script, ...args)
  expect(status, output).toBe(0)
  return output
}

describe('pnpm new', { timeout: 120_000 }, () => {
  test('makes an environment and an algorithm', () => {
    const made = expectSuccess('scripts/new.mjs', 'env', 'toy/slippery-walk', '--no-install')
    expect(made).toContain('packages/env-toy/src/slippery-walk.ts')
    expectSuccess('scripts/new.mjs', 'algorithm', 'hill-climb')
    const root = JSON.parse(readFileSync(join(copy.path, 'package.json'), 'utf8')) as Record<string, object>
    expect(root.dependencies).toHaveProperty('@gauntlet/env-toy', 'workspace:*')
    copy.link()
  })

  test('that type-check and build', () => {
    expectSuccess(TSC, '-p', 'packages/env-toy/tsconfig.json')
    expectSuccess(TSC, '-p', 'packages/algos/tsconfig.json')
    const packages = [
      'bench',
      'algos',
      'env-toy',
      'env-bandits',
      'env-inventory',
      'env-mapf',
      'env-pokemon',
      'env-swarm',
    ]
    expectSuccess(TSC, '-b', ...packages.map((name) => `packages/${name}/tsconfig.build.json`))
  })

  test('that lint, are formatted, and bring their changesets', () => {
    const folders = ['packages/env-toy', 'packages/algos', '.changeset']
    expectSuccess(OXLINT, '--deny-warnings', ...folders)
    expectSuccess(OXFMT, '--check', 'package.json', ...folders)
    expectSuccess('scripts/check-changesets.mjs')
  })

  test('that pass their own tests', () => {
    const output = expectSuccess(VITEST, 'run', '--project', 'env-toy*', '--project', 'algos*')
    expect(output).toMatch(/conformance\.test\.ts/)
    expect(output).toMatch(/hill-climb\.test\.ts/)
  })

  test('that gauntlet checks and runs', () => {
    expect(expectSuccess(GAUNTLET, 'check', 'toy/slippery-walk')).toMatch(/ 0 failed/)
    expect(expectSuccess(GAUNTLET, 'check', 'hill-climb', '--on', 'toy/slippery-walk')).toMatch(/ 0 failed/)
    const matrix = ['--env', 'toy/slippery-walk', '--algo', 'hill-climb', '--seeds', '1', '--budget', '2000']
    expect(expectSuccess(GAUNTLET, 'run', ...matrix)).toMatch(/1 cell computed/)
  })

  test.each([
    [['env', 'toy'], /packages\/env-toy exists already/],
    [['algorithm', 'hill-climb'], /hill-climb\.ts exists already/],
    [['env', 'Toy'], /expected `name` or `domain\/name` in lower-case letters/],
    [['env', '../escape'], /is no name/],
    [['env', 'toy/'], /is no name/],
    [['algorithm', 'class'], /means something in the code already/],
    [['algorithm', 'number'], /means something in the code already/],
    [['package', 'toy'], /Usage/],
    [['env'], /Usage/],
    [['env', 'walk', '--force'], /Usage/],
  ])('refuses %j with status 2', (args, message) => {
    const { status, output } = copy.node('scripts/new.mjs', ...args)
    expect(output).toMatch(message)
    expect(status).toBe(2)
  })
})
