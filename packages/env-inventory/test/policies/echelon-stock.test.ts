import { log1p, exp } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { constantDemand, echelonStockPolicy } from '../../src/index.ts'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { writeStates } from '../../src/network/world-state.ts'
import { golden, networkOf } from '../support/reference-traces.ts'
import { play } from '../support/stepper.ts'

interface ClosedLoop {
  readonly problem: {
    readonly lost_demand: boolean
    readonly maximize_profit: boolean
    readonly n_warehouses: number
  }
  readonly data: Record<string, never> & {
    readonly initial_inventories: readonly (readonly (readonly number[])[])[]
    readonly demands: readonly (readonly (readonly number[])[])[]
  }
  readonly weights: { readonly 'net.master.0.bias': readonly number[] }
  readonly periods: readonly {
    readonly action: Record<'stores' | 'warehouses' | 'echelons', readonly (readonly (readonly number[])[])[]>
    readonly cost_per_sample: readonly number[]
  }[]
}

test('the reference’s closed loop of echelon stock: what is shipped and what it costs', () => {
  const { data, weights, periods, ...rest } = golden<ClosedLoop>('17_grad_echelon_stock_serial')
  const [params, initial] = [
    {
      lead_times: data.lead_times[0],
      holding_costs: data.holding_costs[0],
      underage_costs: data.underage_costs[0],
      warehouse_lead_times: data.warehouse_lead_times[0],
      warehouse_holding_costs: data.warehouse_holding_costs[0],
      echelon_lead_times: data.echelon_lead_times[0],
      echelon_holding_costs: data.echelon_holding_costs[0],
    },
    { store: data.initial_inventories[0] },
  ]
  const network = networkOf({ ...rest, params, initial } as never)
  const problem: NetworkProblem = {
    id: 'golden',
    network,
    demand: constantDemand({ means: [5] }),
    horizon: 30,
    finite: false,
    warmUp: 0,
    orderLimits: network.edges.map(() => Infinity),
    features: false,
    pastDemand: 0,
    objectives: 1,
    profit: false,
    scored: 'mean',
    control: 'central',
  }
  // The net gives the distances between levels, from the store up; its edges lead to the store, the warehouse, and the
  // echelons from the supplier on.
  let level = 0
  const [store, warehouse, second, first] = weights['net.master.0.bias'].map(
    (bias) => (level += log1p(exp(bias + 10))),
  )
  const policy = echelonStockPolicy(problem, [store, warehouse, first, second])
  const demand = periods.map((_, t) => data.demands.map(([path]) => path[t]))
  let t = 0
  play(
    problem,
    policy,
    2,
    demand,
    (simulator) => {
      const { stateSize } = simulator.plan
      const states = new Float64Array(2 * stateSize)
      data.initial_inventories.forEach(([[onHand, ...underWay]], w) => {
        states[w * stateSize] = onHand
        // Stock of the store, the warehouse and two echelons, then what is under way to the store.
        underWay.forEach((units, p) => (states[w * stateSize + 4 + p] = units))
      })
      writeStates(simulator, 0, 2, states)
    },
    (_orders, simulator) => {
      const { action, cost_per_sample: costs } = periods[t++]
      for (let w = 0; w < 2; w++) {
        const expected = [action.stores, action.warehouses, action.echelons].flatMap((kind) => kind[w].flat())
        expected.forEach((units, e) =>
          expect(simulator.shipped[e * 2 + w], `period ${t}, edge ${e}`).toBeCloseTo(units, 4),
        )
        expect(simulator.costs[w], `cost of period ${t}`).toBeCloseTo(costs[w], 3)
      }
    },
  )
  expect(t).toBe(30)
})
