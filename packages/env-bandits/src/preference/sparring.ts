/**
 * Sparring: two learners of a bandit, one for each arm of the duel: `sparring`.
 *
 * Symbols: K arms; p and q the probabilities from which Tsallis-INF draws the first and the second arm.
 */
import { type AlgorithmDefinition, type Stream, policyAlgorithm } from '@gauntlet/core'
import { TsallisWeights } from '../policies/tsallis-inf.ts'
import { DUELS, type DuelRule, type DuelStatistics, duelPolicy } from './duel-tally.ts'

/** Learns which arm to play on one side of the duel, where a duel won pays 1. */
class Side {
  private readonly learner: TsallisWeights
  /** [worlds, arms] */
  private readonly weights: Float64Array
  /** [arms]: those of one world */
  private readonly row: Float64Array
  /** [worlds]: the arm played last, and its probability */
  private readonly arms: Int32Array
  private readonly probabilities: Float64Array

  constructor(worlds: number, arms: number) {
    this.weights = new Float64Array(worlds * arms)
    this.learner = new TsallisWeights(this.weights, arms, true)
    this.row = new Float64Array(arms)
    this.arms = new Int32Array(worlds)
    this.probabilities = new Float64Array(worlds)
  }

  draw(w: number, stream: Stream): number {
    const { row, weights } = this
    const sum = this.learner.weigh(w)
    for (let k = 0; k < row.length; k++) row[k] = weights[w * row.length + k]
    const arm = stream.categorical(row)
    this.arms[w] = arm
    this.probabilities[w] = row[arm] / sum
    return arm
  }

  learn(w: number, won: boolean): void {
    this.learner.learn(w, this.arms[w], won ? 1 : 0, this.probabilities[w])
  }

  forget(w: number): void {
    this.learner.forget(w)
  }
}

class Sparring implements DuelRule {
  private readonly first: Side
  private readonly second: Side

  constructor(worlds: number, arms: number) {
    this.first = new Side(worlds, arms)
    this.second = new Side(worlds, arms)
  }

  learn(w: number, firstWon: boolean): void {
    this.first.learn(w, firstWon)
    this.second.learn(w, !firstWon)
  }

  choose(w: number, _statistics: DuelStatistics, stream: Stream, actions: Int32Array): void {
    actions[2 * w] = this.first.draw(w, stream)
    actions[2 * w + 1] = this.second.draw(w, stream)
  }

  forget(w: number): void {
    this.first.forget(w)
    this.second.forget(w)
  }
}

/** Neither side has regret in the long run, so that what both play on average goes to a Minimax Winner, in circles too. */
export const sparring: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'sparring',
  version: 1,
  family: 'dueling bandit',
  summary: 'Two learners of a bandit duel: each is paid where its arm is preferred to the other’s',
  source:
    'Ailon, Karnin and Joachims 2014, Reducing dueling bandits to cardinal bandits, algorithm 3; without a Condorcet ' +
    'winner Dudík et al. 2015, Contextual dueling bandits, section 4; here with Tsallis-INF (Zimmert and Seldin 2021)',
  requires: DUELS,
  alwaysDraws: true,
  configuration: {},
  policy: () => duelPolicy((worlds, arms) => new Sparring(worlds, arms)),
})
