/** The kernel's loops over its own memory: `KernelLoops`. */
import type { Plan, PlannedEdge, PlannedSource, PlannedStore, ShippingPrices } from './plan.ts'
import type { Row, SalesTotals, WorldLoops } from './world-loops.ts'

/** The functions of `kernels/network.ts`; rows are given as addresses, and their length comes last. */
export interface NetworkKernel {
  add(to: number, what: number, length: number): void
  multiply(to: number, factors: number, length: number): void
  subtract(to: number, what: number, from: number, length: number): void
  round(row: number, length: number): void
  cap(row: number, capacity: number, length: number): void
  orderUpTo(row: number, level: number, length: number): void
  shareOut(totals: number, onHand: number, perUnit: number, length: number): void
  giveAlone(row: number, onHand: number, perUnit: number, length: number): void
  useUp(onHand: number, shipped: number, perUnit: number, length: number): void
  receive(onHand: number, arriving: number, length: number): void
  sell(
    demand: number,
    onHand: number,
    left: number,
    costs: number,
    asked: number,
    served: number,
    stocked: number,
    holdingCost: number,
    underageCost: number,
    lost: number,
    length: number,
  ): void
  chargeUnits(
    costs: number,
    shipped: number,
    wanted: number,
    unitCost: number,
    fixedCost: number,
    unmetCost: number,
    length: number,
  ): void
  chargeTransit(costs: number, underWay: number, transitCost: number, length: number): void
  chargeStock(
    costs: number,
    left: number,
    onHand: number,
    holdingCost: number,
    credit: number,
    length: number,
  ): void
  discount(costs: number, weights: number, factor: number, length: number): void
}

/** All rows lie in the kernel's memory, and have an even length. */
export class KernelLoops implements WorldLoops {
  private readonly kernel: NetworkKernel

  constructor(kernel: NetworkKernel) {
    this.kernel = kernel
  }

  add(to: Row, what: Row): void {
    this.kernel.add(to.byteOffset, what.byteOffset, to.length)
  }

  multiply(to: Row, factors: Row): void {
    this.kernel.multiply(to.byteOffset, factors.byteOffset, to.length)
  }

  subtract(to: Row, what: Row, from: Row): void {
    this.kernel.subtract(to.byteOffset, what.byteOffset, from.byteOffset, to.length)
  }

  round(row: Row): void {
    this.kernel.round(row.byteOffset, row.length)
  }

  cap(row: Row, { capacity }: PlannedEdge): void {
    this.kernel.cap(row.byteOffset, capacity, row.length)
  }

  orderUpTo(row: Row, level: number): void {
    this.kernel.orderUpTo(row.byteOffset, level, row.length)
  }

  shareOut(totals: Row, onHand: Row, { yield: perUnit }: PlannedSource): void {
    this.kernel.shareOut(totals.byteOffset, onHand.byteOffset, perUnit, totals.length)
  }

  giveAlone(row: Row, onHand: Row, { yield: perUnit }: PlannedSource): void {
    this.kernel.giveAlone(row.byteOffset, onHand.byteOffset, perUnit, row.length)
  }

  useUp(onHand: Row, shipped: Row, { yield: perUnit }: PlannedSource): void {
    this.kernel.useUp(onHand.byteOffset, shipped.byteOffset, perUnit, onHand.length)
  }

  receive(onHand: Row, arriving: Row): void {
    this.kernel.receive(onHand.byteOffset, arriving.byteOffset, onHand.length)
  }

  sell(
    demand: Row,
    onHand: Row,
    left: Row,
    { costs, asked, served, stocked }: SalesTotals,
    { holdingCost, underageCost }: PlannedStore,
    lost: boolean,
  ): void {
    this.kernel.sell(
      demand.byteOffset,
      onHand.byteOffset,
      left.byteOffset,
      costs.byteOffset,
      asked.byteOffset,
      served.byteOffset,
      stocked.byteOffset,
      holdingCost,
      underageCost,
      lost ? 1 : 0,
      demand.length,
    )
  }

  chargeUnits(
    costs: Row,
    shipped: Row,
    wanted: Row,
    { unitCost, fixedCost, unmetCost }: ShippingPrices,
  ): void {
    this.kernel.chargeUnits(
      costs.byteOffset,
      shipped.byteOffset,
      wanted.byteOffset,
      unitCost,
      fixedCost,
      unmetCost,
      costs.length,
    )
  }

  chargeTransit(costs: Row, underWay: Row, { transitCost }: PlannedEdge): void {
    this.kernel.chargeTransit(costs.byteOffset, underWay.byteOffset, transitCost, costs.length)
  }

  chargeStock(costs: Row, left: Row, onHand: Row, { holdingCost }: PlannedSource, credit: boolean): void {
    this.kernel.chargeStock(
      costs.byteOffset,
      left.byteOffset,
      onHand.byteOffset,
      holdingCost,
      credit ? 1 : 0,
      costs.length,
    )
  }

  discount(costs: Row, weights: Row, plan: Plan): void {
    this.kernel.discount(costs.byteOffset, weights.byteOffset, plan.discount, costs.length)
  }
}
