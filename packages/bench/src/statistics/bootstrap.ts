/**
 * The stratified bootstrap: `confidenceIntervals`, `confidenceInterval`, `improvementInterval`, `bootstrap`.
 *
 * Tasks are strata: every replicate draws, for each task by itself, as many of its runs as there are, with replacement.
 * Two algorithms are drawn independently. A task's draws are of a stream of its own, keyed by its name, so that intervals
 * repeat to the bit and depend on nothing else that is drawn.
 * Source: Agarwal et al. 2021, section 4.1 and appendix A.2; rliable's `StratifiedBootstrap`.
 */
import { GauntletError } from '@gauntlet/core'
import type { Statistic } from './aggregates.ts'
import { type BootstrapOptions, bootstrapOptions } from './bootstrap-options.ts'
import { probabilityOfImprovement } from './improvement.ts'
import { type Interval, type IntervalMethod, accelerationOf, intervalOf } from './interval.ts'
import { Resampler } from './resampler.ts'
import { Scores } from './scores.ts'

export interface IntervalOptions extends BootstrapOptions {
  /** `percentile` unless said. */
  readonly method?: IntervalMethod
}

/**
 * An interval for each of several statistics, all from the same resamples.
 *
 * Errors: GauntletError with code `statistics` where level or replicates are out of range, and, for `bca`, where a task
 * has a single run or the tasks differ in their number of runs: its jackknife leaves whole runs out.
 */
export function confidenceIntervals(
  scores: Scores,
  statistics: readonly Statistic[],
  options: IntervalOptions = {},
): Interval[] {
  const { method = 'percentile' } = options
  const { level } = bootstrapOptions(options)
  const distributions = bootstrap(scores, statistics, options)
  return statistics.map((statistic, i) => {
    const a = method === 'bca' ? accelerationOf(jackknife(scores, statistic)) : 0
    const bounds = intervalOf(statistic(scores), distributions[i], method, level, a)
    return { ...bounds, level, method: describe(method, distributions[i].length) }
  })
}

/** The interval of one statistic; as `confidenceIntervals`. */
export function confidenceInterval(
  scores: Scores,
  statistic: Statistic,
  options: IntervalOptions = {},
): Interval {
  return confidenceIntervals(scores, [statistic], options)[0]
}

/** The interval of the probability that x improves on y, each resampled independently; not by `bca`. */
export function improvementInterval(
  x: Scores,
  y: Scores,
  options: BootstrapOptions & { readonly method?: Exclude<IntervalMethod, 'bca'> } = {},
): Interval {
  const { method = 'percentile' } = options
  const { level, replicates, seed } = bootstrapOptions(options)
  const [first, second] = [new Resampler(x, seed.fold('x')), new Resampler(y, seed.fold('y'))]
  const distribution = Float64Array.from({ length: replicates }, () =>
    probabilityOfImprovement(first.next(), second.next()),
  ).sort()
  const bounds = intervalOf(probabilityOfImprovement(x, y), distribution, method, level)
  return { ...bounds, level, method: describe(method, replicates) }
}

/** The bootstrap distributions of several statistics, [statistic][replicate], each ascending. Errors: as `confidenceIntervals`. */
export function bootstrap(
  scores: Scores,
  statistics: readonly Statistic[],
  options: BootstrapOptions = {},
): Float64Array[] {
  const { replicates, seed } = bootstrapOptions(options)
  const resampler = new Resampler(scores, seed)
  const distributions = statistics.map(() => new Float64Array(replicates))
  for (let b = 0; b < replicates; b++) {
    const resample = resampler.next()
    for (let i = 0; i < statistics.length; i++) distributions[i][b] = statistics[i](resample)
  }
  return distributions.map((distribution) => distribution.sort())
}

/** The statistic without each run in turn, on all tasks at once: [runs]. */
function jackknife(scores: Scores, statistic: Statistic): Float64Array {
  const { fewestRuns, mostRuns } = scores
  if (fewestRuns < mostRuns || fewestRuns < 2) {
    throw new GauntletError(
      'statistics',
      `bca: got tasks of ${fewestRuns} to ${mostRuns} runs, expected the same number, at least 2; use percentile`,
    )
  }
  return Float64Array.from({ length: mostRuns }, (_, n) => {
    const rest = scores.columns.map((column) => column.filter((_score, other) => other !== n))
    return statistic(Scores.like(scores, rest))
  })
}

function describe(method: IntervalMethod, replicates: number): string {
  return `stratified bootstrap, ${method}, ${replicates} replicates`
}
