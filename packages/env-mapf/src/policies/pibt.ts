/** The scripted policy `pibt`: `pibtPolicy`. */
import {
  type ActMode,
  type ActionArray,
  GauntletError,
  type Policy,
  type Stream,
  type View,
  policyStreams,
} from '@gauntlet/core'
import { DistanceTables } from '../distance-tables.ts'
import { PibtPlanner, Priorities } from '../pibt-planner.ts'
import type { GridWorlds } from '../worlds.ts'

/**
 * Lifelong PIBT: the longer an agent has been on the way to its goal, the higher its priority; equals are ordered by
 * a number that each agent draws when the episode begins.
 *
 * `greedy` draws nothing: equals are ordered by index and candidate cells are not shuffled.
 * Source: Okumura et al. 2022, "Priority inheritance with backtracking for iterative multi-agent path finding";
 * Kei18/pibt2, `pibt_mapd.cpp`. Differs: a new goal is there at once, so that no agent is ever without one.
 */
export function pibtPolicy(worlds: GridWorlds): Policy {
  return new Pibt(worlds)
}

class Pibt implements Policy {
  private readonly worlds: GridWorlds
  private readonly planner: PibtPlanner
  private readonly fresh: Uint8Array
  private streams: Stream[] = []
  private tables: DistanceTables[] = []
  private priorities: Priorities[] = []

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
    this.planner = new PibtPlanner(worlds)
    this.fresh = new Uint8Array(worlds.batch)
  }

  begin(view: View, seed: Parameters<Policy['begin']>[1]): void {
    const { batch, agents } = this.worlds
    this.streams = policyStreams(seed, view.batch)
    this.tables = Array.from({ length: batch }, (_, w) => new DistanceTables(this.worlds, w))
    this.priorities = Array.from({ length: batch }, () => new Priorities(agents))
    this.fresh.fill(1)
  }

  forget(world: number): void {
    this.fresh[world] = 1
  }

  act(view: View, actions: ActionArray, mode: ActMode): void {
    if (this.tables.length < view.batch) throw new GauntletError('order', 'pibt: act before begin')
    for (let w = 0; w < view.batch; w++) {
      const stream = mode === 'sample' ? this.streams[w] : undefined
      const priorities = this.priorities[w]
      if (this.fresh[w] === 1 || view.ended[w] === 1) {
        this.fresh[w] = 0
        priorities.begin(stream)
      } else {
        priorities.age(view.rewards, w * this.worlds.agents)
      }
      priorities.sort()
      this.tables[w].refresh()
      this.planner.plan(w, this.tables[w], priorities.order, stream)
      this.planner.writeActions(w, actions)
    }
  }
}
