/** Learners from a file that the user brings: recorded, learnt from, verified, taken up again; what does not fit. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import algos from '@gauntlet/algos/plugin'
import { multiDiscrete } from '@gauntlet/core'
import { writeNpz } from '@gauntlet/tables'
import { beforeAll, describe, expect, it } from 'vitest'
import { applicabilityOf } from '../src/brought-data.ts'
import { algorithmOf, buildCatalogue, environmentOf } from '../src/catalogue.ts'
import { runCell } from '../src/cell.ts'
import { restoreCell } from '../src/cells.ts'
import { type Store, openStore } from '../src/store.ts'
import type { TrainingState } from '../src/train.ts'
import { gauntletHere, scratch } from './harness.ts'

const ALGOS = fileURLToPath(new URL('../../algos/src/plugin.ts', import.meta.url))
const plugin = ['--plugin', ALGOS]
const SETTING = 'classic/cart-pole:v1'

const source = { origin: ALGOS, file: ALGOS, package: null }
const catalogue = buildCatalogue([{ source, plugin: algos }])
let directory: string

/** Clones the play in a file; what the command line said, and its exit status. */
async function cloned(data: string, store: string) {
  const config = {
    plugins: [ALGOS],
    environments: [SETTING],
    algorithms: ['random', { id: 'bc', configuration: { data } }],
    seeds: 1,
    budget: 500,
    workers: 1,
    store,
  }
  writeFileSync(join(directory, 'data.config.json'), JSON.stringify(config))
  return gauntletHere(directory, ['run', '--config', 'data.config.json'])
}

it('a method that needs a file does not apply without one', () => {
  const spec = environmentOf(catalogue, 'classic/cart-pole').describe()
  const definition = algorithmOf(catalogue, 'follower-pretrained')
  const choice = { definition, configuration: definition.resolve() }
  const reason = 'needs a file in the field weights of its configuration'
  expect(applicabilityOf('classic/cart-pole', spec, choice, [])).toEqual({ kind: 'not-applicable', reason })
})

function resultsOf(store: Store) {
  const results = store.keys().map((key) => store.read(key))
  const by = (id: string) => results.find(({ descriptor }) => descriptor.algorithm.id === id)!
  return { random: by('random'), bc: by('bc') }
}

beforeAll(async () => {
  directory = scratch()
  const run = ['run', ...plugin, '--env', SETTING, '--algo', 'ppo', '--budget', '30000', '--seeds', '1']
  expect((await gauntletHere(directory, [...run, '--workers', '1'])).code).toBe(0)
  const record = ['dataset', 'record', SETTING, ...plugin, '--policy', `cell:${SETTING} ppo`, '--no-measures']
  for (const [steps, out] of [
    ['5000', 'played.npz'],
    ['400', 'other.npz'],
  ] as const)
    expect((await gauntletHere(directory, [...record, '--steps', steps, '--out', out])).code).toBe(0)
  expect((await cloned('played.npz', 'store')).code).toBe(0)
}, 120_000)

describe('play that was recorded', () => {
  it('is cloned from its file, without an adapter, and beats chance', () => {
    const { random, bc } = resultsOf(openStore(join(directory, 'store')))
    expect(random.score).toBeLessThan(30)
    expect(bc.score).toBeGreaterThan(100)
    expect(bc.descriptor.adapters).toEqual([])
    expect(bc.descriptor.algorithm.configuration.data).toEqual({ sha256: expect.any(String) })
  })

  it('is part of the key, and of the name', async () => {
    const { code, stdout } = await cloned('other.npz', 'store')
    expect(code).toBe(0)
    expect(openStore(join(directory, 'store')).keys()).toHaveLength(3)
    expect(stdout).toMatch(/bc +\(data=[0-9a-f]{12}\)/)
  }, 60_000)

  it('comes out the same again, from the store alone', async () => {
    const { code, stdout } = await gauntletHere(directory, ['verify', 'store', ...plugin])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('came out the same') })
  }, 60_000)

  it('is learnt from on from a checkpoint, to the same bits', async () => {
    const store = openStore(join(directory, 'store'))
    const { key, descriptor, digest } = resultsOf(store).bc
    const cell = restoreCell(catalogue, key, descriptor, (file) => store.file(file))
    const states: TrainingState[] = []
    const onCheckpoint = (capture: () => TrainingState): void => void states.push(structuredClone(capture()))
    expect((await runCell(catalogue, cell, { onCheckpoint })).result.digest).toBe(digest)
    expect(states.length).toBeGreaterThan(1)
    const from = states[Math.floor(states.length / 2)]
    expect((await runCell(catalogue, cell, { from })).result.digest).toBe(digest)
  }, 60_000)
})

it('is never replaced by what an adapter records', () => {
  const spec = environmentOf(catalogue, 'classic/cart-pole').describe({})
  const definition = algorithmOf(catalogue, 'cql')
  const adapters = [...catalogue.adapters.values()]
  const data = { name: 'a.npz', bytes: new Uint8Array() }
  const answer = (configuration: object, counts: readonly number[]) =>
    applicabilityOf(
      'test/factors',
      { ...spec, action: multiDiscrete(counts) },
      { definition, configuration },
      adapters,
    )
  const used = (...ids: string[]) => ({
    kind: 'adapted',
    adapters: ids.map((id) => expect.objectContaining({ id })),
  })
  expect(answer({}, [2, 3])).toEqual(used('flatten-legal-pairs', 'record-dataset'))
  expect(answer({ data }, [2, 3])).toEqual(used('flatten-legal-pairs'))
  expect(answer({}, [2, 3, 2])).toEqual(used('independent-factors', 'record-dataset'))
  expect(answer({ data }, [2, 3, 2])).toEqual({
    kind: 'not-applicable',
    reason: 'needs a dataset; independent-factors cannot pass it on',
  })
})

describe('a file that does not fit', () => {
  it('is refused before anything runs, named with column and row', async () => {
    const column = (...values: number[]) => ({ shape: [2], values: Float32Array.from(values) })
    const seen = { shape: [2, 4], values: new Float32Array(8) }
    const columns = { observations: seen, next_observations: seen, terminated: column(0, 1) }
    const bytes = writeNpz({ ...columns, actions: column(0, 2), rewards: column(1, 1) })
    writeFileSync(join(directory, 'stray.npz'), bytes)
    const { code, stdout, stderr } = await cloned('stray.npz', 'stray')
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('stray.npz: actions, row 1: ')
    expect(existsSync(join(directory, 'stray'))).toBe(false)
  }, 60_000)

  it('is asked for where it is not there', async () => {
    const { code, stderr } = await cloned('none.npz', 'none')
    expect([code, stderr]).toEqual([2, expect.stringContaining('bc.data: got "none.npz", expected the path')])
  })
})
