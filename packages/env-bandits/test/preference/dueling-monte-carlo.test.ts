import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type AlgorithmDefinition, Seed, settingOf } from '@gauntlet/core'
import { doubleThompson } from '../../src/preference/double-thompson.ts'
import { dueling } from '../../src/preference/dueling.ts'
import { rucb } from '../../src/preference/rucb.ts'
import { episodeMetrics, policyFor, summaryOf } from '../episodes.ts'

type Regrets = Readonly<Record<'strong' | 'weak', readonly [mean: number, standardError: number]>>

const golden: {
  readonly regret: Readonly<Record<string, Readonly<Record<string, Regrets>>>>
} = JSON.parse(readFileSync(new URL('../golden/dueling-mc.json', import.meta.url), 'utf8'))

const ALGORITHMS: Readonly<Record<string, AlgorithmDefinition | undefined>> = {
  'rucb_0.51': rucb,
  dts: doubleThompson,
  uniform: undefined,
}

describe('regret agrees with another implementation within 4 standard errors', () => {
  const games = [
    ['condorcet4', 'condorcet-4'],
    ['linear_btl5', 'linear-5'],
  ]
  const cells = games.flatMap(([name, setting]) =>
    Object.keys(ALGORITHMS).flatMap((id) => [
      [name, setting, id, 1000, 100] as const,
      [name, setting, id, 5000, 20] as const,
    ]),
  )
  test.each(cells)('%s (%s), %s, %i duels', async (name, setting, id, horizon, batch) => {
    const environment = await dueling.make({ ...settingOf(dueling, setting).parameters, horizon }, batch)
    const policy = await policyFor(ALGORITHMS[id], environment)
    const metrics = episodeMetrics(environment, policy, Seed.from(5))
    for (const kind of ['strong', 'weak'] as const) {
      const [mean, error] = golden.regret[`${name}/${id}`][horizon][kind]
      const run = summaryOf(metrics(`${kind}_regret`))
      const combined = Math.sqrt(error * error + run.standardError * run.standardError)
      expect(Math.abs(run.mean - mean), kind).toBeLessThan(4 * combined)
    }
  })
})
