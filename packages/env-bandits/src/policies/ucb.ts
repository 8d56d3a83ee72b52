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
import { ArmsMemory } from '../arms-kernel.ts'
import { HighestBounds } from './highest-bounds.ts'
import { type IndexRule, armwise } from './index-policy.ts'
import { BOUNDED_ARMS, ONLINE_ARMS, Tally, armCount } from './tally.ts'

/** ucb1 is ucb with this alpha. */
const UCB1 = 4

/** Writes m + sqrt(alpha ln t / (2 n)): indices [worlds, arms]. */
export function ucbIndices(alpha: number): IndexRule {
  return armwise((n, s, _, __, logT) => s / n + Math.sqrt((alpha * logT) / (2 * n)), log)
}

/** Pulls the arm of the highest index of `ucbIndices`, the first of those that tie. */
function ucbPolicy(alpha: number): Policy {
  let tally: Tally | undefined
  let bounds: HighestBounds | undefined
  return {
    begin(view) {
      const { batch } = view
      const arms = armCount(view)
      const memory = new ArmsMemory(Tally.size(batch, arms) + HighestBounds.size(batch, arms))
      tally = new Tally(view, memory)
      bounds = new HighestBounds(batch, arms, memory)
    },
    act(view, actions) {
      if (tally === undefined || bounds === undefined)
        throw new GauntletError('order', 'ucb: act before begin')
      tally.observe(view)
      bounds.update(tally)
      writeWidths(alpha, tally.steps, bounds.widths)
      bounds.find()
      tally.rememberAll(bounds.found)
      actions.set(bounds.found)
    },
    forget(w) {
      tally?.forget(w)
    },
  }
}

/** Writes sqrt(alpha ln t / 2) of every world, 0 at its first pull. Shapes: both [worlds]. */
function writeWidths(alpha: number, steps: Float64Array, widths: Float64Array): void {
  let t = 0
  let width = 0
  for (let w = 0; w < widths.length; w++) {
    if (steps[w] !== t) {
      t = steps[w]
      width = t > 0 ? Math.sqrt(0.5 * alpha * log(t)) : 0
    }
    widths[w] = width
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
