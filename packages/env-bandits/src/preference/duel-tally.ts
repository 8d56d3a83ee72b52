/** What a policy has seen of duels: `DUELS`, `DuelTally`, `duelPolicy`. */
import {
  GauntletError,
  type Policy,
  type Requirement,
  type Stream,
  type View,
  policyStreams,
} from '@gauntlet/core'

/** What the policies of duels ask for. */
export const DUELS: Requirement = { environments: ['bandits/dueling'] }

/** Counts of any number of worlds; a duel of an arm with itself counts only as a step. */
export interface DuelStatistics {
  readonly arms: number
  /** [worlds]: duels held so far */
  readonly steps: Float64Array
  /** [worlds, arms, arms]: duels that the arm of the row won against that of the column */
  readonly wins: Float64Array
}

/** Chooses the duel of world `w`: writes its two arms to `actions` [2 w] and [2 w + 1]. */
export interface DuelRule {
  /** Takes in the result of the duel that it chose last for world `w`; for rules that need more than the counts. */
  learn?(w: number, firstWon: boolean): void
  choose(w: number, statistics: DuelStatistics, stream: Stream, actions: Int32Array): void
  forget(w: number): void
}

class DuelTally implements DuelStatistics {
  readonly arms: number
  readonly steps: Float64Array
  readonly wins: Float64Array
  /** [worlds, 2]: the duel whose result is still to be read, -1 where there is none */
  private readonly pending: Int32Array

  constructor({ spec, batch }: View) {
    if (spec.action.kind !== 'multi-discrete' || spec.action.counts.length !== 2) {
      throw new GauntletError('actions', `got ${spec.action.kind} actions, expected pairs of arms`)
    }
    this.arms = spec.action.counts[0]
    this.steps = new Float64Array(batch)
    this.wins = new Float64Array(batch * this.arms * this.arms)
    this.pending = new Int32Array(2 * batch).fill(-1)
  }

  /** Takes in the last duel of world `w`; whether there was one. */
  learn(w: number, firstWon: boolean): boolean {
    const { arms, pending } = this
    const c = pending[2 * w]
    const d = pending[2 * w + 1]
    if (c < 0) return false
    this.steps[w]++
    if (c !== d) this.wins[firstWon ? (w * arms + c) * arms + d : (w * arms + d) * arms + c]++
    return true
  }

  remember(w: number, actions: Int32Array): void {
    this.pending[2 * w] = actions[2 * w]
    this.pending[2 * w + 1] = actions[2 * w + 1]
  }

  forget(w: number): void {
    const { arms } = this
    this.steps[w] = 0
    this.wins.fill(0, w * arms * arms, (w + 1) * arms * arms)
    this.pending[2 * w] = -1
  }
}

/** The policy of a rule, made anew at every beginning. Chance is the rule itself: `sample` and `greedy` are the same. */
export function duelPolicy(makeRule: (worlds: number, arms: number) => DuelRule): Policy {
  let tally: DuelTally | undefined
  let rule: DuelRule | undefined
  let streams: Stream[] = []
  const forget = (w: number): void => {
    tally?.forget(w)
    rule?.forget(w)
  }
  return {
    begin(view, seed) {
      tally = new DuelTally(view)
      rule = makeRule(view.batch, tally.arms)
      streams = policyStreams(seed, view.batch)
    },
    act(view, actions) {
      if (tally === undefined || rule === undefined)
        throw new GauntletError('order', 'duel policy: act before begin')
      for (let w = 0; w < view.batch; w++) {
        if (view.ended[w] === 1) forget(w)
        else if (tally.learn(w, view.rewards[w] === 1)) rule.learn?.(w, view.rewards[w] === 1)
        rule.choose(w, tally, streams[w], actions as Int32Array)
        tally.remember(w, actions as Int32Array)
      }
    },
    forget,
  }
}
