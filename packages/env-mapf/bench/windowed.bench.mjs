/**
 * Windowed planners: what a step of one world takes on the benchmark's sets, by number of agents, searches for
 * distances included; a call is two episodes. Then what a plan takes for agents that turn, each plan followed for one
 * step.
 */
import { Seed } from '@gauntlet/core'
import { connectedMap, lifelong } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/planning/motion.ts')} */
const { turning } = await import(`${DIST}planning/motion.js`)
/** @type {typeof import('../src/planning/ways.ts')} */
const { Ways } = await import(`${DIST}planning/ways.js`)
/** @type {typeof import('../src/planning/windowed-planner.ts')} */
const { windowedPlanner } = await import(`${DIST}planning/windowed-planner.js`)

const EPISODES = 2
const EFFORT = { iterations: 2, warmupIterations: 1, time: 0, warmupTime: 0 }
const SETTINGS = Object.keys(lifelong.settings).filter((name) => !name.startsWith('small'))

for (const policy of ['pibt-lns', 'pibt-restarts']) {
  const suite = new Suite(`${policy} plans a step`, 'steps', EFFORT)
  for (const setting of SETTINGS) await add(suite, setting, policy)
}

const turns = new Suite('Agents that turn, 32 × 32 cells, 20 % obstacles', 'plans', EFFORT)
for (const agents of [100, 200, 400]) {
  await turnAbout(`${agents} agents, PIBT`, agents, { window: 1, expansions: 0 })
  await turnAbout(`${agents} agents, large neighbourhoods`, agents, { window: 25, expansions: 300 })
}

/**
 * @param {Suite} suite
 * @param {string} setting
 * @param {string} name
 */
async function add(suite, setting, name) {
  const environment = await lifelong.make(lifelong.settings[setting].parameters)
  const { agents, horizon } = environment.spec
  const policy = environment.expert?.policy(name)
  if (policy === undefined) throw new Error(`there is no expert ${name}`)
  const actions = new Int32Array(agents)
  await suite.add(setting, EPISODES * horizon, () => {
    let milliseconds = 0
    environment.reset(Seed.from(0), (_, k) => ({ key: Seed.from(k), index: (64 * k) % 128 }))
    policy.begin(environment, Seed.from(1))
    for (let t = 0; t < EPISODES * horizon; t++) {
      const startedAt = performance.now()
      policy.act(environment, actions, 'sample')
      milliseconds += performance.now() - startedAt
      environment.step(actions)
    }
    return milliseconds
  })
}

/**
 * @param {string} name
 * @param {number} agents
 * @param {import('../src/planning/windowed-planner.ts').WindowedChoices} choices
 */
async function turnAbout(name, agents, choices) {
  const steps = 100
  const map = connectedMap({ rows: 32, columns: 32, obstacles: 205 }, 0)
  const ways = new Ways(turning(map), agents)
  const cells = Array.from(map.components.cells)
  await turns.add(name, steps, () => {
    const noise = Seed.from(0).stream()
    const goal = () => cells[noise.integer(cells.length)]
    const free = [...cells]
    noise.shuffle(free)
    let states = Int32Array.from({ length: agents }, (_, a) => 4 * free[a] + noise.integer(4))
    const goals = Int32Array.from({ length: agents }, goal)
    const planner = windowedPlanner('lns', choices)
    planner.begin()
    let milliseconds = 0
    for (let t = 0; t < steps; t++) {
      const startedAt = performance.now()
      const plan = planner.plan({ ways, states, goals }, noise)
      milliseconds += performance.now() - startedAt
      states = plan.slice(agents, 2 * agents)
      for (let a = 0; a < agents; a++) if (states[a] >> 2 === goals[a]) goals[a] = goal()
    }
    return milliseconds
  })
}
