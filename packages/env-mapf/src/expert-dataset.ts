/** Logged play of a scripted policy: `ExpertDataset`. */
import {
  type DatasetColumns,
  type DatasetFace,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Policy,
  Seed,
  product,
} from '@gauntlet/core'

/** Stretches of play, each begun anew; so far apart that no learner needs them all. */
const STRETCHES = 1024

/**
 * What an expert does and what comes of it, row by row: stretch after stretch of `horizon` steps, step after step,
 * agent after agent. A stretch begins with the instance of its number (taken anew from the first where there are
 * fewer) and goes on with those after it where episodes end early.
 *
 * Nothing is stored: rows are played when they are read, so reading in order is as fast as playing. An agent that has
 * left the map repeats its end: reward 0, terminated. The expert draws, and its propensities are not known (NaN).
 */
export class ExpertDataset implements DatasetFace {
  readonly size: number
  private readonly environment: Environment
  private readonly policy: Policy
  private readonly actions: Int32Array
  /** [agents, ...observation shape]: what was observed before the step that was played last */
  private readonly before: Float32Array
  private readonly width: number
  /** The stretch that is being played, and the steps of it that have been. */
  private stretch: number = -1
  private steps: number = 0

  /** @param environment of one world, for nobody else */
  constructor(environment: Environment, expert: string) {
    const { agents, observation } = environment.spec
    this.environment = environment
    this.policy = environment.expert!.policy(expert)
    this.actions = new Int32Array(agents)
    this.width = product(observation.shape)
    this.before = new Float32Array(agents * this.width)
    this.size = ExpertDataset.sizeOf(environment.spec)
  }

  /** The rows of an environment's dataset. */
  static sizeOf({ agents, horizon }: EnvironmentSpec): number {
    const rows = horizon * agents
    return rows * Math.min(STRETCHES, Math.floor(Number.MAX_SAFE_INTEGER / rows))
  }

  read(from: number, count: number, columns: DatasetColumns): void {
    const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
    if (!whole || from + count > this.size) {
      throw new GauntletError(
        'dataset',
        `mapf: got ${count} rows from ${from} on, expected whole numbers within ${this.size} rows`,
      )
    }
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
    const { environment, policy, actions, before } = this
    for (; this.steps < steps; this.steps++) {
      before.set(environment.observations)
      policy.act(environment, actions, 'sample')
      environment.step(actions)
    }
  }

  private begin(stretch: number): void {
    const { environment, policy } = this
    const { instances = 1 } = environment.spec
    const seed = Seed.from(0).fold('dataset').fold(stretch)
    environment.reset(seed, (_, k) => ({ key: seed.fold(k), index: (stretch + k) % instances }))
    policy.begin(environment, seed)
    this.stretch = stretch
    this.steps = 0
  }

  /** Agent `a`'s row of the step that was played last. */
  private copy(a: number, k: number, columns: DatasetColumns): void {
    const { environment, width } = this
    const { ended, observations, finalObservations, rewards, terminated } = environment
    const after = ended[0] === 1 ? finalObservations : observations
    columns.observations.set(this.before.subarray(a * width, (a + 1) * width), k * width)
    columns.nextObservations.set(after.subarray(a * width, (a + 1) * width), k * width)
    columns.actions[k] = this.actions[a]
    columns.rewards[k] = rewards[a]
    columns.terminated[k] = terminated[a]
    columns.propensities[k] = Number.NaN
  }
}
