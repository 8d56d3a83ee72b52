/** Purely periodic schedules for any number of arms, with a guarantee: `planPeriodic`, `PeriodicPlan`. */
import { packedOffsets } from './packed-offsets.ts'
import { type PeriodicSchedule, averageOf, shareOf } from './periodic-schedule.ts'
import { type RecoveryCurves, requireBudget, requireCurves } from './recovery-curves.ts'
import { upperBound } from './upper-bound.ts'

export interface PeriodicPlan extends PeriodicSchedule {
  /** No policy's reward per step is greater in the long run. */
  readonly bound: number
  /** The plan's average is at least this. */
  readonly guaranteed: number
}

/** Periods are at most this many times the longest curve, unless the upper bound asks for slower ones. */
const STRETCH = 16
/** Periods above this are never used: what they pay is rounding. */
const SLOWEST = 67_108_864
/** Far below the least part of a channel, 1 / SLOWEST. */
const ROUNDING = 1e-9
/** Largest m of a base on its own. */
const WIDEST_BASE = 8

/**
 * A purely periodic schedule of at most `budget` pulls per step.
 *
 * Rates that the upper bound allows with K - a + 1 pulls become periods of the form m 2^l, m from a to 2 a - 1, each rounded
 * up, by a factor of at most (a + 1) / a. Arms with the same m share channels, of which each offers m places; powers of two
 * nest in these without gaps, so that every m leaves less than one channel unused and K channels do. Then arms change to
 * other such periods as long as that fits and pays. The best of all a from 1 to K is taken, of every m on its own, and of the
 * rates that the upper bound allows with all K pulls, as far as they fit.
 *
 * Guarantee: at least the greatest over a of (a / (a + 1)) ((K - a + 1) / K) of the upper bound where curves are concave,
 * which is 1 - O(1 / sqrt(K)), of those a that no arm is pulled more often than; `guaranteed` says it for the curves at hand.
 * Errors: ParameterError where curves fall, or `budget` is no whole number of at least 1. Source: Simchi-Levi, Zheng and Zhu 2021, arXiv
 * 2106.14813 (purely periodic policies, ratio 1 - O(1 / sqrt(K))). Differs: the constants follow from the rounding above.
 */
export function planPeriodic(curves: RecoveryCurves, budget: number): PeriodicPlan {
  requireCurves('curves', curves)
  requireBudget(budget)
  let best = new BasedPeriods(curves, budget, [1], budget)
  let guaranteed = 0
  const consider = (bases: readonly number[]): void => {
    for (const wanted of new Set([budget - bases.length + 1, budget])) {
      const plan = new BasedPeriods(curves, budget, bases, wanted)
      plan.fill()
      if (plan.average > best.average + 1e-12) best = plan
    }
  }
  for (let a = 1; a <= budget; a++) {
    consider(Array.from({ length: a }, (_, k) => a + k))
    const { roundable, rates } = upperBound(curves, budget - a + 1)
    // Periods are at least a: a rate above 1 / a is rounded by more.
    if (rates.every((rate) => rate * a <= 1 + ROUNDING))
      guaranteed = Math.max(guaranteed, (a / (a + 1)) * roundable)
  }
  for (let m = 2; m <= WIDEST_BASE; m++) consider([m])
  return {
    periods: best.periods,
    offsets: packedOffsets(best.periods, best.bases),
    average: best.average,
    bound: upperBound(curves, budget).bound,
    guaranteed,
  }
}

/** A period m 2^l and its base m. */
interface BasedPeriod {
  readonly period: number
  readonly base: number
  /** What an arm pays per step with it. */
  readonly share: number
}

/** A period m 2^l for every arm, m among `bases`, such that the channels suffice. */
class BasedPeriods {
  /** [arms]; 0 where the arm is never pulled */
  readonly periods: Int32Array
  readonly bases: Int32Array
  private readonly curves: RecoveryCurves
  private readonly budget: number
  /** [arms]: pulls per step that the upper bound allows with `wanted` pulls */
  private readonly rates: Float64Array
  /** [arms]: the periods, those that pay most first */
  private readonly options: readonly (readonly BasedPeriod[])[]
  /** [largest base + 1]: pulls per step of the arms of each base */
  private readonly loads: Float64Array

  constructor(curves: RecoveryCurves, budget: number, bases: readonly number[], wanted: number) {
    this.rates = upperBound(curves, wanted).rates
    const slowest = Math.min(...this.rates.filter((rate) => rate > 0))
    const longest = Math.max(STRETCH * Math.max(...curves.map((curve) => curve.length)), 2 / slowest)
    const periods: { readonly period: number; readonly base: number }[] = []
    for (const base of bases) {
      for (let period = base; period <= Math.min(longest, SLOWEST); period *= 2)
        periods.push({ period, base })
    }
    this.curves = curves
    this.budget = budget
    this.options = curves.map((curve) =>
      periods
        .map(({ period, base }) => ({ period, base, share: shareOf(curve, period) }))
        .sort((p, q) => q.share - p.share || q.period - p.period),
    )
    this.periods = new Int32Array(curves.length)
    this.bases = new Int32Array(curves.length)
    this.loads = new Float64Array(Math.max(...bases) + 1)
  }

  get average(): number {
    return averageOf(this.curves, this.periods)
  }

  /** Rounds the rates of the upper bound, then changes periods as long as that fits and pays. */
  fill(): void {
    for (const [arm, rate] of this.rates.entries()) {
      const rounded = this.options[arm].find(({ period }) => period * rate >= 1 - ROUNDING)
      if (rounded !== undefined) this.change(arm, rounded.period, rounded.base)
    }
    let changed = true
    while (changed) {
      changed = false
      for (const [arm, curve] of this.curves.entries()) {
        const now = shareOf(curve, this.periods[arm])
        const better = this.options[arm].some(
          ({ period, base, share }) => share > now + 1e-12 && this.change(arm, period, base),
        )
        if (better) changed = true
      }
    }
  }

  /** Gives `arm` another period where the channels suffice for it; says whether they did. */
  private change(arm: number, period: number, base: number): boolean {
    const before = this.periods[arm]
    const baseBefore = this.bases[arm]
    this.put(arm, period, base)
    if (this.channels() <= this.budget) return true
    this.put(arm, before, baseBefore)
    return false
  }

  private put(arm: number, period: number, base: number): void {
    const { periods, bases, loads } = this
    if (periods[arm] > 0) loads[bases[arm]] -= 1 / periods[arm]
    if (period > 0) loads[base] += 1 / period
    periods[arm] = period
    bases[arm] = base
  }

  /** Channels that the arms need: the arms of one base share theirs. */
  private channels(): number {
    let count = 0
    for (const load of this.loads) count += Math.ceil(load - ROUNDING)
    return count
  }
}
