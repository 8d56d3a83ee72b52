/** Settings of the POGEMA benchmark's sets: `benchmarkSettings`. */
import type { PublishedResult, Reference, Setting } from '@gauntlet/core'
import type { GridParameters, InstanceKind } from './grid-parameters.ts'
import { measuredReferences } from './measured-references.ts'
import type { PublishedScores } from './published-scores.ts'
import { UNHINDERED_THROUGHPUT } from './unhindered-throughput.ts'

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
      // What more was published than agents reach that walk through one another, is not of these goals.
      const most = lowerIsBetter ? Infinity : UNHINDERED_THROUGHPUT[name]
      const attainable = literature.filter(({ score }) => score <= most)
      const references = referencesOf(`${environment}:${name}`, attainable, lowerIsBetter)
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
function referencesOf(
  setting: string,
  literature: readonly PublishedResult[],
  lowerIsBetter: boolean,
): Setting['references'] {
  const { random, best } = measuredReferences(setting, EPISODES)
  const published = literature.map(({ algorithm, score, source }): Reference => ({
    score,
    source: `${algorithm}: ${source}`,
    episodes: EPISODES,
  }))
  const isBetter = (a: Reference, b: Reference): boolean =>
    lowerIsBetter ? a.score < b.score : a.score > b.score
  return { random, best: published.reduce((known, other) => (isBetter(other, known) ? other : known), best) }
}
