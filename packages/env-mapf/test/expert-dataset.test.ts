import { type DatasetColumns, type Environment, Seed, product } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { lifelong, oneshot } from '../src/index.ts'

const SMALL = { instances: 'generated', size: 5, density: 0.1, agents: 3, radius: 2, horizon: 20 } as const

const MAKES: readonly (readonly [string, () => Promise<Environment>])[] = [
  ['lifelong', () => lifelong.make(SMALL)],
  ['oneshot, agents that stay', () => oneshot.make(SMALL)],
  ['oneshot, agents that leave', () => oneshot.make({ ...SMALL, onTarget: 'finish' })],
]

function columnsOf({ spec }: Environment, rows: number): DatasetColumns & { truncated: Uint8Array } {
  const width = rows * product(spec.observation.shape)
  return {
    observations: new Float32Array(width),
    actions: new Int32Array(rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(width),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows),
    truncated: new Uint8Array(rows),
  }
}

describe.each(MAKES)('%s', (_, make) => {
  test('two stretches are what PIBT does on two instances', async () => {
    const environment = await make()
    const { agents, horizon } = environment.spec
    const size = agents * product(environment.spec.observation.shape)
    const rows = 2 * horizon * agents
    const columns = columnsOf(environment, rows)
    environment.dataset!.read(0, rows, columns)
    const actions = new Int32Array(agents)
    for (let stretch = 0; stretch < 2; stretch++) {
      const seed = Seed.from(0).fold('dataset').fold(stretch)
      const policy = environment.expert!.policy('pibt')
      environment.reset(seed, (_w, k) => ({ key: seed.fold(k), index: stretch + k }))
      policy.begin(environment, seed)
      for (let t = 0; t < horizon; t++) {
        const k = (stretch * horizon + t) * agents
        const seen = columns.observations.subarray((k / agents) * size, (k / agents + 1) * size)
        expect(seen).toEqual(environment.observations)
        policy.act(environment, actions, 'sample')
        environment.step(actions)
        expect(columns.truncated.subarray(k, k + agents)).toEqual(environment.truncated)
        const after = environment.ended[0] === 1 ? environment.finalObservations : environment.observations
        expect(columns.nextObservations.subarray((k / agents) * size, (k / agents + 1) * size)).toEqual(after)
        expect(columns.actions.subarray(k, k + agents)).toEqual(actions)
        expect(columns.rewards.subarray(k, k + agents)).toEqual(environment.rewards)
        expect(columns.terminated.subarray(k, k + agents)).toEqual(environment.terminated)
      }
    }
    expect(columns.propensities.every(Number.isNaN)).toBe(true)
    expect(columns.rewards.some((reward) => reward === 1)).toBe(true)
  })

  test('rows are the same in whatever order they are read; reading moves no world', async () => {
    const environment = await make()
    environment.reset(Seed.from(3))
    const before = environment.observations.slice()
    const whole = columnsOf(environment, 90)
    environment.dataset!.read(30, 90, whole)
    for (const from of [100, 31, 59, 31]) {
      const one = columnsOf(environment, 2)
      environment.dataset!.read(from, 2, one)
      expect(one.actions).toEqual(whole.actions.subarray(from - 30, from - 28))
      const width = product(environment.spec.observation.shape)
      const seen = whole.observations.subarray((from - 30) * width, (from - 28) * width)
      expect(one.observations).toEqual(seen)
    }
    expect(environment.observations).toEqual(before)
  })

  test('rows beyond the end are refused', async () => {
    const { dataset, spec } = await make()
    expect(dataset!.size).toBe(1024 * spec.horizon * spec.agents)
    const columns = columnsOf(await make(), 2)
    expect(() => dataset!.read(dataset!.size - 1, 2, columns)).toThrow(
      `: got 2 rows from ${dataset!.size - 1} on, expected whole numbers within ${dataset!.size} rows`,
    )
    expect(() => dataset!.read(-1, 2, columns)).toThrow('got 2 rows from -1 on')
  })
})
