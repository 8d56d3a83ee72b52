import { readFileSync, readdirSync } from 'node:fs'
import {
  type DatasetColumns,
  type FileContent,
  Seed,
  allocateActions,
  uniformPolicy,
  wrapEnvironment,
} from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { LogError } from '../../src/logs/input-log.ts'
import { COMPACT_VIEW_SIZE } from '../../src/view/compact-layout.ts'
import { battleInput, battleLog } from '../../src/vgc-environment.ts'
import { vgc } from '../../src/vgc.ts'

const folder = new URL('../golden/battles/', import.meta.url)

interface Golden {
  readonly formatid: string
  readonly inputLog: readonly string[]
  readonly decisions: readonly { readonly side: string; readonly choice: string }[]
  readonly players: readonly { readonly name: string }[]
  readonly result: { readonly winner: string }
}

const golden: Golden[] = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Golden)
  .filter(({ formatid }) => formatid === 'gen9vgc2024regg')

const fileOf = (text: string): FileContent => ({ name: 'battles.log', bytes: new TextEncoder().encode(text) })

function columnsOf(count: number): DatasetColumns {
  return {
    observations: new Float32Array(count * COMPACT_VIEW_SIZE),
    actions: new Int32Array(2 * count),
    rewards: new Float32Array(count),
    nextObservations: new Float32Array(count * COMPACT_VIEW_SIZE),
    terminated: new Uint8Array(count),
    propensities: new Float64Array(count),
  }
}

async function datasetOf(text: string) {
  const logs = fileOf(text)
  const environment = await vgc.make({ format: 'reg-g-closed', observation: 'compact', logs })
  return environment.dataset!
}

const whole = golden.flatMap(({ inputLog }) => inputLog).join('\n')

describe('logged battles', () => {
  test('are there decision by decision, and end as they ended', async () => {
    const dataset = await datasetOf(whole)
    // Team preview is two decisions of each player.
    const rows = golden.map(({ inputLog }) => inputLog.length - 3 + 2)
    expect(dataset.size).toBe(rows.reduce((sum, count) => sum + count, 0))
    let from = 0
    for (const [b, { players, result }] of golden.entries()) {
      const columns = columnsOf(rows[b])
      dataset.read(from, rows[b], columns)
      from += rows[b]
      const paid = [...columns.rewards].filter((reward) => reward !== 0)
      expect(paid.sort()).toEqual([-1, 1])
      expect(columns.terminated.reduce((sum, flag) => sum + flag, 0)).toBe(2)
      expect(result.winner === players[0].name || result.winner === players[1].name).toBe(true)
    }
  })

  test('are the same when read again, in any order', async () => {
    const dataset = await datasetOf(whole)
    const [once, again] = [columnsOf(60), columnsOf(60)]
    dataset.read(100, 60, once)
    dataset.read(0, 60, again)
    dataset.read(100, 60, again)
    expect(again).toEqual(once)
  })

  test('chain: what was seen next is what was seen then', async () => {
    const dataset = await datasetOf(golden[0].inputLog.join('\n'))
    const columns = columnsOf(4)
    dataset.read(0, 4, columns)
    const view = (array: Float32Array, k: number) =>
      array.slice(k * COMPACT_VIEW_SIZE, (k + 1) * COMPACT_VIEW_SIZE)
    // Rows are p1's and p2's leads, then p1's and p2's back.
    expect(view(columns.nextObservations, 0)).toEqual(view(columns.observations, 2))
    expect(view(columns.nextObservations, 1)).toEqual(view(columns.observations, 3))
  })

  test.each([
    ['', 'got no battle'],
    ['>p1 move protect', 'line 1: got ">p1 move protect", expected >start first'],
    [
      '>start {"formatid":"gen9ou","seed":"gen5,0000000000000001"}',
      'formatid: got "gen9ou", expected gen9vgc2024regg',
    ],
    ['>start {"formatid":"gen9vgc2024regg","seed":"sodium,1"}', 'seed: got "sodium,1"'],
    ['>start {formatid}', 'expected an object in JSON'],
    [`${golden[0].inputLog[0]}\n>p1 team 1234`, 'line 2: got a choice, expected both players first'],
    [`${golden[0].inputLog[0]}\n${golden[0].inputLog[1]}`, 'lacks a player'],
    [`${golden[0].inputLog[0]}\nwhat is this`, 'expected >player, >p1 or >p2'],
  ])('that are malformed are refused by line: %j', async (text, message) => {
    await expect(datasetOf(text)).rejects.toThrow(LogError)
    await expect(datasetOf(text)).rejects.toThrow(message)
  })

  test.each([
    [(lines: string[]) => void (lines[3] = '>p1 team 11'), 'line 4: '],
    [(lines: string[]) => void (lines[5] = '>p1 move hyperbeam, move protect'), 'line 6: '],
    [
      (lines: string[]) => void (lines[5] = '>p2 move protect, move protect'),
      'expected here one of p1 and one of p2',
    ],
    [(lines: string[]) => void lines.splice(6), 'ends in mid-turn'],
    [(lines: string[]) => void lines.push('>p1 move 1, move 1'), 'after the end of the battle'],
  ])('whose choices cannot be are refused by line when they are read', async (spoil, message) => {
    const lines = [...golden[0].inputLog]
    spoil(lines)
    const dataset = await datasetOf(lines.join('\n'))
    expect(() => dataset.read(0, dataset.size, columnsOf(dataset.size))).toThrow(message)
  })

  test('are those that the environment logs', async () => {
    const environment = await vgc.make({ format: 'reg-g-closed', observation: 'compact' })
    const policy = uniformPolicy()
    const actions = allocateActions(environment.spec.action, 2)
    environment.reset(Seed.from(1))
    policy.begin(environment, Seed.from(1))
    const played: number[] = []
    let seen = environment.observations.slice(0, COMPACT_VIEW_SIZE)
    for (let t = 0; t < 200 && environment.ended[0] === 0; t++) {
      policy.act(environment, actions, 'sample')
      for (let a = 0; a < 2; a++)
        if (environment.active![a] === 1) played.push(...actions.slice(2 * a, 2 * a + 2))
      if (t === 5) seen = environment.observations.slice(0, COMPACT_VIEW_SIZE)
      environment.step(actions)
    }
    expect(environment.ended[0]).toBe(1)
    const dataset = await datasetOf(battleInput(environment, 0).join('\n'))
    const columns = columnsOf(dataset.size)
    dataset.read(0, dataset.size, columns)
    expect([...columns.actions]).toEqual(played)
    expect(columns.terminated.reduce((sum, flag) => sum + flag, 0)).toBe(2)
    expect([...columns.rewards].filter((reward) => reward !== 0).sort()).toEqual([-1, 1])
    expect(battleLog(environment, 0, 'spectator').at(-1)).toMatch(/^\|win\|Player [12]$/)
    environment.step(Int32Array.of(1, 2, 1, 2))
    expect(battleInput(environment, 0)).toHaveLength(3)
    const rows = Array.from({ length: dataset.size }, (_, k) =>
      columns.observations.slice(k * COMPACT_VIEW_SIZE, (k + 1) * COMPACT_VIEW_SIZE),
    )
    expect(rows).toContainEqual(seen)
  })

  test('follow the battle as spectators and players see it', async () => {
    const environment = await vgc.make()
    environment.reset(Seed.from(1))
    for (const reader of [0, 1, 'spectator'] as const)
      expect(battleLog(environment, 0, reader)[0]).toBe('|gametype|doubles')
    expect(() => battleLog(environment, 0, 2 as 0)).toThrow('got reader 2, expected 0, 1 or spectator')
    expect(() => battleLog(environment, 5, 0)).toThrow('got world 5')
    expect(() => battleLog(wrapEnvironment(environment, {}), 0, 0)).toThrow('not pokemon/vgc’s own')
  })
})
