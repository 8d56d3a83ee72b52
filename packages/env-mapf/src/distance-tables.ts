/** Distances to goals on a grid: `DistanceTables`. */
import { GauntletError } from '@gauntlet/core'
import { GridMap } from './grid-map.ts'
import type { GridWorlds } from './worlds.ts'

/** Bytes that all the tables of one policy may take. */
const BUDGET_BYTES = 67108864

/** Distance of a free cell from which the goal cannot be reached, and of a blocked one. Real distances are less. */
export const UNREACHABLE = 65534
export const BLOCKED = 65535

/**
 * For each agent of one world, the number of steps from every cell to the agent's goal, others not considered.
 *
 * Tables belong to goal cells: made when first needed, kept while there is room, and made again when needed after
 * they had to make way. What is kept makes no difference but in time.
 */
export class DistanceTables {
  /** [slots, cells] steps to the slot's goal; `UNREACHABLE` or `BLOCKED` where there is no way */
  readonly distances: Uint16Array
  /** [agents]: where in `distances` the table of each agent's goal begins */
  readonly offsets: Int32Array
  private readonly worlds: GridWorlds
  private readonly w: number
  private readonly slots: number
  /** [cells]: the slot of a goal cell plus 1, or 0 */
  private readonly slotOf: Int32Array
  /** [slots]: the slot's goal, or -1; how many agents walk there now */
  private readonly goalOf: Int32Array
  private readonly users: Int32Array
  private readonly queue: Int32Array
  /** [cells]: a table before its goal is known */
  private readonly blank: Uint16Array
  /** [agents]: the goal that each agent's offset belongs to, or -1 */
  private readonly known: Int32Array
  private map: GridMap | undefined
  private hand = 0

  /** @param budgetBytes what the tables of this world may take, unless its agents' present goals need more */
  constructor(worlds: GridWorlds, w: number, budgetBytes: number = BUDGET_BYTES / worlds.batch) {
    const { agents, cells } = worlds
    this.worlds = worlds
    this.w = w
    const affordable = Math.floor(budgetBytes / (2 * cells))
    this.slots = Math.max(agents, Math.min(cells, affordable))
    this.distances = new Uint16Array(this.slots * cells)
    this.offsets = new Int32Array(agents)
    this.slotOf = new Int32Array(cells)
    this.goalOf = new Int32Array(this.slots).fill(-1)
    this.users = new Int32Array(this.slots)
    this.queue = new Int32Array(cells)
    this.blank = new Uint16Array(cells)
    this.known = new Int32Array(agents).fill(-1)
  }

  /** Makes the tables of the world's present goals. To be called before every use of `distances`. */
  refresh(): void {
    const { agents, cells, goals, maps } = this.worlds
    if (maps[this.w] !== this.map) this.clear(maps[this.w])
    for (let a = 0; a < agents; a++) {
      const goal = goals[this.w * agents + a]
      if (goal === this.known[a]) continue
      if (this.known[a] >= 0) this.users[this.offsets[a] / cells]--
      const slot = this.slotOf[goal] > 0 ? this.slotOf[goal] - 1 : this.fillSlot(goal)
      this.users[slot]++
      this.offsets[a] = slot * cells
      this.known[a] = goal
    }
  }

  private clear(map: GridMap): void {
    const { cells, obstacles } = this.worlds
    this.map = map
    for (let cell = 0; cell < cells; cell++) {
      this.blank[cell] = obstacles[this.w * cells + cell] === 1 ? BLOCKED : UNREACHABLE
    }
    this.slotOf.fill(0)
    this.goalOf.fill(-1)
    this.users.fill(0)
    this.known.fill(-1)
    this.hand = 0
  }

  /** The next slot in turn whose goal nobody walks to, filled for `goal`. There are as many slots as agents. */
  private fillSlot(goal: number): number {
    while (this.users[this.hand] > 0) this.hand = (this.hand + 1) % this.slots
    const slot = this.hand
    this.hand = (this.hand + 1) % this.slots
    if (this.goalOf[slot] >= 0) this.slotOf[this.goalOf[slot]] = 0
    this.goalOf[slot] = goal
    this.slotOf[goal] = slot + 1
    this.flood(goal, slot * this.worlds.cells)
    return slot
  }

  /**
   * Breadth first from the goal. The ring of obstacles keeps the search on the map. The four neighbours are written
   * out, which is three times as fast as a loop over them.
   */
  private flood(goal: number, offset: number): void {
    const { distances, queue } = this
    const { stride } = this.worlds
    distances.set(this.blank, offset)
    distances[offset + goal] = 0
    queue[0] = offset + goal
    let tail = 1
    for (let head = 0; head < tail; head++) {
      const at = queue[head]
      const next = distances[at] + 1
      if (next >= UNREACHABLE) throw new GauntletError('distance', `a way of ${UNREACHABLE} steps or more`)
      if (distances[at - stride] === UNREACHABLE) {
        distances[at - stride] = next
        queue[tail++] = at - stride
      }
      if (distances[at + stride] === UNREACHABLE) {
        distances[at + stride] = next
        queue[tail++] = at + stride
      }
      if (distances[at - 1] === UNREACHABLE) {
        distances[at - 1] = next
        queue[tail++] = at - 1
      }
      if (distances[at + 1] === UNREACHABLE) {
        distances[at + 1] = next
        queue[tail++] = at + 1
      }
    }
  }
}
