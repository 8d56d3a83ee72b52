/** Demand that is known and always the same, for solvers: `demandDistributions`. */
import type { DemandParameters } from '../demand/demand-parameters.ts'
import {
  DiscreteDistribution,
  binomial,
  clippedNormal,
  geometric,
  negativeBinomial,
  poisson,
} from '../solvers/discrete.ts'
import type { Distribution } from '../solvers/distribution.ts'
import { NormalDistribution } from '../solvers/normal.ts'

/** Steps of the grid on which clipped demand is put, to a standard deviation. */
const STEPS = 32

/** Demand whose table might hold more than about this many numbers is not put into one. */
const LONGEST_TABLE = 4096

/**
 * What each store asks for in a period, where periods are independent and alike; undefined where they are not, or there is
 * a store without demand, or one whose demand is too great for a table. Parameters have been checked by `demandModel`.
 */
export function demandDistributions(
  parameters: DemandParameters,
  stores: number,
): readonly Distribution[] | undefined {
  const { transitions, means, deviations, trials } = parameters
  if (transitions.length > 1) return undefined
  const of = (list: readonly number[], s: number): number => list[list.length === 1 ? 0 : s]
  const found = Array.from({ length: stores }, (_, s) =>
    distributionOf(parameters, of(means, s), of(deviations, s), of(trials, s)),
  )
  return found.every((distribution) => distribution !== undefined) ? found : undefined
}

function distributionOf(
  { demand, clip }: DemandParameters,
  mean: number,
  deviation: number,
  trials: number,
): Distribution | undefined {
  if (demand === 'normal') {
    if (deviation === 0) return undefined
    if (!clip) return new NormalDistribution(mean, deviation)
    return mean > -deviation ? clippedNormal(mean, deviation, deviation / STEPS) : undefined
  }
  if (mean <= 0) return undefined
  if (demand === 'poisson') return mean < LONGEST_TABLE / 2 ? poisson(mean) : undefined
  // Tails of geometric form reach to about 37 means, or 37 times variance over mean.
  if (demand === 'geometric') return mean < LONGEST_TABLE / 40 ? geometric(mean) : undefined
  if (demand === 'negative-binomial') {
    const excess = (deviation * deviation - mean) / mean
    const short = mean + 40 * (excess + 1) < LONGEST_TABLE
    return excess > 0 && short ? negativeBinomial(mean / excess, mean) : undefined
  }
  if (demand === 'binomial') {
    const sure = mean >= trials
    return !sure && trials < LONGEST_TABLE ? binomial(trials, mean / trials) : undefined
  }
  if (demand === 'constant') return new DiscreteDistribution([0, 1], mean)
  return undefined
}
