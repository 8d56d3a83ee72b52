/** Prioritised planning: `prioritise`, `prioritised`. */
import type { Stream } from '@gauntlet/core'
import { PathFollower } from './path-follower.ts'
import type { Planner, Task, TimedStates } from './planner.ts'
import { HARD, type Path } from './reservations.ts'
import { Sipp } from './sipp.ts'

/** What an agent without a path counts, in steps. */
const MISSING = 1000000
/** Steps of delay beyond which an agent is not likelier to go first. */
const MOST_DELAY = 64
/** Steps after which agents without paths try again, where some got none. */
const RETRIAL_STEPS = 8

export interface PrioritisedConfiguration {
  /** Orders that are tried. */
  readonly orders: number
  /** The order that is tried first: at random, or the farthest from their goals first. */
  readonly first: 'random' | 'farthest'
}

/**
 * Paths by priorities, of which none meets another: agents plan one after the other, around all who planned before.
 * Whoever finds no path has none.
 *
 * So many orders are tried: first the one in `order`, then always the best so far but for one agent, who goes first: one
 * that is delayed, the likelier the more, or has no path (without a stream these take turns). The best order is the one
 * of the fewest agents without paths, then of the least sum of costs, and is left in `order`. A leader, where there is
 * one, is always first.
 * Source: Silver 2005, "Cooperative pathfinding"; Čáp et al. 2015, "Prioritized planning algorithms for trajectory
 * coordination of multiple mobile robots"; that who fails goes first: Andreychuk and Yakovlev 2018, "Two techniques
 * that enhance the performance of multi-robot prioritized path planning". Differs: search goes on after an order in which
 * all have paths, and one that fails does not end it.
 */
export function prioritise(
  task: Task,
  sipp: Sipp,
  order: Int32Array,
  orders: number,
  stream: Stream | undefined,
  leader: number = -1,
): (Path | undefined)[] {
  const kept = leader < 0 ? 0 : 1
  if (kept === 1) moveTo(order, 0, order.indexOf(leader))
  const trial = order.slice()
  let best: (Path | undefined)[] = []
  let least = Infinity
  for (let round = 0; round < orders; round++) {
    const paths = inOrder(task, sipp, trial)
    const cost = paths.reduce((sum, path) => sum + (path?.cost ?? MISSING), 0)
    if (cost <= least) {
      least = cost
      best = paths
      order.set(trial)
    }
    const late = delayed(task, best, order, kept)
    if (late.length === 0) break
    const k = late[stream === undefined ? round % late.length : stream.integer(late.length)]
    trial.set(order)
    moveTo(trial, kept, k)
  }
  return best
}

/** Moves what is at place `k` to an earlier place. */
function moveTo(order: Int32Array, place: number, k: number): void {
  const a = order[k]
  order.copyWithin(place + 1, place, k)
  order[place] = a
}

function inOrder({ states, goals }: Task, sipp: Sipp, order: Int32Array): (Path | undefined)[] {
  const paths: (Path | undefined)[] = Array.from(states, () => undefined)
  sipp.reservations.clear()
  for (const a of order) {
    const path = sipp.plan(states[a], goals[a])
    if (path !== undefined) sipp.reservations.add(path, HARD)
    paths[a] = path
  }
  return paths
}

/** Places in the order of agents that are delayed, each as often as it is steps late, but for those who go first. */
function delayed(
  { ways, states, goals }: Task,
  paths: readonly (Path | undefined)[],
  order: Int32Array,
  kept: number,
): number[] {
  const places: number[] = []
  for (let k = kept + 1; k < order.length; k++) {
    const a = order[k]
    const delay = (paths[a]?.cost ?? MISSING) - ways.to(goals[a])[states[a]]
    for (let step = 0; step < Math.min(delay, MOST_DELAY); step++) places.push(k)
  }
  return places
}

/**
 * Whole plans by priorities. Where some agents get no path in any order, PIBT leads all for some steps
 * (`PathFollower`), after which they try again.
 */
export function prioritised(choices: PrioritisedConfiguration, vanish: boolean): Planner {
  return new Prioritised(choices, vanish)
}

class Prioritised implements Planner {
  private readonly choices: PrioritisedConfiguration
  private readonly vanish: boolean
  private readonly follower: PathFollower = new PathFollower()
  private sipp: Sipp | undefined

  constructor(choices: PrioritisedConfiguration, vanish: boolean) {
    this.choices = choices
    this.vanish = vanish
  }

  begin(): void {
    this.follower.begin()
  }

  plan(task: Task, stream: Stream | undefined): TimedStates {
    if (this.sipp?.ways !== task.ways)
      this.sipp = new Sipp(task.ways, { window: Infinity, vanish: this.vanish })
    const paths = prioritise(task, this.sipp, this.order(task, stream), this.choices.orders, stream)
    return this.follower.follow(task, paths, stepsOf(paths, this.vanish), stream)
  }

  private order({ ways, states, goals }: Task, stream: Stream | undefined): Int32Array {
    const order = Int32Array.from(states, (_, a) => a)
    stream?.shuffle(order)
    if (this.choices.first === 'random') return order
    const distances = states.map((state, a) => ways.to(goals[a])[state])
    return order.sort((a, b) => distances[b] - distances[a])
  }
}

/** Steps for which paths are followed: to the end, or where some are missing until it is time to try again. */
export function stepsOf(paths: readonly (Path | undefined)[], vanish: boolean): number {
  const lengths = paths.flatMap((path) => (path === undefined ? [] : [path.states.length - 1]))
  if (lengths.length === paths.length) return Math.max(1, ...lengths)
  return vanish ? Math.min(RETRIAL_STEPS, ...lengths) : RETRIAL_STEPS
}
