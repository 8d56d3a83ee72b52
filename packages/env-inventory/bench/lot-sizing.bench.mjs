/** Steps per second of lot sizing, of one world and of 64, alone and with each policy that does not solve programmes. */
import { Seed, allocateActions, settingOf, uniformPolicy } from '@gauntlet/core'
import { lotSizing } from '@gauntlet/env-inventory'
import { Suite } from '../../../scripts/lib/measure.mjs'

const STEPS = 4096

for (const name of ['15x5', '15x5-published', '25x15']) {
  for (const batch of [1, 64]) {
    const environment = await lotSizing.make(settingOf(lotSizing, name).parameters, batch)
    const actions = allocateActions(environment.spec.action, batch)
    const suite = new Suite(`${name}, ${batch} ${batch === 1 ? 'world' : 'worlds'}`, 'steps')
    /** @type {readonly [id: string, policy: import('@gauntlet/core').Policy | undefined][]} */
    const policies = [
      ['no policy', undefined],
      ['random', uniformPolicy()],
      ['lazy-switching', environment.expert?.policy('lazy-switching')],
    ]
    const rounds = STEPS / batch
    for (const [id, policy] of policies) {
      await suite.add(id, rounds * batch, () => {
        environment.reset(Seed.from(1))
        policy?.begin(environment, Seed.from(1))
        for (let t = 0; t < rounds; t++) {
          policy?.act(environment, actions, 'sample')
          environment.step(actions)
        }
      })
    }
  }
}
