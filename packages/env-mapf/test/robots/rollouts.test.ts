import { Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { type RobotParameters, robotRunners } from '../../src/index.ts'
import { ROBOT_EXPERTS } from '../../src/robots/robot-experts.ts'
import { fileOf } from '../support/golden.ts'

const SMALL = { agents: 8, radius: 2, horizon: 40 } as const

const WORLDS: Readonly<Record<string, Partial<RobotParameters>>> = {
  'v1 random': { ...SMALL, rules: 'v1', size: 9 },
  'v1 rooms in turn': { ...SMALL, rules: 'v1', instances: 'rooms', size: 16, scheduler: 'in-turn' },
  'v2 random': { ...SMALL, rules: 'v2', size: 9, errands: 2 },
  'v3 random': { ...SMALL, size: 9, errands: 3, actionMask: true },
  'v3 warehouse in turn': { ...SMALL, instances: 'warehouse', size: 15, scheduler: 'in-turn' },
  'v3 sortation, small boxes': {
    ...SMALL,
    instances: 'sortation',
    size: 16,
    agentCounter: 2,
    agentSize: 0.5,
  },
  'v3 delays': { ...SMALL, size: 9, agentCounter: 3, eventModel: 'poisson', durationModel: 'gaussian' },
  'v3 delays by each': { ...SMALL, size: 9, eventModel: 'bernoulli', pDelay: 0.1 },
  'v3 problem': {
    instances: 'problem',
    mapFile: fileOf('a.map', 'type octile\nheight 3\nwidth 4\nmap\n.E.S\n.T@.\n....\n'),
    agentFile: fileOf('a.agents', '# three\n3\n0\n3\n11\n'),
    taskFile: fileOf('a.tasks', '2\n1,3,3\n8\n'),
    agents: 3,
    radius: 1,
    horizon: 30,
  },
}

/**
 * Digests of what 3 worlds show in 100 steps. One that changes means that results change: raise the version of the
 * environment (or of the algorithm, in `plugin.ts`), then write the file anew with
 * `npx vitest run --project env-mapf robots/rollouts --update`.
 */
test('roll-outs of robots are those of the frozen digests', { timeout: 60000 }, async () => {
  const digests: Record<string, string> = {}
  for (const [name, parameters] of Object.entries(WORLDS)) {
    for (const expert of ['random', ...ROBOT_EXPERTS.map(({ spec }) => spec.name)]) {
      const environment = await robotRunners.make(parameters, 3)
      const policy = expert === 'random' ? uniformPolicy() : environment.expert!.policy(expert)
      const label = `${robotRunners.id}@${robotRunners.version} ${name} ${expert}`
      digests[label] = trajectoryDigest(environment, policy, Seed.from(7), 100)
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/robots/digests.json',
  )
})
