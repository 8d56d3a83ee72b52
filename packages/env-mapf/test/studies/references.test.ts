/**
 * Scores that `src/measured-scores.ts` gives as references: the uniform random policy's, PIBT's and PIBT's with swap, on
 * every setting.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-mapf references`; `--update` writes the file.
 */
import { type EnvironmentDefinition, Seed, uniformPolicy } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { lifelong, oneshot } from '../../src/index.ts'
import type { Measured } from '../../src/measured-scores.ts'
import { evaluate } from '../../../core/test/support/evaluate.ts'

const SEEDS = 10
/** Instances of a run where there is no end of them. */
const INSTANCES = 4096
const POLICIES: readonly Measured[] = ['random', 'pibt', 'pibt-swap']

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3600000 },
  async () => {
    const rows: string[] = []
    for (const definition of [lifelong, oneshot] as readonly EnvironmentDefinition[]) {
      for (const [name, { evaluation }] of Object.entries(definition.settings)) {
        // Evaluated as another setting is, whose references it has.
        if (evaluation.parameters !== undefined) continue
        const scores: string[] = []
        for (const policy of POLICIES) scores.push(`'${policy}': ${await score(definition, name, policy)}`)
        rows.push(
          `  '${definition.id}:${name}': { ${scores.join(', ').replaceAll(/'(random|pibt)'/g, '$1')} },`,
        )
        console.log(rows[rows.length - 1])
      }
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/measured-scores.ts')
  },
)

/** Mean over runs with different seeds: all instances of a set, or new ones in each. */
async function score(definition: EnvironmentDefinition, name: string, policy: Measured): Promise<string> {
  const { parameters, evaluation } = definition.settings[name]
  const endless = evaluation.instances === undefined
  const instances = endless ? INSTANCES : evaluation.instances.length
  let sum = 0
  for (let seed = 0; seed < SEEDS; seed++) {
    const { mean } = await evaluate(
      definition,
      parameters,
      (environment) => (policy === 'random' ? uniformPolicy() : environment.expert!.policy(policy)),
      instances,
      Seed.from(seed),
      endless ? seed * instances : 0,
    )
    sum += mean
  }
  return (sum / SEEDS).toPrecision(5)
}

function fileOf(rows: readonly string[]): string {
  return `/**
 * What the uniform random policy and two scripted ones score on every setting: \`MEASURED\`.
 * Written by test/studies/references.test.ts.
 */

export type Measured = 'random' | 'pibt' | 'pibt-swap'

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<Measured, number>>>> = {
${rows.join('\n')}
}
`
}
