/**
 * Throughputs that `lifelong-settings.ts` gives as references: the uniform random policy's on every setting, and
 * PIBT's where it stands for the best.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf references`
 */
import { type Environment, type Policy, Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { type LifelongParameters, lifelong } from '../../src/index.ts'
import { evaluate } from '../support/evaluate.ts'

const SEEDS = 10

/** Means of `SEEDS` runs: their mean, and their standard deviation. */
async function measure(
  parameters: Partial<LifelongParameters>,
  policyOf: (environment: Environment) => Policy,
): Promise<{ readonly mean: number; readonly deviation: number }> {
  const generated = parameters.instances === 'generated'
  const scenarios = generated ? 4096 : 128
  const means: number[] = []
  for (let seed = 0; seed < SEEDS; seed++) {
    const first = generated ? seed * scenarios : 0
    means.push((await evaluate(parameters, policyOf, scenarios, Seed.from(seed), first)).mean)
  }
  const mean = means.reduce((sum, value) => sum + value, 0) / SEEDS
  const squares = means.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return { mean, deviation: Math.sqrt(squares / (SEEDS - 1)) }
}

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3600000 },
  async () => {
    const rows: string[] = ['setting policy mean deviation of 10 runs']
    for (const [name, { parameters, references }] of Object.entries(lifelong.settings)) {
      const random = await measure(parameters, uniformPolicy)
      rows.push(`${name} random ${random.mean.toFixed(6)} ${random.deviation.toFixed(6)}`)
      expect.soft(references.random.score).toBeCloseTo(random.mean, 4)
      if (!references.best.source.startsWith('mapf/pibt')) continue
      const best = await measure(parameters, ({ expert }) => expert!.policy('pibt'))
      rows.push(`${name} pibt ${best.mean.toFixed(6)} ${best.deviation.toFixed(6)}`)
      expect.soft(references.best.score).toBeCloseTo(best.mean, 4)
    }
    console.log(rows.join('\n'))
  },
)
