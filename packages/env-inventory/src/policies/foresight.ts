/** Demand that is yet to come: `Foresight`. */
import { GauntletError, type Stream, type View } from '@gauntlet/core'
import { instanceSeed } from '../network/network-rules.ts'
import type { NetworkProblem } from '../network/problem.ts'

/**
 * Replays the demand of the instance that each world plays, some periods ahead of it.
 *
 * Beyond the end of a series its last demand goes on, as in the reference. Worlds are followed by counting steps from the
 * beginning of their episodes; one that is restored in the midst of an episode is taken to begin it.
 */
export class Foresight {
  private readonly problem: NetworkProblem
  private readonly ahead: number
  private readonly slots: number
  /** By world. */
  private readonly streams: Stream[] = []
  private states = new Float64Array(0)
  private fresh = new Uint8Array(0)
  private periods = new Int32Array(0)
  /** [batch, slots, stores]: demand of all periods before p together, in slot p mod slots. */
  private sums = new Float64Array(0)
  /** [stores] */
  private readonly demand: Float64Array

  /** Looks `ahead` periods beyond the present one. */
  constructor(problem: NetworkProblem, ahead: number) {
    this.problem = problem
    this.ahead = ahead
    this.slots = ahead + 2
    this.demand = new Float64Array(problem.demand.stores)
  }

  begin({ batch }: View): void {
    const { demand } = this.problem
    this.states = new Float64Array(batch * demand.stateSize)
    this.fresh = new Uint8Array(batch).fill(1)
    this.periods = new Int32Array(batch)
    this.sums = new Float64Array(batch * this.slots * demand.stores)
  }

  forget(w: number): void {
    this.fresh[w] = 1
  }

  /** Goes on to the period that the view shows; to be called once before every step. */
  advance(view: View): void {
    for (let w = 0; w < view.batch; w++) {
      if (this.fresh[w] === 1 || view.ended[w] === 1) this.start(view, w)
      else {
        this.periods[w]++
        this.look(w, this.periods[w] + this.ahead)
      }
    }
  }

  /** What store s asks for in the present period and the next `ahead` ones together. */
  total(w: number, s: number, ahead: number): number {
    const { periods, slots, sums, demand } = this
    const p = periods[w]
    const stores = demand.length
    const row = w * slots
    return sums[(row + ((p + ahead + 1) % slots)) * stores + s] - sums[(row + (p % slots)) * stores + s]
  }

  private start(view: View, w: number): void {
    const { problem, slots, sums, states } = this
    if (view.instance === undefined) {
      throw new GauntletError('face', `${problem.id}: to look ahead takes the instance face`)
    }
    const { stores, paths, stateSize } = problem.demand
    const instance = view.instance.current(w)
    this.fresh[w] = 0
    this.periods[w] = 0
    this.streams[w] = instanceSeed(instance).fold('demand').stream()
    problem.demand.begin(
      this.streams[w],
      paths === undefined ? undefined : instance.index,
      states,
      w * stateSize,
    )
    sums.fill(0, w * slots * stores, (w * slots + 1) * stores)
    for (let p = 0; p <= this.ahead; p++) this.look(w, p)
  }

  /** Adds up the demand of period p. */
  private look(w: number, p: number): void {
    const { problem, slots, sums, states, demand } = this
    const { stores, stateSize, periods } = problem.demand
    // One scratch row serves all worlds, so a path that has ended repeats the difference of its last two sums.
    const from = (w * slots + (p % slots)) * stores
    const to = (w * slots + ((p + 1) % slots)) * stores
    if (p < periods) problem.demand.draw(this.streams[w], states, w * stateSize, demand, 0, 1)
    else {
      const before = (w * slots + ((p + slots - 1) % slots)) * stores
      for (let s = 0; s < stores; s++) demand[s] = sums[from + s] - sums[before + s]
    }
    for (let s = 0; s < stores; s++) sums[to + s] = sums[from + s] + demand[s]
  }
}
