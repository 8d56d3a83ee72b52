import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { TOY, gauntlet, scratch, storeFiles } from './harness.ts'

let reference: Map<string, string>

beforeAll(async () => {
  reference = await filesOf(['--workers', '1'])
}, 90_000)

const args = [
  'run',
  '--plugin',
  TOY,
  '--preset',
  'quick',
  '--algo',
  'toy/learner',
  '--algo',
  'toy/random',
  '--store',
  'store',
]

async function filesOf(more: readonly string[], node?: readonly string[]): Promise<Map<string, string>> {
  const directory = scratch()
  const { code, stderr } = await gauntlet(directory, [...args, ...more], node)
  expect(stderr).not.toContain('error')
  expect(code).toBe(0)
  return storeFiles(join(directory, 'store'))
}

/** Node 24 through npx, or undefined where it cannot be had. */
function otherNode(): string[] | undefined {
  try {
    const path = execFileSync('npx', ['-y', '-p', 'node@24', 'node', '-p', 'process.execPath'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 60_000,
    })
    return [path.trim()]
  } catch {
    return undefined
  }
}

describe('results in separate processes', () => {
  it('agree over 1 and 2 workers, shards, and cells alone', async () => {
    expect(reference.size).toBeGreaterThanOrEqual(10)
    expect(await filesOf(['--workers', '2'])).toEqual(reference)
    const shards = [await filesOf(['--shard', '1/2']), await filesOf(['--shard', '2/2'])]
    expect(new Map([...shards[0], ...shards[1]].toSorted())).toEqual(new Map([...reference].toSorted()))
    const alone = await filesOf(['--env', 'toy/walk:long', '--seeds', '1'])
    for (const [name, content] of alone) expect(reference.get(name)).toBe(content)
  }, 60_000)

  it('agree over Node 20 and 24', async ({ skip }) => {
    const node = otherNode()
    if (node === undefined) skip('node@24 cannot be had through npx')
    expect(await filesOf([], node)).toEqual(reference)
  }, 120_000)

  it('are shared by two processes on one store', async () => {
    const directory = scratch()
    const both = await Promise.all([gauntlet(directory, [...args]), gauntlet(directory, [...args])])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(storeFiles(join(directory, 'store'))).toEqual(reference)
  }, 60_000)
})
