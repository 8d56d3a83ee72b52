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

/** Transitions as they were played; `order` says which row of theirs is which of the log. */
interface Played {
  readonly columns: DatasetColumns
  readonly order: Int32Array
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
  /** An expert's, where there is one, and random ones after them. */
  private played: readonly Played[] | undefined

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
    this.played ??= this.record()
    const [first] = this.played
    for (let k = 0; k < count; k++) {
      const row = from + k
      const inFirst = row < first.order.length
      const { columns: source, order } = inFirst ? first : this.played[1]
      copyRow(this.environment.spec, source, order[inFirst ? row : row - first.order.length], columns, k)
    }
  }

  private record(): Played[] {
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
    const played =
      expert === undefined
        ? [this.play(uniformPolicy(), 'random', size)]
        : [
            this.play(environment.expert!.policy(expert.name), 'expert', size / 2),
            this.play(uniformPolicy(), 'random', size / 2),
          ]
    if (begun !== undefined) environment.reset(begun.seed, begun.schedule)
    saved.forEach((world, w) => snapshot!.restore(w, world))
    return played
  }

  /** So many transitions, trajectory after trajectory in the order in which they came to their end. */
  private play(policy: Policy, name: string, count: number): Played {
    const { environment } = this
    const { spec, batch, ended, terminated, truncated } = environment
    const seed = Seed.from(0).fold('record-dataset').fold(name)
    const agents = batch * spec.agents
    const actions = allocateActions(spec.action, agents)
    const columns = allocateColumns(spec, count + agents)
    /** By agent: the rows of the trajectory that it is in. */
    const running: number[][] = Array.from({ length: agents }, () => [])
    const order: number[] = []
    const finished = new Uint8Array(agents)
    const before = environment.observations.slice()
    const decides = new Uint8Array(agents).fill(1)
    let rows = 0
    environment.reset(seed)
    policy.begin(environment, seed)
    while (rows < count) {
      before.set(environment.observations)
      if (environment.active !== undefined) decides.set(environment.active)
      policy.act(environment, actions, 'sample')
      environment.step(actions)
      for (let i = 0; i < agents; i++) {
        const over = ended[Math.floor(i / spec.agents)] === 1
        if (finished[i] === 0 && decides[i] === 1) {
          writeRow(environment, i, before, actions, columns, rows)
          running[i].push(rows++)
        }
        finished[i] = terminated[i] | truncated[i]
        if (finished[i] === 1) order.push(...running[i].splice(0))
        if (over) finished[i] = 0
      }
    }
    return { columns, order: Int32Array.from([...order, ...running.flat()].slice(0, count)) }
  }
}

function allocateColumns({ observation, action }: EnvironmentSpec, rows: number): DatasetColumns {
  const size = rows * product(observation.shape)
  return {
    observations: new Float32Array(size),
    actions: allocateActions(action, rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(size),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows).fill(Number.NaN),
  }
}

/** Writes what agent `i` has just done, and what came of it, as row `k`. */
function writeRow(
  environment: Environment,
  i: number,
  before: Float32Array,
  actions: ActionArray,
  columns: DatasetColumns,
  k: number,
): void {
  const { spec, ended, observations, finalObservations, rewards, terminated } = environment
  const after = ended[Math.floor(i / spec.agents)] === 1 ? finalObservations : observations
  const size = product(spec.observation.shape)
  const width = actionWidth(spec.action)
  for (let j = 0; j < size; j++) columns.observations[k * size + j] = before[i * size + j]
  for (let j = 0; j < size; j++) columns.nextObservations[k * size + j] = after[i * size + j]
  for (let j = 0; j < width; j++) columns.actions[k * width + j] = actions[i * width + j]
  columns.rewards[k] = rewards[i]
  columns.terminated[k] = terminated[i]
}

/** Copies row `from` of one dataset as row `to` of another. */
function copyRow(
  { observation, action }: EnvironmentSpec,
  source: DatasetColumns,
  from: number,
  out: DatasetColumns,
  to: number,
): void {
  const size = product(observation.shape)
  const width = actionWidth(action)
  for (let j = 0; j < size; j++) out.observations[to * size + j] = source.observations[from * size + j]
  for (let j = 0; j < size; j++)
    out.nextObservations[to * size + j] = source.nextObservations[from * size + j]
  for (let j = 0; j < width; j++) out.actions[to * width + j] = source.actions[from * width + j]
  out.rewards[to] = source.rewards[from]
  out.terminated[to] = source.terminated[from]
  out.propensities[to] = source.propensities[from]
}
