/** Pulls per second on the linear bandit, environment and policy together: 10 actions of 10 features. */
import { Seed, allocateActions, uniformPolicy } from '@gauntlet/core'
import { bagging, epsilonGreedyRidge, falcon, linear, lints, linucb, squarecb } from '@gauntlet/env-bandits'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BATCH = 10
const STEPS = 1000

const environment = await linear.make({ actions: 10, dimension: 10, horizon: STEPS }, BATCH)
const actions = allocateActions(environment.spec.action, BATCH)
const pulls = new Suite(`linear, 10 actions of 10 features, ${BATCH} worlds`, 'pulls')
await pulls.add('no policy', STEPS * BATCH, () => {
  environment.reset(Seed.from(1))
  for (let t = 0; t < STEPS; t++) environment.step(actions)
})
/** @type {[id: string, policy: import('@gauntlet/core').Policy][]} */
const policies = [['random', uniformPolicy()]]
for (const algorithm of [linucb, lints, epsilonGreedyRidge, squarecb, falcon, bagging]) {
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
