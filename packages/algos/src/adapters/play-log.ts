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
  maskWidth,
  namedOpponents,
  opponentNames,
  playAgainst,
  product,
  uniformPolicy,
  wrapEnvironment,
} from '@gauntlet/core'
import { FactorMasks } from '../heads/factor-masks.ts'
import { bestExpert } from './best-expert.ts'

const MOST_ROWS = 20_000
/** Where an engine that is not ours takes far longer for a step. */
const MOST_FOREIGN_ROWS = 2000
/** Numbers in all observations together. */
const MOST_NUMBERS = 4_000_000

/** Rows of a log, an even number. */
export function rowsOf({ observation, engine }: EnvironmentSpec): number {
  const most = engine === 'foreign' ? MOST_FOREIGN_ROWS : MOST_ROWS
  const rows = Math.min(most, Math.floor(MOST_NUMBERS / product(observation.shape)))
  return Math.max(2, rows - (rows % 2))
}

/** Every column that there can be; masks are empty where there are none. */
type AllColumns = Required<DatasetColumns>

/** Transitions as they were played; `order` says which row of theirs is which of the log. */
interface Played {
  readonly columns: AllColumns
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
    const { snapshot, batch } = environment
    if (moved && snapshot === undefined)
      throw new GauntletError(
        'order',
        'dataset: read first after the worlds have moved, which cannot be put back',
      )
    const saved = moved ? Array.from({ length: batch }, (_, w) => snapshot!.save(w)) : []
    const expert = bestExpert(comparable(environment), Seed.from(0).fold('record-dataset').fold('comparison'))
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
    const maskBefore = environment.actionMask?.slice()
    // Records of one side have the masks that its view shows, whatever was chosen: results rest on them.
    const chosen = spec.sides === 2 && environment.maskAfter ? new FactorMasks(environment) : undefined
    let rows = 0
    environment.reset(seed)
    policy.begin(environment, seed)
    while (rows < count) {
      before.set(environment.observations)
      if (environment.active !== undefined) decides.set(environment.active)
      if (maskBefore !== undefined) maskBefore.set(environment.actionMask!)
      policy.act(environment, actions, 'sample')
      const masks = chosen?.under(actions as Int32Array) ?? maskBefore
      environment.step(actions)
      for (let i = 0; i < agents; i++) {
        const over = ended[Math.floor(i / spec.agents)] === 1
        if (finished[i] === 0 && decides[i] === 1) {
          writeDecision(spec, i, { observations: before, masks, actions }, columns, rows)
          running[i].push(rows++)
        }
        if (finished[i] === 0 && running[i].length > 0)
          writeOutcome(environment, i, columns, running[i].at(-1)!)
        finished[i] = terminated[i] | truncated[i]
        if (finished[i] === 1) order.push(...running[i].splice(0))
        if (over) finished[i] = 0
      }
    }
    // What has not come to its end is cut off here.
    for (const trajectory of running) if (trajectory.length > 0) columns.truncated[trajectory.at(-1)!] = 1
    const kept = Int32Array.from([...order, ...running.flat()].slice(0, count))
    const last = kept[count - 1]
    columns.truncated[last] = 1 - columns.terminated[last]
    return { columns, order: kept }
  }
}

/** Where scores say who plays best: a game as one side of it against the others that play it. */
function comparable(environment: Environment): Environment {
  const { spec } = environment
  if (spec.sides === 1) return environment
  return playAgainst(environment, namedOpponents(opponentNames(spec), spec), { sees: 'game' })
}

function allocateColumns({ observation, action, masked }: EnvironmentSpec, rows: number): AllColumns {
  const size = rows * product(observation.shape)
  const choices = masked ? rows * maskWidth(action) : 0
  return {
    observations: new Float32Array(size),
    actions: allocateActions(action, rows),
    rewards: new Float32Array(rows),
    nextObservations: new Float32Array(size),
    terminated: new Uint8Array(rows),
    propensities: new Float64Array(rows).fill(Number.NaN),
    masks: new Uint8Array(choices),
    nextMasks: new Uint8Array(choices),
    truncated: new Uint8Array(rows),
  }
}

/** Writes what agent `i` has just done as row `k`. */
function writeDecision(
  { observation, action }: EnvironmentSpec,
  i: number,
  before: Before,
  columns: AllColumns,
  k: number,
): void {
  copyNumbers(before.observations, i, columns.observations, k, product(observation.shape))
  copyNumbers(before.actions, i, columns.actions, k, actionWidth(action))
  if (before.masks !== undefined) copyNumbers(before.masks, i, columns.masks, k, maskWidth(action))
}

/** Adds to row `k`, agent `i`'s last decision, what came of it in this step; an agent that waits is paid for that one still. */
function writeOutcome(environment: Environment, i: number, columns: AllColumns, k: number): void {
  const { spec, ended, rewards, terminated, truncated } = environment
  const over = ended[Math.floor(i / spec.agents)] === 1
  const after = over ? environment.finalObservations : environment.observations
  const nextMasks = over ? environment.finalActionMask : environment.actionMask
  copyNumbers(after, i, columns.nextObservations, k, product(spec.observation.shape))
  if (nextMasks !== undefined) copyNumbers(nextMasks, i, columns.nextMasks, k, maskWidth(spec.action))
  columns.rewards[k] += rewards[i]
  columns.terminated[k] = terminated[i]
  columns.truncated[k] = truncated[i]
}

/** How the worlds stood before a step, and what was done. */
interface Before {
  readonly observations: Float32Array
  readonly masks: Uint8Array | undefined
  readonly actions: ActionArray
}

/** Copies row `from` of one dataset as row `to` of another, in the columns that the other has. */
function copyRow(
  { observation, action, masked }: EnvironmentSpec,
  source: AllColumns,
  from: number,
  out: DatasetColumns,
  to: number,
): void {
  const size = product(observation.shape)
  copyNumbers(source.observations, from, out.observations, to, size)
  copyNumbers(source.nextObservations, from, out.nextObservations, to, size)
  copyNumbers(source.actions, from, out.actions, to, actionWidth(action))
  out.rewards[to] = source.rewards[from]
  out.terminated[to] = source.terminated[from]
  out.propensities[to] = source.propensities[from]
  if (out.truncated !== undefined) out.truncated[to] = source.truncated[from]
  if (!masked) return
  if (out.masks !== undefined) copyNumbers(source.masks, from, out.masks, to, maskWidth(action))
  if (out.nextMasks !== undefined) copyNumbers(source.nextMasks, from, out.nextMasks, to, maskWidth(action))
}

type Numbers = Float32Array | Int32Array | Uint8Array

/** Copies row `from` of an array, of `width` numbers, as row `to` of another. */
function copyNumbers(source: Numbers, from: number, out: Numbers, to: number, width: number): void {
  for (let j = 0; j < width; j++) out[to * width + j] = source[from * width + j]
}
