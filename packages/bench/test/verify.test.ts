import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@gauntlet/core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CellDescriptor, CellResult } from '../src/records.ts'
import { writeRecordFile } from '../src/record-file.ts'
import { createStore, openStore } from '../src/store.ts'
import { FAILING, TOY, gauntletHere, scratch } from './harness.ts'

const plugin = ['--plugin', TOY]
let directory: string
let cells: string[]

beforeAll(async () => {
  directory = scratch()
  const run = await gauntletHere(directory, [
    'run',
    ...plugin,
    '--env',
    'toy/walk:long',
    '--seeds',
    '1',
    '--store',
    'store',
  ])
  expect(run.code).toBe(0)
  const shelf = join(directory, 'store/cells')
  cells = readdirSync(shelf, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(shelf, name))
}, 90_000)

/** Runs `action` while a cell's file holds something else. */
async function spoilt(change: (cell: CellResult) => CellResult, action: (cell: CellResult) => Promise<void>) {
  const [path] = cells
  const before = readFileSync(path, 'utf8')
  const cell = JSON.parse(before) as CellResult
  writeFileSync(path, writeRecordFile(change(cell)))
  await action(cell)
  writeFileSync(path, before)
}

function redigested(cell: CellResult): CellResult {
  const { digest: _, ...content } = cell
  return { ...content, digest: digestOf(content) }
}

function changed(field: 'environment' | 'algorithm' | 'evaluation', change: object) {
  return (descriptor: CellDescriptor) => ({ ...descriptor, [field]: { ...descriptor[field], ...change } })
}

const PROVENANCE = {
  startedAt: '2026-01-01T00:00:00.000Z',
  trainingSeconds: 0,
  evaluationSeconds: 1,
  microsecondsPerDecision: 1,
  node: 'v20',
  platform: 'linux',
  processor: '',
  packages: {},
  commit: null,
}

describe('gauntlet verify', () => {
  it('finds every cell the same', async () => {
    const { code, stdout } = await gauntletHere(directory, ['verify', 'store', ...plugin])
    expect(stdout).toContain('4 cells of 4 came out the same')
    expect(code).toBe(0)
  }, 30_000)

  it('catches a score that was changed, though its digest was made anew', async () => {
    const change = (cell: CellResult) => redigested({ ...cell, score: cell.score + 1 })
    await spoilt(change, async ({ key, score }) => {
      const { code, stdout } = await gauntletHere(directory, ['verify', 'store', ...plugin])
      expect(code).toBe(1)
      expect(stdout).toContain(`different ${key.slice(0, 12)}`)
      expect(stdout).toContain(`score: stored ${score + 1}, computed ${score}`)
      expect(stdout).toContain('3 cells of 4 came out the same')
    })
  }, 30_000)

  it('reports a file whose digest does not fit, and checks the rest', async () => {
    await spoilt(
      (cell) => ({ ...cell, score: cell.score + 1 }),
      async ({ key }) => {
        const { code, stdout } = await gauntletHere(directory, ['verify', 'store', ...plugin, '--json'])
        expect(code).toBe(1)
        const { verdicts, same } = JSON.parse(stdout)
        expect(same).toBe(3)
        expect(verdicts).toContainEqual({
          key,
          verdict: 'corrupt',
          detail: expect.stringContaining('its digest is'),
        })
      },
    )
  }, 30_000)

  it('survives a stored record that lacks what is computed', async () => {
    const change = (cell: CellResult) => redigested({ ...cell, episodes: { reward: cell.episodes.reward } })
    await spoilt(change, async ({ key }) => {
      const { code, stdout } = await gauntletHere(directory, ['verify', 'store', ...plugin])
      expect(code).toBe(1)
      expect(stdout).toContain(`different ${key.slice(0, 12)}`)
      expect(stdout).toContain('episodes.noise: stored nothing, computed [')
    })
  }, 30_000)

  it.each<[string, (descriptor: CellDescriptor) => object, string]>([
    ['a budget', (descriptor) => ({ ...descriptor, budget: 7 }), 'never planned: budget: stored 7'],
    ['a backend', (descriptor) => ({ ...descriptor, backend: 'abacus' }), 'never planned: backend'],
    ['a recipe', changed('algorithm', { recipe: { actor: 'magic' } }), 'never planned: algorithm.recipe'],
    ['an algorithm', changed('algorithm', { id: 'toy/others' }), 'unknown algorithm toy/others'],
    ['a version', changed('environment', { version: 2 }), 'needs version 2 of toy/walk; here is 1'],
    ['a parameter', changed('environment', { parameters: { zzz: 1 } }), 'toy/walk: unknown field zzz'],
    ['a batch', changed('evaluation', { batch: 1000 }), 'never planned: evaluation.batch: stored 1000'],
  ])('refuses a cell that was forged with %s', async (_, change, detail) => {
    const store = createStore(scratch())
    const cell = cells
      .map((path) => JSON.parse(readFileSync(path, 'utf8')) as CellResult)
      .find(({ descriptor }) => descriptor.algorithm.id === 'toy/right')!
    const descriptor = change(cell.descriptor) as CellDescriptor
    const forged = redigested({ ...cell, descriptor, key: digestOf(descriptor) })
    store.putResult(forged, { ...PROVENANCE, key: forged.key }, null)
    const { code, stdout } = await gauntletHere(directory, ['verify', store.root, ...plugin])
    expect(code).toBe(1)
    expect(stdout).toContain(detail)
  })

  it('runs failed cells again, and compares how they failed', async () => {
    const place = scratch()
    const flags = ['--plugin', FAILING, ...plugin]
    const matrix = ['--env', 'toy/walk:short', '--algo', 'fail/throws', '--algo', 'toy/right', '--seeds', '1']
    expect((await gauntletHere(place, ['run', ...flags, ...matrix])).code).toBe(1)
    const sound = await gauntletHere(place, ['verify', '.gauntlet/store', ...flags])
    expect(sound).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 cells of 2 came out the same'),
    })

    const store = openStore(join(place, '.gauntlet/store'))
    const right = store.read(store.keys()[0])
    rmSync(join(store.root, 'cells'), { recursive: true })
    const { key, descriptor } = right
    const [failed] = store.failedKeys().map((one) => store.failure(one)!)
    store.putFailure({ ...failed, key, descriptor })
    const forged = await gauntletHere(place, ['verify', '.gauntlet/store', ...flags])
    expect(forged.code).toBe(1)
    expect(forged.stdout).toContain('stored as failed (threw), computed: it finished')
  }, 60_000)

  it('evaluates again what a backend trained that does not train twice alike', async () => {
    const place = scratch()
    const matrix = ['--env', 'toy/walk:short', '--algo', 'toy/learner', '--seeds', '1', '--budget', '100']
    const flags = [...matrix, '--backend', 'cpu', '--store', 'store']
    const run = await gauntletHere(place, ['run', ...plugin, ...flags])
    expect(run.code).toBe(0)
    const sound = await gauntletHere(place, ['verify', 'store', ...plugin])
    expect(sound).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('evaluated again; backend cpu does not train twice alike'),
    })

    const store = openStore(join(place, 'store'))
    const stored = store.read(store.keys()[0])
    const forged = createStore(scratch())
    const better = redigested({ ...stored, score: stored.score + 1 })
    const policy = store.policy(stored.policy!)!
    forged.putResult(better, { ...PROVENANCE, key: better.key }, policy)
    const caught = await gauntletHere(place, ['verify', forged.root, ...plugin])
    expect(caught).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`score: stored ${better.score}, computed ${stored.score}`),
    })

    rmSync(join(store.root, 'policies'), { recursive: true })
    const lost = await gauntletHere(place, ['verify', 'store', ...plugin])
    expect(lost).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('what its learner saved is not there any more'),
    })
  }, 60_000)

  it('says what it cannot run', async () => {
    const { code, stdout } = await gauntletHere(directory, ['verify', 'store', '--sample', '1'])
    expect(code).toBe(1)
    expect(stdout).toContain('unknown environment toy/walk')
  }, 30_000)

  it('takes a sample', async () => {
    const { code, stdout } = await gauntletHere(directory, [
      'verify',
      '--store',
      'store',
      ...plugin,
      '--sample',
      '2',
    ])
    expect(code).toBe(0)
    expect(stdout).toContain('2 cells of 2 came out the same')
  }, 30_000)
})

describe('gauntlet replay', () => {
  it.each(['toy/learner', 'toy/random'])(
    'plays an episode of %s as it was evaluated',
    async (algorithm) => {
      const stored = cells.map((path) => JSON.parse(readFileSync(path, 'utf8')) as CellResult)
      const cell = stored.find(({ descriptor }) => descriptor.algorithm.id === algorithm)!
      for (const episode of [0, 3]) {
        const flags = ['--store', 'store', '--episode', String(episode), '--json']
        const { code, stdout } = await gauntletHere(directory, [
          'replay',
          cell.key.slice(0, 10),
          ...plugin,
          ...flags,
        ])
        expect(code).toBe(0)
        const replay = JSON.parse(stdout)
        expect(replay).toMatchObject({ format: 'gauntlet-replay', steps: cell.lengths[episode] })
        expect(replay.metrics).toEqual({
          reward: cell.episodes.reward[episode],
          noise: cell.episodes.noise[episode],
        })
      }
    },
    30_000,
  )

  it('writes files and pictures, and plain frames where nobody watches', async () => {
    const key = cells[0].slice(-69, -5)
    const files = await gauntletHere(directory, [
      'replay',
      key,
      ...plugin,
      '--store',
      'store',
      '--out',
      'r.json',
      '--svg',
      'svg',
    ])
    expect(files.code).toBe(0)
    const { steps } = JSON.parse(readFileSync(join(directory, 'r.json'), 'utf8'))
    expect(readdirSync(join(directory, 'svg'))).toHaveLength(steps)
    const moving = ['--svg', 'moving.svg']
    const animated = await gauntletHere(directory, ['replay', key, ...plugin, '--store', 'store', ...moving])
    expect(animated.stderr).toContain('animation written to ')
    expect(readFileSync(join(directory, 'moving.svg'), 'utf8')).toMatch(/^<svg [^]*@keyframes [^]*<\/svg>$/)
    const shown = await gauntletHere(directory, ['replay', key, ...plugin, '--store', 'store'])
    expect(shown.stdout).toContain(`step 0 of ${steps}\n@`)
    expect(shown.stdout).not.toContain('\u001b')
  }, 30_000)

  it('finds a cell by setting, algorithm and seed, and lists what fits where several do', async () => {
    const { descriptor, key } = JSON.parse(readFileSync(cells[0], 'utf8')) as CellResult
    const setting = `${descriptor.environment.id}:${descriptor.environment.setting}`
    const seed = String(descriptor.seed)
    const store = [...plugin, '--store', 'store']
    const name = `${setting} ${descriptor.algorithm.id} seed ${seed}`
    for (const words of [name.split(' '), [setting, descriptor.algorithm.id, seed]]) {
      const found = await gauntletHere(directory, ['replay', ...words, ...store])
      expect(found.code).toBe(0)
      expect(found.stdout).toContain(`${name}, episode 0`)
    }
    const several = await gauntletHere(directory, ['replay', setting, ...store])
    expect(several.code).toBe(2)
    expect(several.stderr).toContain('expected one of\n')
    expect(several.stderr).toContain(`  ${key.slice(0, 12)} ${name}`)
  }, 30_000)

  it('refuses a key that is unknown, and an episode that is not there', async () => {
    const unknown = await gauntletHere(directory, ['replay', 'zzz', ...plugin, '--store', 'store'])
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('no finished cell') })
    const key = cells[0].slice(-69, -5)
    const beyond = await gauntletHere(directory, [
      'replay',
      key,
      ...plugin,
      '--store',
      'store',
      '--episode',
      '99',
    ])
    expect(beyond).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--episode: got 99, expected 0 to 4'),
    })
  }, 30_000)
})
