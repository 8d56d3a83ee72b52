import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../src/checkpoint.ts'
import { createStore, openStore } from '../src/store.ts'
import { FAILING, TOY, finished, gauntlet, scratch, start, storeFiles } from './harness.ts'

const matrix = [
  'run',
  '--plugin',
  TOY,
  '--plugin',
  FAILING,
  '--env',
  'toy/*',
  '--algo',
  'slow/spin',
  '--algo',
  'toy/learner',
]
const args = [...matrix, '--seeds', '3', '--budget', '400', '--store', 'store']

/** Times at which the files of finished cells were written. */
function written(store: string): Map<string, number> {
  const names = [...storeFiles(store).keys()].filter((name) => name.startsWith('cells'))
  return new Map(names.map((name) => [name, statSync(join(store, name)).mtimeMs]))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

describe('a training that is killed', () => {
  it('goes on from its checkpoint, and ends as if it had not been', async () => {
    const [killed, whole] = [scratch(), scratch()]
    for (const directory of [killed, whole]) {
      const limits = { checkpointSeconds: 0.01 }
      writeFileSync(join(directory, 'gauntlet.config.json'), JSON.stringify({ limits }))
    }
    const training = ['run', '--plugin', TOY, '--plugin', FAILING, '--env', 'toy/walk:short']
    const one = [
      ...training,
      '--algo',
      'slow/learner',
      '--seeds',
      '1',
      '--budget',
      '3000',
      '--store',
      'store',
    ]
    const shelf = join(killed, 'store/checkpoints')
    let saved = ''
    for (let kill = 0; kill < 2; kill++) {
      const child = start(killed, one)
      const end = finished(child)
      const before = saved
      await until(() => (saved = checkpointIn(shelf)) !== before || child.exitCode !== null)
      child.kill('SIGKILL')
      await end
      expect(existsSync(join(killed, 'store/cells'))).toBe(false)
    }
    const resumed = await gauntlet(killed, one)
    expect(resumed.code).toBe(0)
    expect(resumed.stderr).toContain('; 1 goes on from a checkpoint; ')
    expect(resumed.stderr).toMatch(/slow\/learner seed 0: \S+ \(.*, went on from step \d+\)$/m)
    const unbroken = await gauntlet(whole, one)
    expect(unbroken.code).toBe(0)
    expect(unbroken.stderr).not.toMatch(/went on|goes on/)
    expect(storeFiles(join(killed, 'store'))).toEqual(storeFiles(join(whole, 'store')))
    expect(checkpointIn(shelf)).toBe('')
  }, 120_000)

  it('begins anew where its checkpoint is of another version', async () => {
    const [whole, strange] = [scratch(), scratch()]
    const training = ['--env', 'toy/walk:short', '--algo', 'slow/learner', '--seeds', '1', '--budget', '100']
    const flags = ['run', '--plugin', TOY, '--plugin', FAILING, ...training, '--store', 'store']
    expect((await gauntlet(whole, flags)).code).toBe(0)
    const [key] = openStore(join(whole, 'store')).keys()
    const recent = { scores: [], over: [] }
    const state = { learner: Uint8Array.of(1), worlds: [], steps: 50, curve: [], recent }
    createStore(join(strange, 'store')).putCheckpoint(key, writeCheckpoint(state))
    expect((await gauntlet(strange, flags)).code).toBe(0)
    expect(storeFiles(join(strange, 'store'))).toEqual(storeFiles(join(whole, 'store')))
  }, 60_000)

  it('begins anew where its checkpoint is not whole', () => {
    const recent = { scores: [], over: [] }
    const state = { learner: Uint8Array.of(1), worlds: [], steps: 3, curve: [], recent }
    const bytes = writeCheckpoint(state)
    expect(readCheckpoint(bytes)).toEqual(state)
    bytes[40] ^= 1
    expect(readCheckpoint(bytes)).toBeUndefined()
    expect(readCheckpoint(bytes.subarray(0, 10))).toBeUndefined()
  })
})

/** The digest of the one checkpoint on a shelf; empty where there is none. */
function checkpointIn(shelf: string): string {
  if (!existsSync(shelf)) return ''
  const [name] = readdirSync(shelf, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.bin'),
  )
  return name === undefined ? '' : readFileSync(join(shelf, name)).toString('hex', 0, 32)
}

describe('a run that is killed', () => {
  it('loses no finished cell, computes none twice, and ends as if it had not been', async () => {
    const [killed, whole] = [scratch(), scratch()]
    const store = join(killed, 'store')
    let kept = new Map<string, number>()
    for (let kill = 0; kill < 3; kill++) {
      const child = start(killed, [...args, '--workers', '2'])
      const end = finished(child)
      await until(() => written(store).size > kept.size || child.exitCode !== null)
      await sleep(Math.random() * 250)
      child.kill('SIGKILL')
      await end
      const now = written(store)
      for (const [name, time] of kept) expect(now.get(name)).toBe(time)
      kept = now
    }
    const rest = await gauntlet(killed, [...args, '--workers', '2'])
    expect(rest.code).toBe(0)
    expect(rest.stderr).toContain(`18 cells, ${kept.size} finished before`)
    const now = written(store)
    for (const [name, time] of kept) expect(now.get(name)).toBe(time)

    const uninterrupted = await gauntlet(whole, [...args, '--workers', '1'])
    expect(uninterrupted.code).toBe(0)
    expect(storeFiles(store)).toEqual(storeFiles(join(whole, 'store')))
    expect(storeFiles(store).size).toBeGreaterThanOrEqual(18)
  }, 90_000)

  it('leaves no process behind, even one that hangs', async () => {
    if (!existsSync('/proc/self/task')) return
    const hanging = [
      'run',
      '--plugin',
      TOY,
      '--plugin',
      FAILING,
      '--env',
      'toy/walk:short',
      '--algo',
      'fail/hangs',
    ]
    const child = start(scratch(), [...hanging, '--seeds', '1'])
    const end = finished(child)
    let hosts: string[] = []
    await until(() => {
      hosts = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter(Boolean)
      return hosts.some((pid) => commandOf(pid).includes('host.js'))
    })
    await sleep(300)
    child.kill('SIGKILL')
    await end
    await until(() => hosts.every((pid) => !commandOf(pid).includes('host.js')))
  }, 30_000)
})

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

describe.each(['SIGINT', 'SIGTERM'] as const)('a run that gets %s', (signal) => {
  it('stops, keeps what is finished, and says how to go on', async () => {
    const directory = scratch()
    const store = join(directory, 'store')
    const child = start(directory, [...args, '--workers', '2'])
    const end = finished(child)
    await until(() => written(store).size > 0)
    child.kill(signal)
    const { code, stdout, stderr } = await end
    expect(code).toBe(130)
    expect(stderr).toContain('the same command goes on from here')
    expect(stdout).toBe('')
    expect([...storeFiles(store).keys()].filter((name) => name.startsWith('failed'))).toEqual([])
  }, 30_000)
})
