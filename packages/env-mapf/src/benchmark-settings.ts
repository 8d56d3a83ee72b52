/** Settings of the POGEMA benchmark's sets: `benchmarkSettings`. */
import type { PublishedResult, Reference, Setting } from '@gauntlet/core'
import type { GridParameters, InstanceKind } from './grid-parameters.ts'
import { MEASURED, type Measured } from './measured-scores.ts'
import type { PublishedScores } from './published-scores.ts'

/** Scenarios of each set, and so episodes of an evaluation. */
const EPISODES = 128

/**
 * A setting for each set and number of agents that was published, named `SET-AGENTS`, played on the set's instances.
 *
 * @param lowerIsBetter whether scores are costs
 */
export function benchmarkSettings(
  environment: string,
  published: PublishedScores,
  lowerIsBetter: boolean,
): Readonly<Record<string, Setting<GridParameters>>> {
  const entries = Object.entries(published.sets).flatMap(([set, rows]) =>
    rows.map(([agents, ...scores]): [string, Setting<GridParameters>] => {
      const name = `${set}-${agents}`
      const literature = scores.map((score, k) => ({
        algorithm: published.methods[k],
        score,
        source: published.source,
      }))
      const references = referencesOf(`${environment}:${name}`, literature, lowerIsBetter)
      return [name, settingOf(set, agents, references, literature)]
    }),
  )
  return Object.fromEntries(entries)
}

function settingOf(
  set: string,
  agents: number,
  references: Setting['references'],
  literature: readonly PublishedResult[],
): Setting<GridParameters> {
  return {
    description: `The POGEMA benchmark's set of ${DESCRIPTIONS[set]} with ${agents} agents`,
    parameters: { instances: `benchmark-${set}` as InstanceKind, agents },
    references,
    evaluation: {
      episodes: EPISODES,
      instances: Array.from({ length: EPISODES }, (_, index) => index),
      batch: 16,
      mode: 'sample',
    },
    literature,
  }
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  random: '128 random maps',
  mazes: '128 mazes',
  warehouse: '128 scenarios in one warehouse',
}

/** The uniform random policy's score, and the best that is known: published, or of a scripted policy. */
export function referencesOf(
  setting: string,
  literature: readonly PublishedResult[],
  lowerIsBetter: boolean,
): Setting['references'] {
  const measured = (policy: Measured): Reference => ({
    score: MEASURED[setting]?.[policy] ?? Number.NaN,
    source: `${policy === 'random' ? 'uniform random actions' : `mapf/${policy}`}, measured by test/studies/references.test.ts`,
  })
  const scripted = (['pibt', 'pibt-swap'] as const).map(measured)
  const others = literature.map(({ algorithm, score, source }): Reference => ({
    score,
    source: `${algorithm}: ${source}`,
    episodes: EPISODES,
  }))
  const [best] = [...others, ...scripted].sort((a, b) =>
    lowerIsBetter ? a.score - b.score : b.score - a.score,
  )
  return { random: measured('random'), best }
}
