import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Seed } from '@gauntlet/core'
import { NetworkAdjoint } from '../../src/network/adjoint.ts'
import type { Network } from '../../src/network/network.ts'
import { NetworkSimulator } from '../../src/network/simulator.ts'
import { Tape } from '../../src/network/tape.ts'
import { readStates, writeStates } from '../../src/network/world-state.ts'
import { networks } from '../support/random-networks.ts'

const BATCH = 2
const PERIODS = 6

/** A roll-out: where it starts, what is ordered and demanded, and how much each cost and the last state count. */
interface Rollout {
  readonly start: Float64Array
  readonly orders: readonly Float64Array[]
  readonly demand: readonly Float64Array[]
  readonly costs: readonly Float64Array[]
  readonly end: Float64Array
}

function rollout({ edges, nodes }: Network, stateSize: number, seed: number): Rollout {
  const stream = Seed.from(seed).stream()
  const numbers = (things: number, low: number, high: number): Float64Array =>
    Float64Array.from({ length: things * BATCH }, () => low + (high - low) * stream.uniform())
  const periods = (things: number, low: number, high: number): Float64Array[] =>
    Array.from({ length: PERIODS }, () => numbers(things, low, high))
  const stores = nodes.filter(({ kind }) => kind === 'store').length
  return {
    start: numbers(stateSize, 0, 9),
    orders: periods(edges.length, 0, 9),
    demand: periods(stores, -1, 9),
    costs: periods(1, -1, 1),
    end: numbers(stateSize, -1, 1),
  }
}

/** The weighed sum of all costs and of the last state. */
function objective(network: Network, { start, orders, demand, costs, end }: Rollout, tape?: Tape): number {
  const simulator = new NetworkSimulator(network, BATCH)
  writeStates(simulator, 0, BATCH, start)
  let sum = 0
  for (let t = 0; t < PERIODS; t++) {
    tape?.before(simulator)
    simulator.step(orders[t], demand[t])
    tape?.after(simulator)
    for (let w = 0; w < BATCH; w++) sum += costs[t][w] * simulator.costs[w]
  }
  const last = new Float64Array(end.length)
  readStates(simulator, 0, BATCH, last)
  return last.reduce((total, value, k) => total + value * end[k], sum)
}

/** Derivatives of the objective with respect to the first state and to all orders. */
function gradient(network: Network, play: Rollout): { start: Float64Array; orders: Float64Array[] } {
  const simulator = new NetworkSimulator(network, BATCH)
  const tape = new Tape(simulator, PERIODS)
  objective(network, play, tape)
  const adjoint = new NetworkAdjoint(simulator)
  const after = play.end.slice()
  const before = new Float64Array(after.length)
  const orders: Float64Array[] = []
  for (let t = PERIODS - 1; t >= 0; t--) {
    adjoint.pullback(tape.record(t), after, play.costs[t], before)
    orders.unshift(adjoint.orders.slice())
    after.set(before)
  }
  return { start: before, orders }
}

const STEP = 1e-6

test('derivatives are those of central differences, whatever the network', () => {
  let kinks = 0
  let compared = 0
  fc.assert(
    fc.property(networks, fc.integer({ min: 0, max: 1_000_000 }), (network, seed) => {
      const { stateSize } = new NetworkSimulator(network, 1).plan
      const play = rollout(network, stateSize, seed)
      const { start, orders } = gradient(network, play)
      const places: [Float64Array, Float64Array][] = [
        [play.start, start],
        ...play.orders.map((values, t): [Float64Array, Float64Array] => [values, orders[t]]),
      ]
      const stream = Seed.from(seed).fold('places').stream()
      for (const [values, derivatives] of places) {
        const k = stream.integer(values.length)
        const there = values[k]
        const at = (x: number): number => {
          values[k] = x
          return objective(network, play)
        }
        const slopes = [(at(there + STEP) - at(there)) / STEP, (at(there) - at(there - STEP)) / STEP]
        values[k] = there
        compared++
        const near = slopes.some((slope) => Math.abs(slope - derivatives[k]) < 1e-5 * (1 + Math.abs(slope)))
        const smooth = Math.abs(slopes[0] - slopes[1]) < 1e-5 * (1 + Math.abs(slopes[0]))
        if (!smooth) kinks++
        else expect(near, `derivative ${derivatives[k]}, difference ${slopes[0]}`).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(kinks / compared).toBeLessThan(0.01)
})
