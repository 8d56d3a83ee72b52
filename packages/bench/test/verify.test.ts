import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf } from '@gauntlet/core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CellResult } from '../src/records.ts'
import { writeCellFile } from '../src/cell-file.ts'
import { TOY, ensureBuilt, gauntletHere, scratch } from './harness.ts'

const plugin = ['--plugin', TOY]
let directory: string
let cells: string[]

beforeAll(async () => {
  await ensureBuilt()
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
  writeFileSync(path, writeCellFile(change(cell)))
  await action(cell)
  writeFileSync(path, before)
}

function redigested(cell: CellResult): CellResult {
  const { digest: _, ...content } = cell
  return { ...content, digest: digestOf(content) }
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
