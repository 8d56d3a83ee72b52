/**
 * LaCAM*: the time to the first plan, distances included, and expansions per second once it is refined, from 100 agents on
 * 64 × 64 cells to 4000 in a warehouse.
 */
import { Seed } from '@gauntlet/core'
import { fitWarehouse, lacam, uniformMap, warehouseMap } from '@gauntlet/env-mapf'
import { Suite } from '../../../scripts/lib/measure.mjs'

// What the package does not export comes from `dist` too, with the types of the sources: types need no build.
const DIST = new URL('../dist/', import.meta.url).href
/** @type {typeof import('../src/scenario.ts')} */
const { SeededScenario } = await import(`${DIST}scenario.js`)
/** @type {typeof import('../src/planning/planner.ts')} */
const { taskOf } = await import(`${DIST}planning/planner.js`)
/** @type {typeof import('../src/planning/lacam/board.ts')} */
const { Board } = await import(`${DIST}planning/lacam/board.js`)
/** @type {typeof import('../src/planning/lacam/lacam-search.ts')} */
const { LacamSearch } = await import(`${DIST}planning/lacam/lacam-search.js`)
/** @type {typeof import('../src/planning/lacam/transition-costs.ts')} */
const { sumOfLoss } = await import(`${DIST}planning/lacam/transition-costs.js`)

const OPTIONS = { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 }
const FIELD = uniformMap(0, 64, 0.2)
const WAREHOUSE = warehouseMap(fitWarehouse(140, 500)).map

const first = new Suite('The first plan', 'plans', OPTIONS)
for (const agents of [100, 200, 400, 800])
  await first.add(`64 × 64 cells, ${agents} agents`, 1, () => planFirst(instanceOf(FIELD, agents)))
for (const agents of [1000, 4000])
  await first.add(`warehouse of 140 × 500 cells, ${agents} agents`, 1, () =>
    planFirst(instanceOf(WAREHOUSE, agents)),
  )

const EXPANSIONS = 2000
const refined = new Suite('All of it', 'expansions', OPTIONS)
for (const agents of [100, 400])
  await refined.add(`64 × 64 cells, ${agents} agents`, EXPANSIONS, () => {
    lacam(instanceOf(FIELD, agents), { expansions: EXPANSIONS })
  })

/**
 * @param {import('@gauntlet/env-mapf').GridMap} map
 * @param {number} agents
 */
function instanceOf(map, agents) {
  const scenario = new SeededScenario(map, agents, 0)
  const goals = Array.from({ length: agents }, (_, a) => Int32Array.of(scenario.goal(a, 0)))
  return { map, starts: scenario.starts, goals }
}

/** @param {import('@gauntlet/env-mapf').MapfInstance} instance */
function planFirst(instance) {
  const { states, goals } = taskOf(instance)
  const board = new Board(instance.map, states.length)
  board.set(states, goals)
  const { worlds, tables } = board
  const starts = worlds.positions.slice()
  new LacamSearch(worlds, tables, starts, sumOfLoss(worlds, tables), Seed.from(0).stream()).run(Infinity)
}
