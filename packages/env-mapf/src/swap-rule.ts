/** When two agents of PIBT should change places: `SwapRule`. */
import type { DistanceTables } from './distance-tables.ts'
import type { GridWorlds } from './worlds.ts'

/** Actions in the order in which lacam3 looks about: left, right, up, down. */
const DIRECTIONS: Int32Array = /* @__PURE__ */ Int32Array.of(3, 4, 1, 2)
const NOBODY = -1
const DEAD_END = -1
const JUNCTION = -2

/**
 * The swap operation of PIBT: two agents in a passage too narrow to pass each other walk on, one pushing and one
 * pulled behind, to a place where they can change their order.
 *
 * Whoever finds that this is required and possible goes where it wants to go least (its candidates are reversed), and
 * pulls its partner into the cell that it leaves.
 * Source: Okumura 2023, "Improving LaCAM for scalable eventually optimal multi-agent pathfinding", section 4;
 * Kei18/lacam3, `PIBT::is_swap_required_and_possible`.
 */
export class SwapRule {
  private readonly worlds: GridWorlds
  private readonly tables: DistanceTables
  private w = 0

  constructor(worlds: GridWorlds, tables: DistanceTables) {
    this.worlds = worlds
    this.tables = tables
  }

  /**
   * With whom agent `a` of world `w` should swap, or -1.
   *
   * Shapes: `best` the cell that it wants most; `next` [agents], -1 for those who have not chosen.
   */
  partner(w: number, a: number, best: number, next: Int32Array): number {
    const { agents, cells, occupants, offsets, positions } = this.worlds
    this.w = w
    const from = positions[w * agents + a]
    if (best === from) return NOBODY
    const ahead = occupants[w * cells + best] - 1
    const swaps = ahead >= 0 && next[ahead] < 0 && this.required(a, ahead, from, best)
    if (swaps && this.possible(best, from)) return ahead
    // Room is made for whoever is behind and could not pass: the operation "clear".
    for (let k = 0; k < DIRECTIONS.length; k++) {
      const cell = from + offsets[DIRECTIONS[k]]
      const behind = occupants[w * cells + cell] - 1
      if (behind < 0 || cell === best) continue
      if (this.required(behind, a, from, best) && this.possible(best, from)) return behind
    }
    return NOBODY
  }

  /**
   * Whether the one who pushes, in one cell, and the one who is to be pulled, in the next, stay in each other's way:
   * the first is taken on towards its goal, the other before it, as long as the passage is narrow.
   */
  private required(pusher: number, puller: number, pusherCell: number, pullerCell: number): boolean {
    const { tables } = this
    const goal = this.goalOf(pusher)
    let from = pusherCell
    let to = pullerCell
    while (tables.nearer(goal, from, to)) {
      const onward = this.onward(from, to)
      if (onward === JUNCTION) return false
      if (onward === DEAD_END) break
      from = to
      to = onward
    }
    return tables.nearer(this.goalOf(puller), to, from) && (from === goal || tables.nearer(goal, from, to))
  }

  /** Whether a junction comes when the one in `pullerCell` leads away from `pusherCell`, and the other follows. */
  private possible(pusherCell: number, pullerCell: number): boolean {
    let from = pusherCell
    let to = pullerCell
    while (to !== pusherCell) {
      const onward = this.onward(from, to)
      if (onward < 0) return onward === JUNCTION
      from = to
      to = onward
    }
    return false
  }

  /** The cell to which the way goes on through `to`, coming from `from`; `JUNCTION` where there are several. */
  private onward(from: number, to: number): number {
    const exits = this.tables.exits[to]
    const { offsets } = this.worlds
    let onward = DEAD_END
    for (let action = 1; action < offsets.length; action++) {
      const cell = to + offsets[action]
      if (((exits >> action) & 1) === 0 || cell === from || this.isFilled(cell)) continue
      if (onward !== DEAD_END) return JUNCTION
      onward = cell
    }
    return onward
  }

  /** Whether a cell is a dead end with an agent in it that has its goal there: nobody else has any business in it. */
  private isFilled(cell: number): boolean {
    const { cells, occupants } = this.worlds
    const ways = this.tables.exits[cell] & ~1
    if ((ways & (ways - 1)) !== 0) return false
    const a = occupants[this.w * cells + cell] - 1
    return a >= 0 && this.goalOf(a) === cell
  }

  private goalOf(a: number): number {
    return this.worlds.goals[this.w * this.worlds.agents + a]
  }
}
