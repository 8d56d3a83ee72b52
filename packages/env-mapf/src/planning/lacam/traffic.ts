/** Who meets whom: `Traffic`. */

const VACANT = -1
/** Actions. */
const WIDTH = 5
/** For each action that by which whoever changes cells with the agent has come. */
const OPPOSITE: Int32Array = /* @__PURE__ */ Int32Array.of(0, 2, 1, 4, 3)

/**
 * Counts how many agents are in each cell at each step, by the action by which they came, where ways may meet. An agent
 * stays at the end of its way.
 */
export class Traffic {
  /** How often two of all agents meet: in a cell or changing cells. */
  meetings = 0
  private readonly cells: number
  private readonly offsets: Int32Array
  /** [slots, a power of two]: step · cells + cell, which may exceed 32 bits, in open addressing; [slots, actions]: the counts */
  private keys: Float64Array = new Float64Array(1024).fill(VACANT)
  private counts: Uint16Array = new Uint16Array(1024 * WIDTH)
  private used = 0
  /** [cells]: the step from which on an agent stays there for good, or -1 */
  private readonly rests: Int32Array
  /** The last step of the longest way that there has been. */
  private last = 0

  /** @param offsets [5]: how far each action leads */
  constructor(cells: number, offsets: Int32Array) {
    this.cells = cells
    this.offsets = offsets
    this.rests = new Int32Array(cells).fill(VACANT)
  }

  /** Enters a way, the cell of every step. */
  add(way: Int32Array): void {
    this.meetings += this.change(way, 1)
    this.rests[way[way.length - 1]] = way.length - 1
    this.last = Math.max(this.last, way.length - 1)
  }

  /** Takes it out again. */
  remove(way: Int32Array): void {
    this.rests[way[way.length - 1]] = VACANT
    this.meetings -= this.change(way, -1)
  }

  /** How many an agent meets that goes by an action from one cell to another and is there at a step. */
  met(from: number, to: number, action: number, step: number): number {
    const rests = this.rests[to] !== VACANT && step > this.rests[to] ? 1 : 0
    if (action === 0) return rests + this.here(to, step)
    const slot = this.slotOf(step * this.cells + from)
    return rests + this.here(to, step) + this.counts[slot * WIDTH + OPPOSITE[action]]
  }

  /** How many come to a cell, or wait in it, at a step. */
  private here(cell: number, step: number): number {
    const slot = this.slotOf(step * this.cells + cell)
    let sum = 0
    for (let k = slot * WIDTH; k < (slot + 1) * WIDTH; k++) sum += this.counts[k]
    return sum
  }

  /** Changes the counts along a way, and gives how many its agent meets. */
  private change(way: Int32Array, by: 1 | -1): number {
    let met = 0
    for (let t = 0; t < way.length; t++) {
      const action = t === 0 ? 0 : this.offsets.indexOf(way[t] - way[t - 1])
      this.count(way[t], action, t, Math.min(by, 0))
      if (t > 0) met += this.met(way[t - 1], way[t], action, t)
      this.count(way[t], action, t, Math.max(by, 0))
    }
    for (let t = way.length; t <= this.last; t++) met += this.here(way[way.length - 1], t)
    return met
  }

  private count(cell: number, action: number, step: number, change: number): void {
    const key = step * this.cells + cell
    let slot = this.slotOf(key)
    if (this.keys[slot] === VACANT) {
      if (2 * this.used >= this.keys.length) this.enlarge()
      slot = this.slotOf(key)
      this.keys[slot] = key
      this.used++
    }
    this.counts[slot * WIDTH + action] += change
  }

  /** Where a key is, or would be; the counts of a vacant slot are 0. */
  private slotOf(key: number): number {
    const { keys } = this
    const mask = keys.length - 1
    let hash = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
    hash ^= hash >>> 13
    let slot = hash & mask
    while (keys[slot] !== VACANT && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }

  private enlarge(): void {
    const { keys, counts } = this
    this.keys = new Float64Array(2 * keys.length).fill(VACANT)
    this.counts = new Uint16Array(2 * counts.length)
    for (let k = 0; k < keys.length; k++) {
      if (keys[k] === VACANT) continue
      const slot = this.slotOf(keys[k])
      this.keys[slot] = keys[k]
      for (let action = 0; action < WIDTH; action++)
        this.counts[slot * WIDTH + action] = counts[k * WIDTH + action]
    }
  }
}
