/**
 * `mapf/robot-runners`: steps under random actions, everything observed, and what policies take to plan a step of one world. A
 * call is so many steps of every world.
 */
import { Seed } from '@gauntlet/core'
import { robotRunners } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

const STEPS = 200
const EFFORT = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 }
const SETTINGS = Object.keys(robotRunners.settings)

const stepping = new Suite('Steps, observed', 'agent-steps', EFFORT)
for (const name of SETTINGS) {
  for (const batch of [1, 16]) {
    const environment = await robotRunners.make(robotRunners.settings[name].parameters, batch)
    const rows = environment.rewards.length
    const noise = Seed.from(1).stream()
    const actions = Array.from({ length: STEPS }, () =>
      Int32Array.from({ length: rows }, () => noise.integer(4)),
    )
    environment.reset(Seed.from(0))
    await stepping.add(`${name}, ${batch} ${batch === 1 ? 'world' : 'worlds'}`, STEPS * rows, () => {
      for (const each of actions) environment.step(each)
    })
  }
}

for (const policy of ['shortest-path-waiting', 'pibt', 'epibt', 'pibt-lns']) {
  const planning = new Suite(`${policy} plans a step`, 'steps', EFFORT)
  for (const name of SETTINGS) await plan(planning, name, policy)
}

/**
 * @param {Suite} suite
 * @param {string} name
 * @param {string} expert
 */
async function plan(suite, name, expert) {
  const environment = await robotRunners.make(robotRunners.settings[name].parameters)
  const policy = environment.expert?.policy(expert)
  if (policy === undefined) throw new Error(`there is no expert ${expert}`)
  const actions = new Int32Array(environment.spec.agents)
  await suite.add(name, STEPS, () => {
    let milliseconds = 0
    environment.reset(Seed.from(0), (_, k) => ({ key: Seed.from(k), index: k }))
    policy.begin(environment, Seed.from(1))
    for (let t = 0; t < STEPS; t++) {
      const startedAt = performance.now()
      policy.act(environment, actions, 'sample')
      milliseconds += performance.now() - startedAt
      environment.step(actions)
    }
    return milliseconds
  })
}
