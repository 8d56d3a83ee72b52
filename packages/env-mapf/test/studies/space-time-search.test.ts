/**
 * What search in space and time comes to on every setting: throughput, or where goals are given once the sum of costs and
 * the share of scenarios in which all arrive.
 *
 * A test for each policy and set, so that runs can be split: none takes an hour.
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf space-time-search -t 'rhcr-pbs, mapf/lifelong, mazes'`
 */
import { type EnvironmentDefinition, Seed, allocateActions } from '@gauntlet/core'
import { describe, expect, test } from 'vitest'
import { lifelong, oneshot } from '../../src/index.ts'

const SCENARIOS = 128
const SETS = ['random', 'mazes', 'warehouse']
const CASES = [
  ...['rhcr-pbs', 'rhcr-whca'].map((policy) => [policy, lifelong] as const),
  ...['rhcr-pbs', 'rhcr-whca', 'prioritised-planning', 'cbs'].map((policy) => [policy, oneshot] as const),
].flatMap(([policy, definition]) =>
  SETS.map((set) => [policy, definition.id, set, definition as EnvironmentDefinition] as const),
)

describe.skipIf(process.env.GAUNTLET_STUDY === undefined)('skipped unless GAUNTLET_STUDY is set', () => {
  test.each(CASES)('%s, %s, %s', { timeout: 3600000 }, async (policy, id, set, definition) => {
    const names = Object.keys(definition.settings).filter((name) => name.startsWith(`${set}-`))
    for (const name of names) {
      const metrics = id === lifelong.id ? ['throughput'] : ['sum_of_costs', 'CSR']
      const means = await play(definition, name, policy, metrics)
      console.log(`${id}:${name} ${policy} ${means.map((mean) => mean.toPrecision(5)).join(' ')}`)
      for (const mean of means) expect(mean).toBeGreaterThanOrEqual(0)
    }
  })
})

/** Means of metrics over the scenarios of a setting. */
async function play(
  definition: EnvironmentDefinition,
  setting: string,
  policyName: string,
  metrics: readonly string[],
): Promise<number[]> {
  const environment = await definition.make(definition.settings[setting].parameters, 1)
  const { agents, action, metrics: measured } = environment.spec
  const indices = metrics.map((metric) => measured.findIndex(({ name }) => name === metric))
  const policy = environment.expert!.policy(policyName)
  const actions = allocateActions(action, agents)
  const sums = metrics.map(() => 0)
  const key = Seed.from(0)
  environment.reset(key, (_, k) => ({ key: key.fold(k), index: k % SCENARIOS }))
  policy.begin(environment, key)
  for (let scenario = 0; scenario < SCENARIOS;) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    if (environment.ended[0] === 0) continue
    scenario++
    indices.forEach((index, k) => (sums[k] += environment.metrics[index]))
  }
  return sums.map((sum) => sum / SCENARIOS)
}
