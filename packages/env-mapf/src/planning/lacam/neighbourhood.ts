/** Which agents are planned anew together: `Neighbourhood`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'
import { NONE, type Stays } from './stays.ts'

/** A neighbourhood has from 2 to so many agents, where there are as many. */
const MOST_AGENTS = 8
/** Walks after which one is as large as it gets. */
const WALKS = 10

/**
 * An agent that comes late, and those that are in its way.
 *
 * The agent is drawn in proportion to its delay. From a random step of its way on it then walks at random, as long as it
 * would arrive sooner than it does; whomever it would run into belongs to the neighbourhood, and walks on in its place.
 * Source: Li et al. 2021, "Anytime multi-agent path finding via large neighborhood search" (IJCAI), the agent-based
 * neighbourhood. Differs: the first agent is drawn, where there the one with the greatest delay that has not
 * been first of late is taken.
 */
export class Neighbourhood {
  /** [size]: the agents, the late one first */
  readonly agents: Int32Array
  size = 0
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private readonly stays: Stays
  private readonly stream: Stream
  private most = 0
  /** [5]: the actions among which a step of a walk is drawn */
  private readonly actions: Int32Array = new Int32Array(5)

  constructor(worlds: GridWorlds, tables: DistanceTables, stays: Stays, stream: Stream) {
    this.agents = new Int32Array(worlds.agents)
    this.worlds = worlds
    this.tables = tables
    this.stays = stays
    this.stream = stream
  }

  /**
   * Chooses agents.
   *
   * Shapes: `ways` and `distances` [agents], the cell of each step, and the least number of steps, of each agent.
   *
   * @param delay the steps that all ways together are longer than their least, more than 0
   */
  choose(ways: readonly Int32Array[], distances: Int32Array, delay: number): void {
    this.most = Math.min(2 + this.stream.integer(MOST_AGENTS - 1), ways.length)
    this.size = 0
    let lot = this.stream.integer(delay)
    let late = 0
    while ((lot -= ways[late].length - 1 - distances[late]) >= 0) late++
    this.include(late)
    for (let k = 0; k < WALKS && this.size < this.most; k++) {
      const a = this.agents[this.stream.integer(this.size)]
      this.walk(a, ways[a], distances[a])
    }
  }

  /** Random walk of an agent that leaves its way at a random step. */
  private walk(a: number, way: Int32Array, distance: number): void {
    const { offsets, goals } = this.worlds
    const { actions, stream, tables } = this
    let t = stream.integer(way.length)
    let cell = way[t]
    let left = distance
    for (let k = 0; k < t; k++) left += this.change(goals[a], way[k], way[k + 1])
    for (; this.size < this.most; t++) {
      let count = 0
      for (let action = 0; action < offsets.length; action++) {
        if ((((tables.exits[cell] | 1) >> action) & 1) === 0) continue
        const arrival = t + 1 + left + this.change(goals[a], cell, cell + offsets[action])
        if (arrival < way.length - 1) actions[count++] = action
      }
      if (count === 0) return
      const to = cell + offsets[actions[stream.integer(count)]]
      this.meet(cell, to, t)
      left += this.change(goals[a], cell, to)
      cell = to
    }
  }

  /** By how much a step changes the distance to a goal. */
  private change(goal: number, from: number, to: number): number {
    if (from === to) return 0
    return this.tables.nearer(goal, from, to) ? -1 : 1
  }

  /** Includes whoever is in the way of a step from one cell to another, or comes the other way. */
  private meet(from: number, to: number, t: number): void {
    const { stays } = this
    const there = stays.lastBy(to, t + 1)
    if (there === NONE) return
    if (stays.until[there] > t) this.include(stays.agent[there])
    const here = stays.lastBy(from, t + 1)
    const swaps = here !== NONE && stays.from[here] === t + 1 && stays.until[there] === t
    if (swaps && stays.agent[here] === stays.agent[there]) this.include(stays.agent[here])
  }

  private include(a: number): void {
    for (let k = 0; k < this.size; k++) if (this.agents[k] === a) return
    if (this.size < this.most) this.agents[this.size++] = a
  }
}
