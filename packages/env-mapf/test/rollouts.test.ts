import { type Environment, Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { expertsOf } from '../src/experts.ts'
import { type LifelongParameters, type OneshotParameters, lifelong, oneshot } from '../src/index.ts'
import { movingAiOf, scenarioOf } from './support/golden.ts'

const LIFELONG: Readonly<Record<string, Partial<LifelongParameters>>> = {
  'benchmark-random': { agents: 16, horizon: 60 },
  generated: { instances: 'generated', agents: 16, size: 10, density: 0.25, radius: 3, horizon: 60 },
  'map-file': {
    instances: 'map-file',
    file: movingAiOf(['.....#', '.#.#..', '......', '#..#..']),
    agents: 6,
    horizon: 50,
  },
  'scenario-file': {
    instances: 'scenario-file',
    file: scenarioOf(['....', '.##.', '....'], [[0, 0], [2, 3]], [[[2, 2], [0, 3]], [[0, 0]]]), // prettier-ignore
    agents: 2,
    horizon: 30,
  },
}

const SMALL = { agents: 6, size: 16, radius: 2, horizon: 40 } as const

/** What else there is of kinds of worlds, of rules and of observations: played by two policies. */
const FURTHER: Readonly<Record<string, Partial<LifelongParameters>>> = {
  'benchmark-mazes': { ...SMALL, instances: 'benchmark-mazes' },
  'benchmark-warehouse': { ...SMALL, instances: 'benchmark-warehouse' },
  connected: { ...SMALL, instances: 'connected' },
  mazes: { ...SMALL, instances: 'mazes' },
  rooms: { ...SMALL, instances: 'rooms', collisionSystem: 'priority' },
  warehouse: { ...SMALL, instances: 'warehouse', collisionSystem: 'block_both' },
  sortation: { ...SMALL, instances: 'sortation', observationType: 'pomapf' },
  city: { ...SMALL, instances: 'city', size: 4, file: LIFELONG['map-file'].file!, observationType: 'mapf' },
  follower: { ...SMALL, instances: 'mazes', radius: 3, observationType: 'follower', rewards: 'waypoints' },
  'shared goals': { ...SMALL, instances: 'rooms', goals: 'shared', legacyOccupancy: true },
}

const ONESHOT: Readonly<Record<string, Partial<OneshotParameters>>> = {
  nothing: { ...SMALL, instances: 'generated', size: 7, density: 0.2 },
  finish: { ...SMALL, instances: 'generated', size: 7, density: 0.2, onTarget: 'finish', actionMask: true },
}

/** Likewise played by two policies. */
const ONESHOT_FURTHER: typeof ONESHOT = {
  follower: { ...SMALL, instances: 'generated', size: 7, density: 0.2, observationType: 'follower' },
}

const NAMES = expertsOf('restart').map(({ spec }) => spec.name)
const ONESHOT_NAMES = expertsOf('nothing').map(({ spec }) => spec.name)

/**
 * Digests of what 3 worlds show in 150 steps. One that changes means that results change: raise the version of the
 * environment (or of the algorithm, in `plugin.ts`), then write the file anew with
 * `npx vitest run --project env-mapf rollouts --update`.
 */
test('roll-outs are those of the frozen digests', { timeout: 120000 }, async () => {
  const digests: Record<string, string> = {}
  const play = (label: string, environment: Environment, expert: string): void => {
    const policy = expert === 'random' ? uniformPolicy() : environment.expert!.policy(expert)
    digests[`${label} ${expert}`] = trajectoryDigest(environment, policy, Seed.from(7), 150)
  }
  for (const [worlds, experts] of [
    [LIFELONG, NAMES],
    [FURTHER, ['pibt']],
  ] as const) {
    for (const [name, parameters] of Object.entries(worlds)) {
      for (const expert of ['random', ...experts]) {
        play(`${lifelong.id}@${lifelong.version} ${name}`, await lifelong.make(parameters, 3), expert)
      }
    }
  }
  for (const [worlds, experts] of [
    [ONESHOT, ONESHOT_NAMES],
    [ONESHOT_FURTHER, ['pibt']],
  ] as const) {
    for (const [name, parameters] of Object.entries(worlds)) {
      for (const expert of ['random', ...experts]) {
        play(`${oneshot.id}@${oneshot.version} ${name}`, await oneshot.make(parameters, 3), expert)
      }
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})
