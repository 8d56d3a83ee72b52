import { expect, test } from 'vitest'
import { orderUpTo } from '../../src/network/order-up-to.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { setNodeStocks } from '../support/node-stocks.ts'
import { type Trace, golden, networkOf } from '../support/reference-traces.ts'

const TRACE = golden<Trace>('01_one_store_lost_L4_base_stock')

test('orders up to a level are those of the reference', () => {
  const simulator = new NetworkSimulator(networkOf(TRACE), 1)
  setNodeStocks(simulator, TRACE.initial.store)
  const [first] = TRACE.periods
  const level =
    first.action.stores[0][0] + first.state.store_inventories[0].reduce((sum, units) => sum + units)
  expect(TRACE.periods.some(({ action }) => action.stores[0][0] > 0)).toBe(true)
  for (const { action, demand } of TRACE.periods) {
    orderUpTo(simulator, [level])
    expect(simulator.orders[0]).toBeCloseTo(action.stores[0][0], 12)
    simulator.step(simulator.orders, Float64Array.from(demand))
  }
})

test('orders and demand of another length are refused', () => {
  const simulator = new NetworkSimulator(networkOf(TRACE), 2)
  expect(() => simulator.step(new Float64Array(1), new Float64Array(2))).toThrow('got 1 orders, expected 2')
  expect(() => simulator.step(new Float64Array(2), new Float64Array(4))).toThrow(
    'got 4 numbers of demand, expected 2',
  )
})

test.each([0, -1, 1.5, NaN])('a batch of %d worlds is refused', (batch) => {
  expect(() => new NetworkSimulator(networkOf(TRACE), batch)).toThrow(
    `simulator.batch: got ${batch}, expected a whole number of at least 1`,
  )
})
