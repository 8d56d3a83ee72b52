/** Batched plants in float64: `Plant`. */
import { type LotSizingProblem, yieldsOf } from './problem.ts'

/**
 * The stock and setups of `batch` plants, and what a step of them costs.
 *
 * A step is `produce`, after which the arrays hold the post-decision state, and then `meetDemand`.
 * Source: PDPPO's SimplePlant (arXiv 2504.05150; leokan92/pdppo, commit dd3f453). With `published` it is followed in
 * two things that are mended otherwise: a machine that idles forgets its setup, and a setup may yield less than nothing.
 */
export class Plant {
  readonly problem: LotSizingProblem
  readonly published: boolean
  /** [M, I]: units that the step of a setup yields */
  readonly setupYields: Float64Array
  /** [batch, I] */
  readonly inventories: Float64Array
  /** [batch, M]: 0 where a machine is not set up */
  readonly setups: Int32Array
  /** Of the last call: setups made; units of demand, and of it units lost. */
  setupsMade = 0
  demanded = 0
  lost = 0
  /** Cost of the last `meetDemand`, in its two parts. */
  lostCost = 0
  holdingCost = 0

  constructor(problem: LotSizingProblem, published: boolean, batch: number) {
    this.problem = problem
    this.published = published
    this.setupYields = yieldsOf(problem, published)
    this.inventories = new Float64Array(batch * problem.items)
    this.setups = new Int32Array(batch * problem.machines)
  }

  /**
   * Sets up and runs the machines of one plant; the cost of the setups.
   *
   * Shapes: `actions` [M] from `from`, each 0 (idle) to I; `inventories` [I] from `item` and `setups` [M] from
   * `machine` are rewritten, which may be those of a plant or copies of them.
   */
  produce(
    actions: ArrayLike<number>,
    from: number,
    inventories: Float64Array,
    item: number,
    setups: Int32Array,
    machine: number,
  ): number {
    const { published, setupYields } = this
    const { items, machines, production, setupCosts } = this.problem
    let cost = 0
    let made = 0
    for (let m = 0; m < machines; m++) {
      const action = actions[from + m]
      if (action === 0) {
        if (published) setups[machine + m] = 0
        continue
      }
      const k = m * items + action - 1
      if (setups[machine + m] === action) {
        inventories[item + action - 1] += production[k]
      } else {
        setups[machine + m] = action
        inventories[item + action - 1] += setupYields[k]
        cost += setupCosts[k]
        made++
      }
    }
    this.setupsMade = made
    return cost
  }

  /** Takes `demand` [I] from the stock of plant `w`; what is short is lost, what is over capacity thrown away. */
  meetDemand(w: number, demand: ArrayLike<number>): void {
    const { inventories } = this
    const { items, lostSalesCosts, holdingCosts, capacities } = this.problem
    const offset = w * items
    let lostCost = 0
    let holdingCost = 0
    let demanded = 0
    let lost = 0
    for (let i = 0; i < items; i++) {
      const wanted = demand[i]
      const left = inventories[offset + i] - wanted
      demanded += wanted
      if (left < 0) {
        lostCost -= left * lostSalesCosts[i]
        // As published, stock may have been negative before; what is lost of demand is no more than demand.
        lost += Math.min(-left, wanted)
        inventories[offset + i] = 0
      } else {
        const kept = Math.min(left, capacities[i])
        inventories[offset + i] = kept
        holdingCost += kept * holdingCosts[i]
      }
    }
    this.lostCost = lostCost
    this.holdingCost = holdingCost
    this.demanded = demanded
    this.lost = lost
  }
}
