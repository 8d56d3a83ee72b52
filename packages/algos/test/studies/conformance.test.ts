import { type EnvironmentDefinition, Seed, trajectoryDigest, uniformPolicy } from '@gauntlet/core'
import { checkEnvironment, reportText } from '@gauntlet/core/check'
import { expect, test } from 'vitest'
import { SETTINGS, TASKS } from './tasks.ts'

/** Parameters in which a task differs from its defaults. */
const SHORT = { horizon: 60 }
const PARAMETERS: Readonly<Record<string, object>> = {
  'classic/cart-pole': SHORT,
  'classic/cart-pole-no-velocities': SHORT,
  'classic/acrobot': SHORT,
  'classic/mountain-car': SHORT,
  'classic/pendulum': SHORT,
  'toy/team-matrix': { agents: 3, actions: 2, payoffs: [1, 2, 3, 4, 5, 6, 7, 8], rounds: 4 },
}
/** Each of its 22 sines and cosines, as the engine returns it. */
const ALLOWED_BYTES: Readonly<Record<string, number>> = { 'classic/acrobot': 22 * 16 }

test.each(TASKS.map((task): [string, EnvironmentDefinition] => [task.id, task]))(
  '%s keeps the contracts',
  async (id, task) => {
    const report = await checkEnvironment(task, {
      parameters: PARAMETERS[id] ?? {},
      heapUsed: () => process.memoryUsage().heapUsed,
      ...(ALLOWED_BYTES[id] && { allowedBytes: ALLOWED_BYTES[id] }),
    })
    expect(report.passed, reportText(report)).toBe(true)
  },
)

test('every setting shows what it always showed', async () => {
  const digests: Record<string, string> = {}
  for (const [name, task, setting] of SETTINGS) {
    const environment = await task.make(task.settings[setting].parameters, 3)
    digests[`${name}@${task.version}`] = trajectoryDigest(environment, uniformPolicy(), Seed.from(11), 64)
  }
  // One that changes means that results change: raise the version, then `vitest run --update`.
  await expect(`${JSON.stringify(digests, undefined, 1)}\n`).toMatchFileSnapshot('golden/digests.json')
})
