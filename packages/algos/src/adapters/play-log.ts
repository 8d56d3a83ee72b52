/** Transitions played in an environment that somebody else plays too: `PlayLog`, `rowsOf`. */
import {
  type ActionArray,
  type DatasetColumns,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Policy,
  type Schedule,
  Seed,
  type WorldSnapshot,
  actionWidth,
  allocateActions,
  product,
  uniformPolicy,
  wrapEnvironment,
} from '@gauntlet/core'

const MOST_ROWS = 20_000
/** Numbers in all observations together. */
const MOST_NUMBERS = 4_000_000

/** Rows of a log, an even number. */
export function rowsOf({ observation }: EnvironmentSpec): number {
  const rows = Math.min(MOST_ROWS, Math.floor(MOST_NUMBERS / product(observation.shape)))
  return Math.max(2, rows - (rows % 2))
}

/** One agent's transitions until its episode is over. */
type Trajectory = Transition[]

interface Transition {
  readonly observation: Float32Array
  readonly action: ActionArray
  readonly reward: number
  readonly next: Float32Array
  readonly terminated: number
}

/**
 * Plays when it is first read, in the worlds themselves, which afterwards stand as before: begun anew as they were begun,
 * and restored where they had moved.
 */
export class PlayLog {
  private readonly environment: Environment
  private readonly size: number
  private begun: { readonly seed: Seed; readonly schedule: Schedule | undefined } | undefined
  private moved: boolean = false
  private rows: readonly Transition[] | undefined

  constructor(environment: Environment) {
    this.environment = environment
    this.size = rowsOf(environment.spec)
  }

  /** The environment, with something changed; the log hears of what happens there. */
  over(changes: Partial<Environment>): Environment {
    const { environment } = this
    const { snapshot } = environment
    return wrapEnvironment(environment, {
      reset: (seed, schedule) => {
        environment.reset(seed, schedule)
        this.begun = { seed, schedule }
        this.moved = false
      },
      step: (actions) => {
        environment.step(actions)
        this.moved = true
      },
      ...(snapshot && {
        snapshot: {
          ...snapshot,
          restore: (world: number, saved: WorldSnapshot) => {
            snapshot.restore(world, saved)
            this.moved = true
          },
        },
      }),
      ...changes,
    })
  }

  /** Errors: GauntletError where there are no such rows, or the worlds have moved and cannot be put back. */
  read(from: number, count: number, columns: DatasetColumns): void {
    const whole = Number.isInteger(from) && Number.isInteger(count) && from >= 0 && count >= 0
    if (!whole || from + count > this.size) {
      const expected = `whole numbers within ${this.size} rows`
      throw new GauntletError('dataset', `got ${count} rows from ${from} on, expected ${expected}`)
    }
    this.rows ??= this.record()
    const size = product(this.environment.spec.observation.shape)
    const width = actionWidth(this.environment.spec.action)
    for (let k = 0; k < count; k++) {
      const { observation, action, reward, next, terminated } = this.rows[from + k]
      columns.observations.set(observation, k * size)
      columns.nextObservations.set(next, k * size)
      for (let j = 0; j < width; j++) columns.actions[k * width + j] = action[j]
      columns.rewards[k] = reward
      columns.terminated[k] = terminated
      columns.propensities[k] = Number.NaN
    }
  }

  private record(): Transition[] {
    const { environment, begun, moved, size } = this
    const { snapshot, batch, spec } = environment
    if (moved && snapshot === undefined)
      throw new GauntletError(
        'order',
        'dataset: read first after the worlds have moved, which cannot be put back',
      )
    const saved = moved ? Array.from({ length: batch }, (_, w) => snapshot!.save(w)) : []
    const { experts = [] } = spec
    const expert = experts.find(({ seesHiddenState }) => !seesHiddenState) ?? experts.at(0)
    const half = expert === undefined ? 0 : size / 2
    const rows = [
      ...(expert ? this.play(environment.expert!.policy(expert.name), 'expert', half) : []),
      ...this.play(uniformPolicy(), 'random', size - half),
    ]
    if (begun !== undefined) environment.reset(begun.seed, begun.schedule)
    saved.forEach((world, w) => snapshot!.restore(w, world))
    return rows
  }

  /** So many transitions, trajectory after trajectory in the order in which they came to their end. */
  private play(policy: Policy, name: string, count: number): Transition[] {
    const { environment } = this
    const { spec, batch, ended, terminated, truncated, rewards } = environment
    const seed = Seed.from(0).fold('record-dataset').fold(name)
    const actions = allocateActions(spec.action, batch * spec.agents)
    const running: Trajectory[] = Array.from({ length: batch * spec.agents }, () => [])
    const finished = new Uint8Array(running.length)
    const rows: Transition[] = []
    let open = 0
    environment.reset(seed)
    policy.begin(environment, seed)
    while (rows.length + open < count) {
      const before = environment.observations.slice()
      const decides = environment.active?.slice()
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      for (let i = 0; i < running.length; i++) {
        const over = ended[Math.floor(i / spec.agents)] === 1
        if (finished[i] === 0 && decides?.[i] !== 0) {
          const after = over ? environment.finalObservations : environment.observations
          running[i].push(transitionOf(spec, i, before, actions, rewards[i], after, terminated[i]))
          open++
        }
        if (terminated[i] === 1 || truncated[i] === 1) {
          open -= running[i].length
          rows.push(...running[i])
          running[i] = []
        }
        finished[i] = over ? 0 : terminated[i] | truncated[i]
      }
    }
    return [...rows, ...running.flat()].slice(0, count)
  }
}

function transitionOf(
  { observation, action }: EnvironmentSpec,
  i: number,
  before: Float32Array,
  actions: ActionArray,
  reward: number,
  after: Float32Array,
  terminated: number,
): Transition {
  const size = product(observation.shape)
  const width = actionWidth(action)
  return {
    observation: before.slice(i * size, (i + 1) * size),
    action: actions.slice(i * width, (i + 1) * width),
    reward,
    next: after.slice(i * size, (i + 1) * size),
    terminated,
  }
}
