import { checkAlgorithm, checkEnvironment } from '@gauntlet/core/check'
import { describe, expect, test } from 'vitest'
import { expertsOf } from '../src/experts.ts'
import {
  type LifelongParameters,
  type OnTarget,
  type OneshotParameters,
  lifelong,
  oneshot,
} from '../src/index.ts'
import plugin from '../src/plugin.ts'
import { movingAiOf, scenarioOf } from './support/golden.ts'

const MAP = ['..#.....', '....#...', '.#......', '.....##.', '...#....', '.#....#.', '...##...', '........']
const SEQUENCES = scenarioOf(
  ['.....', '.#.#.', '.....'],
  [[0, 0], [2, 4], [2, 0]], // prettier-ignore
  [[[0, 1], [0, 2], [0, 4]], [[2, 3], [2, 2]], [[2, 0], [2, 0], [1, 0]]], // prettier-ignore
)

type Case<P> = readonly [name: string, parameters: Partial<P>]

const LIFELONG: readonly Case<LifelongParameters>[] = [
  ['the benchmark random maps', { agents: 8, horizon: 48 }],
  ['as many agents as they host, seeing one cell far', { agents: 104, horizon: 24, radius: 1 }],
  ['generated maps', { instances: 'generated', size: 8, density: 0.3, agents: 4, horizon: 40, radius: 2 }],
  ['one agent', { instances: 'generated', size: 4, density: 0, agents: 1, horizon: 16, radius: 17 }],
  ['a map file', { instances: 'map-file', file: movingAiOf(MAP), agents: 16, horizon: 40, radius: 3 }],
  ['an instance file', { instances: 'scenario-file', file: SEQUENCES, agents: 3, horizon: 16, radius: 2 }],
  [
    'priority, coordinates',
    { agents: 8, horizon: 32, collisionSystem: 'priority', observationType: 'pomapf' },
  ],
  [
    'block_both, the whole map',
    { agents: 8, horizon: 32, collisionSystem: 'block_both', observationType: 'mapf' },
  ],
  [
    'what Follower sees, three cells far, paid for waypoints',
    { agents: 12, horizon: 32, radius: 3, observationType: 'follower', rewards: 'waypoints' },
  ],
  ['masked actions', { agents: 8, horizon: 32, actionMask: true }],
  ['lost followers', { agents: 60, horizon: 32, legacyOccupancy: true, observationType: 'pomapf' }],
]

const SMALL: Partial<OneshotParameters> = {
  instances: 'generated',
  size: 5,
  density: 0.1,
  agents: 4,
  radius: 2,
}

const ONESHOT: readonly Case<OneshotParameters>[] = [
  ['agents that stay', { ...SMALL, horizon: 40 }],
  ['two agents, who often meet the end', { ...SMALL, size: 3, agents: 2, horizon: 60 }],
  ['agents that leave', { ...SMALL, onTarget: 'finish', horizon: 60 }],
  [
    'agents that leave, the whole map',
    { ...SMALL, onTarget: 'finish', horizon: 30, observationType: 'mapf' },
  ],
  [
    'agents that leave, what Follower sees',
    { ...SMALL, onTarget: 'finish', horizon: 30, observationType: 'follower', rewards: 'waypoints' },
  ],
  ['agents that leave, priority', { ...SMALL, onTarget: 'finish', horizon: 30, collisionSystem: 'priority' }],
  ['agents that leave, lost followers', { ...SMALL, onTarget: 'finish', horizon: 30, legacyOccupancy: true }],
]

const heapUsed = (): number => process.memoryUsage().heapUsed

describe('the environment contract', () => {
  test.each(LIFELONG)('lifelong: %s', { timeout: 300_000 }, async (_, parameters) => {
    const report = await checkEnvironment(lifelong, { parameters, steps: 64, heapUsed })
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
  })
  test.each(ONESHOT)('oneshot: %s', { timeout: 300_000 }, async (_, parameters) => {
    const report = await checkEnvironment(oneshot, { parameters, steps: 64, heapUsed })
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
  })
})

/** Whether a policy is made for goals that are given as they are there. */
const runs = (onTarget: OnTarget, id: string): boolean =>
  expertsOf(onTarget).some(({ spec }) => `mapf/${spec.name}` === id)

describe('the algorithm contract', () => {
  test.each(plugin.algorithms.map((algorithm) => [algorithm.id, algorithm] as const))(
    '%s',
    { timeout: 300_000 },
    async (_, algorithm) => {
      const reports = []
      if (runs('finish', algorithm.id)) {
        const parameters = { ...SMALL, onTarget: 'finish' } as const
        reports.push(await checkAlgorithm(algorithm, oneshot, { parameters }))
      }
      if (runs('restart', algorithm.id)) {
        reports.push(await checkAlgorithm(algorithm, lifelong, { parameters: { agents: 8, horizon: 48 } }))
      }
      const failed = reports.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))
      expect(reports.length).toBeGreaterThan(0)
      expect(failed).toEqual([])
    },
  )
})
