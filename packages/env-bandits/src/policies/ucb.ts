/**
 * Upper confidence bounds of Hoeffding: `ucb1`, `ucb`, `ucbIndices`.
 *
 * Symbols: t pulls so far; n pulls of the arm; s sum of its rewards; m = s / n; alpha how much is explored.
 */
import {
  type AlgorithmDefinition,
  GauntletError,
  type Policy,
  log,
  number,
  policyAlgorithm,
} from '@gauntlet/core'
import { type IndexRule, TIE, armwise } from './index-policy.ts'
import { BOUNDED_ARMS, ONLINE_ARMS, SEVERAL, Tally } from './tally.ts'

/** ucb1 is ucb with this alpha. */
const UCB1 = 4

/** Writes m + sqrt(alpha ln t / (2 n)): indices [worlds, arms]. */
export function ucbIndices(alpha: number): IndexRule {
  return armwise((n, s, _, __, logT) => s / n + Math.sqrt((alpha * logT) / (2 * n)), log)
}

/**
 * Pulls the arm of the highest index of `ucbIndices`, the first of those that tie.
 *
 * The index is m + width(t) / sqrt(n), of which a step changes m and n of one arm and the width of all.
 */
function ucbPolicy(alpha: number): Policy {
  let tally: Tally | undefined
  /** [worlds, arms]; the mean infinite and the radius 0 where an arm has not been pulled */
  let means = new Float64Array(0)
  let radii = new Float64Array(0)
  return {
    begin(view) {
      tally = new Tally(view)
      means = new Float64Array(tally.pulls.length)
      radii = new Float64Array(tally.pulls.length)
    },
    act(view, actions) {
      if (tally === undefined) throw new GauntletError('order', 'ucb: act before begin')
      tally.observe(view)
      const { arms, steps, pulls, sums, changed } = tally
      let t = 0
      let width = 0
      for (let w = 0; w < view.batch; w++) {
        const from = w * arms
        const change = changed[w]
        const first = change === SEVERAL ? from : from + change
        const end = change === SEVERAL ? from + arms : change >= 0 ? first + 1 : first
        for (let i = first; i < end; i++) {
          const share = 1 / pulls[i]
          means[i] = pulls[i] === 0 ? Infinity : sums[i] * share
          radii[i] = pulls[i] === 0 ? 0 : Math.sqrt(share)
        }
        if (steps[w] !== t) {
          t = steps[w]
          width = Math.sqrt(0.5 * alpha * log(t))
        }
        let arm = 0
        let top = means[from] + (t > 0 ? width * radii[from] : 0)
        for (let k = 1; k < arms; k++) {
          const index = means[from + k] + width * radii[from + k]
          if (index > top + TIE) {
            arm = k
            top = index
          }
        }
        if (top === Infinity) arm = tally.unseen(w, arm)
        actions[w] = arm
        tally.remember(w, arm)
      }
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

export const ucb1: AlgorithmDefinition<Record<string, never>> = policyAlgorithm({
  id: 'ucb1',
  version: 2,
  family: 'bandit',
  summary: 'Pulls the arm with the highest upper confidence bound of Hoeffding',
  source:
    'Auer, Cesa-Bianchi and Fischer 2002, Finite-time analysis of the multiarmed bandit problem, figure 1',
  requires: BOUNDED_ARMS,
  configuration: {},
  policy: () => ucbPolicy(UCB1),
})

export const ucb: AlgorithmDefinition<{ readonly alpha: number }> = policyAlgorithm({
  id: 'ucb',
  version: 1,
  family: 'bandit',
  summary: 'UCB1 with as much exploration as is asked for',
  source: 'Audibert, Munos and Szepesvári 2009; Bubeck and Cesa-Bianchi 2012, section 2.2 (alpha-UCB)',
  requires: ONLINE_ARMS,
  configuration: {
    alpha: number({
      description:
        'The bonus is sqrt(alpha ln t / (2 n)) for rewards in [0, 1], whose regret is logarithmic above 1; for normal ones of deviation σ as many times 4 σ²',
      default: 1,
      minimum: 0,
    }),
  },
  policy: ({ configuration }) => ucbPolicy(configuration.alpha),
})
