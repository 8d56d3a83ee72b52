/** LaCAM* for policies and for instances: `LacamPlanner`, `lacam`. */
import { ParameterError, Seed, type Stream } from '@gauntlet/core'
import { type MapfInstance, type Plan, requireValid, validateInstance } from '../../formats/validate.ts'
import { type Planner, type Task, type TimedStates, planOf, taskOf } from '../planner.ts'
import { Board } from './board.ts'
import { distinctGoals } from './distinct-goals.ts'
import { Lacam, type LacamObjective } from './lacam.ts'

/** Expansions where nothing else is said. */
export const EXPANSIONS = 5000

/** What is wanted of a plan. */
export interface LacamOptions {
  /** The most expansions that are made, see `Lacam`; 5000 unless said otherwise. */
  readonly expansions?: number
  /** `sum-of-costs` unless said otherwise. */
  readonly objective?: LacamObjective
  /** All chance comes from it. */
  readonly seed?: Seed
}

/** A plan, and what is known of it. */
export interface LacamSolution {
  /** Whether the plan leads all agents to their goals. If not, it leads as near to them as has been found. */
  readonly isSolved: boolean
  readonly plan: Plan
  /** The objective's value, in steps; infinite where the plan is not solved. */
  readonly cost: number
  /** What no plan can cost less than; the plan is optimal where it costs no more. */
  readonly lowerBound: number
  /** Those made. */
  readonly expansions: number
}

/**
 * Plans for a one-shot instance by LaCAM* and refines the plan, see `Lacam`.
 *
 * Errors: ParameterError where `expansions` is no whole number of at least 1, or where there are no agents or
 * something is wrong with the instance.
 */
export function lacam(instance: MapfInstance, options: LacamOptions = {}): LacamSolution {
  const { expansions = EXPANSIONS, objective = 'sum-of-costs', seed = Seed.from(0) } = options
  if (!Number.isSafeInteger(expansions) || expansions < 1)
    throw new ParameterError('expansions', expansions, 'a whole number of at least 1')
  if (objective !== 'sum-of-costs' && objective !== 'makespan')
    throw new ParameterError('objective', objective, 'sum-of-costs or makespan')
  if (instance.starts.length === 0) throw new ParameterError('starts', instance.starts, 'one agent or more')
  requireValid(validateInstance({ ...instance, oneShot: true }, 1))
  const task = taskOf(instance)
  const board = new Board(instance.map, instance.starts.length)
  const search = new Lacam(board, task, objective, true, seed.stream())
  search.run(expansions)
  const { cost, lowerBound } = search
  return {
    isSolved: cost < Infinity,
    plan: planOf(task, search.plan),
    cost,
    lowerBound,
    expansions: search.expansions,
  }
}

/**
 * Plans every task by LaCAM*; where agents share a goal, all but the nearest wait beside it. For agents that walk. Where
 * goals start anew, what is left of the plan before is begun with, as far as goals are the same.
 */
export class LacamPlanner implements Planner {
  private readonly expansions: number
  private readonly anew: boolean
  private readonly objective: LacamObjective
  private board: Board | undefined
  /** Plans of this episode, and the last of them, if it was to the end. */
  private plans = 0
  private former: TimedStates | undefined

  /** @param anew whether goals start anew; where they are given once, plans are tried along scattered ways, see `Lacam` */
  constructor(expansions: number, anew: boolean, objective: LacamObjective) {
    this.expansions = expansions
    this.anew = anew
    this.objective = objective
  }

  begin(): void {
    this.plans = 0
    this.former = undefined
  }

  /** Without a stream chance comes from a fixed one, another for each plan of an episode. */
  plan(task: Task, stream: Stream | undefined): TimedStates {
    const { map } = task.ways.motion
    const agents = task.states.length
    if (this.board?.map !== map || this.board.worlds.agents !== agents) this.board = new Board(map, agents)
    const chance = stream ?? Seed.from(0).fold(this.plans).stream()
    this.plans++
    const former = restOf(this.former, task.states)
    const search = new Lacam(this.board, distinctGoals(task), this.objective, !this.anew, chance, former)
    search.run(this.expansions)
    const { plan } = search
    this.former = this.anew && search.cost < Infinity ? plan : undefined
    return plan
  }
}

/** What is left of a plan once agents are in certain states; undefined where they never are. */
function restOf(plan: TimedStates | undefined, states: Int32Array): TimedStates | undefined {
  if (plan === undefined) return undefined
  for (let k = 0; k < plan.length; k += states.length)
    if (states.every((state, a) => plan[k + a] === state)) return plan.subarray(k)
  return undefined
}
