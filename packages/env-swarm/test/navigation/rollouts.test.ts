import { expect, test } from 'vitest'
import { Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { navigation } from '../../src/navigation/navigation.ts'

/**
 * Digests of what 3 worlds show in 100 steps. One that changes means that results change: raise the version of the
 * environment, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  const { id, version, settings, make, describe } = navigation
  for (const [name, { parameters }] of Object.entries(settings)) {
    const experts = describe(parameters).experts!.map((expert) => expert.name)
    for (const player of ['random', ...experts]) {
      const environment = await make({ ...parameters, horizon: 60 }, 3)
      const policy = player === 'random' ? uniformPolicy() : environment.expert!.policy(player)
      digests[`${id}@${version}:${name} ${player}`] = trajectoryDigest(
        environment,
        policy,
        Seed.from(11),
        100,
      )
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/navigation-digests.json',
  )
})
