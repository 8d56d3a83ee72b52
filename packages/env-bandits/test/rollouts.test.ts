import { expect, test } from 'vitest'
import { Seed, trajectoryDigest } from '@gauntlet/core'
import { environments } from '../src/arms/arms-plugin.ts'
import { bernoulli } from '../src/arms/bernoulli.ts'
import { ALGORITHMS, policyOf } from './arms/runs.ts'

/**
 * Digests of what 3 worlds show in 500 steps. One that changes means that results change: raise the version of
 * the environment or of the algorithm, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', async () => {
  const digests: Record<string, string> = {}
  for (const definition of environments) {
    const ids = definition === bernoulli ? ['random', ...ALGORITHMS.map(({ id }) => id)] : ['random', 'ucb']
    for (const [name, { parameters }] of Object.entries(definition.settings)) {
      for (const id of ids) {
        const environment = await definition.make({ ...parameters, horizon: 200 }, 3)
        const policy = await policyOf(id, environment)
        const version = ALGORITHMS.find((algorithm) => algorithm.id === id)?.version ?? 1
        const key = `${definition.id}@${definition.version}:${name} ${id}@${version}`
        digests[key] = trajectoryDigest(environment, policy, Seed.from(11), 500)
      }
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})
