/** The decisions made in an environment of one world, row by row: `TransitionLog`, `TransitionColumns`. */
import {
  type ActionArray,
  type Environment,
  type EnvironmentSpec,
  actionWidth,
  allocateActions,
  checkActions,
  maskWidth,
  product,
} from '@gauntlet/core'
import { hooked } from '../meter.ts'
import { GrowingColumn } from './growing-column.ts'

/** Gives the probability of every agent's action, NaN where it is not known. */
export type Propensities = (environment: Environment, actions: ActionArray) => Float64Array

interface Columns {
  readonly observations: GrowingColumn
  readonly actions: GrowingColumn
  /** Of every objective, summed in double precision. */
  readonly rewards: GrowingColumn<Float64Array>
  readonly nextObservations: GrowingColumn
  readonly terminated: GrowingColumn
  readonly truncated: GrowingColumn
  readonly masks: GrowingColumn | undefined
  readonly nextMasks: GrowingColumn | undefined
  readonly propensities: GrowingColumn
  readonly episodes: GrowingColumn
  readonly steps: GrowingColumn
  readonly agents: GrowingColumn
  readonly policies: GrowingColumn
}

/**
 * Every agent's decision is a row, in the order in which they were made. An agent that waits decides nothing: what it is paid
 * until it decides again, and what it sees then, belong to its last decision. An agent whose episode is over has no rows.
 */
export class TransitionLog {
  readonly spec: EnvironmentSpec
  readonly columns: Columns
  private readonly all: readonly GrowingColumn[]
  rows = 0
  /** World steps. */
  steps = 0
  /** Of the episodes that came to their end: the mean of the agents' returns. */
  readonly returns: number[] = []
  private episode = 0
  /** Steps of the episode that is being played. */
  private elapsed = 0
  /** [agents]: the row of the last decision, -1 where there is none that goes on; and whose episode is over */
  private readonly open: Int32Array
  private readonly finished: Uint8Array

  constructor(spec: EnvironmentSpec) {
    const bytes = (width: number): GrowingColumn =>
      new GrowingColumn(width, (length) => new Uint8Array(length))
    const whole = (): GrowingColumn => new GrowingColumn(1, (length) => new Int32Array(length))
    const doubles = (width: number): GrowingColumn<Float64Array> =>
      new GrowingColumn(width, (length) => new Float64Array(length))
    const observations = (): GrowingColumn =>
      new GrowingColumn(product(spec.observation.shape), (length) => new Float32Array(length))
    const actions = actionWidth(spec.action)
    const masks = (): GrowingColumn | undefined => (spec.masked ? bytes(maskWidth(spec.action)) : undefined)
    this.spec = spec
    this.columns = {
      observations: observations(),
      actions: new GrowingColumn(actions, (length) => allocateActions(spec.action, length / actions)),
      rewards: doubles(spec.objectives),
      nextObservations: observations(),
      terminated: bytes(1),
      truncated: bytes(1),
      masks: masks(),
      nextMasks: masks(),
      propensities: doubles(1),
      episodes: whole(),
      steps: whole(),
      agents: whole(),
      policies: bytes(1),
    }
    this.all = Object.values(this.columns).filter((column) => column !== undefined)
    this.open = new Int32Array(spec.agents).fill(-1)
    this.finished = new Uint8Array(spec.agents)
  }

  /** Episodes that were begun. */
  get begun(): number {
    return this.episode + (this.elapsed > 0 ? 1 : 0)
  }

  /** The environment, of one world, every step of which is taken down as that of policy number `policy`. */
  listen(environment: Environment, policy: number, propensities: Propensities | undefined): Environment {
    this.beginEpisode()
    return hooked(environment, {
      reset: () => this.beginEpisode(),
      before: (actions) => this.decide(environment, actions, policy, propensities?.(environment, actions)),
      after: () => this.take(environment),
    })
  }

  /** Leaves the episode that was being played as it is. */
  private beginEpisode(): void {
    if (this.elapsed > 0) this.episode++
    this.elapsed = 0
    this.open.fill(-1)
    this.finished.fill(0)
  }

  private decide(
    { observations, actionMask, active }: Environment,
    actions: ActionArray,
    policy: number,
    propensities: Float64Array | undefined,
  ): void {
    const { columns, finished, open } = this
    for (let a = 0; a < open.length; a++) {
      if (finished[a] === 1 || (active !== undefined && active[a] === 0)) continue
      const row = this.rows++
      for (const column of this.all) column.reserve(row)
      columns.observations.write(row, observations, a)
      columns.actions.write(row, actions, a)
      this.clip(row)
      if (actionMask !== undefined) columns.masks?.write(row, actionMask, a)
      columns.propensities.values[row] = propensities?.[a] ?? Number.NaN
      columns.episodes.values[row] = this.episode
      columns.steps.values[row] = this.elapsed
      columns.agents.values[row] = a
      columns.policies.values[row] = policy
      open[a] = row
    }
  }

  /** What was done is within the box, where the environment sees to that. */
  private clip(row: number): void {
    const { action } = this.spec
    const { values, width } = this.columns.actions
    if (action.kind !== 'box') return
    checkActions(action, values.subarray(row * width, (row + 1) * width) as Float32Array, undefined, 1)
  }

  private take(environment: Environment): void {
    const { terminated, truncated } = environment
    const { columns, finished, open } = this
    this.steps++
    this.elapsed++
    for (let a = 0; a < open.length; a++) {
      if (open[a] < 0) continue
      this.follow(environment, open[a], a)
      columns.terminated.values[open[a]] = terminated[a]
      columns.truncated.values[open[a]] = terminated[a] === 1 ? 0 : truncated[a]
      finished[a] = terminated[a] | truncated[a]
      if (finished[a] === 1) open[a] = -1
    }
    if (environment.ended[0] === 0) return
    this.returns.push(meanReturn(environment))
    this.beginEpisode()
  }

  /** What came of a decision up to now. */
  private follow(environment: Environment, row: number, a: number): void {
    const { ended, rewards, observations, finalObservations, actionMask, finalActionMask } = environment
    const { objectives } = this.spec
    const { columns } = this
    const over = ended[0] === 1
    for (let k = 0; k < objectives; k++)
      columns.rewards.values[row * objectives + k] += rewards[a * objectives + k]
    columns.nextObservations.write(row, over ? finalObservations : observations, a)
    const mask = over ? finalActionMask : actionMask
    if (mask !== undefined) columns.nextMasks?.write(row, mask, a)
  }
}

/** NaN where there are several objectives, of which none is the return. */
function meanReturn({ returns, spec }: Environment): number {
  if (spec.objectives > 1) return Number.NaN
  return returns.reduce((sum, value) => sum + value, 0) / returns.length
}
