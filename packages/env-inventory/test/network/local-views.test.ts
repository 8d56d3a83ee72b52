/** What an agent of its own sees of its neighbours. */
import { Seed, allocateActions } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { serial } from '../../src/problems/serial.ts'

test('what is asked of a warehouse is whole where orders are', async () => {
  const environment = await serial.make(
    { control: 'nodes', orders: 'whole', leadTimes: [2, 2, 2], holdingCosts: [1, 1, 1] },
    1,
  )
  const { layout } = environment.spec.observation
  const asked = layout!.find(({ name }) => name === 'asked of it')!
  const actions = allocateActions(environment.spec.action, environment.spec.agents)
  actions.fill(2.6)
  environment.reset(Seed.from(1))
  environment.step(actions)
  const width = environment.observations.length / environment.spec.agents
  const seen = Array.from(
    { length: environment.spec.agents },
    (_, a) => environment.observations[a * width + asked.offset],
  )
  expect(seen.filter((units) => units === 3).length).toBe(2)
})
