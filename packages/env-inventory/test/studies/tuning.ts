/** Levels by stochastic gradient descent through the simulator: `tune`, `baseStockRule`, `softmaxRule`. */
import { type Seed, exp, pow } from '@gauntlet/core'
import { NetworkAdjoint } from '../../src/network/adjoint.ts'
import type { NetworkProblem } from '../../src/network/problem.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { StockObservation } from '../../src/network/stock-observation.ts'
import { Tape } from '../../src/network/tape.ts'
import { readStates } from '../../src/network/world-state.ts'
import { positionsOf } from '../../src/policies/positions.ts'

const BATCH = 32
const PERIODS = 160
const WARM_UP = 50
const ITERATIONS = 160
const STEEPEST = 1

/** A policy of some parameters and its derivative, on one world's state; symbols: g derivative by orders. */
export interface Rule {
  /** Writes `orders` [edges]. */
  act(parameters: Float64Array, state: Float64Array, orders: Float64Array): void
  /** Adds to the derivatives with respect to parameters and state. */
  pull(
    parameters: Float64Array,
    state: Float64Array,
    g: Float64Array,
    toParameters: Float64Array,
    toState: Float64Array,
  ): void
}

/** By edge, what of the state sums up to a position. */
function statePositions(problem: NetworkProblem, kind: 'local' | 'echelon'): Int32Array[] {
  const { observed, summed } = new StockObservation(new NetworkSimulator(problem.network, 1).plan)
  return positionsOf(problem)[kind].map((indices) =>
    Int32Array.from([...indices].flatMap((o) => [...summed].filter((_, i) => observed[i] === o))),
  )
}

function total(state: Float64Array, indices: Int32Array): number {
  let sum = 0
  for (let i = 0; i < indices.length; i++) sum += state[indices[i]]
  return sum
}

function subtract(state: Float64Array, indices: Int32Array, amount: number): void {
  for (let i = 0; i < indices.length; i++) state[indices[i]] -= amount
}

export function baseStockRule(problem: NetworkProblem): Rule {
  const positions = statePositions(problem, 'echelon')
  return {
    act(levels, state, orders) {
      for (let e = 0; e < positions.length; e++)
        orders[e] = Math.max(levels[e] - total(state, positions[e]), 0)
    },
    pull(levels, state, g, toLevels, toState) {
      for (let e = 0; e < positions.length; e++) {
        if (levels[e] <= total(state, positions[e])) continue
        toLevels[e] += g[e]
        subtract(toState, positions[e], g[e])
      }
    },
  }
}

/** Targets, then the scale. */
export function softmaxRule(problem: NetworkProblem): Rule {
  const { nodes, edges } = problem.network
  const own = baseStockRule(problem)
  const local = statePositions(problem, 'local')
  const { observed, summed } = new StockObservation(new NetworkSimulator(problem.network, 1).plan)
  const { rows } = positionsOf(problem)
  const warehouses = nodes.flatMap(({ kind, holds }, node) =>
    kind === 'warehouse'
      ? [
          {
            holds,
            onHand: summed[observed.indexOf(rows[node][0])],
            outgoing: edges.flatMap(({ source }, e) => (source === node ? [e] : [])),
          },
        ]
      : [],
  )
  const p = new Float64Array(edges.length)
  const rest = new Float64Array(edges.length)
  /** Writes the shares p of what a warehouse has. */
  const share = (
    parameters: Float64Array,
    state: Float64Array,
    { holds, outgoing }: (typeof warehouses)[number],
  ): void => {
    const scale = parameters[edges.length]
    let highest = holds ? 1 : -Infinity
    for (const e of outgoing)
      highest = Math.max(highest, (p[e] = scale * (parameters[e] - total(state, local[e]))))
    let sum = holds ? exp(1 - highest) : 0
    for (const e of outgoing) sum += p[e] = exp(p[e] - highest)
    for (const e of outgoing) p[e] /= sum
  }
  return {
    act(parameters, state, orders) {
      own.act(parameters, state, orders)
      for (const warehouse of warehouses) {
        share(parameters, state, warehouse)
        for (const e of warehouse.outgoing) orders[e] = p[e] * Math.max(state[warehouse.onHand], 0)
      }
    },
    pull(parameters, state, g, toParameters, toState) {
      const scale = parameters[edges.length]
      rest.set(g)
      for (const warehouse of warehouses) {
        const { onHand, outgoing } = warehouse
        share(parameters, state, warehouse)
        let mean = 0
        for (const e of outgoing) mean += p[e] * g[e]
        if (state[onHand] > 0) toState[onHand] += mean
        for (const e of outgoing) {
          rest[e] = 0
          const dz = Math.max(state[onHand], 0) * p[e] * (g[e] - mean)
          toParameters[e] += scale * dz
          toParameters[edges.length] += (parameters[e] - total(state, local[e])) * dz
          subtract(toState, local[e], scale * dz)
        }
      }
      own.pull(parameters, state, rest, toParameters, toState)
    },
  }
}

/**
 * Adam on the mean cost by store and period after a warm-up, each iteration on demand of its own; the mean of the last
 * quarter's parameters. Worlds begin empty.
 */
export function tune(problem: NetworkProblem, rule: Rule, start: readonly number[], seed: Seed): number[] {
  const parameters = Float64Array.from(start)
  const count = parameters.length
  const [first, second, mean] = [0, 0, 0].map(() => new Float64Array(count))
  const quarter = ITERATIONS / 4
  // Steps of a level are in units, of a great one in more of them; of a softmax's scale, the last, in hundredths.
  const sizes = start.map((level, i) => (i < problem.network.edges.length ? Math.max(level / 25, 1) : 0.03))
  for (let n = 1; n <= ITERATIONS; n++) {
    const gradient = gradientOf(problem, rule, parameters, seed.fold(n))
    const rate = 0.6 * (1 - n / (ITERATIONS + 1)) + 0.01
    for (let i = 0; i < count; i++) {
      // Where a centre that holds nothing is hardly asked for anything, shares of it are steep: one step must not count for all.
      gradient[i] = Math.min(Math.max(gradient[i], -STEEPEST), STEEPEST)
      first[i] = 0.9 * first[i] + 0.1 * gradient[i]
      second[i] = 0.99 * second[i] + 0.01 * gradient[i] * gradient[i]
      const step = first[i] / (1 - pow(0.9, n)) / (Math.sqrt(second[i] / (1 - pow(0.99, n))) + 1e-12)
      parameters[i] = Math.max(parameters[i] - rate * sizes[i] * step, 0.01)
      if (n > ITERATIONS - quarter) mean[i] += parameters[i] / quarter
    }
  }
  return [...mean]
}

function gradientOf(problem: NetworkProblem, rule: Rule, parameters: Float64Array, seed: Seed): Float64Array {
  const { network, demand } = problem
  const edges = network.edges.length
  const simulator = new NetworkSimulator(network, BATCH)
  const { stateSize } = simulator.plan
  const tape = new Tape(simulator, PERIODS)
  const states = Array.from({ length: PERIODS }, () => new Float64Array(BATCH * stateSize))
  const streams = Array.from({ length: BATCH }, (_, w) => seed.fold(w).stream())
  const demandStates = new Float64Array(BATCH * demand.stateSize)
  for (let w = 0; w < BATCH; w++) demand.begin(streams[w], undefined, demandStates, w * demand.stateSize)
  const orders = new Float64Array(edges * BATCH)
  const asked = new Float64Array(demand.stores * BATCH)
  const row = new Float64Array(edges)
  const rowOf = (t: number, w: number): Float64Array => states[t].subarray(w * stateSize, (w + 1) * stateSize)
  for (let t = 0; t < PERIODS; t++) {
    readStates(simulator, 0, BATCH, states[t])
    for (let w = 0; w < BATCH; w++) {
      rule.act(parameters, rowOf(t, w), row)
      for (let e = 0; e < edges; e++) orders[e * BATCH + w] = row[e]
      demand.draw(streams[w], demandStates, w * demand.stateSize, asked, w, BATCH)
    }
    tape.before(simulator)
    simulator.step(orders, asked)
    tape.after(simulator)
  }
  const adjoint = new NetworkAdjoint(simulator)
  const gradient = new Float64Array(parameters.length)
  const [after, before] = [0, 0].map(() => new Float64Array(BATCH * stateSize))
  const costs = new Float64Array(BATCH)
  for (let t = PERIODS - 1; t >= 0; t--) {
    costs.fill(t < WARM_UP ? 0 : 1 / (BATCH * (PERIODS - WARM_UP) * demand.stores))
    adjoint.pullback(tape.record(t), after, costs, before)
    for (let w = 0; w < BATCH; w++) {
      for (let e = 0; e < edges; e++) row[e] = adjoint.orders[e * BATCH + w]
      rule.pull(parameters, rowOf(t, w), row, gradient, before.subarray(w * stateSize, (w + 1) * stateSize))
    }
    after.set(before)
  }
  return gradient
}
