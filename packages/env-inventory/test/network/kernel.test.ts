import { Seed } from '@gauntlet/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileKernel } from '../../kernels/build.mjs'
import { KERNEL_HEX } from '../../src/network/network-kernel-bytes.ts'
import type { Network } from '../../src/network/network.ts'
import { orderUpTo } from '../../src/network/order-up-to.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { HEAP, KernelMemory, reserveMemory } from '../../src/network/world-memory.ts'
import { readStates, writeStates } from '../../src/network/world-state.ts'
import { setNodeStocks } from '../support/node-stocks.ts'
import { networks } from '../support/random-networks.ts'
import { type Trace, byEdge, golden, networkOf } from '../support/reference-traces.ts'

const BATCH = 32
const PERIODS = 8

const SERIAL = networkOf(golden<Trace>('07_serial_4_stage_backlog_echelon_stock'))

test('the kernel is what its source compiles to', { timeout: 60000 }, async () => {
  expect(await compileKernel()).toBe(KERNEL_HEX)
})

test('many worlds run on the kernel; few, or an odd number, on the heap', () => {
  const memoryOf = (batch: number): unknown => new NetworkSimulator(SERIAL, batch).memory
  for (const batch of [32, 128, 1024]) expect(memoryOf(batch)).toBeInstanceOf(KernelMemory)
  for (const batch of [1, 30, 33, 1023]) expect(memoryOf(batch)).toBe(HEAP)
})

test('too much for one memory goes to the heap, and more than was reserved is not given', () => {
  expect(reserveMemory(2 ** 20, 2 ** 10)).toBe(HEAP)
  const memory = reserveMemory(1, 32)
  memory.numbers(32)
  expect(() => memory.numbers(1)).toThrow('got arrays of 264 bytes, expected the 256 reserved')
})

test('where the engine refuses a memory, worlds lie on the heap', () => {
  const engine = globalThis as unknown as { readonly WebAssembly: { Memory: unknown } }
  const { Memory } = engine.WebAssembly
  try {
    engine.WebAssembly.Memory = function refuse() {
      throw new RangeError('could not allocate memory')
    }
    expect(new NetworkSimulator(SERIAL, BATCH).memory).toBe(HEAP)
  } finally {
    engine.WebAssembly.Memory = Memory
  }
})

test('a thousand simulators are built without running out of address space', { timeout: 60000 }, () => {
  const network = networkOf(golden<Trace>('01_one_store_lost_L4_base_stock'))
  for (let k = 0; k < 1000; k++) {
    const simulator = new NetworkSimulator(network, BATCH)
    simulator.step(simulator.orders.fill(k), simulator.demand)
    expect(simulator.underWay[0].reduce((sum, units) => sum + units)).toBe(BATCH * k)
  }
})

test('on any network the kernel does what the loops do, to the bit', () => {
  const settings = fc.record({
    network: networks,
    integral: fc.boolean(),
    fixedCost: fc.constantFrom(0, 2.5),
    dispatchCost: fc.constantFrom(0, 1.5),
    seed: fc.nat(1000),
  })
  fc.assert(
    fc.property(settings, ({ network, integral, fixedCost, dispatchCost, seed }) => {
      const costly: Network = {
        ...network,
        integral,
        nodes: network.nodes.map((node) => (node.kind === 'store' ? node : { ...node, dispatchCost })),
        edges: network.edges.map((edge) => ({ ...edge, fixedCost })),
      }
      const loops = new NetworkSimulator(costly, BATCH, HEAP)
      const kernel = new NetworkSimulator(costly, BATCH)
      expect(kernel.memory).toBeInstanceOf(KernelMemory)
      const stream = Seed.from(seed).stream()
      const numbers = (length: number, least: number): Float64Array =>
        Float64Array.from({ length }, () => Math.max(least, Math.round(24 * stream.uniform() - 4) / 2))
      const start = numbers(BATCH * loops.plan.stateSize, 0)
      const levels = costly.edges.map(() => 30 * stream.uniform())
      for (const simulator of [loops, kernel]) writeStates(simulator, 0, BATCH, start)
      for (let t = 0; t < PERIODS; t++) {
        const orders = numbers(loops.orders.length, 0)
        const demand = numbers(loops.demand.length, -2)
        for (const simulator of [loops, kernel]) {
          if (t % 2 === 0) orderUpTo(simulator, levels)
          simulator.step(t % 2 === 0 ? simulator.orders : orders, demand)
        }
        expect(numbersOf(kernel)).toEqual(numbersOf(loops))
      }
    }),
    { numRuns: 60 },
  )
})

/** All that a step leaves behind, by name. */
function numbersOf(simulator: NetworkSimulator): unknown {
  return Object.fromEntries(
    Object.entries(simulator).filter(([, value]) => value instanceof Float64Array || Array.isArray(value)),
  )
}

const TRACES = [
  '01_one_store_lost_L4_base_stock',
  '02_one_store_backlog_L3_base_stock',
  '04_one_store_profit_L2',
  '06_transshipment_3_stores_backlog',
  '07_serial_4_stage_backlog_echelon_stock',
  '08_two_warehouses_4_stores_lost',
]

test.each(TRACES)('%s: every cost in every world of the kernel, to the bit', (name) => {
  const trace = golden<Trace>(name)
  const single = new NetworkSimulator(networkOf(trace), 1)
  setNodeStocks(single, trace.initial.store, trace.initial.warehouse, trace.initial.echelon)
  const state = new Float64Array(single.plan.stateSize)
  readStates(single, 0, 1, state)
  const simulator = new NetworkSimulator(networkOf(trace), BATCH)
  expect(simulator.memory).toBeInstanceOf(KernelMemory)
  for (let w = 0; w < BATCH; w++) writeStates(simulator, w, w + 1, state)
  trace.periods.forEach(({ action, demand, cost }, t) => {
    simulator.shipped.set(inEveryWorld(byEdge(trace, action)))
    simulator.advance(inEveryWorld(demand))
    expect([...simulator.costs], `costs of period ${t}`).toEqual(Array(BATCH).fill(cost.total))
  })
})

function inEveryWorld(numbers: readonly number[]): Float64Array {
  return Float64Array.from(numbers.flatMap((value) => Array<number>(BATCH).fill(value)))
}
