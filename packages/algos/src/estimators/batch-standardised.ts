/** Lite PPO's advantage: `batchStandardised`. */
import { groupMeans } from './group-moments.ts'
import type { GroupFormula } from './grouped.ts'

/**
 * (R_i - m) / (s_B + ε): m the mean of the group, s_B the standard deviation of all returns of the batch, which stays away
 * from 0 where single groups come out alike. Returns of one instance that all rise alike change s_B, hence the scale of all
 * advantages.
 *
 * Source: Liu et al. 2025 (Part I: Tricks or traps? A deep dive into RL for LLM reasoning), Lite PPO.
 */
export function batchStandardised(epsilon: number = 1e-6): GroupFormula {
  return (returns, groups) => {
    const { means } = groupMeans(returns, groups)
    let sum = 0
    for (const value of returns) sum += value
    const mean = sum / returns.length
    let squares = 0
    for (const value of returns) squares += (value - mean) * (value - mean)
    const spread = Math.sqrt(squares / returns.length)
    return returns.map((value, i) => (value - means[groups[i]]) / (spread + epsilon))
  }
}
