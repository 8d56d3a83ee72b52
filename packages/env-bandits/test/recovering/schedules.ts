/** Schedules played out: `mostPulls`, `replayCycle`. */
import { type PeriodicSchedule, isPulled } from '../../src/recovering/periodic-schedule.ts'
import { type RecoveryCurves, curveAt } from '../../src/recovering/recovery-curves.ts'

/** The most arms that a schedule pulls in one step. */
export function mostPulls(schedule: PeriodicSchedule): number {
  const gcd = (p: number, q: number): number => (q === 0 ? p : gcd(q, p % q))
  const cycle = [...schedule.periods].reduce(
    (lcm, period) => (period === 0 ? lcm : (lcm / gcd(lcm, period)) * period),
    1,
  )
  let most = 0
  for (let t = 0; t < cycle; t++) {
    let pulls = 0
    for (let i = 0; i < schedule.periods.length; i++) if (isPulled(schedule, i, t)) pulls++
    most = Math.max(most, pulls)
  }
  return most
}

/** Reward per step of a cycle of subsets, in its second and third pass. */
export function replayCycle(curves: RecoveryCurves, cycle: readonly Uint8Array[]): number {
  const idle = curves.map((curve) => curve.length)
  let sum = 0
  for (let t = 0; t < 3 * cycle.length; t++) {
    const subset = cycle[t % cycle.length]
    for (const [i, curve] of curves.entries()) {
      if (subset[i] === 1 && t >= cycle.length) sum += curveAt(curve, idle[i])
      idle[i] = subset[i] === 1 ? 1 : idle[i] + 1
    }
  }
  return sum / (2 * cycle.length)
}
