/** Pulls per second, environment and policy together: 100 worlds, 1,000 steps an iteration (100,000 pulls). */
import { bench, describe } from 'vitest'
import { Seed, allocateActions, settingOf } from '@gauntlet/core'
import { bernoulli } from '../src/bernoulli.ts'
import { ALGORITHMS, policyOf } from './runs.ts'

const BATCH = 100

for (const name of ['two-90-80', 'ten-low']) {
  const environment = await bernoulli.make(settingOf(bernoulli, name).parameters, BATCH)
  const actions = allocateActions(environment.spec.action, BATCH)
  describe(name, async () => {
    bench('no policy', () => {
      environment.reset(Seed.from(1))
      for (let t = 0; t < 1000; t++) environment.step(actions)
    })
    for (const id of ['random', ...ALGORITHMS.map((algorithm) => algorithm.id)]) {
      const policy = await policyOf(id, environment)
      bench(id, () => {
        environment.reset(Seed.from(1))
        policy.begin(environment, Seed.from(1))
        for (let t = 0; t < 1000; t++) {
          policy.act(environment, actions, 'sample')
          environment.step(actions)
        }
      })
    }
  })
}
