/** The best purely periodic schedule of few arms: `bestPeriodicSchedule`. */
import { GauntletError, ParameterError } from '@gauntlet/core'
import { type PeriodicSchedule, averageOf, shareOf } from './periodic-schedule.ts'
import { type RecoveryCurves, requireBudget, requireCurves } from './recovery-curves.ts'

/** Placements looked at most. */
const NODES = 50_000_000

/**
 * The schedule of greatest reward per step in which every arm has a period of at most `longest`, or is never pulled.
 *
 * Arm after arm gets a period and an offset (depth first, promising periods first, the first arm at offset 0), within the
 * budget in every step of the cycle so far; a branch ends where the rest cannot make up what is missing, each arm at its
 * best. Exact, and exponential in the arms. Errors: ParameterError where curves fall, or `budget` or
 * `longest` is no whole number of at least 1; GauntletError after 50 million placements.
 */
export function bestPeriodicSchedule(
  curves: RecoveryCurves,
  budget: number,
  longest: number,
): PeriodicSchedule {
  requireCurves('curves', curves)
  requireBudget(budget)
  if (!(Number.isInteger(longest) && longest >= 1)) {
    throw new ParameterError('longest', longest, 'a whole number of at least 1')
  }
  return new PeriodicSearch(curves, budget, longest).run()
}

interface Option {
  readonly period: number
  readonly share: number
}

class PeriodicSearch {
  private readonly curves: RecoveryCurves
  private readonly budget: number
  /** Arms in the order in which they are placed: those that can pay most first. */
  private readonly order: readonly number[]
  /** [arms]: periods, best first */
  private readonly options: readonly (readonly Option[])[]
  /** [places]: the most that arms from this place on can pay */
  private readonly rest: Float64Array
  private readonly periods: Int32Array
  private readonly offsets: Int32Array
  private best: PeriodicSchedule
  private nodes = 0

  constructor(curves: RecoveryCurves, budget: number, longest: number) {
    const arms = curves.length
    this.curves = curves
    this.budget = budget
    this.options = curves.map((curve) =>
      Array.from({ length: longest + 1 }, (_, period) => ({ period, share: shareOf(curve, period) })).sort(
        (p, q) => q.share - p.share || q.period - p.period,
      ),
    )
    this.order = curves
      .map((_, i) => i)
      .sort((p, q) => this.options[q][0].share - this.options[p][0].share || p - q)
    this.rest = new Float64Array(arms + 1)
    for (let place = arms - 1; place >= 0; place--) {
      this.rest[place] = this.rest[place + 1] + this.options[this.order[place]][0].share
    }
    this.periods = new Int32Array(arms)
    this.offsets = new Int32Array(arms)
    this.best = { periods: new Int32Array(arms), offsets: new Int32Array(arms), average: 0 }
  }

  run(): PeriodicSchedule {
    this.place(0, 0, Uint8Array.of(0))
    return this.best
  }

  /** Places the arms from `place` on, where those before pay `average` and `load` [cycle] says how many are pulled. */
  private place(place: number, average: number, load: Uint8Array): void {
    if (place === this.order.length) {
      if (average <= this.best.average + 1e-12) return
      const periods = this.periods.slice()
      this.best = { periods, offsets: this.offsets.slice(), average: averageOf(this.curves, periods) }
      return
    }
    const arm = this.order[place]
    for (const { period, share } of this.options[arm]) {
      if (average + share + this.rest[place + 1] <= this.best.average + 1e-12) return
      this.periods[arm] = period
      this.offsets[arm] = 0
      if (period === 0) this.place(place + 1, average, load)
      for (let offset = 0; offset < (place === 0 ? Math.min(1, period) : period); offset++) {
        if (++this.nodes > NODES) {
          throw new GauntletError(
            'size',
            `periodic schedules: more than ${NODES} placements, expected fewer arms`,
          )
        }
        const next = withPulls(load, period, offset, this.budget)
        if (next === undefined) continue
        this.offsets[arm] = offset
        this.place(place + 1, average + share, next)
      }
    }
  }
}

/** The load with one more arm, over the common cycle; undefined where a step would exceed the budget. */
function withPulls(load: Uint8Array, period: number, offset: number, budget: number): Uint8Array | undefined {
  const cycle = (load.length / greatestCommonDivisor(load.length, period)) * period
  const next = new Uint8Array(cycle)
  for (let t = 0; t < cycle; t++) next[t] = load[t % load.length]
  for (let t = offset; t < cycle; t += period) if (++next[t] > budget) return undefined
  return next
}

function greatestCommonDivisor(p: number, q: number): number {
  return q === 0 ? p : greatestCommonDivisor(q, p % q)
}
