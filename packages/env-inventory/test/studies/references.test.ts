/**
 * Scores that `src/problems/measured-scores.ts` gives as references: the uniform random policy's and the scripted ones', on
 * every setting.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-inventory studies/references`; `--update` writes the file. With an
 * environment's id for the 1, or a setting such as inventory/serial:stages-3, the scores of all others stay as they are.
 */
import { type EnvironmentDefinition, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lotSizing } from '../../src/lot-sizing/lot-sizing.ts'
import plugin from '../../src/plugin.ts'
import { classics } from '../../src/problems/classics.ts'
import { MEASURED } from '../../src/problems/measured-scores.ts'
import { evaluate } from '../support/evaluate.ts'

const EPISODES = 512

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    // Lot sizing and the classic problems have their own.
    const others = [lotSizing, ...classics].map(({ id }) => id)
    for (const definition of plugin.environments.filter(({ id }) => !others.includes(id))) {
      for (const name of Object.keys(definition.settings)) {
        const scores = await scoresOf(definition, name)
        const lines = Object.entries(scores).map(([policy, score]) => {
          const key = /^[a-z]+$/.test(policy) ? policy : `'${policy}'`
          return `    ${key}: ${score},`
        })
        rows.push(`  '${definition.id}:${name}': {`, ...lines, '  },')
        console.log(rows.slice(-lines.length - 2).join('\n'))
      }
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/problems/measured-scores.ts')
  },
)

/** By policy; five digits. */
async function scoresOf(
  definition: EnvironmentDefinition,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const only = process.env.GAUNTLET_STUDY
  const place = `${definition.id}:${name}`
  if (only !== '1' && only !== definition.id && only !== place) return MEASURED[place] ?? {}
  const { parameters, evaluation } = definition.settings[name]
  const all = { ...parameters, ...evaluation.parameters }
  const scores: Record<string, number> = {}
  for (const policy of ['random', ...definition.describe(all).experts!.map((expert) => expert.name)]) {
    const { mean } = await evaluate(
      definition,
      all,
      (environment) => (policy === 'random' ? uniformPolicy() : environment.expert!.policy(policy)),
      EPISODES,
    )
    scores[policy] = +mean.toPrecision(5)
  }
  return scores
}

function fileOf(rows: readonly string[]): string {
  return `/** What the uniform random policy and the scripted ones score on every setting: \`MEASURED\`. Written by test/studies/references.test.ts. */

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
${rows.join('\n')}
}
`
}
