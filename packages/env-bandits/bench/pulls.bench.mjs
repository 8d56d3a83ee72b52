/** Pulls per second of 500 worlds, environment and policy together, and of the environment alone. */
import { Seed, allocateActions, settingOf, uniformPolicy } from '@gauntlet/core'
import { bernoulli, exp3, klUcb, thompson, ucb1 } from '@gauntlet/env-bandits'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BATCH = 500
const STEPS = 500

for (const name of ['two-90-80', 'ten-low']) {
  const environment = await bernoulli.make(settingOf(bernoulli, name).parameters, BATCH)
  const actions = allocateActions(environment.spec.action, BATCH)
  const pulls = new Suite(`${name}, ${BATCH} worlds`, 'pulls')
  await pulls.add('no policy', STEPS * BATCH, () => {
    environment.reset(Seed.from(1))
    for (let t = 0; t < STEPS; t++) environment.step(actions)
  })
  /** @type {[id: string, policy: import('@gauntlet/core').Policy][]} */
  const policies = [['random', uniformPolicy()]]
  for (const algorithm of [ucb1, klUcb, thompson, exp3]) {
    const learner = await algorithm.create({ spec: environment.spec, seed: Seed.from(0), backend: 'wasm' })
    policies.push([algorithm.id, learner.policy])
  }
  for (const [id, policy] of policies) {
    await pulls.add(id, STEPS * BATCH, () => {
      environment.reset(Seed.from(1))
      policy.begin(environment, Seed.from(1))
      for (let t = 0; t < STEPS; t++) {
        policy.act(environment, actions, 'sample')
        environment.step(actions)
      }
    })
  }
}
