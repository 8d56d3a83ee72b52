/** Index policies: every arm has a number, and the arm with the highest is pulled. `indexPolicy`, `highest`. */
import { GauntletError, type Policy } from '@gauntlet/core'
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
    if (other > index + TIE) {
      best = k
      index = other
    }
  }
  return best
}

/** The policy of an index rule, made anew at every beginning. It draws nothing: `sample` and `greedy` are the same. */
export function indexPolicy(makeRule: (worlds: number, arms: number) => IndexRule): Policy {
  let tally: Tally | undefined
  let rule: IndexRule | undefined
  let indices = new Float64Array(0)
  return {
    begin(view) {
      tally = new Tally(view)
      rule = makeRule(view.batch, tally.arms)
      indices = new Float64Array(view.batch * tally.arms)
    },
    act(view, actions) {
      if (tally === undefined || rule === undefined)
        throw new GauntletError('order', 'index policy: act before begin')
      tally.observe(view)
      rule(tally, indices)
      const { arms } = tally
      for (let w = 0; w < view.batch; w++) {
        const arm = highest(indices, w * arms, arms)
        actions[w] = arm
        tally.remember(w, arm)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}
