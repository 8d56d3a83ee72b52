/**
 * Scores that `src/problems/measured-scores.ts` gives as references: the uniform random policy's and the scripted ones', on
 * every setting.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-inventory references`; `--update` writes the file.
 */
import { type EnvironmentDefinition, Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import plugin from '../../src/plugin.ts'
import { classics } from '../../src/problems/classics.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const EPISODES = 512

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    for (const definition of plugin.environments.filter((own) => !classics.includes(own))) {
      for (const [name, setting] of Object.entries(definition.settings)) {
        const parameters = { ...setting.parameters, ...setting.evaluation.parameters }
        const experts = (definition.describe(parameters).experts ?? []).map((expert) => expert.name)
        const scores: string[] = []
        for (const policy of ['random', ...experts]) {
          scores.push(`'${policy}': ${await score(definition, parameters, policy)}`)
        }
        rows.push(`  '${definition.id}:${name}': { ${scores.join(', ').replaceAll(/'(\w+)'/g, '$1')} },`)
        console.log(rows[rows.length - 1])
      }
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/problems/measured-scores.ts')
  },
)

async function score(definition: EnvironmentDefinition, parameters: object, policy: string): Promise<string> {
  const { mean } = await evaluate(
    definition,
    parameters,
    (environment) => (policy === 'random' ? uniformPolicy() : environment.expert!.policy(policy)),
    EPISODES,
    Seed.from(0),
    0,
  )
  return mean.toPrecision(5)
}

function fileOf(rows: readonly string[]): string {
  return `/** What the uniform random policy and the scripted ones score on every setting: \`MEASURED\`. Written by test/studies/references.test.ts. */

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
${rows.join('\n')}
}
`
}
