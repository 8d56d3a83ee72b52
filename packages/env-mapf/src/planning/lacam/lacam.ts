/** LaCAM* with refinement of its plans: `Lacam`, `LacamObjective`. */
import type { Stream } from '@gauntlet/core'
import type { Task, TimedStates } from '../planner.ts'
import type { Board } from './board.ts'
import { GuidedSearch } from './guided-search.ts'
import { LacamSearch } from './lacam-search.ts'
import { Refinement } from './refinement.ts'
import { makespan, sumOfCosts, sumOfLoss } from './transition-costs.ts'

/** What is made small: the steps until each agent has arrived for good, summed; or the greatest of them. */
export type LacamObjective = 'sum-of-costs' | 'makespan'

/** Expansions of a turn: of refinement, of search where that has made the plan better, and of search where it has not. */
const REFINED = 100
const SEARCHED = 10
const SEARCHED_LONG = 100

/**
 * A task in the making: a first plan, and then better and better ones, until one is proven to be optimal.
 *
 * LaCAM* finds a plan. For the makespan it just goes on. For the sum of costs a second plan is tried, if wanted; then a
 * large-neighbourhood search makes the better one better still, by turns with another LaCAM*, which minimises the sum of
 * costs exactly, backwards in time, and learns of each better plan; where it finds a better one, that one is refined.
 * An expansion is one of a low-level node of LaCAM*, which moves every agent once, or as many expansions of searches for
 * single agents as there are agents. More of them never give a worse plan.
 *
 * Source: see `LacamSearch` and `Refinement`. Differs from Kei18/lacam3: that minimises the sum of loss, which leaves out
 * what an agent rests on its goal before it has to leave it again; turns in place of threads; not several attempts of PIBT
 * for a configuration, since they did not pay; scattered ways for a second plan, so that the first comes as soon as it can.
 */
export class Lacam {
  private readonly board: Board
  private readonly agents: number
  private readonly starts: Int32Array
  private readonly objective: LacamObjective
  private readonly scatters: boolean
  private readonly stream: Stream
  private readonly search: LacamSearch
  private improvement: Improvement | undefined
  /** Expansions made for a former plan that did not serve. */
  private resumed = 0

  /**
   * @param board of the task's map and number of agents; not to be used for another task while this one is planned
   * @param task of agents that walk, no two with the same goal
   * @param scatters whether a second plan is tried, see `GuidedSearch`; of no matter for the makespan
   * @param former a plan from the same states, [steps + 1, agents], for goals of which some may have been others. For the
   *   sum of costs it is begun with, if those agents find a way in it
   */
  constructor(
    board: Board,
    { states, goals }: Task,
    objective: LacamObjective,
    scatters: boolean,
    stream: Stream,
    former?: TimedStates,
  ) {
    board.set(states, goals)
    const { worlds, tables } = board
    this.board = board
    this.agents = states.length
    this.starts = worlds.positions.slice()
    this.objective = objective
    this.scatters = scatters
    this.stream = stream
    const costs = objective === 'makespan' ? makespan(worlds, tables) : sumOfLoss(worlds, tables)
    this.search = new LacamSearch(worlds, tables, this.starts, costs, stream)
    if (former !== undefined && objective === 'sum-of-costs') this.resume(former)
  }

  /** Those made so far. */
  get expansions(): number {
    return this.improvement?.expansions ?? this.resumed + this.search.expansions
  }

  /** The objective's value of the best plan; infinite while there is none. */
  get cost(): number {
    return this.improvement?.refinement.cost ?? this.search.cost
  }

  /** What no plan can cost less than; infinite where it is known that there is none. */
  get lowerBound(): number {
    return this.improvement?.backwards.lowerBound ?? this.search.lowerBound
  }

  /**
   * The best plan, [steps + 1, agents]; while there is none, the way to the configuration nearest to the goals, which is
   * without conflicts, too. At least one step.
   */
  get plan(): TimedStates {
    const plan = this.board.mapCells(this.improvement?.refinement.plan ?? this.search.plan)
    if (plan.length > this.agents) return plan
    const twice = new Int32Array(2 * this.agents)
    twice.set(plan)
    twice.set(plan, this.agents)
    return twice
  }

  /** Plans until so many expansions are made in all, or the plan is optimal. */
  run(limit: number): void {
    const { search } = this
    if (this.improvement === undefined && search.goal < 0) search.run(limit - this.resumed)
    if (this.objective === 'makespan') {
      if (search.goal >= 0) search.run(limit)
      return
    }
    if (search.goal >= 0) this.improvement ??= this.improve()
    this.improvement?.run(limit)
  }

  private resume(former: TimedStates): void {
    const refinement = this.refinement()
    const resumes = refinement.resume(this.board.frameCells(former))
    this.resumed = Math.floor(refinement.expansions / this.agents)
    if (resumes) this.improvement = new Improvement(0, undefined, refinement, this.backwards())
  }

  private improve(): Improvement {
    const { search, stream, starts } = this
    const { worlds, tables } = this.board
    const refinement = this.refinement()
    refinement.takeOver(search.plan)
    const guided = this.scatters
      ? new GuidedSearch(worlds, tables, starts, 2 * search.expansions, stream)
      : undefined
    return new Improvement(this.resumed + search.expansions, guided, refinement, this.backwards())
  }

  private refinement(): Refinement {
    return new Refinement(this.board.worlds, this.board.tables, this.starts, this.stream)
  }

  private backwards(): LacamSearch {
    const { worlds, backwards, tables } = this.board
    const costs = sumOfCosts(backwards, tables, worlds.goals)
    return new LacamSearch(backwards, tables, worlds.goals, costs, this.stream)
  }
}

/** A second plan, and turns of refinement of the better one and of search backwards in time. */
class Improvement {
  readonly refinement: Refinement
  readonly backwards: LacamSearch
  private readonly guided: GuidedSearch | undefined
  /** Expansions before all this; and up to which the turn that is being taken refines and searches. */
  private readonly before: number
  private refined = REFINED
  private searched = 0
  /** The cost when the turn began. */
  private cost: number

  constructor(
    before: number,
    guided: GuidedSearch | undefined,
    refinement: Refinement,
    backwards: LacamSearch,
  ) {
    this.before = before
    this.guided = guided
    this.refinement = refinement
    this.backwards = backwards
    this.cost = refinement.cost
  }

  get expansions(): number {
    const { before, guided, refinement, backwards } = this
    const refined = Math.floor(refinement.expansions / refinement.agents)
    return before + (guided?.expansions ?? 0) + backwards.expansions + refined
  }

  run(limit: number): void {
    const { refinement, backwards, guided } = this
    if (refinement.cost === refinement.leastCost) return
    if (guided !== undefined && !guided.isOver) {
      guided.run(limit - this.before)
      if (!guided.isOver) return
      if (guided.plan !== undefined) refinement.takeOver(guided.plan)
    }
    while (this.expansions < limit && refinement.cost > backwards.lowerBound) this.takeTurn(limit)
  }

  /** As much of a turn as the limit allows; the rest of it is taken up another time. */
  private takeTurn(limit: number): void {
    const { refinement, backwards } = this
    const { agents } = refinement
    const left = limit - this.before - (this.guided?.expansions ?? 0) - backwards.expansions
    refinement.run(Math.min(this.refined, left) * agents)
    if (refinement.expansions < this.refined * agents && refinement.cost > refinement.leastCost) return
    if (this.searched <= backwards.expansions)
      this.searched += refinement.cost < this.cost ? SEARCHED : SEARCHED_LONG
    if (refinement.cost < backwards.cost) backwards.learn(reversed(refinement.plan, agents))
    backwards.run(Math.min(this.searched, limit - this.expansions + backwards.expansions))
    if (backwards.cost < refinement.cost) refinement.takeOver(reversed(backwards.plan, agents))
    if (backwards.expansions < this.searched && !backwards.isOver) return
    this.refined += REFINED
    this.cost = refinement.cost
  }
}

/** A plan, [steps + 1, agents], from its end to its beginning. */
function reversed(plan: Int32Array, agents: number): Int32Array {
  const length = plan.length / agents
  const result = new Int32Array(plan.length)
  for (let t = 0; t < length; t++)
    result.set(plan.subarray(t * agents, (t + 1) * agents), (length - 1 - t) * agents)
  return result
}
