/** Outcomes on their way to whoever decided: `Reports`. */

/** Outcomes that are reported in one step at most; those that fall due beyond them wait for the next. */
export const REPORTS = 4

/**
 * Delayed outcomes of any number of worlds, reported in the order in which they fall due; of those of one moment the latest
 * decision comes first. A decision is known by its slot: its number modulo `capacity`.
 */
export class Reports {
  /** [worlds, REPORTS]: steps since the decision, -1 where nothing is reported */
  readonly ages: Int32Array
  /** [worlds, REPORTS]: 0 or 1, and the action that it came of */
  readonly outcomes: Uint8Array
  readonly actions: Int32Array
  /** [worlds, capacity] each: action times 2 plus outcome of a slot's decision, the slot that falls due with it, and slots that wait */
  readonly kept: Int32Array
  readonly links: Int32Array
  readonly queues: Int32Array
  /** [worlds, window + 1]: the slot that falls due then, -1 where none does */
  readonly heads: Int32Array
  /** [worlds, 2]: where the queue begins, and how many wait in it */
  readonly fronts: Int32Array
  private readonly moments: number
  private readonly capacity: number

  constructor(worlds: number, window: number) {
    this.moments = window + 1
    // What falls due within `window` waits for less than a quarter as long again, since four are reported at once.
    this.capacity = 2 * this.moments
    this.ages = new Int32Array(worlds * REPORTS)
    this.outcomes = new Uint8Array(worlds * REPORTS)
    this.actions = new Int32Array(worlds * REPORTS)
    this.kept = new Int32Array(worlds * this.capacity)
    this.links = new Int32Array(worlds * this.capacity)
    this.queues = new Int32Array(worlds * this.capacity)
    this.heads = new Int32Array(worlds * this.moments)
    this.fronts = new Int32Array(worlds * 2)
  }

  start(w: number): void {
    const { capacity, moments } = this
    this.ages.fill(-1, w * REPORTS, (w + 1) * REPORTS)
    this.outcomes.fill(0, w * REPORTS, (w + 1) * REPORTS)
    this.actions.fill(0, w * REPORTS, (w + 1) * REPORTS)
    this.kept.fill(0, w * capacity, (w + 1) * capacity)
    this.links.fill(-1, w * capacity, (w + 1) * capacity)
    this.queues.fill(0, w * capacity, (w + 1) * capacity)
    this.heads.fill(-1, w * moments, (w + 1) * moments)
    this.fronts.fill(0, w * 2, (w + 1) * 2)
  }

  /** Decision `t` will be reported after `delay` steps, at most the window. */
  send(w: number, t: number, action: number, outcome: number, delay: number): void {
    const { capacity, moments } = this
    const slot = t % capacity
    const head = w * moments + ((t + delay) % moments)
    this.kept[w * capacity + slot] = 2 * action + outcome
    this.links[w * capacity + slot] = this.heads[head]
    this.heads[head] = slot
  }

  /** Reports what falls due at step `t`; returns how many of the outcomes are 1. */
  arrive(w: number, t: number): number {
    const { capacity, moments, queues, fronts, links, heads } = this
    const base = w * capacity
    const head = w * moments + (t % moments)
    for (let slot = heads[head]; slot >= 0; slot = links[base + slot])
      queues[base + ((fronts[2 * w] + fronts[2 * w + 1]++) % capacity)] = slot
    heads[head] = -1
    let positive = 0
    for (let k = w * REPORTS; k < (w + 1) * REPORTS; k++) {
      if (fronts[2 * w + 1] === 0) {
        this.ages[k] = -1
        this.outcomes[k] = 0
        continue
      }
      const slot = queues[base + fronts[2 * w]]
      fronts[2 * w] = (fronts[2 * w] + 1) % capacity
      fronts[2 * w + 1]--
      this.ages[k] = ((t % capacity) - slot + capacity) % capacity
      this.outcomes[k] = this.kept[base + slot] & 1
      this.actions[k] = this.kept[base + slot] >> 1
      positive += this.outcomes[k]
    }
    return positive
  }
}
