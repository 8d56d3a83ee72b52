/**
 * Times `pibt` beside Kei18/pibt2 (C++) on the same instances in the same run: one-shot, POGEMA's maps of 64 x 64 cells
 * with 20 % obstacles, milliseconds per step with the distances included. Both play 256 steps unless all are at
 * their goals before; the fastest of five runs counts.
 *
 * git clone --recursive https://github.com/Kei18/pibt2 && cd pibt2
 * g++ -O3 -march=native -std=c++17 -include cstring -D_MAPDIR_='""' -Ipibt2/include -Ithird_party/grid-pathfinding/graph/include \
 *   -o mapf-peer mapf.cpp pibt2/src/*.cpp third_party/grid-pathfinding/graph/src/*.cpp
 * node packages/env-mapf/peers/pibt2.mjs DIRECTORY   (that of mapf-peer; build this repository first)
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Seed } from '@gauntlet/core'

const DIST = new URL('../dist/', import.meta.url).href
const { GridWorlds } = await import(`${DIST}worlds.js`)
const { SeededScenario } = await import(`${DIST}scenario.js`)
const { SoftMovement } = await import(`${DIST}soft-movement.js`)
const { pibtPolicy } = await import(`${DIST}policies/pibt.js`)
const { uniformMap } = await import(`${DIST}generators/uniform-map.js`)

const [SIZE, DENSITY, STEPS, RUNS] = [64, 0.2, 256, 5]

const peer = process.argv[2]
if (peer === undefined) {
  console.error('Usage: node packages/env-mapf/peers/pibt2.mjs DIRECTORY')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'pibt2-'))
for (const [agents, seed] of [
  [200, 0],
  [800, 0],
  [800, 1],
  [800, 2],
]) {
  const scenario = new SeededScenario(uniformMap(seed, SIZE, DENSITY), agents, seed)
  let [ours, theirs] = [Infinity, Infinity]
  for (let run = 0; run < RUNS; run++) {
    ours = Math.min(ours, playOurs(scenario))
    theirs = Math.min(theirs, playTheirs(scenario))
  }
  const figures = `ours ${ours.toFixed(3)} ms, pibt2 ${theirs.toFixed(3)} ms, ratio ${(ours / theirs).toFixed(2)}`
  console.log(`${agents} agents, map ${seed}: ${figures}`)
}
rmSync(folder, { recursive: true })

/** Milliseconds of the policy per step, from no table at all. */
function playOurs(scenario) {
  const { map, starts } = scenario
  const worlds = new GridWorlds(1, starts.length, SIZE, SIZE, 1)
  worlds.layMap(0, map)
  starts.forEach((cell, a) => {
    worlds.place(0, a, worlds.frameCell(0, cell))
    worlds.goals[a] = worlds.frameCell(0, scenario.goal(a, 0))
  })
  const view = { batch: 1, ended: new Uint8Array(1) }
  const policy = pibtPolicy(worlds, 'nothing')
  const movement = new SoftMovement(worlds)
  const actions = new Int32Array(starts.length)
  let milliseconds = 0
  let steps = 0
  while (steps < STEPS && worlds.positions.some((cell, a) => cell !== worlds.goals[a])) {
    const startedAt = performance.now()
    if (steps === 0) policy.begin(view, Seed.from(0))
    policy.act(view, actions, 'sample')
    milliseconds += performance.now() - startedAt
    movement.move(0, actions)
    steps++
  }
  return milliseconds / steps
}

/** The same of the peer, by the times that it writes into its log. */
function playTheirs(scenario) {
  const { map, starts } = scenario
  const [mapFile, instance, result] = ['map', 'instance', 'result'].map((name) => join(folder, name))
  const rows = map.lines().map((line) => line.replaceAll('#', '@'))
  const head = ['type octile', `height ${SIZE}`, `width ${SIZE}`, 'map']
  writeFileSync(mapFile, `${[...head, ...rows].join('\n')}\n`)
  const place = (cell) => `${cell % SIZE},${Math.floor(cell / SIZE)}`
  const lines = Array.from(starts, (cell, a) => `${place(cell)},${place(scenario.goal(a, 0))}`)
  const settings = [`map_file=${mapFile}`, `agents=${starts.length}`, 'seed=0', 'random_problem=0']
  const limits = [`max_timestep=${STEPS}`, 'max_comp_time=60000']
  writeFileSync(instance, `${[...settings, ...limits, ...lines].join('\n')}\n`)
  const { status, stderr } = spawnSync(join(peer, 'mapf-peer'), ['-i', instance, '-o', result, '-s', 'PIBT'])
  if (status === null) throw new Error(`mapf-peer: ${stderr}`)
  const log = readFileSync(result, 'utf8')
  return numberIn(log, 'comp_time') / numberIn(log, 'makespan')
}

function numberIn(log, name) {
  const found = new RegExp(`^${name}=(\\d+)`, 'm').exec(log)
  if (found === null) throw new Error(`mapf-peer: no ${name} in its log`)
  return Number(found[1])
}
