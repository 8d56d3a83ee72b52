/**
 * `pibt` and its kin with many agents: the time that a step of the policy takes, searches for distances included. A call
 * is an episode, played by a policy that knows nothing yet; the environment's own steps are not counted.
 */
import { Seed } from '@gauntlet/core'
import { lifelong } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/lifelong.ts')} */
const { assemble } = await import(`${DIST}lifelong.js`)
/** @type {typeof import('../src/policies/pibt.ts')} */
const { pibtPolicy, pibtSwapPolicy } = await import(`${DIST}policies/pibt.js`)
/** @type {typeof import('../src/policies/a-star.ts')} */
const { aStarPolicy } = await import(`${DIST}policies/a-star.js`)

const RADIUS = 5
const FIELD = /** @type {const} */ ({
  instances: 'generated',
  size: 64,
  density: 0.2,
  agents: 800,
  horizon: 256,
})
const WAREHOUSE = /** @type {const} */ ({
  instances: 'map-file',
  file: warehouse(140, 500),
  agents: 10000,
  horizon: 128,
})

const suite = new Suite('Acting, one world', 'steps', {
  iterations: 3,
  warmupIterations: 1,
  time: 0,
  warmupTime: 0,
})
await acting('pibt, 64 × 64 cells, 800 agents', FIELD, (worlds) => pibtPolicy(worlds, 'restart'))
await acting('pibt-swap, 64 × 64 cells, 800 agents', FIELD, (worlds) => pibtSwapPolicy(worlds, 'restart'))
await acting('a-star, 64 × 64 cells, 64 agents', { ...FIELD, agents: 64 }, (worlds) =>
  aStarPolicy(worlds, RADIUS),
)
await acting('pibt, warehouse, 10,000 agents', WAREHOUSE, (worlds) => pibtPolicy(worlds, 'restart'))
await acting('pibt-swap, warehouse, 10,000 agents', WAREHOUSE, (worlds) => pibtSwapPolicy(worlds, 'restart'))

const crowd = await lifelong.make({ ...WAREHOUSE, radius: RADIUS })
const noise = Seed.from(1).stream()
const random = Int32Array.from({ length: WAREHOUSE.agents }, () => noise.integer(5))
crowd.reset(Seed.from(0))
const stepping = new Suite('The environment does it', 'steps', {
  iterations: 3,
  warmupIterations: 1,
  time: 0,
})
await stepping.add('warehouse, 10,000 agents', 64, () => {
  for (let t = 0; t < 64; t++) crowd.step(random)
})
console.log(`memory of the process: ${Math.round(process.memoryUsage().rss / 1e6)} MB`)

/**
 * @param {string} name
 * @param {Partial<import('@gauntlet/env-mapf').LifelongParameters>} parameters
 * @param {(worlds: ReturnType<typeof assemble>['worlds']) => import('@gauntlet/core').Policy} policyOf
 */
async function acting(name, parameters, policyOf) {
  const resolved = lifelong.resolve({ ...parameters, radius: RADIUS })
  const { environment, worlds } = assemble(resolved, 1)
  const actions = new Int32Array(worlds.agents)
  environment.reset(Seed.from(0))
  await suite.add(name, resolved.horizon, () => {
    let milliseconds = 0
    const policy = policyOf(worlds)
    for (let t = 0; t < resolved.horizon; t++) {
      const startedAt = performance.now()
      if (t === 0) policy.begin(environment, Seed.from(2))
      policy.act(environment, actions, 'sample')
      milliseconds += performance.now() - startedAt
      environment.step(actions)
    }
    return milliseconds
  })
}

/**
 * Blocks of shelves, 10 columns wide and 2 rows high, with aisles of one cell between them, as a MovingAI map.
 *
 * @param {number} rows
 * @param {number} columns
 */
function warehouse(rows, columns) {
  const symbolAt = (/** @type {number} */ i) =>
    Math.floor(i / columns) % 3 !== 0 && (i % columns) % 11 !== 0 ? '@' : '.'
  const symbols = Array.from({ length: rows * columns }, (_, i) => symbolAt(i)).join('')
  const lines = Array.from({ length: rows }, (_, row) => symbols.slice(row * columns, (row + 1) * columns))
  const text = ['type octile', `height ${rows}`, `width ${columns}`, 'map', ...lines, ''].join('\n')
  return { name: 'warehouse.map', bytes: new TextEncoder().encode(text) }
}
