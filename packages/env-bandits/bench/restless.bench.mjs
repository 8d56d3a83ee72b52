/** Steps of arms that change by themselves: the environment alone, and with an index policy. */
import { Seed, actionWidth, allocateActions, settingOf } from '@gauntlet/core'
import { channelAccess, recovering, restless } from '@gauntlet/env-bandits'
import { Suite } from '../../../scripts/lib/measure.mjs'

const BATCH = 200
const STEPS = 200

/** @type {[definition: import('@gauntlet/core').EnvironmentDefinition<any>, setting: string, expert: string][]} */
const rows = [
  [restless, 'twenty-arms-4', 'whittle'],
  [restless, 'chains-20-5-h20', 'whittle'],
  [channelAccess, 'ten-unlike-3', 'whittle'],
  [recovering, 'chances-20-5', 'greedy-recovery'],
]
for (const [definition, name, expert] of rows) {
  const { parameters } = settingOf(definition, name)
  const environment = await definition.make({ ...parameters, horizon: STEPS }, BATCH)
  const actions = allocateActions(environment.spec.action, BATCH)
  if (environment.expert === undefined) throw new Error(`${definition.id} has no experts`)
  const policy = environment.expert.policy(expert)
  environment.reset(Seed.from(1))
  policy.begin(environment, Seed.from(1))
  policy.act(environment, actions, 'greedy')
  const arms = actionWidth(environment.spec.action)
  /** @type {[unit: string, each: number][]} */
  const units = [
    ['world steps', 1],
    ['arm steps', arms],
  ]
  for (const [unit, each] of units) {
    const suite = new Suite(`${definition.id}:${name}, ${arms} arms, ${BATCH} worlds`, unit)
    await suite.add('environment alone', STEPS * BATCH * each, () => {
      for (let t = 0; t < STEPS; t++) environment.step(actions)
    })
    await suite.add(`with ${expert}`, STEPS * BATCH * each, () => {
      for (let t = 0; t < STEPS; t++) {
        policy.act(environment, actions, 'greedy')
        environment.step(actions)
      }
    })
  }
}
