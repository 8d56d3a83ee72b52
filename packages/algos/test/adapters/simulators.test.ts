/** Simulators of snapshots, seen through adapters. */
import { Seed, allocateActions } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { discretise } from '../../src/adapters/discretise.ts'
import { pendulum } from '../../src/studies/pendulum.ts'

test('a snapshot of recoded actions goes on in a simulator as where it was taken', async () => {
  const seen = discretise.wrap(await pendulum.make({}, 2), { actions: ['discrete'] })
  seen.reset(Seed.from(1))
  const actions = allocateActions(seen.spec.action, 2).fill(9)
  seen.step(actions)
  const simulator = seen.snapshot!.simulator!(1)
  expect(simulator.spec).toEqual(seen.spec)
  simulator.snapshot!.restore(0, seen.snapshot!.save(1))
  for (let t = 0; t < 5; t++) {
    seen.step(actions)
    simulator.step(actions.slice(0, 1))
    expect(simulator.observations).toEqual(seen.observations.slice(3))
  }
})
