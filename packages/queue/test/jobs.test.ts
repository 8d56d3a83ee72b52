/** Cells that fail, jobs that are none, workers that lack something: each is told by its reason, and the rest finishes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type CellQueue,
  type Job,
  createStore,
  describeMachine,
  planMatrix,
  resolveRequest,
  runMatrix,
} from '@gauntlet/bench'
import { digestOf } from '@gauntlet/core'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Cell } from '../../bench/src/cells.ts'
import type { Flags } from '../../bench/src/request.ts'
import { orderOf, policyName, replyOf } from '../../bench/src/queue/order.ts'
import { serveCells } from '../../bench/src/queue/serve.ts'
import adapter from '../src/index.ts'
import { PREFIX } from '../src/jobs.ts'
import { type Finished, TINY, finished, gauntletHere, project, start, storeFiles, until } from './harness.ts'
import { HAS_REDIS, type RedisServer, startRedis } from './redis.ts'

const PLUGINS = fileURLToPath(new URL('../../bench/test/plugins', import.meta.url))
const TOYS = ['--plugin', join(PLUGINS, 'toy.ts'), '--plugin', join(PLUGINS, 'failing.ts')]
const TROUBLE = ['--plugin', fileURLToPath(new URL('plugins/trouble.ts', import.meta.url))]

let redis: RedisServer

/** A queue of a test's own. */
function urlOf(name: string): string {
  return `${redis.url}?name=${name}&lock=10`
}

/** Serves a queue until `work` is done; what the worker said. */
async function served(
  directory: string,
  args: readonly string[],
  work: (said: () => string) => Promise<void>,
): Promise<string> {
  const worker = start(directory, ['worker', '--workers', '1', ...args])
  let said = ''
  worker.stderr?.on('data', (chunk) => (said += String(chunk)))
  const end = finished(worker)
  try {
    await work(() => said)
  } finally {
    worker.kill('SIGTERM')
  }
  expect((await end).code).toBe(0)
  return said
}

async function cellsOf(directory: string, flags: Flags = {}): Promise<readonly Cell[]> {
  const { catalogue, blocks, backend } = await resolveRequest(flags, directory)
  return planMatrix(catalogue, blocks(), backend).cells
}

/** A worker in this process that takes one job, whether or not that is in the queue. */
async function serveOne(directory: string, flags: Flags, queue: CellQueue, job: Job): Promise<void> {
  const { catalogue, store, sources: plugins, limits } = await resolveRequest(flags, directory)
  const only: CellQueue = Object.assign(Object.create(queue) as CellQueue, {
    serve: async (_: unknown, handle: Parameters<CellQueue['serve']>[1]) => void (await handle(job)),
  })
  const { signal } = new AbortController()
  const machine = describeMachine(catalogue.plugins, directory)
  const options = { plugins, workers: 1, limits, signal, machine, name: 'one', onEvent: () => {} }
  await serveCells(catalogue, createStore(store), only, options)
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

  it('asks again for a policy that did not come along, and leaves none behind that comes late', async () => {
    const directory = project({})
    const queue = urlOf('policies')
    const chosen = ['--env', 'toy/walk:short', '--algo', 'toy/learner', '--seeds', '1', '--budget', '200']
    const flags = { plugin: [TOYS[1]], env: [chosen[1]], algo: [chosen[3]], seeds: 1, budget: 200 }
    const [cell] = await cellsOf(directory, flags)
    const job = { key: cell.key, order: orderOf(cell, null) }
    const name = policyName(cell.key)
    const open = await adapter.open(new URL(queue))
    await open.add([job])
    await served(directory, ['--queue', queue, ...TOYS, '--store', 'worker'], async () => {
      await until(async () => (await open.status()).finished === 1)
      expect(await open.bytes(name)).toBeDefined()
      await open.removeBytes([name])
      const { code, stderr } = await gauntletHere(directory, ['run', '--queue', queue, ...TOYS, ...chosen])
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(stderr).toContain('what the learner saved did not come with it')
    })

    await serveOne(directory, { ...flags, store: 'worker' }, open, job)
    expect(await open.bytes(name)).toBeUndefined()
    await open.close()
  }, 300_000)

  it('ends a worker in whose own store a file is damaged', async () => {
    const directory = project({})
    writeFileSync(join(directory, 'arm.txt'), '1')
    const algorithms = [{ id: 'trouble/by-file', configuration: { arm: 'arm.txt' } }]
    writeFileSync(join(directory, 'files.json'), JSON.stringify({ ...TINY, algorithms, seeds: 1 }))
    const flags = { plugin: [TROUBLE[1]], config: 'files.json', store: 'worker' }
    const [cell] = await cellsOf(directory, flags)
    const order = orderOf(cell, null)
    createStore(join(directory, 'worker')).putFile(order.files[0], Buffer.from('2'))
    const open = await adapter.open(new URL(urlOf('damaged')))
    // The order keeps the file to itself, so that only the cell asks for it.
    const job = { key: cell.key, order: { ...order, files: [] } }
    await expect(serveOne(directory, flags, open, job)).rejects.toThrow('remove the file and run again')
    await open.close()
  }, 300_000)

  it('compares what two workers came to, and takes no reply for granted', async () => {
    const directory = project({ ...TINY, algorithms: ['ucb1'], seeds: 4 })
    const cells = await cellsOf(directory)
    const { catalogue, sources: plugins, limits } = await resolveRequest({}, directory)
    const machine = describeMachine(catalogue.plugins, directory)
    const store = createStore(join(directory, 'honest'))
    await runMatrix(cells, store, { plugins, limits, machine, workers: 1 })
    const replies = cells.map(({ key }) => {
      const [result, provenance] = [store.read(key), store.provenance(key)!]
      return { result, provenance }
    })
    const [honest, tampered, strange, twice] = replies
    const lie = replyOf({ ...tampered, result: { ...tampered.result, score: 1e9 } })
    // What is said of each cell, one after the other.
    const forged = new Map<string, object[]>([
      [honest.result.key, [replyOf(honest)]],
      [tampered.result.key, [lie, lie, lie, replyOf(tampered)]],
      [strange.result.key, [replyOf(honest), replyOf(strange)]],
      [twice.result.key, [replyOf(twice)]],
    ])
    const queue: CellQueue = await adapter.open(new URL(urlOf('forged')))
    await queue.add(cells.map((cell) => ({ key: cell.key, order: orderOf(cell, null) })))
    await queue.witness(twice.result.key, twice.result.digest)
    await queue.witness(twice.result.key, 'f'.repeat(64))
    const stop = new AbortController()
    const serving = queue.serve(
      { workers: 1, name: 'liar', signal: stop.signal, tell: () => {} },
      async ({ key }) => ({ kind: 'done', reply: forged.get(key)!.shift()! }),
    )
    const run = (): Promise<Finished> => gauntletHere(directory, ['run', '--queue', urlOf('forged')])
    const lied = await run()
    expect(lied.code).toBe(2)
    expect(lied.stderr).toMatch(/error: .*nothing usable came of .* seed 1, 3 times: .*its digest is/)
    expect(lied.stderr).toMatch(
      /cells are queued again: the queue's reply cannot be used: its provenance is of/,
    )
    const { code, stderr } = await run()
    stop.abort()
    await serving
    await queue.close()
    expect({ code, stderr }).toMatchObject({ code: 1 })
    expect(storeFiles(join(directory, '.gauntlet/store')).size).toBe(4)
    expect(lied.stderr + stderr).toMatch(
      /seed 3: FAILED \(threw\) computed with digest .* does not come out the same twice/,
    )
  }, 300_000)

  it('survives jobs that were cut off: without data, without a place in the queue, with data that is not even JSON', async () => {
    const directory = project({ ...TINY, algorithms: ['ucb1'], seeds: 2 })
    const url = urlOf('raw')
    const queue = await adapter.open(new URL(url))
    const [bare, misplaced] = await cellsOf(directory)
    await queue.add(['raw', bare.key].map((key) => ({ key, order: {} })))
    const connection = new Redis(redis.url)
    await connection.hset(`${PREFIX}:raw:raw`, 'data', '{"half')
    await connection.hset(`${PREFIX}:raw:${misplaced.key}`, 'name', 'cell')
    await served(directory, ['--queue', url, '--store', 'worker'], async () => {
      const { code, stderr } = await gauntletHere(directory, ['run', '--queue', url])
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(stderr).toMatch(/cells are queued again: no-cell: \S+: order\.format: got undefined/)
    })
    connection.disconnect()
    await queue.close()
  }, 300_000)
})
