import { type DatasetColumns, type Environment, Seed, allocateActions, product } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { oneWarehouse } from '../../src/problems/one-warehouse.ts'

const HORIZON = 6

function columnsOf({ spec }: Environment, rows: number): DatasetColumns {
  const width = rows * product(spec.observation.shape)
  return {
    observations: new Float32Array(width),
    actions: allocateActions(spec.action, rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(width),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows),
  }
}

test('the dataset is base stock’s play, with all its orders, from one row to the next', async () => {
  const environment = await oneWarehouse.make({ horizon: HORIZON, warmUp: 0 })
  const { spec } = environment
  const width = product(spec.observation.shape)
  const orders = product((spec.action as { shape: readonly number[] }).shape)
  const rows = columnsOf(environment, 2 * HORIZON)
  environment.dataset!.read(0, 2 * HORIZON, rows)

  const policy = environment.expert!.policy('base-stock')
  const actions = allocateActions(spec.action, 1)
  for (let stretch = 0, k = 0; stretch < 2; stretch++) {
    const seed = Seed.from(0).fold('dataset').fold(stretch)
    environment.reset(seed, (_, episode) => ({ key: seed.fold(episode) }))
    policy.begin(environment, seed)
    for (let t = 0; t < HORIZON; t++, k++) {
      expect(rows.observations.slice(k * width, (k + 1) * width)).toEqual(environment.observations)
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      expect(rows.actions.slice(k * orders, (k + 1) * orders)).toEqual(actions)
      expect(rows.rewards[k]).toBe(environment.rewards[0])
    }
    expect(rows.nextObservations.slice((k - 1) * width, k * width)).toEqual(environment.finalObservations)
  }
})
