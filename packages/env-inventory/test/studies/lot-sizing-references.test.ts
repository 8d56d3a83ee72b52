/**
 * Scores that `src/lot-sizing/measured-scores.ts` gives as references.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-inventory lot-sizing-references`; `--update` writes the file.
 * `GAUNTLET_STUDY=rolling-horizon` plays that expert too, on ten episodes, and only prints what it found.
 */
import { expect, test } from 'vitest'
import { lotSizing } from '../../src/index.ts'
import type { MeasuredPolicy } from '../../src/lot-sizing/measured-scores.ts'
import { evaluateLotSizing } from '../lot-sizing/evaluate.ts'

const EPISODES = 1000
const POLICIES: readonly MeasuredPolicy[] = ['random', 'idle', 'static-assignment', 'lazy-switching']

test.skipIf(process.env.GAUNTLET_STUDY !== '1')(
  'the references of every setting (skipped unless GAUNTLET_STUDY is 1)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    for (const [name, { parameters }] of Object.entries(lotSizing.settings)) {
      const scores: string[] = []
      for (const policy of POLICIES) {
        const { cost, error } = await evaluateLotSizing(parameters, policy, EPISODES)
        const key = /^[a-z]+$/.test(policy) ? policy : `'${policy}'`
        scores.push(
          `    ${key}: { cost: ${cost.toFixed(1)}, error: ${error.toFixed(1)}, episodes: ${EPISODES} },`,
        )
      }
      rows.push(`  '${name}': {`, ...scores, '  },')
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/lot-sizing/measured-scores.ts')
  },
)

test.skipIf(process.env.GAUNTLET_STUDY !== 'rolling-horizon')(
  'what the rolling horizon scores (skipped unless GAUNTLET_STUDY is rolling-horizon)',
  { timeout: 3_600_000 },
  async () => {
    for (const [name, { parameters }] of Object.entries(lotSizing.settings)) {
      const { cost, error } = await evaluateLotSizing(
        { ...parameters, rollingHorizon: true },
        'rolling-horizon',
        10,
      )
      console.log(`${name}: ${cost.toFixed(1)} ± ${error.toFixed(1)}`)
      expect(cost).toBeLessThan(lotSizing.settings[name].references.random.score)
    }
  },
)

function fileOf(rows: readonly string[]): string {
  return `/**
 * What policies score on every setting of \`inventory/lot-sizing\`: \`LOT_SIZING_SCORES\`.
 * Written by test/studies/lot-sizing-references.test.ts.
 */

export type MeasuredPolicy = 'random' | 'idle' | 'static-assignment' | 'lazy-switching'

/** Mean cost of an episode, and its standard error. */
export type MeasuredPlant = Readonly<
  Record<MeasuredPolicy, { readonly cost: number; readonly error: number; readonly episodes: number }>
>

export const LOT_SIZING_SCORES: Readonly<Record<string, MeasuredPlant>> = {
${rows.join('\n')}
}
`
}
