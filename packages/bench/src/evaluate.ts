/** Evaluation inside a cell: `evaluate`, `EvaluationPlan`, `instanceOf`. Bench alone evaluates, apart from training. */
import {
  type ActMode,
  type Environment,
  GauntletError,
  type Instance,
  type Policy,
  type Seed,
  allocateActions,
  scoreOf,
} from '@gauntlet/core'
import { gameInstance } from './contest.ts'
import { guardView } from './guarded-view.ts'
import { notFinite } from './not-finite.ts'
import type { CellResult } from './records.ts'
import { episodeInstance } from './seeds.ts'

export interface EvaluationPlan {
  readonly episodes: number
  readonly instances: readonly number[] | null
  readonly mode: ActMode
  readonly seed: Seed
  /** Whether episodes are games, each instance played twice, from either side; not unless said. */
  readonly paired?: boolean
}

/** What episode `j` plays. */
export function instanceOf({ seed, instances, paired }: EvaluationPlan, j: number): Instance {
  return episodeInstance(seed, paired === true ? gameInstance(j) : j, instances)
}

export interface EvaluationResult {
  readonly score: number
  /** By the metric's name, in the order of episodes. */
  readonly episodes: Readonly<Record<string, readonly number[]>>
  readonly lengths: readonly number[]
  readonly course?: NonNullable<CellResult['course']>
  /** Time that the policy took, and decisions that it made: provenance. */
  readonly actingMs: number
  readonly decisions: number
}

/**
 * Plays `plan.episodes` episodes of a policy and measures each.
 *
 * Episode `j` is the `k`-th of world `w` with `j = k · batch + w`, so which episodes count is settled before
 * they are played: none is favoured for being short. Worlds that are done play on, uncounted, until all are.
 * Errors: `not-finite` where a number is not.
 */
export function evaluate(environment: Environment, policy: Policy, plan: EvaluationPlan): EvaluationResult {
  const { batch, spec } = environment
  const measured = new EpisodeTable(environment, plan.episodes)
  const course = tellsCourse(environment) ? new Course(environment, plan.episodes) : undefined
  const actions = allocateActions(spec.action, batch * spec.agents)
  let actingMs = 0
  let steps = 0
  environment.reset(plan.seed, (w, k) => instanceOf(plan, k * batch + w))
  const { view, refresh } = guardView(environment)
  requireAtOnce(policy.begin(view, plan.seed), 'begin of the policy')
  while (measured.missing > 0) {
    const start = performance.now()
    const acted: unknown = policy.act(view, actions, plan.mode)
    actingMs += performance.now() - start
    requireAtOnce(acted, 'act of the policy')
    requireAtOnce(environment.step(actions), 'step of the environment')
    refresh()
    steps++
    requireFinite(environment)
    measured.collect()
    course?.collect(steps)
  }
  return {
    ...measured.result(),
    ...(course && { course: course.points() }),
    actingMs,
    // Who sees all of a game decides for one side.
    decisions: (steps * batch * spec.agents) / spec.sides,
  }
}

/** Metrics and lengths of the episodes that count, in their order. */
class EpisodeTable {
  missing: number
  private readonly environment: Environment
  private readonly episodes: number
  private readonly played: Int32Array
  private readonly metrics: readonly Float64Array[]
  private readonly lengths: Int32Array

  constructor(environment: Environment, episodes: number) {
    this.environment = environment
    this.episodes = episodes
    this.missing = episodes
    this.played = new Int32Array(environment.batch)
    this.metrics = environment.spec.metrics.map(() => new Float64Array(episodes))
    this.lengths = new Int32Array(episodes)
  }

  /** Takes down every world whose episode just ended. */
  collect(): void {
    const { ended, batch } = this.environment
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      const j = this.played[w]++ * batch + w
      if (j < this.episodes) this.take(w, j)
    }
  }

  private take(w: number, j: number): void {
    const { metrics, lengths, spec } = this.environment
    const count = spec.metrics.length
    for (let m = 0; m < count; m++) {
      const value = metrics[w * count + m]
      if (!Number.isFinite(value)) throw notFinite(`metric ${spec.metrics[m].name} of episode ${j}`, value)
      this.metrics[m][j] = value
    }
    this.lengths[j] = lengths[w]
    this.missing--
  }

  result(): Pick<EvaluationResult, 'score' | 'episodes' | 'lengths'> {
    const { spec } = this.environment
    const named = spec.metrics.map(({ name }, m) => [name, Array.from(this.metrics[m])])
    const total = this.metrics[scoreOf(spec).index].reduce((sum, value) => sum + value, 0)
    return {
      score: total / this.episodes,
      episodes: Object.fromEntries(named),
      lengths: Array.from(this.lengths),
    }
  }
}

/** Points of a course. */
const COURSE_POINTS = 50

/** Whether all episodes are of one known length, and the score is told as they go on. */
function tellsCourse({ spec, scoreSoFar }: Environment): boolean {
  return scoreSoFar !== undefined && spec.horizonEnd === 'terminated' && spec.horizon < Infinity
}

/** How the score stands in the course of the episodes that count, which all are as long as the horizon. */
class Course {
  private readonly environment: Environment
  private readonly episodes: number
  /** Steps into an episode, ascending, the last its end. */
  private readonly steps: readonly number[]
  private readonly sums: Float64Array

  constructor(environment: Environment, episodes: number) {
    const { horizon } = environment.spec
    this.environment = environment
    this.episodes = episodes
    const points = Math.min(COURSE_POINTS, horizon)
    this.steps = Array.from({ length: points }, (_, k) => Math.round(((k + 1) * horizon) / points))
    this.sums = new Float64Array(points)
  }

  /** `played`: steps since the first reset. */
  collect(played: number): void {
    const { batch, spec, metrics } = this.environment
    const round = Math.floor((played - 1) / spec.horizon)
    const point = this.steps.indexOf(played - round * spec.horizon)
    if (point < 0) return
    const { index } = scoreOf(spec)
    const last = point === this.steps.length - 1
    for (let w = 0; w < batch && round * batch + w < this.episodes; w++) {
      this.sums[point] += last ? metrics[w * spec.metrics.length + index] : this.environment.scoreSoFar!(w)
    }
  }

  points(): NonNullable<CellResult['course']> {
    return this.steps.map((steps, point) => ({ steps, score: this.sums[point] / this.episodes }))
  }
}

/** Refuses what is not done when the call returns. */
function requireAtOnce(answer: unknown, what: string): void {
  if (typeof (Object(answer) as { then?: unknown }).then !== 'function') return
  throw new GauntletError('policy', `${what} returned a promise, expected it to be done when it returns`)
}

/** Refuses observations and rewards that are not finite. */
function requireFinite({ observations, rewards, spec }: Environment): void {
  const observation = firstNotFinite(observations)
  if (observation >= 0) throw notFinite(`observations[${observation}]`, observations[observation])
  const reward = firstNotFinite(rewards)
  if (reward < 0) return
  const agent = Math.floor(reward / spec.objectives) % spec.agents
  throw notFinite(`the reward of agent ${agent}`, rewards[reward])
}

/** Index of the first number that is NaN or infinite; -1 where none is. A number less itself is 0 or NaN. */
function firstNotFinite(values: Float32Array): number {
  let sum = 0
  for (let k = 0; k < values.length; k++) sum += values[k] - values[k]
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value))
}
