#!/usr/bin/env node
/**
 * Runs every check there is, stage by stage, and stops at the first that fails. The last line counts tests
 * and stages: `N passed, N failed`, with `, N skipped` where something was left out.
 */
import './lib/check-node.mjs'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, readJson } from './lib/root.mjs'
import { pnpm, run } from './lib/run.mjs'

const work = mkdtempSync(join(tmpdir(), 'gauntlet-ci-'))
const results = join(work, 'tests.json')
const tarballs = join(work, 'tarballs')

/** @type {readonly { readonly name: string, readonly command: import('./lib/run.mjs').Command }[]} */
const stages = [
  {
    name: 'tests',
    command: ['npm', 'test', '--', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
  },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'format', command: ['npm', 'run', '--silent', 'format:check'] },
  { name: 'types', command: pnpm('run', 'typecheck') },
  { name: 'unused code', command: ['npm', 'run', '--silent', 'knip'] },
  { name: 'documentation', command: [process.execPath, join(ROOT, 'docs/build.mjs')] },
  { name: 'packages', command: [process.execPath, join(ROOT, 'scripts/check-packages.mjs'), tarballs] },
  { name: 'tarballs', command: [process.execPath, join(ROOT, 'scripts/check-tarballs.mjs'), tarballs] },
]

/** @type {{ readonly name: string, readonly outcome: 'passed' | 'failed' | 'skipped', readonly seconds: number }[]} */
const outcomes = []
for (const { name, command } of stages) {
  if (outcomes.some(({ outcome }) => outcome === 'failed')) {
    outcomes.push({ name, outcome: 'skipped', seconds: 0 })
    continue
  }
  console.log(`\n=== ${name}`)
  const startedAt = Date.now()
  const status = await run(command, { cwd: ROOT }).catch((error) => {
    console.error(error)
    return 1
  })
  const outcome = status === 0 ? 'passed' : 'failed'
  outcomes.push({ name, outcome, seconds: (Date.now() - startedAt) / 1000 })
}

const tests = countTests()
rmSync(work, { recursive: true, force: true })

console.log('\n=== summary')
for (const { name, outcome, seconds } of outcomes) {
  console.log(`${outcome}  ${name}${outcome === 'skipped' ? '' : ` (${seconds.toFixed(0)} s)`}`)
}
const [passed, failed, skipped] = /** @type {const} */ (['passed', 'failed', 'skipped']).map(
  (outcome) => tests[outcome] + outcomes.filter((stage) => stage.outcome === outcome).length,
)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0

function countTests() {
  if (!existsSync(results)) return { passed: 0, failed: 0, skipped: 0 }
  const report = /** @type {Record<string, number>} */ (readJson(results))
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}
