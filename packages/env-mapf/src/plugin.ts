/** What this package adds to the matrix. */
import { type PresetBlock, type Plugin, definePlugin, expertAlgorithm } from '@gauntlet/core'
import { GRID_EXPERTS } from './experts.ts'
import { lifelong } from './lifelong.ts'
import { oneshot } from './oneshot.ts'
import { ROBOT_EXPERTS } from './robots/robot-experts.ts'
import { robotRunners } from './robots/robot-runners.ts'

/** Every scripted policy as an algorithm of the same name, which robots have too where they know it. */
const algorithms = GRID_EXPERTS.map(({ spec: { name, description, source }, goals, configuration, check }) =>
  expertAlgorithm<object>({
    id: `mapf/${name}`,
    version: 1,
    family: 'planning',
    summary: `${description[0].toUpperCase()}${description.slice(1)}`,
    source,
    expert: name,
    environments: [
      ...(goals === 'once' ? [] : [lifelong.id]),
      ...(goals === 'anew' ? [] : [oneshot.id]),
      ...(ROBOT_EXPERTS.some(({ spec }) => spec.name === name) ? [robotRunners.id] : []),
    ],
    configuration,
    check,
  }),
)

const ROBOT_POLICIES = ROBOT_EXPERTS.map(({ spec }) => `mapf/${spec.name}`)

/** Those that search but little. */
const FAST = ['mapf/shortest-path*', 'mapf/pibt', 'mapf/pibt-swap']
/** Those that take seconds, and not minutes, for a setting's 128 episodes of 32 agents. */
const PLANNERS = [
  ...FAST,
  'mapf/pibt-*',
  'mapf/epibt',
  'mapf/rhcr-*',
  'mapf/lacam',
  'mapf/prioritised-planning',
]

/** All policies where an episode is short, and fast ones where many agents walk. */
const QUICK: readonly PresetBlock[] = [
  block([`${lifelong.id}:small-4`, `${oneshot.id}:small-4`], ['mapf/*'], 5),
  block([`${robotRunners.id}:small-4`], ROBOT_POLICIES, 5),
  block([`${lifelong.id}:random-32`, `${lifelong.id}:warehouse-32`, `${oneshot.id}:mazes-32`], FAST, 5),
]

function block(settings: readonly string[], policies: readonly string[], seeds: number): PresetBlock {
  return { settings, algorithms: ['random', ...policies], seeds, budget: 0 }
}

const ALL = [`${lifelong.id}:*`, `${oneshot.id}:*`, `${robotRunners.id}:*`]

const plugin: Plugin = definePlugin({
  name: '@gauntlet/env-mapf',
  environments: [lifelong, oneshot, robotRunners],
  algorithms,
  presets: {
    quick: QUICK,
    standard: [
      block(
        [`${lifelong.id}:small-4`, `${oneshot.id}:small-4`, `${oneshot.id}:small-4-finish`],
        ['mapf/*'],
        3,
      ),
      block([`${lifelong.id}:random-32`, `${oneshot.id}:random-32`], PLANNERS, 3),
      block([`${robotRunners.id}:small-4`, `${robotRunners.id}:v1-random-50`], ROBOT_POLICIES, 3),
    ],
    full: [block(ALL, ['mapf/*'], 20)],
  },
})

export default plugin
