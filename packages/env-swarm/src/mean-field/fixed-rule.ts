/** The policy of a mean-field view that never changes the rule: `fixedRule`. */
import { GauntletError, type Policy, actionWidth } from '@gauntlet/core'

/** Gives the same xi in every step. Errors: GauntletError where it is not as long as the view's actions. */
export function fixedRule(xi: ArrayLike<number>): Policy {
  return {
    begin({ spec }) {
      const expected = actionWidth(spec.action)
      if (xi.length !== expected)
        throw new GauntletError('mean-field', `fixed rule: got ${xi.length} numbers, expected ${expected}`)
    },
    act({ batch }, actions) {
      for (let w = 0; w < batch; w++) actions.set(xi, w * xi.length)
    },
  }
}
