/** Cells that fail, jobs that are none, workers that lack something: each is told by its reason, and the rest finishes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { digestOf } from '@gauntlet/core'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderOf } from '../../bench/src/queue/order.ts'
import adapter from '../src/index.ts'
import { PREFIX } from '../src/jobs.ts'
import {
  TINY,
  cellsOf,
  finished,
  gauntletHere,
  project,
  served,
  start,
  storeFiles,
  until,
} from './harness.ts'
import { HAS_REDIS, type RedisServer, startRedis } from './redis.ts'

const PLUGINS = fileURLToPath(new URL('../../bench/test/plugins', import.meta.url))
const TOYS = ['--plugin', join(PLUGINS, 'toy.ts'), '--plugin', join(PLUGINS, 'failing.ts')]
const TROUBLE = ['--plugin', fileURLToPath(new URL('plugins/trouble.ts', import.meta.url))]

let redis: RedisServer

/** A queue of a test's own. */
function urlOf(name: string): string {
  return `${redis.url}?name=${name}&lock=10`
}

describe.skipIf(!HAS_REDIS)('a queue (needs redis-server)', () => {
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis?.stop())

  it('tries a cell three times that breaks its process, and once where it throws; files and policies travel', async () => {
    const directory = project({})
    writeFileSync(join(directory, 'arm.txt'), '1')
    const byFile = { id: 'trouble/by-file', configuration: { arm: 'arm.txt' } }
    writeFileSync(join(directory, 'files.json'), JSON.stringify({ ...TINY, algorithms: [byFile] }))
    const chosen = ['toy/right', 'toy/learner', 'fail/throws', 'fail/exits'].flatMap((id) => ['--algo', id])
    const matrix = [...TOYS, '--env', 'toy/walk:short', ...chosen, '--seeds', '1', '--budget', '200']
    const files = [...TROUBLE, '--config', 'files.json', '--seeds', '2']
    const queue = ['--queue', urlOf('failures')]
    const told = await served(directory, [...queue, ...TOYS, ...TROUBLE, '--store', 'worker'], async () => {
      const failing = await gauntletHere(directory, ['run', ...matrix, ...queue, '--store', 'queued'])
      expect(failing.code).toBe(1)
      expect(failing.stderr).toContain('2 cells computed, 0 finished before, 2 failed')
      expect(failing.stderr).toContain('fail/throws seed 0: FAILED (threw) Error: as it was told to')
      expect(failing.stderr).toContain(
        'fail/exits seed 0: FAILED (crashed) the thread ended with exit code 7',
      )
      const filed = await gauntletHere(directory, ['run', ...files, ...queue, '--store', 'queued'])
      expect({ code: filed.code, stderr: filed.stderr }).toMatchObject({ code: 0 })
    })
    expect(told.match(/fail\/throws seed 0: FAILED/g)).toHaveLength(1)
    expect(told.match(/fail\/exits seed 0: broke its process/g)).toHaveLength(3)
    await gauntletHere(directory, ['run', ...matrix, '--store', 'local', '--workers', '1'])
    await gauntletHere(directory, ['run', ...files, '--store', 'local', '--workers', '1'])
    const [local, queued] = ['local', 'queued'].map((name) => storeFiles(join(directory, name)))
    const kept = (path: string): boolean => !path.startsWith('failed')
    expect([...queued.keys()]).toEqual([...local.keys()])
    expect([...queued].filter(([path]) => kept(path))).toEqual([...local].filter(([path]) => kept(path)))
    expect([...local.keys()].filter((path) => /^(policies|files)/.test(path))).toHaveLength(2)
    const open = await adapter.open(new URL(urlOf('failures')))
    expect(await open.settled()).toEqual({ finished: [], failed: [] })
    expect((await open.status()).failures.map(({ reason }) => reason).sort()).toEqual([
      'crashed: the thread ended with exit code 7',
      expect.stringMatching(/^threw: Error: as it was told to/) as string,
    ])
    await open.close()
  }, 300_000)

  it('sets a cell aside that kills its workers three times', async () => {
    const directory = project({ ...TINY, algorithms: ['trouble/poison'], seeds: 1 })
    const queue = ['--queue', urlOf('poison').replace('lock=10', 'lock=2'), ...TROUBLE]
    const run = start(directory, ['run', ...queue])
    const end = finished(run)
    const over = (): boolean => run.exitCode !== null
    while (!over()) {
      const worker = start(directory, ['worker', '--workers', '1', ...queue, '--store', 'worker'])
      const died = finished(worker)
      await until(() => over() || worker.exitCode !== null || worker.signalCode !== null)
      worker.kill('SIGKILL')
      await died
    }
    const { code, stderr } = await end
    expect(code).toBe(1)
    expect(stderr).toContain('FAILED (crashed) its workers died, or lost the queue, 3 times')
  }, 300_000)

  it('sets jobs aside that are no cells, and leaves those to others that it cannot run', async () => {
    const directory = project({ ...TINY, algorithms: ['ucb1'], seeds: 2 })
    const url = urlOf('hostile')
    const [good, other] = await cellsOf(directory)
    const order = orderOf(good, null)
    const { descriptor } = other
    const evil = { ...descriptor, algorithm: { ...descriptor.algorithm, id: '<b>evil</b>' } }
    const hostile: readonly (readonly [string, unknown])[] = [
      ['text', 'rm -rf /'],
      ['list', [1, 2]],
      ['code', { ...order, code: 'process.exit()' }],
      ['<img src=x onerror=alert(1)>', order],
      ['huge', { ...order, files: ['x'.repeat(5_000_000)] }],
      ['seed', { ...order, descriptor: { ...good.descriptor, seed: -1 } }],
      ['deep', {}],
      [other.key, { ...order, descriptor: { ...descriptor, budget: 5 } }],
    ]
    const foreign: readonly (readonly [string, unknown])[] = [
      ['newer', { ...order, formatVersion: 2 }],
      [digestOf(evil), { ...orderOf(other, null), descriptor: evil }],
      [good.key, { ...order, files: ['0'.repeat(64)] }],
    ]
    const queue = await adapter.open(new URL(url))
    await queue.add([...hostile, ...foreign].map(([key, data]) => ({ key, order: data })))
    const connection = new Redis(redis.url)
    const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    await connection.hset(`${PREFIX}:hostile:deep`, 'data', deep)
    connection.disconnect()
    const said = await served(directory, ['--queue', url, '--store', 'worker'], async () => {
      await until(async () => {
        const { failed, refused, waiting, running } = await queue.status()
        return waiting + running === 0 && failed + refused === hostile.length + foreign.length
      })
    })
    const { failures, refusals } = await queue.status()
    const reasons = Object.fromEntries(failures.map(({ key, reason }) => [key, reason]))
    expect(reasons).toMatchObject({
      text: expect.stringMatching(/^no-cell: \S+: order: got "rm -rf \/", expected an object$/) as string,
      code: expect.stringContaining('code: unknown field') as string,
      huge: expect.stringContaining('of at most 4194304') as string,
      seed: expect.stringContaining('seed: got -1') as string,
      '<img src=x onerror=alert(1)>': expect.stringContaining(`has the key ${good.key}`) as string,
    })
    expect(Object.keys(reasons)).toEqual(expect.arrayContaining(hostile.map(([key]) => key)))
    expect(refusals.map(({ reason }) => reason).join('\n')).toContain('needs version 2 of orders; here is 1')
    expect(refusals.map(({ reason }) => reason).join('\n')).toContain('unknown algorithm <b>evil</b>')
    expect(refusals.map(({ reason }) => reason).join('\n')).toContain('the queue does not have the file 000')
    expect(said).toContain('left to others: needs version 2 of orders; here is 1')
    expect(said).toContain('set aside, it is no cell: order: got "rm -rf /"')
    expect(storeFiles(join(directory, 'worker')).size).toBe(0)

    // A planner removes what is no cell.
    await queue.remove([good.key])
    await served(directory, ['--queue', url, '--store', 'worker'], async () => {
      const { code, stderr } = await gauntletHere(directory, ['run', '--queue', url])
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(stderr).toMatch(/job text is removed: no-cell: .* got "rm -rf \/"/)
    })
    expect((await queue.status()).failures).toEqual([])
    await queue.close()
  }, 300_000)

  it('leaves cells to the worker that has their plugin', async () => {
    const directory = project({})
    const queue = ['--queue', urlOf('plugins')]
    const matrix = [
      'run',
      ...queue,
      ...TOYS,
      '--env',
      'toy/walk:short',
      '--algo',
      'toy/right',
      '--seeds',
      '2',
    ]
    const open = await adapter.open(new URL(urlOf('plugins')))
    const run = finished(start(directory, matrix))
    const said = await served(directory, [...queue, '--store', 'bare'], async () => {
      await until(async () => (await open.status()).refused === 2)
    })
    await open.close()
    expect(said.match(/left to others: unknown environment toy\/walk/g)).toHaveLength(1)
    await served(directory, [...queue, ...TOYS, '--store', 'whole'], async () => void (await run))
    expect(await run).toMatchObject({ code: 0 })
  }, 300_000)

  it('computes best responses to policies that travel, and plays matches where it plans', async () => {
    const directory = project({})
    const game = ['--plugin', join(PLUGINS, 'game.ts')]
    const players = ['--env', 'game/nim', '--algo', 'game/learner', '--exploit', 'game/learner']
    const matrix = ['run', ...game, ...players, '--seeds', '1', '--budget', '200']
    const queue = ['--queue', urlOf('responses')]
    await served(directory, [...queue, ...game, '--store', 'worker'], async () => {
      const { code, stderr } = await gauntletHere(directory, [...matrix, ...queue, '--store', 'queued'])
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(stderr).toContain('1 best response computed, 0 finished before, none failed')
    })
    await gauntletHere(directory, [...matrix, '--store', 'local', '--workers', '1'])
    expect(storeFiles(join(directory, 'queued'))).toEqual(storeFiles(join(directory, 'local')))
  }, 300_000)

  it('goes on where a planner was killed', async () => {
    const directory = project({ ...TINY, seeds: 4 })
    const queue = ['--queue', urlOf('planner')]
    const planner = start(directory, ['run', ...queue, '--store', 'queued'])
    const open = await adapter.open(new URL(urlOf('planner')))
    await until(async () => (await open.status()).waiting === 8)
    planner.kill('SIGKILL')
    await served(directory, [...queue, '--store', 'worker'], async () => {
      await until(async () => (await open.status()).finished === 8)
    })
    const { code, stderr } = await gauntletHere(directory, ['run', ...queue, '--store', 'queued'])
    expect({ code, stderr }).toMatchObject({ code: 0 })
    expect(storeFiles(join(directory, 'queued'))).toEqual(storeFiles(join(directory, 'worker')))
    await open.close()
  }, 300_000)
})
