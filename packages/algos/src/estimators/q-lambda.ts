/** Targets of action values over many steps: `qLambda`. */
import type { Estimator } from './estimator.ts'
import { gae } from './gae.ts'

/**
 * G_t = r_t + γ ((1 - λ) max_a Q(s_{t+1}, a) + λ G_{t+1}), where the rollout's values are max_a Q(s_t, a) over legal a. An
 * episode that terminated adds nothing, one that was cut off and the rollout's end add γ max_a Q. Exploring actions do not
 * cut the chain (Peng's form).
 *
 * These are `gae`'s returns: what is added to a value by the sum of its errors is the same, whatever the value is of.
 * Source: Gallici et al. 2025 (Simplifying deep temporal difference learning, PQN), algorithm 1; λ is 0.65 in
 * CleanRL's `pqn.py`.
 */
export function qLambda(lambda: number): Estimator {
  return gae(lambda)
}
