import { Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { environments as control } from '../src/control/control-plugin.ts'
import { environments as minority } from '../src/minority/minority-plugin.ts'
import { environments as steered } from '../src/steered/steered-plugin.ts'

/**
 * Digests of what 2 worlds of every setting show in 30 steps, of the uniform policy and of the scripted ones (navigation has its
 * own). One that changes means that results change: raise the version, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const definition of [...control, ...minority, ...steered]) {
    for (const [name, { parameters }] of Object.entries(definition.settings)) {
      const environment = await definition.make(parameters, 2)
      for (const player of ['random', ...(environment.spec.experts ?? []).map((expert) => expert.name)]) {
        const policy = player === 'random' ? uniformPolicy() : environment.expert!.policy(player)
        const key = `${definition.id}@${definition.version}:${name} ${player}`
        digests[key] = trajectoryDigest(environment, policy, Seed.from(11), 30)
      }
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})
