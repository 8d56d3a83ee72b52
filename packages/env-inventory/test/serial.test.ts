import { Seed } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import {
  type DiscreteDistribution,
  NormalDistribution,
  type SerialInstance,
  backlogOptimum,
  clippedNormal,
  nicSerial,
  poisson,
  serialOptimum,
  shangSongLevels,
} from '../src/index.ts'
import { goldenRows } from './support/golden.ts'

describe('serial systems: the anchors, on a grid of 0.02', () => {
  it.each(goldenRows('clark_scarf_nic_serial.csv'))('lead time $store_L, underage cost $p', (row) => {
    const { levels, cost } = nicSerial(+row.store_L, +row.p)
    expect(cost).toBeCloseTo(+row.optimal_cost_per_period, 3)
    const known = ['S_store', 'S_warehouse(ech)', 'S_echelon1(ech)', 'S_echelon0(ech)'].map(
      (name) => +row[name],
    )
    levels.forEach((level, j) => expect(level).toBeCloseTo(known[j], 9))
  })

  it.each(goldenRows('clark_scarf_nic_serial_k.csv'))('$k stages', (row) => {
    const list = (name: string): number[] => JSON.parse(row[name]) as number[]
    const { levels, cost } = serialOptimum(clippedNormal(5, 2, 0.02), {
      leadTimes: list('lead_times_downstream_first'),
      holdingCosts: list('local_h_downstream_first'),
      underageCost: 9,
    })
    expect(cost).toBeCloseTo(+row.optimal_cost, 3)
    list('echelon_levels_downstream_first').forEach((known, j) => expect(levels[j]).toBeCloseTo(known, 9))
  })
})

const two: SerialInstance = { leadTimes: [1, 2], holdingCosts: [2, 1], underageCost: 8 }

/** Average cost per period of echelon base stock in the order of events of the reference, with Poisson demand. */
function simulate(
  { leadTimes, holdingCosts, underageCost }: SerialInstance,
  levels: readonly number[],
): number {
  const stages = leadTimes.length
  const stream = Seed.from(7).stream()
  const onHand = levels.map((level, j) => level - (levels[j - 1] ?? 0))
  const pipelines = leadTimes.map((leadTime) => Array.from({ length: leadTime }, () => 0))
  const periods = 300_000
  let total = 0
  for (let t = 0; t < periods; t++) {
    pipelines.forEach((pipeline, j) => (onHand[j] += pipeline.shift() ?? 0))
    let position = 0
    const orders = levels.map((level, j) => {
      position += onHand[j] + pipelines[j].reduce((a, b) => a + b, 0)
      return Math.min(Math.max(level - position, 0), Math.max(onHand[j + 1] ?? Infinity, 0))
    })
    orders.forEach((order, j) => {
      pipelines[j].push(order)
      if (j + 1 < stages) onHand[j + 1] -= order
    })
    onHand[0] -= stream.poisson(3)
    onHand.forEach((left, j) => (total += left > 0 ? holdingCosts[j] * left : -underageCost * left))
  }
  return total / periods
}

describe('serial systems', () => {
  it('with one stage are a newsvendor', () => {
    const demand = poisson(5)
    const { levels, cost } = serialOptimum(demand, { leadTimes: [4], holdingCosts: [1], underageCost: 9 })
    const one = backlogOptimum(demand, 4, 1, 9)
    expect(levels).toEqual([one.level])
    expect(cost).toBeCloseTo(one.cost, 10)
  })

  it('cost what a simulation of the optimal levels costs, and other levels cost more', () => {
    const { levels, cost } = serialOptimum(poisson(3), two)
    expect(Math.abs(simulate(two, levels) / cost - 1)).toBeLessThan(0.005)
    for (const change of [
      [2, 0],
      [-2, 0],
      [0, 3],
      [0, -3],
    ]) {
      expect(simulate(two, [levels[0] + change[0], levels[1] + change[1]])).toBeGreaterThan(cost * 1.005)
    }
  })

  it('gain nothing from a stage in which stock costs as much and which adds no time', () => {
    const demand = poisson(3)
    const longer = { leadTimes: [1, 2, 0], holdingCosts: [2, 1, 1], underageCost: 8 }
    expect(serialOptimum(demand, longer).cost).toBeCloseTo(serialOptimum(demand, two).cost, 9)
  })

  it('charge stock in transit apart: mean demand times lead time at the rate of the stage it left', () => {
    expect(serialOptimum(poisson(3), two).transitCost).toBeCloseTo(3 * 1 * 1, 12)
  })

  it('have levels between the newsvendors of Shang and Song', () => {
    for (const underageCost of [4, 9, 39]) {
      const instance = { leadTimes: [2, 3, 1], holdingCosts: [1, 0.5, 0.2], underageCost }
      const { levels } = serialOptimum(poisson(6), instance)
      const { lower, upper, levels: heuristic } = shangSongLevels(poisson(6), instance)
      levels.forEach((level, j) => {
        expect(level).toBeGreaterThanOrEqual(lower[j])
        expect(level).toBeLessThanOrEqual(upper[j])
        expect(Math.abs(heuristic[j] - level)).toBeLessThanOrEqual(1.5)
      })
      expect(lower[0]).toBe(upper[0])
    }
  })

  it('refuse demand without a table, which only the heuristic takes', () => {
    const normal = new NormalDistribution(5, 1)
    expect(() => serialOptimum(normal as unknown as DiscreteDistribution, two)).toThrow(
      'serial.demand: got {"mean":5,"deviation":1}, expected a DiscreteDistribution, as poisson,',
    )
    expect(shangSongLevels(normal, two).levels).toHaveLength(2)
  })

  it('refuse what is no serial system', () => {
    expect(() => serialOptimum(poisson(3), { ...two, leadTimes: [] })).toThrow(
      'serial.leadTimes.length: got 0',
    )
    expect(() => serialOptimum(poisson(3), { ...two, holdingCosts: [1] })).toThrow('serial.holdingCosts')
    expect(() => serialOptimum(poisson(3), { ...two, holdingCosts: [1, 2] })).toThrow(
      'serial.holdingCosts[1]: got 2',
    )
    expect(() => serialOptimum(poisson(3), { ...two, leadTimes: [1, -1] })).toThrow(
      'serial.leadTimes[1]: got -1',
    )
    expect(() => shangSongLevels(poisson(3), { ...two, underageCost: 0 })).toThrow(
      'serial.underageCost: got 0',
    )
  })
})
