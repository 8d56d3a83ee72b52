/** Flags of commands that take a queue, with an adapter that has nothing behind it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { TOY, gauntletHere, scratch } from './harness.ts'

let project: string

beforeAll(() => {
  project = scratch()
  const adapter = join(project, 'node_modules/still-queue')
  mkdirSync(adapter, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{"dependencies":{"still-queue":"*"}}')
  writeFileSync(
    join(adapter, 'package.json'),
    '{"name":"still-queue","version":"1.0.0","gauntlet":{"queue":"./index.mjs"}}',
  )
  const nothing = ['waiting', 'running', 'refused', 'finished', 'failed'].map((name) => [name, 0])
  const lists = ['workers', 'failures', 'refusals'].map((name) => [name, []])
  const status = { ...Object.fromEntries([...nothing, ...lists]), settled: 10, perMinute: [2, 2] }
  writeFileSync(
    join(adapter, 'index.mjs'),
    `const queue = { name: 'still', status: async () => (${JSON.stringify(status)}), close: async () => {} }
     export default { kind: 'queue', queueVersion: 1, schemes: ['still'], open: async () => queue }`,
  )
})

describe('status --queue', () => {
  it('says no time that is left where nothing is', async () => {
    const { code, stdout } = await gauntletHere(project, ['status', '--queue', 'still://here'])
    expect(stdout).toContain('0 cells waiting, 0 running, 0 refused; 2 a minute; 0 workers; queue still\n')
    expect(code).toBe(0)
    const { stdout: json } = await gauntletHere(project, ['status', '--queue', 'still://here', '--json'])
    expect(JSON.parse(json)).toMatchObject({ queue: 'still', pace: { perMinute: 2 } })
  })

  it.each(['--env', '--store', '--seeds', '--plugin'])(
    'refuses %s, which means nothing to it',
    async (flag) => {
      const given = ['status', '--queue', 'still://here', flag, '3']
      const { code, stdout, stderr } = await gauntletHere(project, given)
      expect(stderr).toMatch(new RegExp(`'--queue \\[url\\]' cannot be used with option '${flag}`))
      expect([code, stdout]).toEqual([2, ''])
    },
  )
})

describe('run --queue', () => {
  it('leaves no empty store where the queue is not there', async () => {
    const args = ['run', '--env', 'toy/walk:short', '--algo', 'toy/right', '--plugin', TOY, '--store', 'new']
    const { code, stderr } = await gauntletHere(project, [...args, '--queue', 'nobody://here'])
    expect(stderr).toContain('nothing here serves nobody://; there are adapters for still')
    expect(code).toBe(2)
    expect(existsSync(join(project, 'new'))).toBe(false)
  })
})
