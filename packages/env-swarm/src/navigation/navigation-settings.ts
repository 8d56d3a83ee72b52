/** The instances on which navigation is compared: `navigationSettings`. */
import type { Setting } from '@gauntlet/core'
import { MEASURED, type Player } from './measured-scores.ts'
import type { NavigationParameters } from './problem.ts'

type Fields = Partial<NavigationParameters>

const SCENES: Readonly<Record<string, readonly [description: string, parameters: Fields]>> = {
  swap: ['Eight agents change places across a circle', { scene: 'swap' }],
  crossing: ['Two streams of four agents cross', { scene: 'crossing' }],
  'random-8': ['Eight agents, starts and goals anywhere', {}],
  'random-16': ['Sixteen agents, starts and goals anywhere', { agents: 16 }],
  corridor: [
    'Eight agents change sides through a corridor 1 m wide between obstacles',
    {
      scene: 'exchange',
      horizon: 300,
      obstacles: [1.5, 0.75, 0.75, 1.5, 3.25, 0.75, 2.5, 0.75, 0.75, 2.5, 3.25, 0.75],
    },
  ],
}

type Entry = readonly [name: string, setting: Setting<NavigationParameters>]

const entry = (name: string, description: string, parameters: Fields, bounded: boolean): Entry => [
  name,
  {
    description,
    parameters,
    references: references(name, bounded),
    evaluation: { episodes: 100, batch: 20, mode: 'greedy' },
  },
]

/** Scenes with velocities behind the filter, and with barriers given; and one without any filter. */
export const navigationSettings: Readonly<Record<string, Setting<NavigationParameters>>> = Object.fromEntries(
  [
    ...Object.entries(SCENES).map(([name, [description, parameters]]) =>
      entry(name, `${description}, velocities behind the filter`, parameters, false),
    ),
    ...Object.entries(SCENES).map(([name, [description, parameters]]) =>
      entry(
        `${name}-barrier`,
        `${description}, zeta and eta given`,
        { ...parameters, control: 'barrier' },
        true,
      ),
    ),
    entry('random-8-free', `${SCENES['random-8'][0]}, velocities without a filter`, { filter: false }, false),
  ],
)

/** The random policy's score beside the best expert's or, where barriers are given, beside the bound that no policy exceeds. */
function references(name: string, bounded: boolean): Setting['references'] {
  const { random, ...experts } = MEASURED[name]
  const measured = { source: 'measured by test/navigation/studies', episodes: 1000 }
  if (bounded) {
    return {
      random: { score: random, ...measured },
      best: { score: 1, source: 'bound: every agent at its goal by the shortest way' },
    }
  }
  const [expert, score] = (Object.entries(experts) as [Player, number][]).reduce((best, next) =>
    next[1] > best[1] ? next : best,
  )
  return {
    random: { score: random, ...measured },
    best: { score, ...measured, source: `expert ${expert}, ${measured.source}` },
  }
}
