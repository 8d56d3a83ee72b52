/** A policy made safe by the filter: `barrierShield`. */
import { type ActionArray, type Policy, checkActions, checkPolicy } from '@gauntlet/core'
import type { NavigationProblem } from './problem.ts'
import { SafetyFilter } from './safety-filter.ts'

/** How much slower the second choice of a velocity is, where rounding has made the first unsafe. */
const SLOWER = 1 - 1 / 65536

/**
 * The wrapped policy behind the safety filter, under the condition `sampled`: no two discs that do not overlap ever do.
 *
 * Actions are float32, so that the filter's velocity is rounded: of the four roundings, the nearest that is safe is taken,
 * else one of a velocity that is a little slower, else none at all. `positions` are [batch, agents, 2].
 * Errors: IllegalActionError where the policy's action is not one of the environment's.
 */
export function barrierShield(
  problem: NavigationProblem,
  positions: Float64Array,
  policy: Policy,
  zeta: number,
  eta: number,
): Policy {
  checkPolicy(policy, 'shield: policy')
  const { agents, speed } = problem
  const filter = new SafetyFilter(problem, positions, 'sampled')
  filter.barrier[0] = zeta
  filter.barrier[1] = eta
  const u = new Float64Array(2)
  return {
    begin: (view, seed) => policy.begin(view, seed),
    forget: (world) => policy.forget?.(world),
    act(view, actions, mode) {
      policy.act(view, actions, mode)
      checkActions(view.spec.action, actions, undefined, agents)
      for (let i = 0; i < view.batch * agents; i++) {
        u[0] = actions[2 * i] * speed
        u[1] = actions[2 * i + 1] * speed
        filter.see(Math.floor(i / agents), i % agents)
        filter.rows.project(u, 0)
        const rounded =
          round(filter, u, 1, speed, actions, 2 * i) || round(filter, u, SLOWER, speed, actions, 2 * i)
        if (!rounded) actions.fill(0, 2 * i, 2 * i + 2)
      }
    },
  }
}

const candidate = new Float64Array(2)
/** float32 numbers lie at most this far apart within -1 to 1. */
const STEP = 1 / 8388608

/** Writes to `actions` [at] and [at + 1] the safe rounding of `share` u that is nearest to it; false where none is. */
function round(
  { rows }: SafetyFilter,
  u: Float64Array,
  share: number,
  speed: number,
  actions: ActionArray,
  at: number,
): boolean {
  let least = Infinity
  const x = (share * u[0]) / speed
  const y = (share * u[1]) / speed
  for (let corner = 0; corner < 4; corner++) {
    const p = Math.fround(x) + (corner & 1 ? side(x) : 0)
    const q = Math.fround(y) + (corner & 2 ? side(y) : 0)
    if (Math.max(Math.abs(p), Math.abs(q)) > 1) continue
    candidate[0] = p * speed
    candidate[1] = q * speed
    rows.cut(candidate, 0)
    const square = (p - x) * (p - x) + (q - y) * (q - y)
    if (square >= least || !rows.holds(candidate, 0)) continue
    least = square
    actions[at] = p
    actions[at + 1] = q
  }
  return least < Infinity
}

/** From the float32 number next to `value` to one beyond it. */
function side(value: number): number {
  return Math.fround(value) < value ? STEP : -STEP
}
