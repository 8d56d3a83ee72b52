/**
 * `mapf/lifelong` under random actions: steps with everything observed, and the same without observations. A call is one
 * episode in every world, its beginning included; of one without end as many steps.
 */
import { Seed, createEnvironment } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/movement.ts')} */
const { movementOf } = await import(`${DIST}movement.js`)
/** @type {typeof import('../src/grid-kernel.ts')} */
const { KernelMemory, reserveMemory } = await import(`${DIST}grid-kernel.js`)
/** @type {typeof import('../src/soft-movement.ts')} */
const { SoftMovement } = await import(`${DIST}soft-movement.js`)
/** @type {typeof import('../src/rules.ts')} */
const { GridRules } = await import(`${DIST}rules.js`)
/** @type {typeof import('../src/worlds.ts')} */
const { GridWorlds } = await import(`${DIST}worlds.js`)
/** @type {typeof import('../src/benchmark-sets.ts')} */
const { benchmarkRandomSource } = await import(`${DIST}benchmark-sets.js`)
/** @type {typeof import('../src/instance-source.ts')} */
const { generatedSource } = await import(`${DIST}instance-source.js`)

/** Steps of an episode, unless it has no end. */
const HORIZON = 256
const RADIUS = 5
const BATCHES = [1, 16, 64]
const EFFORT = { iterations: 5, warmupIterations: 1 }

/**
 * @typedef {import('../src/instance-source.ts').InstanceSource} InstanceSource
 * @type {readonly (readonly [name: string, parameters: Partial<import('@gauntlet/env-mapf').LifelongParameters>, source: () => InstanceSource])[]}
 */
const CASES = [
  ['random maps, 8 agents', { agents: 8 }, benchmarkRandomSource],
  ['random maps, 64 agents', { agents: 64 }, benchmarkRandomSource],
  [
    '64 × 64 cells, 256 agents',
    { instances: 'generated', size: 64, density: 0.2, agents: 256 },
    () => generatedSource(64, 0.2),
  ],
  [
    '64 × 64 cells, 256 agents, no end',
    { instances: 'generated', size: 64, density: 0.2, agents: 256, horizon: 2147483647 },
    () => generatedSource(64, 0.2),
  ],
]

const step = new Suite('Steps, observed', 'agent-steps', EFFORT)
for (const batch of BATCHES) {
  for (const [name, parameters] of CASES) {
    const environment = await lifelong.make(parameters, batch)
    const actions = record(environment.rewards.length)
    environment.reset(Seed.from(0))
    await step.add(`${name}, ${worlds(batch)}`, HORIZON * environment.rewards.length, () => {
      for (let t = 0; t < HORIZON; t++) environment.step(actions[t])
    })
  }
}

const blind = new Suite('Steps, without observations', 'agent-steps', EFFORT)
for (const batch of BATCHES) {
  for (const [name, parameters, sourceOf] of CASES) {
    const environment = blindEnvironment(parameters, sourceOf(), batch)
    const actions = record(environment.rewards.length)
    environment.reset(Seed.from(0))
    await blind.add(`${name}, ${worlds(batch)}`, HORIZON * environment.rewards.length, () => {
      for (let t = 0; t < HORIZON; t++) environment.step(actions[t])
    })
  }
}

/** @param {number} batch */
function worlds(batch) {
  return batch === 1 ? '1 world' : `${batch} worlds`
}

/**
 * The environment as it is, but that nobody looks.
 *
 * @param {Partial<import('@gauntlet/env-mapf').LifelongParameters>} parameters
 * @param {InstanceSource} source
 * @param {number} batch
 */
function blindEnvironment(parameters, source, batch) {
  const { experts: _, ...spec } = lifelong.describe(parameters)
  const faces = /** @type {const} */ (['snapshot', 'instance'])
  const blinded = { ...spec, faces, missingFaces: { expert: 'a benchmark' } }
  return createEnvironment(lifelong.id, blinded, batch, (buffers) => {
    const made = new GridRules(setupOf(parameters, source, batch), buffers)
    made.observe = () => {}
    return { rules: made }
  })
}

/**
 * @param {Partial<import('@gauntlet/env-mapf').LifelongParameters>} parameters
 * @param {InstanceSource} source
 * @param {number} batch
 */
function setupOf(parameters, source, batch) {
  const { agents, horizon } = lifelong.describe(parameters)
  const [rows, columns] = [source.rows, source.columns]
  const memory = reserveMemory([
    ...GridWorlds.sizes(batch, agents, rows, columns, RADIUS),
    ...SoftMovement.sizes(agents, (rows + 2 * RADIUS) * (columns + 2 * RADIUS)),
  ])
  if (!(memory instanceof KernelMemory)) console.log('without the kernel')
  const grid = new GridWorlds(batch, agents, rows, columns, RADIUS, memory)
  return {
    id: lifelong.id,
    worlds: grid,
    source,
    movement: movementOf(grid, 'soft', false),
    onTarget: /** @type {const} */ ('restart'),
    observationType: /** @type {const} */ ('default'),
    rewards: /** @type {const} */ ('goals'),
    horizon,
  }
}

/** @param {number} rows */
function record(rows) {
  const noise = Seed.from(1).stream()
  return Array.from({ length: HORIZON }, () => Int32Array.from({ length: rows }, () => noise.integer(5)))
}
