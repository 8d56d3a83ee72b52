/**
 * `mapf/lifelong`: steps under random actions with everything observed, movement alone, and the time that the scripted
 * policies take to act. A call is one episode, or the same number of them in every world: beginning it is included.
 */
import { Seed } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/lifelong.ts')} */
const { assemble } = await import(`${DIST}lifelong.js`)
/** @type {typeof import('../src/soft-movement.ts')} */
const { SoftMovement } = await import(`${DIST}soft-movement.js`)

/** Steps of an episode. */
const HORIZON = 256
const EFFORT = { iterations: 5, warmupIterations: 1 }

/** @type {readonly (readonly [name: string, parameters: Partial<import('@gauntlet/env-mapf').LifelongParameters>])[]} */
const CASES = [
  ['random maps, 8 agents', { agents: 8 }],
  ['random maps, 32 agents', { agents: 32 }],
  ['random maps, 64 agents', { agents: 64 }],
  ['64 × 64 cells, 256 agents', { instances: 'generated', size: 64, density: 0.2, agents: 256 }],
]

const suites = {
  step: new Suite('Steps, observed', 'agent-steps', EFFORT),
  move: new Suite('Movement alone', 'agent-steps', EFFORT),
  pibt: new Suite('pibt, the policy alone', 'steps', EFFORT),
  'shortest-path': new Suite('shortest-path, the policy alone', 'steps', EFFORT),
}

for (const [name, setup] of [...cases(1), ...cases(64)]) await stepping(name, setup)
for (const [name, setup] of [...cases(1), ...cases(64)]) await moving(name, setup)
for (const expert of /** @type {const} */ (['pibt', 'shortest-path'])) {
  // 64 worlds of 256 agents would take minutes.
  for (const [name, setup] of [...cases(1), ...cases(64).slice(0, -1)]) await acting(expert, name, setup)
}

/**
 * @param {number} batch
 * @returns {[name: string, setup: () => ReturnType<typeof assemble>][]}
 */
function cases(batch) {
  const worlds = batch === 1 ? '1 world' : `${batch} worlds`
  return CASES.map(([name, parameters]) => [
    `${name}, ${worlds}`,
    () => assemble(lifelong.resolve(parameters), batch),
  ])
}

/**
 * @param {string} name
 * @param {() => ReturnType<typeof assemble>} setup
 */
async function stepping(name, setup) {
  const { environment, worlds } = setup()
  const actions = record(worlds)
  environment.reset(Seed.from(0))
  await suites.step.add(name, HORIZON * worlds.batch * worlds.agents, () => {
    for (let t = 0; t < HORIZON; t++) environment.step(actions[t])
  })
}

/**
 * @param {string} name
 * @param {() => ReturnType<typeof assemble>} setup
 */
async function moving(name, setup) {
  const { environment, worlds } = setup()
  const { batch } = worlds
  const actions = record(worlds)
  environment.reset(Seed.from(0))
  const movement = new SoftMovement(worlds)
  await suites.move.add(name, HORIZON * batch * worlds.agents, () => {
    for (let t = 0; t < HORIZON; t++) {
      for (let w = 0; w < batch; w++) movement.move(w, actions[t])
    }
  })
}

/**
 * Times the policy between the environment's steps, for it must see where its plans lead. A step is that of one world.
 *
 * @param {'pibt' | 'shortest-path'} expert
 * @param {string} name
 * @param {() => ReturnType<typeof assemble>} setup
 */
async function acting(expert, name, setup) {
  const { environment, worlds } = setup()
  const policy = environment.expert?.policy(expert)
  if (policy === undefined) throw new Error(`there is no expert ${expert}`)
  const actions = new Int32Array(worlds.batch * worlds.agents)
  environment.reset(Seed.from(0))
  policy.begin(environment, Seed.from(2))
  await suites[expert].add(name, HORIZON * worlds.batch, () => {
    let milliseconds = 0
    for (let t = 0; t < HORIZON; t++) {
      const startedAt = performance.now()
      policy.act(environment, actions, 'sample')
      milliseconds += performance.now() - startedAt
      environment.step(actions)
    }
    return milliseconds
  })
}

/** @param {ReturnType<typeof assemble>['worlds']} worlds */
function record({ batch, agents }) {
  const noise = Seed.from(1).stream()
  return Array.from({ length: HORIZON }, () =>
    Int32Array.from({ length: batch * agents }, () => noise.integer(5)),
  )
}
