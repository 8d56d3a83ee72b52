import { expect, test } from 'vitest'
import { Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { SMALL } from './environments.ts'

/**
 * Digests of what 2 worlds show in 60 steps. One that changes means that results change: raise the version of the
 * environment or of the algorithm, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const [, definition, parameters] of SMALL) {
    const environment = await definition.make(parameters, 2)
    for (const name of ['uniform', ...environment.spec.experts!.map((expert) => expert.name)]) {
      const policy = name === 'uniform' ? uniformPolicy() : environment.expert!.policy(name)
      const digest = trajectoryDigest(environment, policy, Seed.from(11), 60)
      digests[`${definition.id}@${definition.version} ${name}`] = digest
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/coupled-digests.json',
  )
})
