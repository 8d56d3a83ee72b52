/** One match, played in the thread at hand: `playMatch`, `MatchRun`. */
import { type Learner, type Opponent, digestOf, policyPlayer, sha256 } from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import { type CellTiming, createLearner } from './cell.ts'
import type { Cell } from './cells.ts'
import { type Seating, contest, seating } from './contest.ts'
import { evaluate } from './evaluate.ts'
import { guardView } from './guarded-view.ts'
import type { Match } from './matches.ts'
import type { MatchResult } from './records.ts'
import { cellSeeds } from './seeds.ts'

/** What the learners of the two players saved; null where they save nothing. */
export type SavedPolicies = readonly [Uint8Array | null, Uint8Array | null]

export interface MatchRun {
  readonly result: MatchResult
  readonly timing: CellTiming
}

/**
 * Lets the policies of two cells play each other. What comes out depends on the cells and what they saved alone.
 *
 * Under one seed's number all matches of a setting meet the same instances.
 */
export async function playMatch(
  catalogue: Catalogue,
  { key, descriptor, players }: Match,
  saved: SavedPolicies,
): Promise<MatchRun> {
  const startedAt = new Date().toISOString()
  const start = performance.now()
  const [first, second] = [
    await learnerOf(catalogue, players[0], saved[0]),
    await learnerOf(catalogue, players[1], saved[1]),
  ]
  try {
    const [cell, other] = players
    const { batch, instances, mode } = cell.descriptor.evaluation
    const game = await environmentOf(catalogue, cell.descriptor.environment.id).make(
      cell.evaluationParameters,
      Math.min(batch, descriptor.games),
    )
    const opponent = seated(second, seating(catalogue, other), other)
    const environment = contest(game, seating(catalogue, cell), [opponent])
    const { match: seed } = cellSeeds(cell.descriptor)
    const plan = { episodes: descriptor.games, instances, mode, seed, paired: true }
    const { episodes, lengths, actingMs, decisions } = evaluate(environment, first.policy, plan)
    const digests = saved.map((bytes) => bytes && sha256(bytes))
    const content = {
      format: 'gauntlet-match',
      formatVersion: 1,
      key,
      descriptor,
      policies: [digests[0], digests[1]],
      outcomes: episodes.win_rate,
      truncated: episodes.truncated,
      lengths,
    } as const
    return {
      result: { ...content, digest: digestOf(content) },
      timing: {
        startedAt,
        trainingSeconds: 0,
        evaluationSeconds: (performance.now() - start) / 1000,
        microsecondsPerDecision: (1000 * actingMs) / decisions,
      },
    }
  } finally {
    first.dispose?.()
    second.dispose?.()
  }
}

async function learnerOf(catalogue: Catalogue, cell: Cell, saved: Uint8Array | null): Promise<Learner> {
  const learner = await createLearner(catalogue, cell)
  if (saved !== null) learner.load?.(saved)
  return learner
}

/** A policy on the other side of the game, where it can move nothing but its own. */
function seated({ policy }: Learner, { sees, adapters }: Seating, { descriptor }: Cell): Opponent {
  return (seat) => {
    const seen = adapters.reduce((environment, adapter) => adapter.wrap(environment), seat[sees])
    const { view, refresh } = guardView(seen)
    return { ...policyPlayer(policy, seen, descriptor.evaluation.mode, view), refresh }
  }
}
