/** What a population is like, in a fixed number of numbers: `PopulationFeatures`, `populationFeatures`, `featureSpec`. */
import { type ArraySpec, GauntletError, type MeanFieldFace, flatArray } from '@gauntlet/core'
import { binCount } from './bins.ts'
import { Histogram } from './histogram.ts'
import { MomentFeatures, momentCount, momentsBounded } from './moment-features.ts'
import { RbfFeatures } from './rbf-features.ts'

/** Each coordinate's range, and whether its ends are joined. */
export type Extent = MeanFieldFace['extent']

/** A function of a population that does not care which agent is which. */
export interface PopulationFeatures {
  readonly size: number
  /**
   * Describes the `agents` points of `points` [agents, dimensions] from number `from` on. A row that begins with NaN is an
   * agent that is not there; where nobody is, all features are 0. Shapes: writes `out` [size].
   */
  write(points: Float64Array, from: number, agents: number, out: Float64Array): void
}

export const FEATURE_KINDS = ['histogram', 'rbf', 'moments'] as const
export type FeatureKind = (typeof FEATURE_KINDS)[number]

/** How a population is described. */
export interface FeatureChoice {
  readonly features: FeatureKind
  /** Bins, or centres of kernels, along each coordinate. */
  readonly bins: number
  /** Standard deviation of the kernels / shortest side of a bin. */
  readonly bandwidth: number
}

/** Errors: GauntletError where bins are asked for along a coordinate without ends. */
export function populationFeatures(
  { features, bins, bandwidth }: FeatureChoice,
  extent: Extent,
  distance: MeanFieldFace['distance'],
): PopulationFeatures {
  if (features === 'moments') return new MomentFeatures(extent)
  requireFinite(extent, features)
  if (features === 'histogram') return new Histogram(extent, bins)
  const sides = extent.map(({ low, high }) => (high - low) / bins)
  return new RbfFeatures(extent, bins, bandwidth * Math.min(...sides), distance)
}

/** What such features look like, before there is a population. Errors: as `populationFeatures`. */
export function featureSpec({ features, bins }: FeatureChoice, extent: Extent): ArraySpec {
  if (features === 'moments') {
    const bound = momentsBounded(extent) ? 1 : Infinity
    return flatArray('moments', momentCount(extent), -bound, bound)
  }
  requireFinite(extent, features)
  return flatArray(features, binCount(bins, extent.length), 0, 1)
}

function requireFinite(extent: Extent, features: FeatureKind): void {
  const k = extent.findIndex(({ low, high }) => !(high - low < Infinity))
  if (k < 0) return
  const range = `${extent[k].low} to ${extent[k].high}`
  throw new GauntletError(
    'mean-field',
    `${features}: coordinate ${k} runs from ${range}, expected finite ends; moments need none`,
  )
}
