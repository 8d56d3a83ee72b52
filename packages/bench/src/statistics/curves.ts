/** Learning curves of several runs on one grid: `commonSteps`, `interpolate`, `curveBand`. */
import { type BootstrapOptions, bootstrapOptions } from './bootstrap-options.ts'
import { meanOf } from './mean.ts'
import type { Band } from './profile.ts'
import { quantile } from './quantile.ts'

/** What one run logged: `scores` [points] at `steps` [points], ascending. */
export interface Curve {
  readonly steps: readonly number[]
  readonly scores: readonly number[]
}

/** Those steps of the grid that every curve covers; none where there is no curve. */
export function commonSteps(curves: readonly Curve[], grid: readonly number[]): number[] {
  if (curves.some(({ steps }) => steps.length === 0)) return []
  const first = Math.max(...curves.map(({ steps }) => steps[0]))
  const last = Math.min(...curves.map(({ steps }) => steps[steps.length - 1]))
  return curves.length === 0 ? [] : grid.filter((step) => first <= step && step <= last)
}

/** The curve at every step of the grid, linear between its points. The grid lies within the curve, ascending. */
export function interpolate({ steps, scores }: Curve, grid: readonly number[]): number[] {
  let i = 0
  return grid.map((step) => {
    while (i + 2 < steps.length && steps[i + 1] < step) i++
    if (i + 1 >= steps.length || steps[i + 1] === steps[i]) return scores[i]
    return scores[i] + ((scores[i + 1] - scores[i]) * (step - steps[i])) / (steps[i + 1] - steps[i])
  })
}

/**
 * The mean over runs at every point, with a pointwise percentile band. Whole runs are resampled, so that a replicate
 * is a curve that could have been: rliable draws every point anew, which loses the correlation along a run.
 *
 * Shapes: `runs` [run][point], all of one length; a band of [point]. One run has no band beyond itself.
 */
export function curveBand(runs: readonly (readonly number[])[], options: BootstrapOptions = {}): Band {
  const { level, replicates, seed } = bootstrapOptions(options)
  const points = runs[0]?.length ?? 0
  const stream = seed.fold('curve').stream()
  const draws = Uint32Array.from({ length: replicates * runs.length }, () => stream.integer(runs.length))
  const band = { mean: [] as number[], low: [] as number[], high: [] as number[] }
  const distribution = new Float64Array(replicates)
  for (let k = 0; k < points; k++) {
    const column = Float64Array.from(runs, (run) => run[k])
    for (let b = 0; b < replicates; b++) {
      let sum = 0
      for (let n = 0; n < runs.length; n++) sum += column[draws[b * runs.length + n]]
      distribution[b] = sum / runs.length
    }
    distribution.sort()
    band.mean.push(meanOf(column))
    band.low.push(quantile(distribution, (1 - level) / 2))
    band.high.push(quantile(distribution, (1 + level) / 2))
  }
  return band
}
