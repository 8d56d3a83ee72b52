/**
 * LaCAM* beside Kei18/lacam3 (C++) on the same instances in the same run: milliseconds to the first plan, distances
 * included, the fastest of five runs; and the sum of costs that both have after the time that we take for 5000
 * expansions. lacam3 plans its first as plain LaCAM does, on one thread as we do, and uses all its threads for the second.
 *
 * git clone https://github.com/Kei18/lacam3 && cd lacam3
 * g++ -O3 -march=native -std=c++17 -pthread -Ilacam3/include -o lacam3-peer PATH_TO/packages/env-mapf/peers/lacam3.cpp lacam3/src/*.cpp
 * node packages/env-mapf/peers/lacam3.mjs DIRECTORY   (that of lacam3-peer; build this repository first)
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Seed } from '@gauntlet/core'
import { fitWarehouse, lacam, uniformMap, warehouseMap, writeMovingAiMap } from '@gauntlet/env-mapf'

const DIST = new URL('../dist/', import.meta.url).href
const { SeededScenario } = await import(`${DIST}scenario.js`)
const { Board } = await import(`${DIST}planning/lacam/board.js`)
const { LacamSearch } = await import(`${DIST}planning/lacam/lacam-search.js`)
const { sumOfLoss } = await import(`${DIST}planning/lacam/transition-costs.js`)
const { taskOf } = await import(`${DIST}planning/planner.js`)

const RUNS = 5
const EXPANSIONS = 5000

const peer = process.argv[2]
if (peer === undefined) {
  console.error('Usage: node packages/env-mapf/peers/lacam3.mjs DIRECTORY')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'lacam3-'))
const field = uniformMap(0, 64, 0.2)
const { map: warehouse } = warehouseMap(fitWarehouse(140, 500))
for (const [name, map, agents] of [
  ['field', field, 100],
  ['field', field, 200],
  ['field', field, 400],
  ['field', field, 800],
  ['warehouse', warehouse, 1000],
]) {
  compare(name, instanceOf(map, agents))
}
rmSync(folder, { recursive: true })

function instanceOf(map, agents) {
  const scenario = new SeededScenario(map, agents, 0)
  const goals = Array.from({ length: agents }, (_, a) => Int32Array.of(scenario.goal(a, 0)))
  return { map, starts: scenario.starts, goals }
}

function compare(name, instance) {
  write(instance)
  const agents = instance.starts.length
  let [ours, theirs] = [Infinity, Infinity]
  for (let run = 0; run < RUNS; run++) {
    ours = Math.min(ours, firstPlan(instance))
    theirs = Math.min(theirs, runPeer(agents, 0)[0])
  }
  const first = `first plan ours ${ours.toFixed(1)} ms, lacam3 ${theirs.toFixed(1)} ms, ratio ${(ours / theirs).toFixed(2)}`
  const startedAt = performance.now()
  const { cost, lowerBound } = lacam(instance, { expansions: EXPANSIONS })
  const milliseconds = Math.ceil(performance.now() - startedAt)
  const [, costs] = runPeer(agents, milliseconds)
  const later = `sum of costs after ${milliseconds} ms ours ${cost}, lacam3 ${costs}, bound ${lowerBound}`
  console.log(`${name}, ${agents} agents: ${first}; ${later}`)
}

/** Milliseconds to the first plan, from no distance known at all. */
function firstPlan(instance) {
  const startedAt = performance.now()
  const board = new Board(instance.map, instance.starts.length)
  const { states, goals } = taskOf(instance)
  board.set(states, goals)
  const costs = sumOfLoss(board.worlds, board.tables)
  const search = new LacamSearch(
    board.worlds,
    board.tables,
    board.worlds.positions.slice(),
    costs,
    Seed.from(0).stream(),
  )
  search.run(Infinity)
  return performance.now() - startedAt
}

/** The instance as a map and a scenario. Optimal lengths are not looked at. */
function write({ map, starts, goals }) {
  writeFileSync(join(folder, 'peer.map'), writeMovingAiMap(map))
  const { rows, columns } = map
  const place = (cell) => `${cell % columns}\t${Math.floor(cell / columns)}`
  const lines = Array.from(
    starts,
    (cell, a) => `0\tpeer.map\t${columns}\t${rows}\t${place(cell)}\t${place(goals[a][0])}\t0`,
  )
  writeFileSync(join(folder, 'peer.scen'), `version 1\n${lines.join('\n')}\n`)
}

/** Milliseconds and sum of costs. */
function runPeer(agents, milliseconds) {
  const files = [join(folder, 'peer.map'), join(folder, 'peer.scen')]
  const { status, stdout, stderr } = spawnSync(join(peer, 'lacam3-peer'), [
    ...files,
    `${agents}`,
    `${milliseconds}`,
  ])
  if (status !== 0) return [Infinity, `none (${stderr}${stdout})`.trim()]
  return `${stdout}`.trim().split(' ').map(Number)
}
