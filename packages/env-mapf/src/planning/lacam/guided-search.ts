/** A plan by way of scattered ways: `GuidedSearch`. */
import type { Stream } from '@gauntlet/core'
import type { DistanceTables } from '../../distance-tables.ts'
import type { GridWorlds } from '../../worlds.ts'
import { Advice } from './advice.ts'
import { LacamSearch } from './lacam-search.ts'
import { Scatter } from './scatter.ts'
import { sumOfLoss } from './transition-costs.ts'

/**
 * Another first plan, for which agents try to follow ways that keep out of each other's way. Scattering takes longer than
 * a plan does, but such plans are better where agents must share narrow passages.
 */
export class GuidedSearch {
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private readonly starts: Int32Array
  private readonly most: number
  private readonly stream: Stream
  private readonly scatter: Scatter
  private search: LacamSearch | undefined

  /** @param most expansions after which the search, not counting the scattering, is given up */
  constructor(worlds: GridWorlds, tables: DistanceTables, starts: Int32Array, most: number, stream: Stream) {
    this.worlds = worlds
    this.tables = tables
    this.starts = starts
    this.most = most
    this.stream = stream
    this.scatter = new Scatter(worlds, tables, starts, stream)
  }

  /** As `Lacam` counts them. */
  get expansions(): number {
    return Math.floor(this.scatter.expansions / this.starts.length) + (this.search?.expansions ?? 0)
  }

  get isOver(): boolean {
    const { search } = this
    return search !== undefined && (search.goal >= 0 || search.isOver || search.expansions >= this.most)
  }

  /** [steps + 1, agents]; undefined where none has been found */
  get plan(): Int32Array | undefined {
    return this.search !== undefined && this.search.goal >= 0 ? this.search.plan : undefined
  }

  /** Plans until so many expansions are made in all, or it is over. */
  run(limit: number): void {
    const { worlds, tables, starts, stream, scatter } = this
    scatter.run(limit * starts.length)
    if (!scatter.isOver) return
    const left = limit - Math.floor(scatter.expansions / starts.length)
    this.search ??= new LacamSearch(
      worlds,
      tables,
      starts,
      sumOfLoss(worlds, tables),
      stream,
      new Advice(scatter.ways, worlds.offsets),
    )
    if (!this.isOver) this.search.run(Math.min(left, this.most))
  }
}
