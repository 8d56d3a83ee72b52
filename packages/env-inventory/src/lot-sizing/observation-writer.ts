/** Plants as learners see them: `ObservationWriter`. */
import { type ArraySpec, layout } from '@gauntlet/core'
import { type LotSizingProblem, yieldsOf } from './problem.ts'

/** What is seen of a plant. */
export type Observed = 'inventory-and-setup' | 'inventory'

/**
 * Writes stock as a share of capacity and, where it is seen, every machine's setup one-hot.
 *
 * Setups are no scale, and a perceptron would take their numbers for one: hence one-hot, none being the first choice.
 */
export class ObservationWriter {
  /** Numbers that are written. */
  readonly width: number
  private readonly problem: LotSizingProblem
  private readonly withSetups: boolean
  /** [I]: one over capacity; over 1 where nothing can be kept */
  private readonly scales: Float64Array

  constructor(problem: LotSizingProblem, observed: Observed) {
    this.problem = problem
    this.withSetups = observed === 'inventory-and-setup'
    this.width = problem.items + (this.withSetups ? problem.machines * (problem.items + 1) : 0)
    this.scales = scalesOf(problem)
  }

  /** Writes a plant's stock [I] from `item` and setups [M] from `machine` to `out` from `to`. */
  write(
    inventories: Float64Array,
    item: number,
    setups: Int32Array,
    machine: number,
    out: Float32Array,
    to: number,
  ): void {
    const { problem, scales } = this
    const { items, machines } = problem
    for (let i = 0; i < items; i++) out[to + i] = inventories[item + i] * scales[i]
    if (!this.withSetups) return
    const first = to + items
    out.fill(0, first, first + machines * (items + 1))
    for (let m = 0; m < machines; m++) out[first + m * (items + 1) + setups[machine + m]] = 1
  }
}

function scalesOf({ capacities }: LotSizingProblem): Float64Array {
  return capacities.map((capacity) => (capacity > 0 ? 1 / capacity : 1))
}

/** What is seen before a decision: stock from 0 to capacity. */
export function observationSpace(problem: LotSizingProblem, observed: Observed): ArraySpec {
  return spaceOf(problem, observed, 0, 1)
}

/** What is seen after a decision: stock up to what every machine adds, and as published from what setups take. */
export function postDecisionSpace(
  problem: LotSizingProblem,
  observed: Observed,
  published: boolean,
): ArraySpec {
  const { items, machines, production, capacities } = problem
  const yields = yieldsOf(problem, published)
  const scales = scalesOf(problem)
  let low = 0
  let high = 1
  for (let i = 0; i < items; i++) {
    let least = 0
    let most = capacities[i]
    for (let m = 0; m < machines; m++) {
      least += Math.min(0, yields[m * items + i])
      most += production[m * items + i]
    }
    low = Math.min(low, least * scales[i])
    high = Math.max(high, most * scales[i])
  }
  return spaceOf(problem, observed, low, high)
}

function spaceOf(
  { items, machines }: LotSizingProblem,
  observed: Observed,
  low: number,
  high: number,
): ArraySpec {
  const stock = {
    name: 'stock',
    shape: [items],
    axis: 'flat',
    kind: 'real',
    unit: 'share of capacity',
  } as const
  const setups = {
    name: 'setups',
    shape: [machines, items + 1],
    axis: 'flat',
    kind: 'real',
    unit: 'one-hot by machine: none, or an item',
  } as const
  const blocks = observed === 'inventory' ? layout(stock) : layout(stock, setups)
  const width = items + (observed === 'inventory' ? 0 : machines * (items + 1))
  return { shape: [width], low, high, layout: blocks }
}
