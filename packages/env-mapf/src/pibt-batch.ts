/** PIBT step after step in a batch of worlds: `PibtBatch`. */
import { type ActMode, type ActionArray, GauntletError, type Stream, type View } from '@gauntlet/core'
import { DistanceTables } from './distance-tables.ts'
import { PibtPlanner } from './pibt-planner.ts'
import { Priorities } from './priorities.ts'
import type { GridWorlds, OnTarget } from './worlds.ts'

/** What the policies made of PIBT have in common: the priorities of each world from its episode's beginning on. */
export class PibtBatch {
  private readonly worlds: GridWorlds
  private readonly onTarget: OnTarget
  private readonly swap: boolean
  private readonly fresh: Uint8Array
  private streams: readonly Stream[] = []
  private priorities: Priorities[] = []
  private tables: DistanceTables | undefined
  private planner: PibtPlanner | undefined

  constructor(worlds: GridWorlds, onTarget: OnTarget, swap: boolean) {
    this.worlds = worlds
    this.onTarget = onTarget
    this.swap = swap
    this.fresh = new Uint8Array(worlds.batch)
  }

  /** As `Policy.begin`. Shapes: `streams` [batch], for what the mode `sample` draws. */
  begin(streams: readonly Stream[]): void {
    const { worlds } = this
    this.streams = streams
    this.tables ??= new DistanceTables(worlds)
    this.planner ??= new PibtPlanner(worlds, this.tables, this.swap)
    this.priorities = Array.from({ length: worlds.batch }, (_, w) => new Priorities(worlds, w, this.onTarget))
    this.fresh.fill(1)
  }

  /** As `Policy.forget`. */
  forget(world: number): void {
    this.fresh[world] = 1
  }

  /** As `Policy.act`. Shapes: `wishes` [batch, agents], see `PibtPlanner.plan`; may be `actions` itself. */
  act(view: View, actions: ActionArray, mode: ActMode, wishes?: ActionArray): void {
    const { tables, planner, fresh } = this
    if (tables === undefined || planner === undefined) {
      throw new GauntletError('order', 'pibt: act before begin')
    }
    for (let w = 0; w < view.batch; w++) {
      const stream = mode === 'sample' ? this.streams[w] : undefined
      const priorities = this.priorities[w]
      tables.open(w)
      if (fresh[w] === 1 || view.ended[w] === 1) priorities.begin(tables, stream)
      else priorities.renew()
      fresh[w] = 0
      planner.plan(w, priorities.order, stream, wishes)
      planner.writeActions(w, actions)
    }
  }
}
