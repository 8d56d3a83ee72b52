/**
 * Relative Upper Confidence Bound: `rucb`, `upperPreference`.
 *
 * Symbols: t the step, from 1; w[i, j] duels that arm i won against j; n = w[i, j] + w[j, i];
 * u[i, j] = w[i, j] / n + sqrt(alpha ln t / n), where x / 0 = 1; C arms that may beat all; B the champion, -1 for none.
 */
import { type AlgorithmDefinition, type Stream, log, number, policyAlgorithm } from '@gauntlet/core'
import { DUELS, type DuelRule, type DuelStatistics, duelPolicy } from './duel-tally.ts'

/** Bounds nearer than this are tied. */
const TIE = 1e-12

/** w / n + sqrt(alpha ln t / n), or 2 before the first duel of the two. */
export function upperPreference(won: number, lost: number, alphaLogT: number): number {
  const n = won + lost
  return n === 0 ? 2 : won / n + Math.sqrt(alphaLogT / n)
}

class RelativeUpperConfidenceBound implements DuelRule {
  private readonly arms: number
  private readonly alpha: number
  /** [worlds]: B */
  private readonly champions: Int32Array
  /** [arms]: C, in order */
  private readonly candidates: Int32Array

  constructor(worlds: number, arms: number, alpha: number) {
    this.arms = arms
    this.alpha = alpha
    this.champions = new Int32Array(worlds).fill(-1)
    this.candidates = new Int32Array(arms)
  }

  choose(w: number, statistics: DuelStatistics, stream: Stream, actions: Int32Array): void {
    const bonus = this.alpha * log(statistics.steps[w] + 1)
    const c = this.champion(w, this.findCandidates(w, statistics, bonus), stream)
    actions[2 * w] = c
    actions[2 * w + 1] = this.challenger(w, c, statistics, bonus, stream)
  }

  forget(w: number): void {
    this.champions[w] = -1
  }

  /** Writes C and returns its size. */
  private findCandidates(w: number, { wins }: DuelStatistics, bonus: number): number {
    const { arms, candidates } = this
    const from = w * arms * arms
    let size = 0
    for (let i = 0; i < arms; i++) {
      let j = 0
      for (; j < arms; j++) {
        if (j === i) continue
        if (upperPreference(wins[from + i * arms + j], wins[from + j * arms + i], bonus) < 0.5) break
      }
      if (j === arms) candidates[size++] = i
    }
    return size
  }

  /** Any arm where C is empty; its only one; else B with 1/2 where it is in C, and one of the others alike. */
  private champion(w: number, size: number, stream: Stream): number {
    const { arms, champions, candidates } = this
    let place = -1
    for (let k = 0; k < size; k++) if (candidates[k] === champions[w]) place = k
    if (place < 0) champions[w] = -1
    if (size === 0) return stream.integer(arms)
    if (size === 1) {
      champions[w] = candidates[0]
      return candidates[0]
    }
    if (place < 0) return candidates[stream.integer(size)]
    if (stream.uniform() < 0.5) return champions[w]
    const other = stream.integer(size - 1)
    return candidates[other < place ? other : other + 1]
  }

  /** The arm of the highest u[d, c], drawn among those that tie, c only where none ties with it. */
  private challenger(w: number, c: number, { wins }: DuelStatistics, bonus: number, stream: Stream): number {
    const { arms } = this
    const from = w * arms * arms
    let best = c
    let highest = -Infinity
    let tied = 0
    for (let d = 0; d < arms; d++) {
      if (d === c) continue
      const u = upperPreference(wins[from + d * arms + c], wins[from + c * arms + d], bonus)
      if (u > highest + TIE) {
        best = d
        highest = u
        tied = 1
      } else if (u > highest - TIE && stream.integer(++tied) === 0) best = d
    }
    return highest < 0.5 - TIE ? c : best
  }
}

/** What may be chosen of `rucb`. */
export interface RucbConfiguration {
  readonly alpha: number
}

export const rucb: AlgorithmDefinition<RucbConfiguration> = policyAlgorithm<RucbConfiguration>({
  id: 'rucb',
  version: 1,
  family: 'dueling bandit',
  summary: 'Duels an arm that may beat all others against the arm that may beat it by most',
  source:
    'Zoghi, Whiteson, Munos and de Rijke 2014, Relative upper confidence bound for the K-armed dueling bandit problem, algorithm 1',
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
    duelPolicy((worlds, arms) => new RelativeUpperConfidenceBound(worlds, arms, alpha)),
})
