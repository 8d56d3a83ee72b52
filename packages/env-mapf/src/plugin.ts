/** What this package adds to the matrix. */
import { type PresetBlock, type Plugin, definePlugin, expertAlgorithm } from '@gauntlet/core'
import { EXPERTS } from './experts.ts'
import { lifelong } from './lifelong.ts'
import { oneshot } from './oneshot.ts'

/** Every scripted policy as an algorithm of the same name. */
const algorithms = EXPERTS.map(({ name, description, source }) =>
  expertAlgorithm({
    id: `mapf/${name}`,
    version: 1,
    family: 'planning',
    summary: `${description[0].toUpperCase()}${description.slice(1)}`,
    source,
    expert: name,
    environments: [lifelong.id, oneshot.id],
  }),
)

const QUICK = ['small-4', 'random-8', 'random-16', 'random-32', 'random-64']

function block(names: readonly string[], seeds: number): PresetBlock {
  const settings = names.map((name) => `${lifelong.id}:${name}`)
  return { settings, algorithms: ['random', 'mapf/*'], seeds, budget: 0 }
}

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-mapf',
  environments: [lifelong, oneshot],
  algorithms,
  presets: { quick: [block(QUICK, 5)], standard: [block(['*'], 10)], full: [block(['*'], 20)] },
})

export default plugin
