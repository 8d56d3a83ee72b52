/** Index policies: every arm has a number, and the arm with the highest is pulled. `indexPolicy`, `highest`. */
import { GauntletError, type Policy, type View } from '@gauntlet/core'
import { type ArmStatistics, Tally } from './tally.ts'

/**
 * Writes the index of every arm of every world into `indices` [worlds, arms]; `Infinity` where an arm has not
 * been pulled, so that each arm is pulled once in order before any index counts.
 */
export type IndexRule = (statistics: ArmStatistics, indices: Float64Array) => void

/** Indices nearer than this are tied: analytic ties would otherwise be broken by rounding. */
export const TIE = 1e-12

/** The arm whose index is highest, the first of those that tie. Looks at `indices` [offset] to [offset + arms - 1]. */
export function highest(indices: Float64Array, offset: number, arms: number): number {
  let best = 0
  let index = indices[offset]
  for (let k = 1; k < arms; k++) {
    const other = indices[offset + k]
    if (other - TIE > index) {
      best = k
      index = other
    }
  }
  return best
}

/** The policy of an index rule, made anew at every beginning. It draws nothing: `sample` and `greedy` are the same. */
export function indexPolicy(makeRule: (worlds: number, arms: number, view: View) => IndexRule): Policy {
  let tally: Tally | undefined
  let rule: IndexRule | undefined
  let indices = new Float64Array(0)
  return {
    begin(view) {
      tally = new Tally(view)
      rule = makeRule(view.batch, tally.arms, view)
      indices = new Float64Array(view.batch * tally.arms)
    },
    act(view, actions) {
      if (tally === undefined || rule === undefined)
        throw new GauntletError('order', 'index policy: act before begin')
      tally.observe(view)
      rule(tally, indices)
      const { arms } = tally
      for (let w = 0; w < view.batch; w++) {
        let arm = highest(indices, w * arms, arms)
        if (indices[w * arms + arm] === Infinity) arm = tally.unseen(w, arm)
        actions[w] = arm
        tally.remember(w, arm)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

/**
 * An index rule out of the index of one arm, by its pulls n, sum s and sum of squares q, and the pulls t of all arms.
 * `t` is at least 1, and so is `n`.
 */
export function armwise(
  index: (n: number, s: number, q: number, t: number, logT: number) => number,
  log: (t: number) => number,
): IndexRule {
  return ({ arms, steps, pulls, sums, squares }, indices) => {
    let t = 0
    let logT = 0
    for (let w = 0; w < steps.length; w++) {
      if (steps[w] !== t) {
        t = steps[w]
        logT = log(t)
      }
      for (let i = w * arms; i < (w + 1) * arms; i++) {
        const n = pulls[i]
        indices[i] = n === 0 ? Infinity : index(n, sums[i], squares[i], t, logT)
      }
    }
  }
}
