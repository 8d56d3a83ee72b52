import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { API_VERSION, GauntletError } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import { planMatrix } from '../src/plan.ts'
import { describeMachine } from '../src/provenance.ts'
import type { FailedCell } from '../src/records.ts'
import { resolveRequest } from '../src/request.ts'
import { runMatrix } from '../src/run.ts'
import { createStore, openStore } from '../src/store.ts'
import { probeCells } from '../src/trials.ts'
import { FAILING, TOY, gauntlet, scratch, storeFiles } from './harness.ts'

const plugins = ['--plugin', TOY, '--plugin', FAILING]

function failuresOf(directory: string): Map<string, FailedCell> {
  const store = openStore(`${directory}/.gauntlet/store`)
  const failures = store.failedKeys().map((key) => store.failure(key)!)
  return new Map(
    failures.map((failure) => [
      failure.descriptor.environment.id === 'fail/nan'
        ? failure.descriptor.environment.setting
        : failure.descriptor.algorithm.id,
      failure,
    ]),
  )
}

describe('a cell that fails', () => {
  it('is a failed cell with its reason, and the rest finishes', async () => {
    const directory = scratch()
    const limits = ['--memory', '48', '--workers', '2', '--seeds', '1', '--budget', '100']
    const failing = ['throws', 'exits', 'heap', 'map', 'buffers', 'illegal', 'greedy', 'nothing']
    const algorithms = ['toy/right', ...failing.map((name) => `fail/${name}`)]
    const acting = ['--env', 'toy/walk:short', ...algorithms.flatMap((id) => ['--algo', id])]
    const run = await gauntlet(directory, ['run', ...plugins, ...acting, ...limits])
    expect(run.code).toBe(1)
    const hanging = ['--env', 'toy/walk:short', '--algo', 'fail/hangs', '--timeout', '2']
    expect((await gauntlet(directory, ['run', ...plugins, ...hanging, ...limits])).code).toBe(1)
    expect(run.stderr).toContain('toy/walk:short fail/throws seed 0: FAILED (threw) Error: as it was told to')
    const numbers = ['--env', 'fail/nan', '--algo', 'toy/right']
    expect((await gauntlet(directory, ['run', ...plugins, ...numbers, ...limits])).code).toBe(1)

    const failures = failuresOf(directory)
    const reasons = Object.fromEntries([...failures].map(([name, { reason }]) => [name, reason]))
    expect(reasons).toMatchObject({
      'fail/throws': 'threw',
      'fail/illegal': 'threw',
      'fail/greedy': 'threw',
      'fail/nothing': 'threw',
      'fail/hangs': 'timed-out',
      'fail/exits': 'crashed',
      'fail/heap': 'out-of-memory',
      'fail/map': 'out-of-memory',
      'fail/buffers': 'out-of-memory',
      metrics: 'not-finite',
      rewards: 'not-finite',
      observations: 'not-finite',
    })
    expect(failures.get('fail/throws')?.message).toContain('as it was told to')
    expect(failures.get('fail/illegal')?.message).toContain('world 0, agent 0: action 9')
    expect(failures.get('fail/greedy')?.message).toContain('budget of 100')
    expect(failures.get('fail/exits')?.message).toContain('exit code 7')
    expect(failures.get('metrics')?.message).toContain('metric reward of episode 0 is NaN')

    const store = openStore(`${directory}/.gauntlet/store`)
    const finished = store.keys().map((key) => store.read(key).descriptor.algorithm.id)
    expect(finished).toContain('toy/right')
  }, 60_000)

  it('leaves nothing behind for the next in its slot, and cannot speak for the harness', async () => {
    const directory = scratch()
    const algorithms = ['fail/forges', 'fail/pollutes', 'toy/learner', 'toy/random', 'toy/right']
    const matrix = ['--env', 'toy/walk:short', ...algorithms.flatMap((id) => ['--algo', id]), '--seeds', '1']
    const run = (...flags: string[]) =>
      gauntlet(directory, ['run', ...plugins, ...matrix, '--budget', '100', ...flags])
    expect((await run('--store', 'all', '--workers', '1')).code).toBe(0)
    for (const algorithm of algorithms) {
      const own = ['run', ...plugins, '--env', 'toy/walk:short', '--algo', algorithm, '--budget', '100']
      await gauntlet(directory, [...own, '--seeds', '1', '--store', 'alone'])
    }
    expect(storeFiles(`${directory}/alone`)).toEqual(storeFiles(`${directory}/all`))
  }, 120_000)

  it('is passed over until --retry-failed asks for it', async () => {
    const directory = scratch()
    const matrix = [
      '--env',
      'toy/walk:short',
      '--algo',
      'fail/throws',
      '--algo',
      'toy/right',
      '--seeds',
      '1',
      '--workers',
      '1',
    ]
    const first = await gauntlet(directory, ['run', ...plugins, ...matrix])
    expect(first.code).toBe(1)
    const { failedAt } = failuresOf(directory).get('fail/throws')!

    const second = await gauntlet(directory, ['run', ...plugins, ...matrix])
    expect(second.code).toBe(1)
    expect(second.stderr).toContain('1 failed before (--retry-failed computes them again)')
    expect(failuresOf(directory).get('fail/throws')?.failedAt).toBe(failedAt)

    const third = await gauntlet(directory, ['run', ...plugins, ...matrix, '--retry-failed'])
    expect(third.code).toBe(1)
    expect(failuresOf(directory).get('fail/throws')?.failedAt).not.toBe(failedAt)
    expect(third.stdout).toMatch(/fail\/throws/)
  }, 60_000)
})

describe('a training that fails', () => {
  it('says after how many steps the checkpoint was taken that is kept, or that none is', async () => {
    const directory = scratch()
    const limits = { checkpointSeconds: 1e-6 }
    writeFileSync(`${directory}/gauntlet.config.json`, JSON.stringify({ limits }))
    const matrix = ['--env', 'toy/walk:short', '--algo', 'fail/diverges', '--seeds', '1']
    const run = async (budget: string) =>
      (await gauntlet(directory, ['run', ...plugins, ...matrix, '--budget', budget])).stderr
    const none = 'is NaN, expected a finite number; no checkpoint was kept\n'
    expect(await run('50')).toContain(none)
    const kept = 'is NaN, expected a finite number; the checkpoint after 99 steps is kept'
    expect(await run('100')).toContain(kept)
    const retry = ['run', ...plugins, ...matrix, '--budget', '100', '--retry-failed']
    const again = await gauntlet(directory, retry)
    expect(again.stderr).toContain('; 1 goes on from a checkpoint; 1 worker; ')
    const status = await gauntlet(directory, ['status', ...plugins])
    expect(status.stdout).toContain('the checkpoint after 99 steps is kept')
  }, 60_000)
})

describe('trials of cells', () => {
  /** What came of trials of the algorithms, one after the other, by algorithm. */
  async function trialsOf(algorithms: readonly string[], plugin: readonly string[] = [TOY, FAILING]) {
    const { catalogue, sources, blocks, backend, limits } = await resolveRequest(
      { plugin, env: ['toy/walk:short'], algo: algorithms, seeds: 1, budget: 100 },
      scratch(),
    )
    const { cells } = planMatrix(catalogue, blocks(), backend)
    const idOf = ({ descriptor }: (typeof cells)[number]): string => descriptor.algorithm.id
    const inOrder = algorithms.map((id) => cells.find((cell) => idOf(cell) === id)!)
    const tried: string[] = []
    const options = { workers: 1, plugins: sources, limits }
    const trials = await probeCells(inOrder, options, (cell) => void tried.push(idOf(cell)))
    expect(tried).toEqual(algorithms)
    return inOrder.map((cell) => {
      const trial = trials.get(cell.key)
      return trial?.kind === 'failed' ? trial.failure.reason : trial?.kind
    })
  }

  it('tell which would fail, whatever happens in other trials', async () => {
    const algorithms = {
      'toy/right': 'told',
      'fail/throws': 'threw',
      'toy/learner': undefined,
      'fail/stillborn': 'threw',
      'fail/pollutes': 'told',
      'toy/random': 'told',
      'fail/exits': 'crashed',
      'fail/forges': 'told',
    }
    expect(await trialsOf(Object.keys(algorithms))).toEqual(Object.values(algorithms))
  }, 60_000)

  it('end where one hangs, and the others go on', async () => {
    expect(await trialsOf(['fail/hangs', 'toy/right'])).toEqual([undefined, 'told'])
  }, 60_000)

  it('share a thread, so that plugins are loaded once for many', async () => {
    const file = `${scratch()}/counts.mjs`
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs'
      import { isMainThread } from 'node:worker_threads'
      if (!isMainThread) appendFileSync(${JSON.stringify(`${file}.loads`)}, 'x')
      export default { kind: 'plugin', apiVersion: ${API_VERSION}, name: 'counts', environments: [], algorithms: [], adapters: [], presets: {} }`,
    )
    const algorithms = ['toy/right', 'toy/learner', 'toy/random']
    expect(await trialsOf(algorithms, [TOY, file])).toEqual(['told', undefined, 'told'])
    expect(readFileSync(`${file}.loads`, 'utf8')).toBe('x')
  }, 60_000)
})

describe('a store that takes no more', () => {
  it('stops the run, and blames no cell for it', async () => {
    const directory = scratch()
    const flags = { plugin: [TOY, FAILING], env: ['toy/walk:short'], algo: ['slow/spin', 'toy/*'], seeds: 2 }
    const { catalogue, sources, blocks, backend, limits } = await resolveRequest(flags, directory)
    const { cells } = planMatrix(catalogue, blocks(), backend)
    const store = createStore(`${directory}/store`)
    store.putResult = () => {
      throw new GauntletError('store', 'the disk is full')
    }
    const machine = describeMachine(catalogue.plugins, directory)
    const run = runMatrix(cells, store, { plugins: sources, workers: 2, limits, machine })
    await expect(run).rejects.toThrow('the disk is full')
    await sleep(500)
    expect(store.failedKeys()).toEqual([])
  }, 60_000)
})
