/** One match, played in the thread at hand: `playMatch`, `MatchRun`. */
import { type Environment, GauntletError, digestOf, sha256 } from '@gauntlet/core'
import { type Catalogue, environmentOf } from './catalogue.ts'
import type { CellTiming } from './cell.ts'
import { contest, seating } from './contest.ts'
import { type EvaluationResult, evaluate } from './evaluate.ts'
import { frozenOpponent, trainedLearner } from './learner.ts'
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
    await trainedLearner(catalogue, players[0], saved[0]),
    await trainedLearner(catalogue, players[1], saved[1]),
  ]
  try {
    const [cell, other] = players
    const { batch, instances, mode } = cell.descriptor.evaluation
    const game = await environmentOf(catalogue, cell.descriptor.environment.id).make(
      cell.evaluationParameters,
      Math.min(batch, descriptor.games),
    )
    const opponent = frozenOpponent(catalogue, other, second)
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
      ...dealtOf(game, episodes),
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

/** What both players were dealt in every game, where the game says it. */
function dealtOf({ spec }: Environment, episodes: EvaluationResult['episodes']): Pick<MatchResult, 'dealt'> {
  if (spec.dealt === undefined) return {}
  const [first, second] = spec.dealt.map((name) => {
    const wrong = episodes[name].find((number) => !(Number.isSafeInteger(number) && number >= 0))
    if (wrong === undefined) return episodes[name]
    throw new GauntletError('metrics', `metric ${name}: got ${wrong}, expected a whole number of at least 0`)
  })
  // Sides are exchanged in every second game.
  return { dealt: first.map((_, j) => (j % 2 === 0 ? [first[j], second[j]] : [second[j], first[j]])) }
}
