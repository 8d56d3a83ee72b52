import { checkAlgorithm, checkEnvironment } from '@gauntlet/core/check'
import { describe, expect, test } from 'vitest'
import { type RobotParameters, robotRunners } from '../../src/index.ts'
import plugin from '../../src/plugin.ts'
import { ROBOT_EXPERTS } from '../../src/robots/robot-experts.ts'
import { fileOf } from '../support/golden.ts'

const SMALL: Partial<RobotParameters> = { size: 6, agents: 6, radius: 2, horizon: 40 }
const PROBLEM: Partial<RobotParameters> = {
  instances: 'problem',
  mapFile: fileOf('a.map', 'type octile\nheight 3\nwidth 4\nmap\n.E.S\n.T@.\n....\n'),
  agentFile: fileOf('a.agents', '# three\n3\n0\n3\n11\n'),
  taskFile: fileOf('a.tasks', '2\n1,3,3\n8\n'),
  agents: 2,
  radius: 1,
  horizon: 30,
}

const CASES: readonly (readonly [name: string, parameters: Partial<RobotParameters>])[] = [
  ['v1', { ...SMALL, rules: 'v1' }],
  ['v1, tasks in turn, masked', { ...SMALL, rules: 'v1', scheduler: 'in-turn', actionMask: true }],
  ['v3', { ...SMALL, errands: 3 }],
  ['v3, tasks in turn, few revealed', { ...SMALL, scheduler: 'in-turn', numTasksReveal: 0.5 }],
  ['actions of four steps, small boxes', { ...SMALL, agentCounter: 4, agentSize: 0.5 }],
  ['delays', { ...SMALL, agentCounter: 2, eventModel: 'poisson', pDelay: 0.1, durationModel: 'gaussian' }],
  ['one robot', { size: 3, agents: 1, radius: 9, horizon: 20 }],
  ['a problem', PROBLEM],
]

const heapUsed = (): number => process.memoryUsage().heapUsed

describe('the environment contract', () => {
  test.each(CASES)('%s', { timeout: 60000 }, async (_, parameters) => {
    const report = await checkEnvironment(robotRunners, { parameters, steps: 64, heapUsed })
    expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
  })
})

describe('the algorithm contract', () => {
  test.each(ROBOT_EXPERTS.map(({ spec }) => spec.name))('%s', { timeout: 60000 }, async (name) => {
    const algorithm = plugin.algorithms.find(({ id }) => id === `mapf/${name}`)!
    for (const parameters of [CASES[0][1], CASES[5][1]]) {
      const report = await checkAlgorithm(algorithm, robotRunners, { parameters })
      expect(report.checks.filter(({ status }) => status === 'failed')).toEqual([])
    }
  })
})
