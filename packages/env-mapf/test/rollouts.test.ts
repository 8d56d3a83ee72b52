import { Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { EXPERTS } from '../src/experts.ts'
import { type LifelongParameters, lifelong } from '../src/index.ts'
import { movingAiOf, scenarioOf } from './support/golden.ts'

const WORLDS: Readonly<Record<string, Partial<LifelongParameters>>> = {
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

/**
 * Digests of what 3 worlds show in 150 steps. One that changes means that results change: raise the version of the
 * environment (or of the algorithm, in `plugin.ts`), then write the file anew with
 * `npx vitest run --project env-mapf rollouts --update`.
 */
test('roll-outs are those of the frozen digests', { timeout: 30000 }, async () => {
  const digests: Record<string, string> = {}
  for (const [name, parameters] of Object.entries(WORLDS)) {
    for (const expert of ['random', ...EXPERTS.map(({ name }) => name)]) {
      const environment = await lifelong.make(parameters, 3)
      const policy = expert === 'random' ? uniformPolicy() : environment.expert!.policy(expert)
      digests[`${lifelong.id}@${lifelong.version} ${name} ${expert}`] = trajectoryDigest(
        environment,
        policy,
        Seed.from(7),
        150,
      )
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})
