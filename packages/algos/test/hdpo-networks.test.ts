/** Derivatives of HDPO's networks against central differences, in float64. */
import { type EnvironmentSpec, Seed, box, layout } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { hostArena } from '../src/dense/host-arena.ts'
import { readFlowGraph } from '../src/hdpo/flow-graph.ts'
import { NETWORKS, type NetworkName, policyNetwork } from '../src/hdpo/networks.ts'

const real = { kind: 'real' } as const

/** A supplier (node 3), a warehouse (node 2) and two stores (0 and 1); in a row there is one store only. */
function specOf(stores: number): EnvironmentSpec {
  const warehouse = stores
  const targets = Array.from({ length: stores }, (_, s) => [warehouse, s] as const)
  const edges = [...targets, [warehouse + 1, warehouse] as const]
  const blocks = layout(
    { name: 'store stock', shape: [stores, 3], axis: 'node', ...real, elements: targets.map(([, s]) => s) },
    { name: 'warehouse stock', shape: [1, 2], axis: 'node', ...real, elements: [warehouse] },
    { name: 'past demand', shape: [stores, 2], axis: 'node', ...real, elements: targets.map(([, s]) => s) },
    {
      name: 'store features',
      shape: [stores, 4],
      axis: 'node',
      ...real,
      elements: targets.map(([, s]) => s),
    },
    { name: 'warehouse features', shape: [1, 1], axis: 'node', ...real, elements: [warehouse] },
    { name: 'edge features', shape: [edges.length, 2], axis: 'edge', ...real },
  )
  const size = 9 * stores + 3 + 2 * edges.length
  return {
    agents: 1,
    observation: { shape: [size], low: -Infinity, high: Infinity, layout: blocks },
    action: box([edges.length], 0, 20),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon: 5,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'individual',
    rewardRange: [-Infinity, Infinity],
    metrics: [{ name: 'cost', unit: '', direction: 'minimise', description: 'cost' }],
    score: 'cost',
    faces: [],
    graph: { nodes: stores + 2, edges, actions: edges.map((_, index) => ({ kind: 'edge', index })) },
    engine: 'own',
  }
}

const ROWS = 2
const STEP = 1e-6

/** A store that orders from a supplier. */
function shop(): EnvironmentSpec {
  const stock = { name: 'store stock', shape: [1, 3], axis: 'node', ...real, elements: [0] } as const
  return {
    ...specOf(1),
    observation: { shape: [3], low: -Infinity, high: Infinity, layout: layout(stock) },
    action: box([1], 0, 20),
    graph: { nodes: 2, edges: [[1, 0]], actions: [{ kind: 'edge', index: 0 }] },
  }
}

test.each(NETWORKS.flatMap((network) => [true, false].map((holds) => [network, holds] as const)))(
  '%s (stock may be kept: %s): derivatives are those of central differences',
  (network, holds) => {
    checkDerivatives(specOf(network === 'echelon-stock' ? 1 : 2), network, holds)
  },
)

test('vanilla where all orders go outside: derivatives are those of central differences', () => {
  checkDerivatives(shop(), 'vanilla', true)
})

function checkDerivatives(spec: EnvironmentSpec, network: NetworkName, holds: boolean): void {
  const { width, edges } = readFlowGraph(spec)
  const stream = Seed.from(5).stream()
  const make = policyNetwork(spec, { network, hidden: [4, 3], holds, unit: 2.5 })
  const policy = make(hostArena('float64'), stream)
  const observations = Float64Array.from({ length: ROWS * width }, () => 1 + 8 * stream.uniform())
  const weights = Float64Array.from({ length: ROWS * edges.length }, () => stream.normal())
  const actions = new Float64Array(weights.length)
  const value = (): number => {
    policy.changed()
    policy.forward(observations, ROWS, trace, actions)
    return actions.reduce((sum, action, k) => sum + action * weights[k], 0)
  }
  const trace = policy.trace(ROWS)
  const gradient = new Float64Array(observations.length)
  value()
  policy.clearGradient()
  policy.backward(trace, weights.slice(), gradient)
  const stockWidth = readFlowGraph(spec).stockWidth
  const compare = (values: { [k: number]: number }, k: number, derivative: number): void => {
    const there = values[k]
    values[k] = there + STEP
    const above = value()
    values[k] = there - STEP
    const difference = (above - value()) / (2 * STEP)
    values[k] = there
    expect(Math.abs(derivative - difference), `${k}: ${derivative} and ${difference}`).toBeLessThan(
      1e-6 * (1 + Math.abs(difference)),
    )
  }
  for (let i = 0; i < ROWS; i++) {
    for (let k = 0; k < stockWidth; k++) compare(observations, i * width + k, gradient[i * width + k])
  }
  for (const { parameters, gradient: derivatives } of policy.parts) {
    for (let k = 0; k < parameters.length; k += Math.ceil(parameters.length / 40))
      compare(parameters, k, derivatives[k])
  }
}
