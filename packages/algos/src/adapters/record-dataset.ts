/** Logged play for learners that learn from nothing else: `recordDataset`. */
import {
  type AdapterDefinition,
  type Environment,
  type EnvironmentSpec,
  defineAdapter,
  isGame,
} from '@gauntlet/core'
import { PlayLog, rowsOf } from './play-log.ts'

/**
 * Gives an environment a dataset: the first half of its rows is play of a scripted policy, the best of those that are not slow
 * and see no hidden state (`bestExpert`), the second half uniformly random play; all is random where nothing is scripted. So a
 * learner can take an expert's data, random data, or any mixture of them, by the rows that it reads.
 *
 * Of a game seen whole the same policy plays both sides, and the decisions of both are rows, each with what its own side sees; the
 * expert is the one that wins most against the game's opponents.
 *
 * Rows of a trajectory follow one another, from its beginning to where it terminated or was cut off, which also the last of
 * either half is. The data are the same for every seed, and depend on the number of worlds. Playing them counts
 * against no budget.
 * Source: Fu et al. 2020, D4RL, section 4, for data of an expert, of chance, and of both.
 */
export const recordDataset: AdapterDefinition = defineAdapter({
  id: 'record-dataset',
  version: 1,
  stage: 'data',
  note: 'learns from recorded play, half of it an expert’s and half random, which counts against no budget',
  adapt(spec, { dataset }) {
    const fits = dataset === true && !spec.faces.includes('dataset') && spec.objectives === 1
    return fits && (spec.sides === 1 || isPlayed(spec)) ? loggedSpec(spec) : undefined
  },
  wrap: (environment) => withLog(environment),
})

/** A game whose experts can be compared, by playing against its opponents. */
function isPlayed(spec: EnvironmentSpec): boolean {
  return isGame(spec) && spec.faces.includes('instance')
}

function loggedSpec(spec: EnvironmentSpec): EnvironmentSpec {
  return { ...spec, faces: [...spec.faces, 'dataset'] }
}

function withLog(environment: Environment): Environment {
  const log = new PlayLog(environment)
  return log.over({
    spec: loggedSpec(environment.spec),
    dataset: {
      size: rowsOf(environment.spec),
      keeps: environment.spec.masked ? ['truncated', 'masks', 'nextMasks'] : ['truncated'],
      read: (from, count, columns) => log.read(from, count, columns),
    },
  })
}
