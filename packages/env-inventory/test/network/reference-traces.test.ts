import { expect, test } from 'vitest'
import { NetworkAdjoint } from '../../src/network/adjoint.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { Tape } from '../../src/network/tape.ts'
import { type Trace, byEdge, golden, networkOf } from '../support/reference-traces.ts'
import { nodeStocks, setNodeStocks } from '../support/node-stocks.ts'

const TRACES = [
  '01_one_store_lost_L4_base_stock',
  '02_one_store_backlog_L3_base_stock',
  '04_one_store_profit_L2',
  '06_transshipment_3_stores_backlog',
  '07_serial_4_stage_backlog_echelon_stock',
  '08_two_warehouses_4_stores_lost',
]

test.each(TRACES)('%s: every state and cost, to the bit', (name) => {
  const trace = golden<Trace>(name)
  const simulator = new NetworkSimulator(networkOf(trace), 1)
  setNodeStocks(simulator, trace.initial.store, trace.initial.warehouse, trace.initial.echelon)
  let [all, reported] = [0, 0]
  trace.periods.forEach(({ state, action, demand, cost, next_state: next }, t) => {
    expect(nodeStocks(simulator, state), `state of period ${t}`).toEqual(state)
    simulator.shipped.set(byEdge(trace, action))
    simulator.advance(Float64Array.from(demand))
    expect(simulator.costs[0], `cost of period ${t}`).toBe(cost.total)
    expect(nodeStocks(simulator, next), `state after period ${t}`).toEqual(next)
    all += cost.total
    if (t >= trace.ignore_periods) reported += cost.total
  })
  expect([all, reported]).toEqual([trace.totals.sum_all, trace.totals.sum_reported])
})

test.each(TRACES)('%s: derivatives with respect to every order', (name) => {
  const trace = golden<Trace>(name)
  const simulator = new NetworkSimulator(networkOf(trace), 1)
  setNodeStocks(simulator, trace.initial.store, trace.initial.warehouse, trace.initial.echelon)
  const tape = new Tape(simulator, trace.periods.length)
  for (const { action, demand } of trace.periods) {
    tape.before(simulator)
    simulator.shipped.set(byEdge(trace, action))
    simulator.advance(Float64Array.from(demand))
    tape.after(simulator)
  }
  const adjoint = new NetworkAdjoint(simulator)
  const [after, before] = [0, 0].map(() => new Float64Array(simulator.plan.stateSize))
  for (let t = trace.periods.length - 1; t >= 0; t--) {
    adjoint.pullbackAdvance(tape.record(t), after, Float64Array.of(1), before)
    const gradient = trace.gradient_unmasked[t]
    // Orders that arrive after the end reach no cost.
    const expected = gradient.stores === null ? [0] : byEdge(trace, gradient)
    expected.forEach((value, e) => expect(adjoint.orders[e], `period ${t}, edge ${e}`).toBeCloseTo(value, 11))
    after.set(before)
  }
})
