/**
 * Scores that `src/coupled/coupled-scores.ts` gives as references.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-bandits coupled/references --update` writes the file.
 */
import { expect, test } from 'vitest'
import { type EnvironmentDefinition, Seed, allocateActions, uniformPolicy } from '@gauntlet/core'
import { environments } from '../../src/coupled/coupled-plugin.ts'
import type { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { MEASURED_EPISODES } from '../../src/coupled/coupled-scores.ts'
import { loadSolver } from '../../src/solver.ts'
import { chainsOf, fluidBound } from './fluid-bound.ts'

const BATCH = 10

/** Mean score of a policy, and its standard error. */
async function measure(
  definition: EnvironmentDefinition,
  parameters: object,
  name: string,
): Promise<{ readonly mean: number; readonly error: number }> {
  const environment = await definition.make(parameters, BATCH)
  const policy = name === 'uniform' ? uniformPolicy() : environment.expert!.policy(name)
  const actions = allocateActions(environment.spec.action, BATCH)
  const scores: number[] = []
  environment.reset(Seed.from(7))
  policy.begin(environment, Seed.from(7))
  while (scores.length < MEASURED_EPISODES) {
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < BATCH; w++) if (environment.ended[w] === 1) scores.push(environment.metrics[2 * w])
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) * (score - mean), 0)
  return { mean, error: Math.sqrt(squares / (scores.length - 1) / scores.length) }
}

test.skipIf(process.env.GAUNTLET_STUDY !== '1')(
  'the references of every setting (skipped unless GAUNTLET_STUDY is 1)',
  { timeout: 3_600_000 },
  async () => {
    const solver = await loadSolver()
    const rows: string[] = []
    for (const definition of environments) {
      for (const [name, setting] of Object.entries(definition.settings)) {
        const parameters = { ...setting.parameters, ...setting.evaluation.parameters }
        const environment = await definition.make(parameters)
        const scores: string[] = []
        for (const policy of ['uniform', ...environment.spec.experts!.map((expert) => expert.name)]) {
          const { mean, error } = await measure(definition, parameters, policy)
          const key = policy.includes('-') ? `'${policy}'` : policy
          scores.push(`    ${key}: { score: ${mean.toFixed(3)}, error: ${error.toFixed(3)} },`)
        }
        if (environment.armModel !== undefined) {
          const sets = environment.feasible as FeasibleSets
          const arms = chainsOf(environment.armModel)
          const bound = fluidBound(solver, arms, sets, new Float64Array(arms.arms).fill(0.2), 20) / 20
          scores.push(`    bound: { score: ${bound.toFixed(3)}, error: 0 },`)
        }
        rows.push(`  '${definition.id}:${name}': {`, ...scores, '  },')
      }
    }
    await expect(fileOf(rows)).toMatchFileSnapshot('../../src/coupled/coupled-scores.ts')
  },
)

function fileOf(rows: readonly string[]): string {
  return `/** What policies score on every setting: \`COUPLED_SCORES\`. Written by test/coupled/references.test.ts. */

/** Episodes over which policies were measured. */
export const MEASURED_EPISODES = ${MEASURED_EPISODES}

/** Mean expected reward of a step, by policy; \`uniform\` is the uniform random policy, \`bound\` what none exceeds. */
export type CoupledScores = Readonly<Record<string, { readonly score: number; readonly error: number }>>

export const COUPLED_SCORES: Readonly<Record<string, CoupledScores>> = {
${rows.join('\n')}
}
`
}
