/**
 * Gradients of the reference's policies through whole roll-outs, in float64: the simulator of env-inventory beneath the
 * networks of algos. Golden files of Neural_inventory_control, commit 4d77c14.
 */
import { Seed } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { hostArena } from '../packages/algos/src/dense/host-arena.ts'
import type { Arena } from '../packages/algos/src/dense/operations.ts'
import { EchelonStockNetwork } from '../packages/algos/src/hdpo/echelon-stock.ts'
import { GraphNetwork } from '../packages/algos/src/hdpo/gnn.ts'
import { type FlowGraph, readFlowGraph } from '../packages/algos/src/hdpo/flow-graph.ts'
import { BaseStockNetwork } from '../packages/algos/src/hdpo/levels.ts'
import type { PolicyNetwork } from '../packages/algos/src/hdpo/policy-network.ts'
import { VanillaNetwork } from '../packages/algos/src/hdpo/vanilla.ts'
import { NetworkAdjoint } from '../packages/env-inventory/src/network/adjoint.ts'
import { buildNetwork } from '../packages/env-inventory/src/network/build-network.ts'
import { describeDistribution } from '../packages/env-inventory/src/network/distribution-network.ts'
import { describeProblem } from '../packages/env-inventory/src/network/network-environment.ts'
import { FeatureBlocks } from '../packages/env-inventory/src/network/features.ts'
import type { NetworkProblem } from '../packages/env-inventory/src/network/problem.ts'
import { NetworkSimulator } from '../packages/env-inventory/src/network/simulator.ts'
import { StockObservation } from '../packages/env-inventory/src/network/stock-observation.ts'
import { Tape } from '../packages/env-inventory/src/network/tape.ts'
import { normalDemand } from '../packages/env-inventory/src/demand/normal-demand.ts'
import { golden } from '../packages/env-inventory/test/support/reference-traces.ts'

type Rows = readonly (readonly number[])[]
type Tensors = Readonly<Record<string, Rows | readonly number[]>>

interface Golden {
  readonly problem: { readonly lost_demand: boolean; readonly n_warehouses: number }
  readonly warehouse_upper_bound: readonly number[] | null
  /** Each [worlds][things][…] */
  readonly data: Readonly<Record<string, readonly Rows[]>> & {
    readonly holding_costs: Rows
    readonly underage_costs: Rows
    readonly warehouse_lead_times?: Rows
    readonly warehouse_holding_costs?: Rows
    readonly echelon_lead_times?: Rows
    readonly echelon_holding_costs?: Rows
    readonly mean?: Rows
    readonly std?: Rows
  }
  readonly weights: Tensors
  readonly loss: number
  readonly gradients: Tensors
}

const WORLDS = 2

/** The network of a golden file, as the environments would describe it. */
function setUp({ problem: kind, data, warehouse_upper_bound: bound }: Golden): {
  simulator: NetworkSimulator
  graph: FlowGraph
  features: FeatureBlocks
} {
  const network = buildNetwork(
    describeDistribution({
      leadTimes: data.lead_times[0],
      holdingCosts: data.holding_costs[0],
      underageCosts: data.underage_costs[0],
      warehouseLeadTimes: data.warehouse_lead_times?.[0],
      warehouseHoldingCosts: data.warehouse_holding_costs?.[0],
      echelonLeadTimes: data.echelon_lead_times?.[0],
      echelonHoldingCosts: data.echelon_holding_costs?.[0],
      unmetDemand: kind.lost_demand ? 'lost' : 'backlogged',
      inventoryPeriods: data.initial_inventories[0][0].length,
    }),
    'golden',
  )
  const ones = data.holding_costs[0].map(() => 1)
  const problem: NetworkProblem = {
    id: 'inventory/golden',
    network,
    demand: normalDemand({ means: data.mean?.[0] ?? ones, deviations: data.std?.[0] ?? ones }),
    horizon: 1,
    finite: false,
    warmUp: 0,
    orderLimits: network.edges.map(() => bound?.[0] ?? 1e9),
    initialStock: undefined,
    features: data.mean !== undefined,
    pastDemand: 0,
    objectives: 1,
    profit: false,
    scored: 'mean',
    control: 'central',
  }
  const simulator = new NetworkSimulator(network, WORLDS)
  const kinds = [
    data.initial_inventories,
    data.initial_warehouse_inventories,
    data.initial_echelon_inventories,
  ]
  for (let w = 0; w < WORLDS; w++) {
    kinds
      .flatMap((worlds) => worlds?.[w] ?? [])
      .forEach(([onHand, ...arriving], node) => {
        simulator.onHand[node * WORLDS + w] = onHand
        const edge = simulator.plan.edges.find(({ target }) => target === node)!
        arriving.forEach((units, p) => {
          simulator.underWay[edge.index][((p + 1) % edge.slots) * WORLDS + w] = units
        })
      })
  }
  const graph = readFlowGraph(describeProblem(problem, []))
  return { simulator, graph, features: new FeatureBlocks(problem, simulator.plan, WORLDS) }
}

/** Mean cost by store and period, and its derivatives with respect to all parameters. */
function rollOut(
  file: Golden,
  networkOf: (graph: FlowGraph, arena: Arena) => PolicyNetwork,
): {
  loss: number
  gradient: number[]
} {
  const { simulator, graph, features } = setUp(file)
  const arena = hostArena('float64')
  const network = networkOf(graph, arena)
  const stock = new StockObservation(simulator.plan)
  const { demands } = file.data
  const periods = demands[0][0].length
  const stores = demands[0].length
  const edges = graph.edges.length
  const tape = new Tape(simulator, periods)
  const observations = Array.from({ length: periods }, () => new Float64Array(WORLDS * graph.width))
  const traces = observations.map(() => network.trace(WORLDS))
  const actions = new Float64Array(WORLDS * edges)
  const weight = 1 / (WORLDS * periods * stores)
  let loss = 0
  for (let t = 0; t < periods; t++) {
    stock.write(simulator, 0, WORLDS, observations[t], graph.width)
    features.write(simulator, 0, WORLDS, observations[t], stock.size, graph.width)
    network.forward(observations[t], WORLDS, traces[t], actions)
    for (let e = 0; e < edges; e++)
      for (let w = 0; w < WORLDS; w++) simulator.shipped[e * WORLDS + w] = actions[w * edges + e]
    const demand = Float64Array.from(
      { length: stores * WORLDS },
      (_, k) => demands[k % WORLDS][Math.floor(k / WORLDS)][t],
    )
    tape.before(simulator)
    simulator.advance(demand)
    tape.after(simulator)
    for (let w = 0; w < WORLDS; w++) loss += weight * simulator.costs[w]
  }
  const adjoint = new NetworkAdjoint(simulator)
  const { stateSize } = simulator.plan
  const after = new Float64Array(WORLDS * stateSize)
  const before = new Float64Array(WORLDS * stateSize)
  const cotangent = new Float64Array(WORLDS * graph.width)
  const costs = new Float64Array(WORLDS).fill(weight)
  for (let t = periods - 1; t >= 0; t--) {
    adjoint.pullbackAdvance(tape.record(t), after, costs, before)
    for (let e = 0; e < edges; e++)
      for (let w = 0; w < WORLDS; w++) actions[w * edges + e] = adjoint.orders[e * WORLDS + w]
    network.backward(traces[t], actions, cotangent)
    after.set(before)
    for (let w = 0; w < WORLDS; w++) {
      stock.observed.forEach(
        (o, i) => (after[w * stateSize + stock.summed[i]] += cotangent[w * graph.width + o]),
      )
    }
  }
  return { loss, gradient: network.parts.flatMap(({ gradient }) => [...gradient]) }
}

/** PyTorch's weights [outputs][inputs] and biases of the layers of a module, laid out as ours. */
function ours(tensors: Tensors, module: string): number[] {
  return [0, 2, 4, 6].flatMap((layer) => {
    const weights = tensors[`net.${module}.${layer}.weight`] as Rows | undefined
    if (weights === undefined) return []
    const biases = tensors[`net.${module}.${layer}.bias`] as readonly number[]
    return [...weights[0].flatMap((_, k) => weights.map((row) => row[k])), ...biases]
  })
}

/** Inputs of the reference's perceptrons: stores, then warehouses, then echelons, as here. */
function vanilla(tensors: Tensors, holds: boolean) {
  return (graph: FlowGraph, arena: Arena): PolicyNetwork => {
    const hidden = [(tensors['net.master.0.bias'] as readonly number[]).length]
    const network = new VanillaNetwork(graph, { hidden, holds, unit: 1 }, arena, Seed.from(0).stream())
    const { parameters } = network.parts[0]
    const last = parameters.length - graph.edges.length
    const outside = graph.nodes.every(({ sells }) => sells)
    parameters.set(ours(tensors, 'master'))
    if (outside) for (let k = last; k < parameters.length; k++) parameters[k] += 1
    network.changed()
    return network
  }
}

function requireGradient(
  name: string,
  file: Golden,
  expected: readonly number[],
  networkOf: Parameters<typeof rollOut>[1],
): void {
  const { loss, gradient } = rollOut(file, networkOf)
  expect(Math.abs(loss - file.loss) / file.loss, `${name}: loss`).toBeLessThan(1e-12)
  expect(gradient.length).toBe(expected.length)
}

test.each([
  '13_grad_vanilla_one_store_lost_L4',
  '14_grad_vanilla_one_store_backlog_L3',
  '15_grad_vanilla_warehouse_softmax',
])('%s', (name) => {
  const file = golden<Golden>(name)
  requireGradient(name, file, ours(file.gradients, 'master'), vanilla(file.weights, true))
})

const biases = (tensors: Tensors): readonly number[] => tensors['net.master.0.bias'] as readonly number[]

test.each(['11_grad_base_stock_lost_L4', '12_grad_capped_base_stock_lost_L4'])('%s', (name) => {
  const file = golden<Golden>(name)
  requireGradient(name, file, biases(file.gradients), (graph, arena) => {
    const first = biases(file.weights)
    const network = new BaseStockNetwork(graph, 10, first.length > 1, arena)
    network.parts[0].parameters.set(first)
    return network
  })
})

test('17_grad_echelon_stock_serial', () => {
  const file = golden<Golden>('17_grad_echelon_stock_serial')
  requireGradient('17', file, biases(file.gradients), (graph, arena) => {
    const network = new EchelonStockNetwork(graph, arena)
    network.parts[0].parameters.set(biases(file.weights))
    network.changed()
    return network
  })
})

test('18b_grad_vanilla_serial_full_gradient: the reference’s outputs go from the top down', () => {
  const file = golden<Golden>('18b_grad_vanilla_serial_full_gradient')
  requireGradient('18b', file, reversed(ours(file.gradients, 'master')), (graph, arena) => {
    const network = new VanillaNetwork(
      graph,
      { hidden: [3], holds: true, unit: 1 },
      arena,
      Seed.from(0).stream(),
    )
    network.parts[0].parameters.set(reversed(ours(file.weights, 'master')))
    network.changed()
    return network
  })
})

/**
 * The last layer, [3, 4] and 4 biases, with its outputs in the order of our edges: into the store, the warehouse, and the
 * echelons from the top down.
 */
function reversed(parameters: readonly number[]): number[] {
  const start = parameters.length - 16
  const order = [3, 2, 0, 1]
  return [
    ...parameters.slice(0, start),
    ...[0, 1, 2, 3].flatMap((row) => order.map((k) => parameters[start + 4 * row + k])),
  ]
}

const MODULES = ['initial_node', 'initial_edge', 'node_update', 'edge_update', 'output'] as const

test('19_grad_gnn_one_warehouse', () => {
  const file = golden<Golden>('19_grad_gnn_one_warehouse')
  const expected = MODULES.flatMap((module) => ours(file.gradients, module))
  requireGradient('19', file, expected, (graph, arena) => {
    const network = new GraphNetwork(
      graph,
      { hidden: [3], holds: true, unit: 1 },
      arena,
      Seed.from(0).stream(),
    )
    network.parts.forEach(({ parameters }, j) => parameters.set(ours(file.weights, MODULES[j])))
    network.changed()
    return network
  })
})
