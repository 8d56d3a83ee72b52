/** What no policy for recovering arms can exceed: `upperBound`, `UpperBound`. */
import { ParameterError } from '@gauntlet/core'
import { type RecoveryCurves, requireCurves } from './recovery-curves.ts'

/** Part of an arm's concave envelope: from pulling it every `slower` steps (Infinity: never) to every `faster`. */
interface Increment {
  readonly arm: number
  readonly slower: number
  readonly faster: number
  /** Pulls per step that it takes, and reward per step that it adds. */
  readonly rate: number
  readonly gain: number
}

export interface UpperBound {
  /** Reward per step. */
  readonly bound: number
  /** [arms]: pulls per step, 0 to 1 */
  readonly rates: Float64Array
  /**
   * What is left of the bound where the last increment, of which only a part is taken, counts only where periods between
   * its ends pay for that part: it begins at 0, or its ends are neighbours.
   */
  readonly roundable: number
}

/**
 * The most that concave envelopes of the arms' rewards per step allow with `budget` pulls per step.
 *
 * Pulled at rate x, arm i pays at most the upper concave envelope of (0, 0) and the points (1 / d, R_i(d) / d); the best
 * rates take increments of the envelopes in the order of their slopes (fractional knapsack).
 * Ranges: `budget` any number of at least 0. Errors: ParameterError where it is not, or curves fall. Source: Simchi-Levi, Zheng and Zhu 2021, arXiv 2106.14813.
 */
export function upperBound(curves: RecoveryCurves, budget: number): UpperBound {
  requireCurves('curves', curves)
  if (!(budget >= 0)) throw new ParameterError('budget', budget, 'a number of at least 0')
  const increments = curves.flatMap((curve, arm) => envelope(curve, arm))
  // On equal slopes by arm: an arm's own slopes fall, so that its increments stay in their order.
  increments.sort((p, q) => q.gain / q.rate - p.gain / p.rate || p.arm - q.arm || q.slower - p.slower)
  const rates = new Float64Array(curves.length)
  let bound = 0
  let roundable = 0
  let left = budget
  for (const { arm, slower, faster, rate, gain } of increments) {
    if (left <= 0) break
    const part = Math.min(1, left / rate)
    rates[arm] += part * rate
    bound += part * gain
    if (part === 1 || slower === Infinity || slower === faster + 1) roundable += part * gain
    left -= rate
  }
  return { bound, rates, roundable }
}

/** The increments of one arm, of falling slopes, as long as they gain. */
function envelope(curve: Float64Array, arm: number): Increment[] {
  const found: Increment[] = []
  let slower = Infinity
  for (;;) {
    const next = steepest(curve, arm, slower)
    if (next === undefined) return found
    found.push(next)
    slower = next.faster
  }
}

function steepest(curve: Float64Array, arm: number, slower: number): Increment | undefined {
  const fromRate = slower === Infinity ? 0 : 1 / slower
  const fromGain = slower === Infinity ? 0 : curve[slower - 1] / slower
  let best: Increment | undefined
  for (let faster = Math.min(slower - 1, curve.length); faster >= 1; faster--) {
    const rate = 1 / faster - fromRate
    const gain = curve[faster - 1] / faster - fromGain
    if (gain > 0 && (best === undefined || gain / rate > (best.gain / best.rate) * (1 + 1e-12))) {
      best = { arm, slower, faster, rate, gain }
    }
  }
  return best
}
