/**
 * Scores that `src/problems/classic-scores.ts` gives as references: the uniform random policy's and the scripted ones', on
 * every setting of the classic problems.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-inventory classic-references`; `--update` writes the file.
 */
import { type EnvironmentDefinition, Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { classics } from '../../src/problems/classics.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const EPISODES = 512

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every classic setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    for (const definition of classics) {
      for (const [name, setting] of Object.entries(definition.settings)) {
        const parameters = { ...setting.parameters, ...setting.evaluation.parameters }
        const experts = (definition.describe(parameters).experts ?? []).map((expert) => expert.name)
        const scores: string[] = []
        for (const policy of ['random', ...experts]) {
          const key = /^\w+$/.test(policy) ? policy : `'${policy}'`
          scores.push(`${key}: ${await score(definition, parameters, policy)}`)
        }
        rows.push(`  '${definition.id}:${name}': { ${scores.join(', ')} },`)
        console.log(rows[rows.length - 1])
      }
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/problems/classic-scores.ts')
  },
)

/** Single orders cost next to nothing, and vary more than long episodes do. */
function episodesOf(definition: EnvironmentDefinition, parameters: object): number {
  return definition.describe(parameters).horizon === 1 ? 128 * EPISODES : EPISODES
}

async function score(definition: EnvironmentDefinition, parameters: object, policy: string): Promise<string> {
  const { mean } = await evaluate(
    definition,
    parameters,
    (environment) => (policy === 'random' ? uniformPolicy() : environment.expert!.policy(policy)),
    episodesOf(definition, parameters),
    Seed.from(0),
    0,
  )
  return String(Number(mean.toPrecision(5)))
}

function fileOf(rows: readonly string[]): string {
  return `/** What policies score on the settings of the classic problems: \`CLASSIC_SCORES\`. Written by test/studies/classic-references.test.ts. */

/** Mean scores by environment and setting. */
export const CLASSIC_SCORES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
${rows.join('\n')}
}
`
}
