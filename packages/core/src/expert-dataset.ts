/** Logged play of a scripted policy as a dataset face: `expertDataset`. */
import type { Environment } from './environment.ts'
import { GauntletError } from './errors.ts'
import type { DatasetColumns, DatasetFace, OptionalColumn } from './faces.ts'
import type { Policy } from './policy.ts'
import { Seed } from './random/seed.ts'
import { type ActionArray, actionWidth, allocateActions, maskWidth, product } from './spaces.ts'
import type { EnvironmentSpec } from './spec.ts'

/** Stretches of play, each begun anew; so far apart that no learner needs them all. */
const STRETCHES = 1024

/**
 * What an expert does and what comes of it, row by row: stretch after stretch of `horizon` steps, step after step,
 * agent after agent. A stretch begins with the instance of its number (taken anew from the first where there are
 * fewer) and goes on with those after it where episodes end early.
 *
 * Nothing is stored: rows are played when they are read, in a world of its own that `make` builds then, so reading in
 * order is as fast as playing. An agent whose episode is over repeats its end: reward 0, terminated. The expert's
 * propensities are not known (NaN).
 *
 * @param make an environment of one world, with one objective and a finite horizon, for nobody else
 * Errors: GauntletError naming `id` where rows are read that there are not.
 */
export function expertDataset(
  id: string,
  spec: EnvironmentSpec,
  expert: string,
  make: () => Environment,
): DatasetFace {
  const rows = spec.horizon * spec.agents
  const size = rows * Math.min(STRETCHES, Math.floor(Number.MAX_SAFE_INTEGER / rows))
  const masks: readonly OptionalColumn[] = spec.masked ? ['masks', 'nextMasks'] : []
  let log: ExpertLog | undefined
  return {
    size,
    keeps: ['truncated', ...masks],
    read(from, count, columns) {
      const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
      if (!whole || from + count > size) {
        throw new GauntletError(
          'dataset',
          `${id}: got ${count} rows from ${from} on, expected whole numbers within ${size} rows`,
        )
      }
      log ??= new ExpertLog(make(), expert)
      log.read(from, count, columns)
    },
  }
}

class ExpertLog {
  private readonly environment: Environment
  private readonly policy: Policy
  private readonly actions: ActionArray
  /** [agents, ...observation shape]: what was observed before the step that was played last */
  private readonly before: Float32Array
  /** [agents, maskWidth]: likewise */
  private readonly maskBefore: Uint8Array | undefined
  private readonly width: number
  private readonly actionWidth: number
  /** The stretch that is being played, and the steps of it that have been. */
  private stretch: number = -1
  private steps: number = 0

  constructor(environment: Environment, expert: string) {
    const { agents, observation, action } = environment.spec
    this.environment = environment
    this.policy = environment.expert!.policy(expert)
    this.actions = allocateActions(action, agents)
    this.actionWidth = actionWidth(action)
    this.width = product(observation.shape)
    this.before = new Float32Array(agents * this.width)
    this.maskBefore = environment.actionMask?.slice()
  }

  read(from: number, count: number, columns: DatasetColumns): void {
    const { agents, horizon } = this.environment.spec
    for (let k = 0; k < count; k++) {
      const step = Math.floor((from + k) / agents)
      this.play(Math.floor(step / horizon), (step % horizon) + 1)
      this.copy((from + k) % agents, k, columns)
    }
  }

  /** Plays on, or from the beginning, until so many steps of the stretch have been played. */
  private play(stretch: number, steps: number): void {
    if (stretch !== this.stretch || steps < this.steps) this.begin(stretch)
    const { environment, policy, actions, before, maskBefore } = this
    for (; this.steps < steps; this.steps++) {
      before.set(environment.observations)
      if (environment.actionMask !== undefined) maskBefore?.set(environment.actionMask)
      policy.act(environment, actions, 'sample')
      environment.step(actions)
    }
  }

  private begin(stretch: number): void {
    const { environment, policy } = this
    const { instances } = environment.spec
    const seed = Seed.from(0).fold('dataset').fold(stretch)
    environment.reset(seed, (_, k) => {
      const key = seed.fold(k)
      return instances === undefined ? { key } : { key, index: (stretch + k) % instances }
    })
    policy.begin(environment, seed)
    this.stretch = stretch
    this.steps = 0
  }

  /** Agent `a`'s row of the step that was played last. */
  private copy(a: number, k: number, columns: DatasetColumns): void {
    const { environment, width } = this
    const { ended, observations, finalObservations, rewards, terminated, truncated } = environment
    const after = ended[0] === 1 ? finalObservations : observations
    columns.observations.set(this.before.subarray(a * width, (a + 1) * width), k * width)
    columns.nextObservations.set(after.subarray(a * width, (a + 1) * width), k * width)
    for (let i = 0; i < this.actionWidth; i++)
      columns.actions[k * this.actionWidth + i] = this.actions[a * this.actionWidth + i]
    columns.rewards[k] = rewards[a]
    columns.terminated[k] = terminated[a]
    columns.propensities[k] = Number.NaN
    if (columns.truncated !== undefined) columns.truncated[k] = truncated[a]
    this.copyMasks(a, k, columns)
  }

  private copyMasks(a: number, k: number, { masks, nextMasks }: DatasetColumns): void {
    const { ended, actionMask, finalActionMask, spec } = this.environment
    const after = ended[0] === 1 ? finalActionMask : actionMask
    const width = maskWidth(spec.action)
    const [from, to] = [a * width, (a + 1) * width]
    if (this.maskBefore !== undefined) masks?.set(this.maskBefore.subarray(from, to), k * width)
    if (after !== undefined) nextMasks?.set(after.subarray(from, to), k * width)
  }
}
