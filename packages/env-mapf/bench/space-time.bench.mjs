/**
 * Search in space and time on settings of the benchmark, one world: what a step of the rolling horizons takes, and, where
 * whole plans are made once, what an episode takes. A call is an episode; the environment's own steps are not counted.
 */
import { Seed } from '@gauntlet/core'
import { lifelong, oneshot } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

/** Agents of each set: the fewest, half of the most, and the most. */
const COUNTS = { random: [8, 32, 64], mazes: [8, 32, 64], warehouse: [32, 96, 192] }
const EFFORT = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 }

const steps = new Suite('Goals given anew', 'steps', EFFORT)
await measure(steps, lifelong, ['rhcr-pbs', 'rhcr-whca'], (horizon) => horizon)
const episodes = new Suite('Goals given once', 'episodes', EFFORT)
await measure(episodes, oneshot, ['rhcr-pbs', 'rhcr-whca', 'prioritised-planning', 'cbs'], () => 1)

/**
 * @param {Suite} suite
 * @param {typeof lifelong | typeof oneshot} definition
 * @param {readonly string[]} policies
 * @param {(horizon: number) => number} countOf what is counted in an episode of so many steps
 */
async function measure(suite, definition, policies, countOf) {
  for (const [set, counts] of Object.entries(COUNTS)) {
    for (const agents of counts) {
      const { parameters } = definition.settings[`${set}-${agents}`]
      const environment = await definition.make(parameters, 1)
      for (const name of policies) {
        const count = countOf(environment.spec.horizon)
        await suite.add(`${set}-${agents}, ${name}`, count, () => play(environment, name))
      }
    }
  }
}

/**
 * Milliseconds of an episode that a new policy takes.
 *
 * @param {import('@gauntlet/core').Environment} environment
 * @param {string} name
 */
function play(environment, name) {
  const policy = environment.expert?.policy(name)
  if (policy === undefined) throw new Error(`there is no expert ${name}`)
  const actions = new Int32Array(environment.spec.agents)
  let milliseconds = 0
  environment.reset(Seed.from(0), () => ({ key: Seed.from(0), index: 0 }))
  policy.begin(environment, Seed.from(2))
  do {
    const startedAt = performance.now()
    policy.act(environment, actions, 'sample')
    milliseconds += performance.now() - startedAt
    environment.step(actions)
  } while (environment.ended[0] === 0)
  return milliseconds
}
