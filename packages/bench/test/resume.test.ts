import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { FAILING, TOY, ensureBuilt, finished, gauntlet, scratch, start, storeFiles } from './harness.ts'

beforeAll(ensureBuilt, 60_000)

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
const args = [...matrix, '--seeds', '4', '--budget', '400', '--store', 'store']

/** Times at which the files of finished cells were written. */
function written(store: string): Map<string, number> {
  const names = [...storeFiles(store).keys()].filter((name) => name.startsWith('cells'))
  return new Map(names.map((name) => [name, statSync(join(store, name)).mtimeMs]))
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
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
    expect(rest.stderr).toContain(`24 cells, ${kept.size} finished before`)
    const now = written(store)
    for (const [name, time] of kept) expect(now.get(name)).toBe(time)

    const uninterrupted = await gauntlet(whole, [...args, '--workers', '1'])
    expect(uninterrupted.code).toBe(0)
    expect(storeFiles(store)).toEqual(storeFiles(join(whole, 'store')))
    expect(storeFiles(store).size).toBeGreaterThanOrEqual(24)
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
