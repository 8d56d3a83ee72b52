/** Keys of a cell: `cellSeeds`, `episodeInstance`. */
import { type Instance, Seed } from '@gauntlet/core'
import type { CellDescriptor } from './records.ts'

export interface CellSeeds {
  /** Resets the environment of training. */
  readonly training: Seed
  /** Whatever the learner folds. */
  readonly learner: Seed
  /** For the episodes of evaluation, and for the policy's noise in them. */
  readonly evaluation: Seed
  /** Likewise for the games of a match. */
  readonly match: Seed
}

/**
 * The keys of a cell, folded from the setting's id and the seed's number.
 *
 * The algorithm has no part in them: under one number all algorithms meet the same instances, in training too,
 * so that differences may be taken in pairs. The policy's noise is apart from the environment's by its own fold
 * (`seed.fold('policy')`), and is likewise shared: common random numbers.
 */
export function cellSeeds({ environment, seed }: CellDescriptor): CellSeeds {
  const root = Seed.from(0).fold(`${environment.id}:${environment.setting}`).fold(seed)
  return {
    training: root.fold('training'),
    learner: root.fold('learner'),
    evaluation: root.fold('evaluation'),
    match: root.fold('match'),
  }
}

/** What evaluation episode `j` plays; numbered instances take turns. */
export function episodeInstance(seed: Seed, j: number, instances: readonly number[] | null): Instance {
  const key = seed.fold('episode').fold(j)
  return instances === null ? { key } : { key, index: instances[j % instances.length] }
}
