/** A policy that plans ahead and follows its plans: `planPolicy`, `PlannedWorlds`. */
import {
  type ActionArray,
  GauntletError,
  type Policy,
  type Seed,
  type Stream,
  type View,
  policyStreams,
  renewStream,
} from '@gauntlet/core'
import type { GridMap } from '../grid-map.ts'
import type { Motion } from './motion.ts'
import type { Planner, TimedStates } from './planner.ts'
import { Ways } from './ways.ts'

/** Worlds as planners see them. Rows `i` are agents of all worlds, [batch, agents]. */
export interface PlannedWorlds {
  readonly batch: number
  readonly agents: number
  readonly motionOf: (map: GridMap) => Motion
  mapOf(w: number): GridMap
  /** The state in which an agent is; -1 for one that is not on the map. */
  stateOf(i: number): number
  /** The cell that an agent is to reach. */
  goalOf(i: number): number
  /**
   * Where actions take several steps: whether everybody in world `w` is in the middle of one, and then goes on with it as row
   * `w` of `actions` [batch, agents] says. Plans are looked at when somebody is not.
   */
  goOn?(w: number, actions: ActionArray): boolean
}

/** When a plan is given up for a new one, other than at its end and where the world has gone another way than it. */
export interface Renewal {
  /** Steps of a plan that are followed at most. */
  readonly period: number
  /** Whether agents with new goals wait for the period to end (false), or all plan at once (true). */
  readonly onNewGoals: boolean
}

/**
 * Follows the plans that a planner makes for each world; agents that have left the map are left out of them.
 * `greedy` draws nothing.
 */
export function planPolicy(
  id: string,
  worlds: PlannedWorlds,
  plannerOf: () => Planner,
  renewal: Renewal,
): Policy {
  return new PlanPolicy(id, worlds, plannerOf, renewal)
}

class PlanPolicy implements Policy {
  private readonly id: string
  private readonly worlds: PlannedWorlds
  private readonly plannerOf: () => Planner
  private readonly renewal: Renewal
  private streams: Stream[] = []
  private plans: FollowedPlan[] = []

  constructor(id: string, worlds: PlannedWorlds, plannerOf: () => Planner, renewal: Renewal) {
    this.id = id
    this.worlds = worlds
    this.plannerOf = plannerOf
    this.renewal = renewal
  }

  begin(view: View, seed: Seed): void {
    this.streams = policyStreams(seed, view.batch)
    this.plans = Array.from(
      { length: view.batch },
      (_, w) => new FollowedPlan(this.worlds, w, this.plannerOf(), this.renewal),
    )
  }

  forget(world: number, seed?: Seed): void {
    renewStream(this.streams, world, seed)
    this.plans[world].forget()
  }

  act(view: View, actions: ActionArray, mode: 'sample' | 'greedy'): void {
    if (this.plans.length < view.batch) throw new GauntletError('order', `${this.id}: act before begin`)
    for (let w = 0; w < view.batch; w++) {
      const plan = this.plans[w]
      if (view.ended[w] === 1) plan.forget()
      if (this.worlds.goOn?.(w, actions) === true) continue
      plan.ways = this.waysOf(w)
      plan.act(actions, mode === 'sample' ? this.streams[w] : undefined)
    }
  }

  /** Shortest ways on the world's map, which worlds with the same map share. */
  private waysOf(w: number): Ways {
    const map = this.worlds.mapOf(w)
    const own = this.plans[w].ways
    if (own?.motion.map === map) return own
    const known = this.plans.find(({ ways }) => ways?.motion.map === map)?.ways
    return known ?? new Ways(this.worlds.motionOf(map), this.worlds.agents)
  }
}

/** One world's plan and how far it has been followed. */
class FollowedPlan {
  ways: Ways | undefined
  private readonly worlds: PlannedWorlds
  private readonly base: number
  private readonly planner: Planner
  private readonly renewal: Renewal
  private fresh = true
  private plan: TimedStates = new Int32Array(0)
  private step = 0
  /** [planned]: rows of the agents that the plan is for, and the goals that they had */
  private rows: number[] = []
  private goals: Int32Array = new Int32Array(0)

  constructor(worlds: PlannedWorlds, w: number, planner: Planner, renewal: Renewal) {
    this.worlds = worlds
    this.base = w * worlds.agents
    this.planner = planner
    this.renewal = renewal
  }

  forget(): void {
    this.fresh = true
  }

  act(actions: ActionArray, stream: Stream | undefined): void {
    const { worlds, base } = this
    const { motion } = this.ways!
    if (this.fresh || this.isOver()) this.renew(stream)
    const { rows, plan, step } = this
    actions.fill(motion.wait, base, base + worlds.agents)
    for (let k = 0; k < rows.length; k++) {
      if (worlds.stateOf(rows[k]) < 0) continue
      const from = plan[step * rows.length + k]
      actions[rows[k]] = actionTo(motion, from, plan[(step + 1) * rows.length + k])
    }
    this.step++
  }

  /** Whether there is no more to follow, or something is not as it was planned. */
  private isOver(): boolean {
    const { worlds, plan, rows, goals, step, renewal } = this
    const planned = rows.length
    if (step >= renewal.period || (step + 1) * planned >= plan.length) return true
    for (let k = 0; k < planned; k++) {
      const state = worlds.stateOf(rows[k])
      if (state >= 0 && state !== plan[step * planned + k]) return true
      if (renewal.onNewGoals && state >= 0 && worlds.goalOf(rows[k]) !== goals[k]) return true
    }
    return false
  }

  private renew(stream: Stream | undefined): void {
    const { worlds, base } = this
    if (this.fresh) this.planner.begin()
    this.fresh = false
    this.rows = []
    for (let i = base; i < base + worlds.agents; i++) if (worlds.stateOf(i) >= 0) this.rows.push(i)
    const states = Int32Array.from(this.rows, (i) => worlds.stateOf(i))
    this.goals = Int32Array.from(this.rows, (i) => worlds.goalOf(i))
    this.step = 0
    if (this.rows.length === 0) return
    this.plan = this.planner.plan({ ways: this.ways!, states, goals: this.goals }, stream)
  }
}

function actionTo({ successors, actions, wait }: Motion, from: number, to: number): number {
  if (from === to) return wait
  for (let action = 0; action < actions; action++)
    if (successors[from * actions + action] === to) return action
  throw new GauntletError('plan', `got a step from state ${from} to ${to}, expected one that an action makes`)
}
