/** One store's demand as a distribution, for whoever solves its problem: `knownDistribution`. */
import type { CommonParameters } from './common-parameters.ts'
import {
  DiscreteDistribution,
  binomial,
  clippedNormal,
  geometric,
  negativeBinomial,
  poisson,
} from '../solvers/discrete.ts'
import { NormalDistribution } from '../solvers/normal.ts'

/** Grid on which clipped normal demand is summed up: parts of a standard deviation. */
const GRID = 256

/** What store s asks for in a period; undefined where periods depend on each other, or demand is no distribution. */
export function knownDistribution(
  { demand, means, deviations, trials, clip, transitions }: CommonParameters,
  s: number = 0,
): DiscreteDistribution | NormalDistribution | undefined {
  if (transitions.length > 1) return undefined
  const pick = (list: readonly number[]): number => list[list.length === 1 ? 0 : s]
  const mean = pick(means)
  const deviation = pick(deviations)
  if (demand === 'normal') {
    if (!(deviation > 0)) return undefined
    return clip ? clippedNormal(mean, deviation, deviation / GRID) : new NormalDistribution(mean, deviation)
  }
  if (!(mean > 0)) return undefined
  if (demand === 'poisson') return poisson(mean)
  if (demand === 'geometric') return geometric(mean)
  if (demand === 'binomial')
    return mean < pick(trials) ? binomial(pick(trials), mean / pick(trials)) : undefined
  if (demand === 'uniform') {
    const values = 2 * mean + 1
    return new DiscreteDistribution(Array.from({ length: values }, () => 1 / values))
  }
  if (demand === 'negative-binomial')
    return negativeBinomial((mean * mean) / (deviation * deviation - mean), mean)
  return undefined
}
