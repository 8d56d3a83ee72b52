/**
 * Scores that `src/control/measured-scores.ts` gives as references: the uniform random policy's and the scripted ones', on every
 * setting of the tasks of control and of the attack on them; the random policy's alone where agents move by a model of their own.
 *
 * `GAUNTLET_STUDY=1 npx vitest run --project env-swarm studies/references`; `--update` writes the file. With an environment's id
 * for the 1, the scores of all others stay as they are.
 */
import {
  type EnvironmentDefinition,
  type Policy,
  Seed,
  allocateActions,
  scoreOf,
  uniformPolicy,
} from '@gauntlet/core'
import { expect, test } from 'vitest'
import { tasks } from '../../src/control/control-plugin.ts'
import { MEASURED } from '../../src/control/measured-scores.ts'
import { environments as steered } from '../../src/steered/steered-plugin.ts'
import { minority } from '../../src/minority/minority.ts'

const played: readonly EnvironmentDefinition[] = [...tasks, minority, ...steered]

const EPISODES = 512
const STEERED_EPISODES = 128
const BATCH = 32

/** Mean score of so many first episodes of `BATCH` worlds, and its standard error. */
async function measure(
  definition: EnvironmentDefinition,
  name: string,
  player: string,
  episodes: number,
): Promise<{ readonly mean: number; readonly error: number }> {
  const { parameters, evaluation } = definition.settings[name]
  const environment = await definition.make({ ...parameters, ...evaluation.parameters }, BATCH)
  const { spec } = environment
  const { index } = scoreOf(spec)
  const policy: Policy = player === 'random' ? uniformPolicy() : environment.expert!.policy(player)
  const actions = allocateActions(spec.action, BATCH * spec.agents)
  const seed = Seed.from(2024)
  environment.reset(seed)
  policy.begin(environment, seed)
  const scores: number[] = []
  for (let count = 0; count < episodes; count += BATCH) {
    do {
      policy.act(environment, actions, 'sample')
      environment.step(actions)
    } while (environment.ended[0] === 0)
    for (let w = 0; w < BATCH; w++) scores.push(environment.metrics[w * spec.metrics.length + index])
  }
  const mean = scores.reduce((sum, score) => sum + score, 0) / episodes
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (episodes - 1) / episodes) }
}

function playersOf(definition: EnvironmentDefinition, name: string): string[] {
  if (steered.includes(definition)) return ['random']
  const { experts = [] } = definition.describe(definition.settings[name].parameters)
  return ['random', ...experts.map((expert) => expert.name)]
}

test.skipIf(process.env.GAUNTLET_STUDY === undefined)(
  'the references of every setting (skipped unless GAUNTLET_STUDY is set)',
  { timeout: 3_600_000 },
  async () => {
    const rows: string[] = []
    for (const definition of played) {
      const only = process.env.GAUNTLET_STUDY
      const episodes = steered.includes(definition) ? STEERED_EPISODES : EPISODES
      for (const name of Object.keys(definition.settings)) {
        const place = `${definition.id}:${name}`
        rows.push(`  '${place}': {`)
        for (const player of playersOf(definition, name)) {
          const kept = only === '1' || only === definition.id ? undefined : MEASURED[place]?.[player]
          const score = kept ?? (await measure(definition, name, player, episodes)).mean
          rows.push(`    ${/^[a-z]+$/.test(player) ? player : `'${player}'`}: ${+score.toPrecision(5)},`)
        }
        rows.push('  },')
      }
    }
    await expect(`/** What the uniform random policy and the scripted ones score on every setting: \`MEASURED\`. Written by test/studies/references.test.ts. */

/** Mean scores by environment and setting. */
export const MEASURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
${rows.join('\n')}
}
`).toMatchFileSnapshot('../../src/control/measured-scores.ts')
  },
)

test.each(played.map((definition) => [definition.id, definition] as const))(
  '%s: references of the first setting, on fewer episodes',
  async (id, definition) => {
    const [name] = Object.keys(definition.settings)
    for (const player of playersOf(definition, name)) {
      const { mean, error } = await measure(definition, name, player, BATCH)
      const stored = MEASURED[`${id}:${name}`][player]
      // Stored scores have five digits.
      expect(Math.abs(mean - stored), player).toBeLessThan(4 * error + 1e-4 * Math.abs(stored))
    }
  },
)
