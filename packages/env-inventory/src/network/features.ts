/** What is seen beside stock: `FeatureBlocks`, past demand, and what nodes and edges cost. */
import type { Block } from '@gauntlet/core'
import { type Plan, planNetwork } from './plan.ts'
import type { NetworkProblem } from './problem.ts'
import type { NetworkSimulator } from './simulator.ts'
import { stockBlocks } from './stock-observation.ts'

/** Blocks of an observation, and what they keep: the latest demands, for whoever looks back. */
export class FeatureBlocks {
  readonly blocks: readonly Omit<Block, 'offset'>[]
  readonly size: number
  private readonly problem: NetworkProblem
  private readonly batch: number
  /** [stores, pastDemand, batch]: a ring by period. */
  private readonly past: Float64Array
  /** Holding costs of warehouses, in the order in which their stock is seen. */
  private readonly warehouseCosts: readonly number[]
  private period: number = 0

  constructor(problem: NetworkProblem, plan: Plan, batch: number) {
    this.problem = problem
    this.batch = batch
    this.warehouseCosts = stockBlocks(plan)
      .flatMap(({ nodes }) => nodes)
      .map((node) => problem.network.nodes[node])
      .flatMap(({ kind, holdingCost }) => (kind === 'warehouse' ? [holdingCost] : []))
    this.blocks = featureBlocks(problem)
    this.size = this.blocks.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0)
    this.past = new Float64Array(problem.demand.stores * problem.pastDemand * batch)
  }

  /** Numbers that `save` gives. */
  get saved(): number {
    return this.past.length / this.batch
  }

  /** Takes up an episode: what was asked for before it, where that is known, else nothing. */
  begin(w: number, demandStates: Float64Array): void {
    const { problem, batch, past, period } = this
    const { demand, pastDemand } = problem
    const stride = pastDemand * batch
    for (let back = 1; back <= pastDemand; back++) {
      const slot = (period + pastDemand - back) % pastDemand
      for (let s = 0; s < demand.stores; s++) past[s * stride + slot * batch + w] = 0
      demand.past?.(demandStates, w * demand.stateSize, back, past, slot * batch + w, stride)
    }
  }

  /** Keeps the demand of a period: [stores, batch]. */
  remember(demand: Float64Array): void {
    const { batch, past, problem } = this
    const { pastDemand } = problem
    if (pastDemand === 0) return
    const slot = (this.period % pastDemand) * batch
    for (let s = 0; s < problem.demand.stores; s++) {
      for (let w = 0; w < batch; w++) past[s * pastDemand * batch + slot + w] = demand[s * batch + w]
    }
    this.period++
  }

  /** Writes the blocks from `offset` of each row of worlds `from … to - 1`; rows are `width` long. */
  write(
    simulator: NetworkSimulator,
    from: number,
    to: number,
    rows: Float32Array | Float64Array,
    offset: number,
    width: number,
  ): void {
    const { problem, batch, past, period } = this
    const { pastDemand, demand } = problem
    for (let s = 0; s < demand.stores; s++) {
      for (let p = 0; p < pastDemand; p++) {
        const slot = (s * pastDemand + ((period + p) % pastDemand)) * batch
        const o = offset + s * pastDemand + p
        for (let w = from; w < to; w++) rows[w * width + o] = past[slot + w]
      }
    }
    if (problem.features)
      this.writeFeatures(simulator, from, to, rows, offset + demand.stores * pastDemand, width)
  }

  /** The world's past demand, oldest first. */
  save(w: number): Float64Array {
    const { problem, batch, past, period } = this
    const { pastDemand } = problem
    return Float64Array.from({ length: this.saved }, (_, k) => {
      const s = Math.floor(k / pastDemand)
      return past[(s * pastDemand + ((period + k) % pastDemand)) * batch + w]
    })
  }

  load(w: number, saved: Float64Array): void {
    const { problem, batch, past, period } = this
    const { pastDemand } = problem
    for (let k = 0; k < saved.length; k++) {
      const s = Math.floor(k / pastDemand)
      past[(s * pastDemand + ((period + (k % pastDemand)) % pastDemand)) * batch + w] = saved[k]
    }
  }

  private writeFeatures(
    { plan }: NetworkSimulator,
    from: number,
    to: number,
    rows: Float32Array | Float64Array,
    offset: number,
    width: number,
  ): void {
    const { warehouseCosts } = this
    const { network, demand } = this.problem
    for (let w = from; w < to; w++) {
      let o = w * width + offset
      for (let s = 0; s < plan.stores.length; s++) {
        const { holdingCost, underageCost, price } = plan.stores[s]
        rows[o++] = holdingCost
        rows[o++] = price > 0 ? price : underageCost
        rows[o++] = demand.means[s]
        rows[o++] = demand.deviations[s]
      }
      for (let i = 0; i < warehouseCosts.length; i++) rows[o++] = warehouseCosts[i]
      for (let e = 0; e < plan.edges.length; e++) {
        const { leadTime } = network.edges[e]
        rows[o++] = (leadTime[0] + leadTime[1]) / 2
        rows[o++] = plan.edges[e].unitCost
      }
    }
  }
}

function featureBlocks({ network, demand, pastDemand, features }: NetworkProblem): Omit<Block, 'offset'>[] {
  const real = { kind: 'real' } as const
  const kinds = stockBlocks(planNetwork(network))
  const stores = kinds[0].nodes
  const warehouses = kinds.slice(1).flatMap(({ nodes }) => nodes)
  const blocks: Omit<Block, 'offset'>[] = []
  if (pastDemand > 0) {
    blocks.push({
      name: 'past demand',
      shape: [demand.stores, pastDemand],
      axis: 'node',
      ...real,
      elements: stores,
      unit: 'units, the oldest first',
    })
  }
  if (!features) return blocks
  blocks.push({
    name: 'store features',
    shape: [demand.stores, 4],
    axis: 'node',
    ...real,
    elements: stores,
    unit: 'holding cost; underage cost, or price; mean and standard deviation of demand',
  })
  if (warehouses.length > 0) {
    blocks.push({
      name: 'warehouse features',
      shape: [warehouses.length, 1],
      axis: 'node',
      ...real,
      elements: warehouses,
      unit: 'holding cost',
    })
  }
  blocks.push({
    name: 'edge features',
    shape: [network.edges.length, 2],
    axis: 'edge',
    ...real,
    unit: 'lead time in periods (mean); cost of a unit',
  })
  return blocks
}
