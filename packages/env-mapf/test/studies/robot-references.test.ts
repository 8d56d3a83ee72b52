/**
 * Scores that `src/robots/robot-measured-scores.ts` gives as references: the uniform random policy's and PIBT's, on every
 * setting, once on each of its instances.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf robot-references`; `--update` writes the file.
 */
import { uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { robotRunners } from '../../src/index.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3600000 },
  async () => {
    const rows: string[] = []
    for (const [name, { parameters, evaluation }] of Object.entries(robotRunners.settings)) {
      const scores: string[] = []
      for (const policy of ['random', 'pibt']) {
        const { mean } = await evaluate(
          robotRunners,
          parameters,
          (environment) => (policy === 'random' ? uniformPolicy() : environment.expert!.policy(policy)),
          evaluation.episodes,
        )
        scores.push(`${policy}: ${mean.toPrecision(5)}`)
      }
      rows.push(`  '${name}': { ${scores.join(', ')} },`)
      console.log(rows[rows.length - 1])
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/robots/robot-measured-scores.ts')
  },
)

function fileOf(rows: readonly string[]): string {
  return `/**
 * Tasks that the uniform random policy and PIBT finish in each setting of robots: \`ROBOT_MEASURED\`.
 * Written by test/studies/robot-references.test.ts.
 */

/** Mean scores by setting. */
export const ROBOT_MEASURED: Readonly<Record<string, Readonly<Record<'random' | 'pibt', number>>>> = {
${rows.join('\n')}
}
`
}
