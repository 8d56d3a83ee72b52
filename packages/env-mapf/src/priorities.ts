/** Who chooses first in one world: `Priorities`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from './distance-tables.ts'
import type { GridWorlds, OnTarget } from './worlds.ts'

/**
 * PIBT's order of agents: the longest on the way to its goal first, then the farthest from its goal at the beginning
 * (where goals are given once), then the highest lot, drawn at the beginning.
 *
 * All who are on the way grow older together, so that their order stays as it is; those who have just arrived begin
 * again behind them, in the order of the beginning. That takes the place of sorting.
 * An agent has arrived where it stands on its goal, or where its goal is another than in the step before.
 * Source: Kei18/pibt2, the comparators of `pibt.cpp` (goals given once) and `pibt_mapd.cpp` (`restart`).
 */
export class Priorities {
  /** [agents]: agents, highest priority first; valid after `begin` and `renew` */
  readonly order: Int32Array
  private readonly worlds: GridWorlds
  private readonly w: number
  private readonly onTarget: OnTarget
  /** [agents]: the order of the beginning, and what it is made of */
  private readonly standing: Int32Array
  private readonly remoteness: Int32Array
  private readonly lots: Float64Array
  /** [agents]: each one's goal when it was looked at last, and whether it had arrived */
  private readonly goals: Int32Array
  private readonly arrived: Uint8Array

  constructor(worlds: GridWorlds, w: number, onTarget: OnTarget) {
    const { agents } = worlds
    this.worlds = worlds
    this.w = w
    this.onTarget = onTarget
    this.order = new Int32Array(agents)
    this.standing = new Int32Array(agents)
    this.remoteness = new Int32Array(agents)
    this.lots = new Float64Array(agents)
    this.goals = new Int32Array(agents)
    this.arrived = new Uint8Array(agents)
  }

  /** Starts an episode: lots are drawn, or without a stream fall by index. The tables must be open for this world. */
  begin(tables: DistanceTables, stream: Stream | undefined): void {
    const { agents, active, goals, positions } = this.worlds
    const { lots, remoteness, standing } = this
    for (let a = 0; a < agents; a++) {
      const i = this.w * agents + a
      this.goals[a] = goals[i]
      lots[a] = stream === undefined ? -a : stream.uniform()
      const once = this.onTarget !== 'restart' && active[i] === 1
      remoteness[a] = once ? tables.distance(goals[i], positions[i]) : 0
      standing[a] = a
    }
    standing.sort((a, b) => remoteness[b] - remoteness[a] || lots[b] - lots[a] || a - b)
    this.order.set(standing)
  }

  /** A step has passed: those who have arrived fall back. */
  renew(): void {
    const { order, standing, arrived } = this
    this.look()
    let count = 0
    for (let k = 0; k < order.length; k++) {
      if (arrived[order[k]] === 0) order[count++] = order[k]
    }
    for (let k = 0; count < order.length; k++) {
      if (arrived[standing[k]] === 1) order[count++] = standing[k]
    }
  }

  private look(): void {
    const { agents, goals, positions } = this.worlds
    for (let a = 0; a < agents; a++) {
      const i = this.w * agents + a
      this.arrived[a] = goals[i] !== this.goals[a] || positions[i] === goals[i] ? 1 : 0
      this.goals[a] = goals[i]
    }
  }
}
