/**
 * A step of one world on the benchmark's sets, by number of agents: what PIBT takes to plan it, searches included, and
 * what the environment takes for it, observations included. A call is eight episodes, on eight of the set's scenarios.
 */
import { Seed } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

const EPISODES = 8
const EFFORT = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 }
const SETTINGS = Object.keys(lifelong.settings).filter((name) => !name.startsWith('small'))

const planning = new Suite('PIBT plans a step', 'steps', EFFORT)
for (const name of SETTINGS) await add(planning, name, true)

const stepping = new Suite('The environment does it', 'steps', EFFORT)
for (const name of SETTINGS) await add(stepping, name, false)

/**
 * @param {Suite} suite
 * @param {string} name
 * @param {boolean} plans whether the policy is timed, or the environment
 */
async function add(suite, name, plans) {
  const environment = await lifelong.make(lifelong.settings[name].parameters)
  const { agents, horizon } = environment.spec
  const policy = environment.expert?.policy('pibt')
  if (policy === undefined) throw new Error('there is no expert pibt')
  const actions = new Int32Array(agents)
  await suite.add(name, EPISODES * horizon, () => {
    let milliseconds = 0
    environment.reset(Seed.from(0), (_, k) => ({ key: Seed.from(k), index: (16 * k) % 128 }))
    policy.begin(environment, Seed.from(1))
    for (let t = 0; t < EPISODES * horizon; t++) {
      const startedAt = performance.now()
      policy.act(environment, actions, 'sample')
      const actedAt = performance.now()
      environment.step(actions)
      milliseconds += plans ? actedAt - startedAt : performance.now() - actedAt
    }
    return milliseconds
  })
}
