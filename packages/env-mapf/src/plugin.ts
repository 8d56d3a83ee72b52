/** What this package adds to the matrix. */
import { type PresetBlock, type Plugin, definePlugin, expertAlgorithm } from '@gauntlet/core'
import { lifelong } from './lifelong.ts'
import { oneshot } from './oneshot.ts'

const shortestPath = expertAlgorithm({
  id: 'mapf/shortest-path',
  version: 1,
  family: 'planning',
  summary: 'Each agent follows a shortest path to its goal as if it were alone',
  source: 'breadth-first search from the goal',
  expert: 'shortest-path',
  environments: [lifelong.id, oneshot.id],
})

const pibt = expertAlgorithm({
  id: 'mapf/pibt',
  version: 1,
  family: 'planning',
  summary: 'Priority inheritance with backtracking: one step at a time, never a conflict',
  source: 'Okumura, Machida, Défago and Tamura 2022, Artificial Intelligence 310; Kei18/pibt2',
  expert: 'pibt',
  environments: [lifelong.id, oneshot.id],
})

const QUICK = ['small-4', 'random-8', 'random-16', 'random-32', 'random-64']

function block(names: readonly string[], seeds: number): PresetBlock {
  const settings = names.map((name) => `${lifelong.id}:${name}`)
  return { settings, algorithms: ['random', 'mapf/*'], seeds, budget: 0 }
}

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-mapf',
  environments: [lifelong, oneshot],
  algorithms: [shortestPath, pibt],
  presets: { quick: [block(QUICK, 5)], standard: [block(['*'], 10)], full: [block(['*'], 20)] },
})

export default plugin
