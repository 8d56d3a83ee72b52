import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './workspace-copy.ts'

/** Checks a file of one line, and gives status and messages. */
function check(line: string): {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
} {
  const root = mkdtempSync(join(tmpdir(), 'gauntlet-exemptions-'))
  try {
    mkdirSync(join(root, 'packages/one/src'), { recursive: true })
    writeFileSync(join(root, 'packages/one/src/clock.ts'), `export {}\n${line}\n`)
    const script = join(ROOT, 'scripts/check-exemptions.mjs')
    return spawnSync(process.execPath, [script, root], { encoding: 'utf8' })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

test('an exemption with its rule and a reason is listed', () => {
  const { status, stdout } = check('// oxlint-disable-next-line gauntlet/deterministic -- the trap itself')
  expect(stdout).toBe('exempt  packages/one/src/clock.ts:2: gauntlet/deterministic -- the trap itself\n')
  expect(status).toBe(0)
})

test.each([
  '// oxlint-disable-next-line gauntlet/deterministic',
  '// oxlint-disable-next-line gauntlet/deterministic --',
  '/* oxlint-disable gauntlet/deterministic */',
  '/* eslint-disable */',
  '// oxlint-disable-line -- because',
])('%s is refused', (line) => {
  const { status, stderr } = check(line)
  expect(stderr).toContain('packages/one/src/clock.ts:2: write')
  expect(status).toBe(1)
})
