/** The networks of OR-Gym's inventory problems: `OR_GYM_SERIAL`, `OR_GYM_NETWORK`. */
import type { EdgeDescription, NetworkDescription, NodeDescription } from '../network/network.ts'

/**
 * `InvManagement`: a retailer, two stages behind it and a supplier, with bounded production.
 *
 * What stages pay each other cancels; the supplier's production remains.
 * Source: Hubbs et al. 2020, "OR-Gym: A reinforcement learning library for operations research problems", section 4;
 * its code at 0b18d16, `inventory_management.py`.
 */
export const OR_GYM_SERIAL: NetworkDescription = {
  nodes: [
    { name: 'retailer', kind: 'store', stock: 100, holdingCost: 0.15, underageCost: 0.1, price: 2 },
    { name: 'stage 1', kind: 'warehouse', stock: 100, holdingCost: 0.1, underageCost: 0.075 },
    { name: 'stage 2', kind: 'warehouse', stock: 200, holdingCost: 0.05, underageCost: 0.05 },
    { name: 'supplier', kind: 'supplier', underageCost: 0.025 },
  ],
  edges: [
    { source: 'stage 1', target: 'retailer', leadTime: 3, capacity: 100 },
    { source: 'stage 2', target: 'stage 1', leadTime: 5, capacity: 90 },
    { source: 'supplier', target: 'stage 2', leadTime: 10, capacity: 80, unitCost: 0.5 },
  ],
  unmetDemand: 'backlogged',
  unmetOrders: 'backlogged',
  sequence: 'order-first',
  integral: true,
  discount: 0.97,
}

/**
 * `NetInvMgmt`: a retailer, two distributors, three manufacturers and two suppliers of raw material.
 *
 * Source: as above; `network_management.py`. Differs: distributors who are asked for more than they have share it out.
 * OR-Gym's sell it to each that asks (`rationing: 'each'`), and are credited for holding less than nothing.
 */
export const OR_GYM_NETWORK: NetworkDescription = {
  nodes: [
    { name: 'retailer', kind: 'store', stock: 100, holdingCost: 0.03, underageCost: 0.1, price: 2 },
    warehouse('distributor 2', 110, 0.02),
    warehouse('distributor 3', 80, 0.015),
    warehouse('manufacturer 4', 400, 0.012, 0.01),
    warehouse('manufacturer 5', 350, 0.013, 0.015),
    warehouse('manufacturer 6', 380, 0.011, 0.012),
    { name: 'supplier 7', kind: 'supplier' },
    { name: 'supplier 8', kind: 'supplier' },
  ],
  edges: [
    edge('distributor 2', 'retailer', 5, 0.01),
    edge('distributor 3', 'retailer', 3, 0.015),
    edge('manufacturer 4', 'distributor 2', 8, 0.008, { capacity: 90 }),
    edge('manufacturer 4', 'distributor 3', 10, 0.006, { capacity: 90 }),
    edge('manufacturer 5', 'distributor 2', 9, 0.005, { capacity: 90 }),
    edge('manufacturer 6', 'distributor 2', 11, 0.007, { capacity: 80 }),
    edge('manufacturer 6', 'distributor 3', 12, 0.004, { capacity: 80 }),
    edge('supplier 7', 'manufacturer 4', 0, 0, { unitCost: 0.15 }),
    edge('supplier 7', 'manufacturer 5', 1, 0.005, { unitCost: 0.05 }),
    edge('supplier 8', 'manufacturer 5', 2, 0.002, { unitCost: 0.07 }),
    edge('supplier 8', 'manufacturer 6', 0, 0, { unitCost: 0.2 }),
  ],
  unmetDemand: 'backlogged',
  unmetOrders: 'lost',
  sequence: 'order-first',
  integral: true,
}

function warehouse(
  name: string,
  stock: number,
  holdingCost: number,
  operatingCost: number = 0,
): NodeDescription {
  return { name, kind: 'warehouse', stock, holdingCost, operatingCost }
}

function edge(
  source: string,
  target: string,
  leadTime: number,
  transitCost: number,
  more: Pick<EdgeDescription, 'capacity' | 'unitCost'> = {},
): EdgeDescription {
  return { source, target, leadTime, transitCost, ...more }
}
