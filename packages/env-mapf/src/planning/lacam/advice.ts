/** What agents had best do where: `Advice`. */

const VACANT = -1
/** No advice. */
const NONE = -1

/** For agents in cells of ways that were laid out for them, the action that goes on along the way. */
export class Advice {
  /** [slots, a power of two]: agent, cell and action, in a hash table with open addressing */
  private readonly agent: Int32Array
  private readonly cell: Int32Array
  private readonly action: Uint8Array

  /**
   * Shapes: `ways` [agents] lists of cells, none of which comes twice in one of them; `offsets` [5], how far each action
   * leads.
   */
  constructor(ways: readonly Int32Array[], offsets: Int32Array) {
    const entries = ways.reduce((sum, way) => sum + way.length, 0)
    let slots = 2
    while (slots < 2 * entries) slots *= 2
    this.agent = new Int32Array(slots).fill(VACANT)
    this.cell = new Int32Array(slots)
    this.action = new Uint8Array(slots)
    for (const [a, way] of ways.entries()) {
      for (let t = 0; t + 1 < way.length; t++) {
        const slot = this.slotOf(a, way[t])
        this.agent[slot] = a
        this.cell[slot] = way[t]
        this.action[slot] = offsets.indexOf(way[t + 1] - way[t])
      }
    }
  }

  /** The action that is advised to an agent in a cell; -1 where there is none. */
  of(a: number, cell: number): number {
    const slot = this.slotOf(a, cell)
    return this.agent[slot] === VACANT ? NONE : this.action[slot]
  }

  private slotOf(a: number, cell: number): number {
    const mask = this.agent.length - 1
    let hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ cell, 0x85ebca6b)
    hash ^= hash >>> 15
    let slot = hash & mask
    while (this.agent[slot] !== VACANT && (this.agent[slot] !== a || this.cell[slot] !== cell))
      slot = (slot + 1) & mask
    return slot
  }
}
