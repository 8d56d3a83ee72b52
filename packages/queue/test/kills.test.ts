/** A matrix over workers that are killed: the same results as of a local run. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createStore, describeMachine, planMatrix, resolveRequest } from '@gauntlet/bench'
import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { TINY, finished, project, start, storeFiles, until } from './harness.ts'
import { runCell } from '../../bench/src/cell.ts'
import adapter from '../src/index.ts'
import { HAS_REDIS, startRedis } from './redis.ts'

interface Trial {
  readonly seeds: number
  readonly workers: number
  readonly kills: number
}

interface Served {
  readonly child: ReturnType<typeof start>
  /** All that it has said so far. */
  said(): string
}

/** The same matrix in this process, without threads: a local run, and a fast one. */
async function computeHere(directory: string, name: string): Promise<void> {
  const request = await resolveRequest({ store: name }, directory)
  const { catalogue, blocks, backend } = request
  const store = createStore(request.store)
  const machine = describeMachine(catalogue.plugins, directory)
  for (const cell of planMatrix(catalogue, blocks(), backend).cells) {
    const { result, policy, timing } = await runCell(catalogue, cell)
    store.putResult(result, { key: cell.key, ...timing, ...machine }, policy)
  }
}

/** Runs the matrix here and over the queue, whose workers are killed now and then and replaced. */
async function compare({
  seeds,
  workers,
  kills,
}: Trial): Promise<{ readonly stderr: string; readonly seconds: number }> {
  const directory = project({ ...TINY, seeds })
  const cells = 2 * seeds
  await computeHere(directory, 'local')

  const redis = await startRedis()
  const url = `${redis.url}?lock=10`
  const heard: string[] = []
  const serve = (name: string): Served => {
    const child = start(directory, ['worker', '--queue', url, '--workers', '1', '--store', name])
    const n = heard.push('') - 1
    child.stderr?.on('data', (chunk) => (heard[n] += String(chunk)))
    return { child, said: () => heard[n] }
  }
  const queue = await adapter.open(new URL(url))
  try {
    const began = performance.now()
    const serving = Array.from({ length: workers }, (_, i) => serve(`worker-${i}`))
    const planner = start(directory, ['run', '--queue', url, '--store', 'queued'])
    const run = finished(planner)
    const stream = Seed.from(0).fold('kills').stream()
    const done = (): number => countFiles(join(directory, 'queued/cells'))
    for (let kill = 1; kill <= kills; kill++) {
      await until(() => done() >= (kill * cells) / (kills + 2))
      // Who has finished a cell while others wait has the next already.
      const busy = serving.filter(({ said }) => / seed \d+: /.test(said()))
      expect((await queue.status()).waiting).toBeGreaterThan(0)
      const victim = busy[Math.floor(stream.uniform() * busy.length)]
      victim.child.kill('SIGKILL')
      serving[serving.indexOf(victim)] = serve(`worker-${workers + kill}`)
    }
    const { code, stderr } = await run
    const seconds = (performance.now() - began) / 1000
    expect({ code, failures: stderr.split('\n').filter((line) => /FAILED|error/.test(line)) }).toEqual({
      code: 0,
      failures: [],
    })
    expect(storeFiles(join(directory, 'queued'))).toEqual(storeFiles(join(directory, 'local')))
    const ends = serving.map(({ child }) => finished(child))
    for (const { child } of serving) child.kill('SIGTERM')
    expect((await Promise.all(ends)).map((end) => end.code)).toEqual(serving.map(() => 0))
    const taken = heard.join('').match(/is not heard of any more; the cell is given to another/g)
    expect(taken?.length).toBeGreaterThanOrEqual(kills)
    return { stderr, seconds }
  } finally {
    await queue.close()
    await redis.stop()
  }
}

function countFiles(directory: string): number {
  try {
    return readdirSync(directory, { recursive: true }).filter((name) => String(name).endsWith('.json')).length
  } catch {
    return 0
  }
}

describe.skipIf(!HAS_REDIS)('a matrix over a queue (needs redis-server)', () => {
  it('comes out as a local run, whatever workers are killed', async () => {
    const { stderr } = await compare({ seeds: 20, workers: 3, kills: 3 })
    expect(stderr).toContain('40 cells computed, 0 finished before, none failed')
  }, 240_000)

  it.runIf(process.env.GAUNTLET_STUDY)(
    'likewise 2,000 cells over 4 workers (a study)',
    async () => {
      const { stderr, seconds } = await compare({ seeds: 1000, workers: 4, kills: 20 })
      expect(stderr).toContain('2000 cells computed, 0 finished before, none failed')
      process.stdout.write(`2,000 cells over 4 workers, 20 of them killed: ${seconds.toFixed(0)} s\n`)
    },
    3_600_000,
  )
})
