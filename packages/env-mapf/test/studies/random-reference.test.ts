/**
 * The uniform random policy's mean throughput on the settings `random-*`: the references of `lifelong-settings.ts`.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf random-reference`
 */
import { Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lifelong } from '../../src/index.ts'
import { evaluate } from '../support/evaluate.ts'

const SEEDS = 10

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the random policy on every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3600000 },
  async () => {
    const rows: string[] = ['setting    mean     std over seeds  (128 scenarios × 10 seeds)']
    for (const [name, { parameters, references }] of Object.entries(lifelong.settings)) {
      const means: number[] = []
      for (let seed = 0; seed < SEEDS; seed++) {
        means.push((await evaluate(parameters, uniformPolicy, 128, Seed.from(seed))).mean)
      }
      const mean = means.reduce((sum, value) => sum + value, 0) / SEEDS
      const spread = Math.sqrt(
        means.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (SEEDS - 1),
      )
      rows.push(`${name}  ${mean.toFixed(6)} ${spread.toFixed(6)}`)
      expect(references.random.score).toBeCloseTo(mean, 4)
    }
    console.log(rows.join('\n'))
  },
)
