/**
 * Double Thompson sampling: `doubleThompson`.
 *
 * Symbols as in rucb.ts; l[i, j] = w[i, j] / n - sqrt(alpha ln t / n); theta draws from Beta(1 + w[i, j], 1 + w[j, i]).
 */
import { type AlgorithmDefinition, type Stream, log, number, policyAlgorithm } from '@gauntlet/core'
import { DUELS, type DuelRule, type DuelStatistics, duelPolicy } from './duel-tally.ts'
import { upperPreference } from './rucb.ts'

class DoubleThompsonSampling implements DuelRule {
  private readonly arms: number
  private readonly alpha: number
  /** [arms]: other arms that each may beat, and that it beats in the draw */
  private readonly optimistic: Int32Array
  private readonly drawn: Int32Array

  constructor(arms: number, alpha: number) {
    this.arms = arms
    this.alpha = alpha
    this.optimistic = new Int32Array(arms)
    this.drawn = new Int32Array(arms)
  }

  choose(w: number, statistics: DuelStatistics, stream: Stream, actions: Int32Array): void {
    const bonus = this.alpha * log(statistics.steps[w] + 1)
    const first = this.first(w, statistics, bonus, stream)
    actions[2 * w] = first
    actions[2 * w + 1] = this.second(w, first, statistics, bonus, stream)
  }

  /** Worlds keep nothing here. */
  forget(): void {}

  /** Of the arms that may beat most others, one that beats most in a draw of all preferences; ties are drawn. */
  private first(w: number, { wins }: DuelStatistics, bonus: number, stream: Stream): number {
    const { arms, optimistic, drawn } = this
    const from = w * arms * arms
    optimistic.fill(0)
    drawn.fill(0)
    let most = 0
    for (let i = 0; i < arms; i++) {
      for (let j = 0; j < arms; j++) {
        if (j === i) continue
        const won = wins[from + i * arms + j]
        const lost = wins[from + j * arms + i]
        if (upperPreference(won, lost, bonus) > 0.5) optimistic[i]++
        if (j > i) drawn[stream.beta(1 + won, 1 + lost) > 0.5 ? i : j]++
      }
      most = Math.max(most, optimistic[i])
    }
    let best = -1
    let tied = 0
    for (let i = 0; i < arms; i++) {
      if (optimistic[i] < most) continue
      if (best < 0 || drawn[i] > drawn[best]) {
        best = i
        tied = 1
      } else if (drawn[i] === drawn[best] && stream.integer(++tied) === 0) best = i
    }
    return best
  }

  /** Of the arms that are not surely worse than the first, the one that does best against it in a new draw. */
  private second(w: number, first: number, { wins }: DuelStatistics, bonus: number, stream: Stream): number {
    const { arms } = this
    const from = w * arms * arms
    let best = first
    let highest = 0.5
    for (let i = 0; i < arms; i++) {
      if (i === first) continue
      const won = wins[from + i * arms + first]
      const lost = wins[from + first * arms + i]
      const theta = stream.beta(1 + won, 1 + lost)
      const n = won + lost
      const lower = n === 0 ? 0 : won / n - Math.sqrt(bonus / n)
      if (lower <= 0.5 && theta > highest) {
        best = i
        highest = theta
      }
    }
    return best
  }
}

/** What may be chosen of `double-thompson`. */
export interface DoubleThompsonConfiguration {
  readonly alpha: number
}

export const doubleThompson: AlgorithmDefinition<DoubleThompsonConfiguration> =
  policyAlgorithm<DoubleThompsonConfiguration>({
    id: 'double-thompson',
    version: 1,
    family: 'dueling bandit',
    summary: 'Draws each of the two arms from its posterior, within confidence bounds',
    source: 'Wu and Liu 2016, Double Thompson sampling for dueling bandits, algorithm 1',
    requires: DUELS,
    alwaysDraws: true,
    configuration: {
      alpha: number({
        description: 'Width of the confidence bounds; the theory asks for more than 0.5',
        default: 0.51,
        minimum: 0,
        maximum: 100,
      }),
    },
    policy: ({ configuration: { alpha } }) =>
      duelPolicy((_, arms) => new DoubleThompsonSampling(arms, alpha)),
  })
