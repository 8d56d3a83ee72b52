/**
 * The README's table of policies that look ahead: throughput of `epibt`, `pibt-lns` and, with as many expansions,
 * `pibt-restarts` on the benchmark's sets, each once on its 128 scenarios. Large neighbourhoods must not be below
 * restarts anywhere, nor restarts below PIBT, but for chance where there is nearly nothing to be gained.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf windowed-pibt`; `-t random-32` for one setting.
 */
import { describe, expect, test } from 'vitest'
import { lifelong } from '../../src/index.ts'
import { MEASURED } from '../../src/measured-scores.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const SCENARIOS = 128
const SETTINGS = Object.keys(lifelong.settings).filter((name) => !name.startsWith('small'))

describe.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'windowed planners (skipped unless GAUNTLET_STUDY is set)',
  () => {
    test.each(SETTINGS)('%s', { timeout: 3600000 }, async (name) => {
      const { parameters } = lifelong.settings[name]
      const score = async (policy: string): Promise<number> => {
        const policyOf: Parameters<typeof evaluate>[2] = ({ expert }) => expert!.policy(policy)
        return (await evaluate(lifelong, parameters, policyOf, SCENARIOS)).mean
      }
      const { pibt, 'pibt-swap': swap } = MEASURED[`${lifelong.id}:${name}`]
      const [epibt, restarts] = [await score('epibt'), await score('pibt-restarts')]
      const lns = await score('pibt-lns')
      const row = [pibt, swap, epibt, restarts, lns].map((mean) => mean.toFixed(3))
      console.log(`| \`${name}\` | ${row.join(' | ')} |`)
      expect(restarts).toBeGreaterThan(0.99 * pibt)
      expect(lns).toBeGreaterThan(0.99 * restarts)
    })
  },
)
