/**
 * The controller that goes to the goal where a policy gives barriers: `goalVelocity`.
 *
 * Symbols: d = p - goal; V = |d|²; delta the slack; epsilon the rate; xi the slack's weight.
 */
import type { Motion } from './navigation-view.ts'
import type { NavigationProblem } from './problem.ts'

/** epsilon, in 1/s. */
const RATE = 10
/** xi, in 1/m². */
const SLACK_WEIGHT = 100

/**
 * Writes to `velocities` [i] and [i + 1] the velocity of a control Lyapunov function for the agent that lies at `i` in arrays of
 * pairs: min |u|² + xi delta² subject to 2 d·u + epsilon V <= delta. In closed form u = -2 xi epsilon V / (1 + 4 xi V) d; never
 * beyond the goal within a step. The speed limit is for the filter.
 * Source: Gao, Yang and Prorok 2023, arXiv 2303.04313: quadratic programme with a Lyapunov row. Differs: it is solved
 * before the barriers' rows are known, so that these change the velocity as little as they can.
 */
export function goalVelocity(
  { timeStep }: NavigationProblem,
  { positions, velocities, goals }: Motion,
  i: number,
): void {
  const x = goals[i] - positions[i]
  const y = goals[i + 1] - positions[i + 1]
  const square = x * x + y * y
  const gain = Math.min((2 * SLACK_WEIGHT * RATE * square) / (1 + 4 * SLACK_WEIGHT * square), 1 / timeStep)
  velocities[i] = gain * x
  velocities[i + 1] = gain * y
}
