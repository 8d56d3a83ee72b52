import { expect, test } from 'vitest'
import { type EnvironmentDefinition, Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import * as recoveringArms from '../../src/recovering/recovering-plugin.ts'
import * as restlessArms from '../../src/restless/restless-plugin.ts'

const environments: readonly EnvironmentDefinition[] = [
  ...restlessArms.environments,
  ...recoveringArms.environments,
]
const algorithms = [...restlessArms.algorithms, ...recoveringArms.algorithms]

/** Steps of an episode, so that a roll-out meets some that end. */
const HORIZON = 40

/**
 * Digests of what 3 worlds show in 100 steps. One that changes means that results change: raise the version of the
 * environment or of the algorithm, then write the file anew with `vitest run --update`.
 */
test('roll-outs are those of the frozen digests', { timeout: 120_000 }, async () => {
  const digests: Record<string, string> = {}
  for (const environment of environments) {
    for (const [name, { parameters }] of Object.entries(environment.settings)) {
      const short = { ...parameters, horizon: HORIZON }
      const key = `${environment.id}@${environment.version}:${name}`
      const digest = async (policy: Parameters<typeof trajectoryDigest>[1]): Promise<string> =>
        trajectoryDigest(await environment.make(short, 3), policy, Seed.from(11), 100)
      digests[`${key} random@1`] = await digest(uniformPolicy())
      const spec = environment.describe(short)
      for (const { id, version, requires, create } of algorithms) {
        const { environments: only = [], expert } = requires
        const missing = expert !== undefined && !spec.experts?.some((known) => known.name === expert)
        if (!only.includes(environment.id) || missing) continue
        const { policy } = await create({ spec, seed: Seed.from(0), backend: 'wasm' })
        digests[`${key} ${id}@${version}`] = await digest(policy)
      }
    }
  }
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot(
    '../golden/restless-digests.json',
  )
})
