/** What came of a cell and cannot be used, and jobs that were cut off: the cell is computed again. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CellQueue, createStore, describeMachine, resolveRequest, runMatrix } from '@gauntlet/bench'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { orderOf, policyName, replyOf } from '../../bench/src/queue/order.ts'
import adapter from '../src/index.ts'
import { PREFIX } from '../src/jobs.ts'
import {
  type Finished,
  TINY,
  cellsOf,
  gauntletHere,
  project,
  serveOne,
  served,
  storeFiles,
  until,
} from './harness.ts'
import { HAS_REDIS, type RedisServer, startRedis } from './redis.ts'

const TOY = fileURLToPath(new URL('../../bench/test/plugins/toy.ts', import.meta.url))
const TROUBLE = fileURLToPath(new URL('plugins/trouble.ts', import.meta.url))

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

  it('asks again for a policy that did not come along, and leaves none behind that comes late', async () => {
    const directory = project({})
    const queue = urlOf('policies')
    const chosen = ['--env', 'toy/walk:short', '--algo', 'toy/learner', '--seeds', '1', '--budget', '200']
    const flags = { plugin: [TOY], env: [chosen[1]], algo: [chosen[3]], seeds: 1, budget: 200 }
    const [cell] = await cellsOf(directory, flags)
    const job = { key: cell.key, order: orderOf(cell, null) }
    const name = policyName(cell.key)
    const open = await adapter.open(new URL(queue))
    await open.add([job])
    await served(directory, ['--queue', queue, '--plugin', TOY, '--store', 'worker'], async () => {
      await until(async () => (await open.status()).finished === 1)
      expect(await open.bytes(name)).toBeDefined()
      await open.removeBytes([name])
      const { code, stderr } = await gauntletHere(directory, [
        'run',
        '--queue',
        queue,
        '--plugin',
        TOY,
        ...chosen,
      ])
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
    const flags = { plugin: [TROUBLE], config: 'files.json', store: 'worker' }
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
