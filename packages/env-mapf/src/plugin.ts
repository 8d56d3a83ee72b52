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

const QUICK = [
  `${lifelong.id}:small-4`,
  ...['random-8', 'random-32', 'mazes-32', 'warehouse-128'].map((name) => `${lifelong.id}:${name}`),
  ...['small-4', 'random-32'].map((name) => `${oneshot.id}:${name}`),
]

function block(settings: readonly string[], seeds: number): PresetBlock {
  return { settings, algorithms: ['random', 'mapf/*'], seeds, budget: 0 }
}

const ALL = [`${lifelong.id}:*`, `${oneshot.id}:*`]

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-mapf',
  environments: [lifelong, oneshot],
  algorithms,
  presets: { quick: [block(QUICK, 3)], standard: [block(ALL, 10)], full: [block(ALL, 20)] },
})

export default plugin
