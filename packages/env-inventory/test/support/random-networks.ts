/** Networks of every kind, for properties: `networks`. */
import fc from 'fast-check'
import { buildNetwork } from '../../src/network/build-network.ts'
import type {
  EdgeDescription,
  Network,
  NetworkDescription,
  NodeDescription,
} from '../../src/network/network.ts'

const amount = (max: number): fc.Arbitrary<number> =>
  fc.oneof(fc.constant(0), fc.double({ min: 0.1, max, noNaN: true }))

const stocked = {
  holdingCost: amount(3),
  underageCost: amount(9),
  stock: fc.double({ min: 0.5, max: 20, noNaN: true }),
}

const store = fc.record({ ...stocked, price: amount(9) })
const warehouse = fc.record({
  ...stocked,
  holds: fc.boolean(),
  yield: fc.constantFrom(1, 0.75),
  operatingCost: amount(1),
})

const edge = (least: number): fc.Arbitrary<Omit<EdgeDescription, 'source' | 'target'>> =>
  fc.record({
    leadTime: fc.integer({ min: least, max: 3 }),
    orderDelay: fc.constantFrom(0, 0, 2),
    capacity: fc.constantFrom(Infinity, Infinity, 7.3),
    unitCost: amount(2),
    transitCost: amount(0.5),
  })

/** Acyclic networks of one or two suppliers, up to three warehouses and up to three stores, with any other rules. */
export const networks: fc.Arbitrary<Network> = fc
  .record({
    sequence: fc.constantFrom('receive-first' as const, 'order-first' as const),
    unmetDemand: fc.constantFrom('lost' as const, 'backlogged' as const),
    unmetOrders: fc.constantFrom('lost' as const, 'backlogged' as const),
    rationing: fc.constantFrom('proportional' as const, 'each' as const),
    discount: fc.constantFrom(1, 0.9),
    suppliers: fc.integer({ min: 1, max: 2 }),
    warehouses: fc.array(warehouse, { maxLength: 3 }),
    stores: fc.array(store, { minLength: 1, maxLength: 3 }),
  })
  .chain(({ suppliers, warehouses, stores, ...rules }) => {
    const nodes: NodeDescription[] = [
      ...Array.from({ length: suppliers }, (_, k) => ({ name: `supplier ${k}`, kind: 'supplier' as const })),
      ...warehouses.map((rest, k) => ({ name: `warehouse ${k}`, kind: 'warehouse' as const, ...rest })),
      ...stores.map((rest, k) => ({ name: `store ${k}`, kind: 'store' as const, ...rest })),
    ]
    const above = suppliers + warehouses.length
    return fc
      .tuple(
        ...nodes.slice(suppliers).map((target, k) => {
          const sources = nodes.slice(0, Math.min(suppliers + k, above)).map(({ name }) => name)
          return fc
            .subarray(sources, { minLength: 1, maxLength: Math.min(2, sources.length) })
            .chain((chosen) =>
              fc.tuple(
                ...chosen.map((source) =>
                  edge(rules.sequence === 'receive-first' ? 1 : 0).map((rest) => ({
                    source,
                    target: target.name,
                    ...rest,
                  })),
                ),
              ),
            )
        }),
      )
      .map((edges) => buildNetwork(sensible({ nodes, edges: edges.flat(), ...rules }), 'random'))
  })

/** Without warehouses that ship to nobody, and with transshipment centres that can. */
function sensible(network: NetworkDescription): NetworkDescription {
  const ships = (name: string): boolean => network.edges.some(({ source }) => source === name)
  const stray = network.nodes.find(({ kind, name }) => kind === 'warehouse' && !ships(name))
  if (stray !== undefined) {
    return sensible({
      ...network,
      nodes: network.nodes.filter((node) => node !== stray),
      edges: network.edges.filter(({ target }) => target !== stray.name),
    })
  }
  const bounded = (name: string): boolean =>
    network.edges.some(({ source, capacity = Infinity }) => source === name && capacity < Infinity)
  const free = network.unmetOrders === 'lost' && network.rationing === 'proportional'
  const nodes = network.nodes.map((node) =>
    free && !bounded(node.name) ? node : { ...node, holds: undefined },
  )
  return { ...network, nodes }
}
