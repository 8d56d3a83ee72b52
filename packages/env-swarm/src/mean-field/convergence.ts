/** How fast many agents become their limit: `meanFieldConvergence`, `Convergence`. */
import {
  type EnvironmentDefinition,
  GauntletError,
  type Policy,
  ParameterError,
  Seed,
  allocateActions,
  log,
  product,
  scoreOf,
} from '@gauntlet/core'

/** What is compared. */
export interface ConvergenceOptions<P> {
  readonly parameters?: Partial<P>
  /** Numbers of agents, two or more. */
  readonly sizes: readonly number[]
  /** The number that stands for infinitely many. */
  readonly limit: number
  /** Episodes of each number. */
  readonly runs: number
  readonly seed: Seed
}

/** How far populations of one size are from the limit, on average over runs. */
export interface SizeGap {
  readonly agents: number
  /** L1 distance between what is observed and what is in the limit, on average over the steps of an episode. */
  readonly distance: number
  /** Difference between the score and the limit's. */
  readonly score: number
}

export interface Convergence {
  readonly gaps: readonly SizeGap[]
  /** The least-squares slope of log distance over log agents: about -1/2 where agents are independent given their distribution. */
  readonly rate: number
  /** Likewise of the score's gap. NaN where a gap is 0, as of `rate`. */
  readonly scoreRate: number
}

/**
 * Plays whole episodes of several numbers of agents by one policy, and measures how far what a mean-field view observes, and the
 * score, are from what they are on average over runs with `limit` agents.
 *
 * The limit's own error, of the order of 1 / sqrt(limit x runs), is part of the gaps: it should be small beside them.
 * Errors: ParameterError naming the option: fewer than two sizes, a limit that is not above them; GauntletError where episodes have
 * no horizon.
 */
export async function meanFieldConvergence<P extends { readonly agents: number }>(
  definition: EnvironmentDefinition<P>,
  policy: Policy,
  { parameters, sizes, limit, runs, seed }: ConvergenceOptions<P>,
): Promise<Convergence> {
  checkSizes(sizes, limit, runs)
  if (!(seed instanceof Seed)) throw new ParameterError('meanFieldConvergence.seed', seed, 'a Seed')
  const play = (agents: number): Promise<Run[]> =>
    playOnce(definition, policy, { ...parameters, agents } as Partial<P>, runs, seed.fold(agents))
  const expected = meanRun(await play(limit))
  const gaps: SizeGap[] = []
  for (const agents of sizes) gaps.push(gapOf(agents, await play(agents), expected))
  const slope = (of: (gap: SizeGap) => number): number =>
    slopeOf(
      gaps.map(({ agents }) => log(agents)),
      gaps.map((gap) => log(of(gap))),
    )
  return { gaps, rate: slope(({ distance }) => distance), scoreRate: slope(({ score }) => score) }
}

function checkSizes(sizes: readonly number[], limit: number, runs: number): void {
  const place = 'meanFieldConvergence'
  if (!Array.isArray(sizes) || sizes.length < 2)
    throw new ParameterError(`${place}.sizes`, sizes, 'at least 2 numbers of agents, for a rate')
  for (const [k, agents] of sizes.entries()) {
    if (Number.isInteger(agents) && agents >= 1) continue
    throw new ParameterError(`${place}.sizes[${k}]`, agents, 'a whole number of at least 1')
  }
  const most = Math.max(...sizes)
  if (!(Number.isInteger(limit) && limit > most))
    throw new ParameterError(`${place}.limit`, limit, `a whole number above the greatest size, ${most}`)
  if (!(Number.isInteger(runs) && runs >= 1))
    throw new ParameterError(`${place}.runs`, runs, 'a whole number of at least 1')
}

/** One episode: what was observed at each step, from the first to the last, and its score. */
interface Run {
  readonly seen: readonly Float64Array[]
  readonly score: number
}

/** The first episode of each of `runs` worlds. */
async function playOnce<P extends object>(
  definition: EnvironmentDefinition<P>,
  policy: Policy,
  parameters: Partial<P>,
  runs: number,
  seed: Seed,
): Promise<Run[]> {
  const environment = await definition.make(parameters, runs)
  const { spec, observations, finalObservations, ended, metrics } = environment
  if (spec.horizon === Infinity)
    throw new GauntletError('mean-field', `${definition.id}: episodes have no horizon, expected one`)
  const width = product(spec.observation.shape)
  const { index } = scoreOf(spec)
  const actions = allocateActions(spec.action, runs * spec.agents)
  const rowOf = (from: Float32Array, w: number): Float64Array =>
    Float64Array.from(from.subarray(w * width, (w + 1) * width))
  const seen: Float64Array[][] = Array.from({ length: runs }, () => [])
  const scores: number[] = Array.from({ length: runs }, () => NaN)
  environment.reset(seed)
  policy.begin(environment, seed)
  for (let t = 0; t < spec.horizon && scores.some(Number.isNaN); t++) {
    for (let w = 0; w < runs; w++) if (Number.isNaN(scores[w])) seen[w].push(rowOf(observations, w))
    policy.act(environment, actions, 'sample')
    environment.step(actions)
    for (let w = 0; w < runs; w++) {
      if (ended[w] === 0 || !Number.isNaN(scores[w])) continue
      seen[w].push(rowOf(finalObservations, w))
      scores[w] = metrics[w * spec.metrics.length + index]
    }
  }
  return seen.map((steps, w) => ({ seen: steps, score: scores[w] }))
}

/** The average over runs; of each step, over those that came so far. */
function meanRun(runs: readonly Run[]): Run {
  const steps = Math.max(...runs.map(({ seen }) => seen.length))
  const seen = Array.from({ length: steps }, (_, t) => {
    const rows = runs.filter((run) => run.seen.length > t).map((run) => run.seen[t])
    return rows[0].map((_value, k) => mean(rows.map((row) => row[k])))
  })
  return { seen, score: mean(runs.map(({ score }) => score)) }
}

function gapOf(agents: number, runs: readonly Run[], expected: Run): SizeGap {
  const distances = runs.map(({ seen }) => {
    const steps = Math.min(seen.length, expected.seen.length)
    return mean(seen.slice(0, steps).map((row, t) => l1(row, expected.seen[t])))
  })
  const scores = runs.map(({ score }) => Math.abs(score - expected.score))
  return { agents, distance: mean(distances), score: mean(scores) }
}

function l1(first: Float64Array, second: Float64Array): number {
  return first.reduce((sum, value, k) => sum + Math.abs(value - second[k]), 0)
}

function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [centre, level] = [mean(x), mean(y)]
  const covariance = x.reduce((sum, value, k) => sum + (value - centre) * (y[k] - level), 0)
  return covariance / x.reduce((sum, value) => sum + (value - centre) * (value - centre), 0)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
