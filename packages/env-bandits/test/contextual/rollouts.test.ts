import { expect, test } from 'vitest'
import { Seed, applicability, trajectoryDigest } from '@gauntlet/core'
import { algorithms, environments } from '../../src/contextual/contextual-plugin.ts'
import { policyFor } from '../episodes.ts'

/**
 * Digests of what 3 worlds show in 250 steps. One that changes means that results change: raise the version of
 * the environment or of the algorithm, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const { id, version, settings, make } of environments) {
    for (const [name, { parameters }] of Object.entries(settings)) {
      for (const algorithm of [undefined, ...algorithms]) {
        const environment = await make({ ...parameters, horizon: 100 } as object, 3)
        const runs =
          algorithm === undefined || applicability(id, environment.spec, algorithm.requires).kind === 'runs'
        if (!runs) continue
        const policy = await policyFor(algorithm, environment)
        const player = `${algorithm?.id ?? 'random'}@${algorithm?.version ?? 1}`
        digests[`${id}@${version}:${name} ${player}`] = trajectoryDigest(
          environment,
          policy,
          Seed.from(11),
          250,
        )
      }
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/contextual-digests.json',
  )
})
