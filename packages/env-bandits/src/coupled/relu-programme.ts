/** A ReLU network within a programme: `networkProgramme`, `boundUnits`. */
import type { Family } from './family.ts'
import { Programme } from './programme.ts'
import type { FoldedNetwork } from './relu-network.ts'
import type { Solver } from '../solver.ts'

/** What enters a unit before it is rectified lies between `low` and `high`, whatever the subset. */
interface UnitBounds {
  low: number
  high: number
}

/** Of every layer, the bounds of its units; the last layer's is the output. */
export type NetworkBounds = readonly (readonly UnitBounds[])[]

/** By how much a bound from linear programming is widened, for the solver's tolerance. */
const TOLERANCE = 1e-6

/**
 * A programme whose whole solutions are the family's subsets and whose objective is the network's output there.
 *
 * Unit with input a in [low, high] and output h = max(a, 0), binary z where the sign is open (big-M, with the unit's own
 * bounds for M): h >= 0, h >= a, h <= high z, h <= a - low (1 - z).
 * Source: Tjeng, Xiao and Tedrake 2019, section 4; SEQUOIA (arXiv 2503.01919), which takes M = 1e5.
 */
export function networkProgramme(family: Family, network: FoldedNetwork, bounds: NetworkBounds): Programme {
  const programme = new Programme()
  family.constrain(programme)
  let inputs = Array.from({ length: family.elements }, (_, k) => k)
  for (const [l, layerBounds] of bounds.slice(0, -1).entries())
    inputs = addLayer(programme, network, l, layerBounds, inputs)
  const last = network[network.length - 1]
  for (const [k, column] of inputs.entries()) {
    if (column >= 0) programme.costs[column] += last.weights[k]
  }
  return programme
}

/** Adds hidden layer `l`; returns the column of each unit's output, -1 where it is always 0. */
function addLayer(
  programme: Programme,
  network: FoldedNetwork,
  l: number,
  bounds: readonly UnitBounds[],
  inputs: readonly number[],
): number[] {
  const { weights, biases } = network[l]
  const addSum = (i: number, sign: number): void => {
    for (const [k, column] of inputs.entries()) {
      if (column >= 0) programme.add(column, sign * weights[i * inputs.length + k])
    }
  }
  return bounds.map(({ low, high }, i) => {
    if (high <= 0) return -1
    const out = programme.column(Math.max(low, 0), high)
    programme.add(out, 1)
    addSum(i, -1)
    if (low >= 0) {
      programme.end(biases[i], biases[i])
      return out
    }
    programme.end(biases[i], Infinity)
    const on = programme.column(0, 1, 'whole')
    programme.add(out, 1)
    programme.add(on, -high)
    programme.end(-Infinity, 0)
    programme.add(out, 1)
    addSum(i, -1)
    programme.add(on, -low)
    programme.end(-Infinity, biases[i] - low)
    return out
  })
}

/**
 * Bounds of every unit: by intervals, then, where a hidden one's sign stays open, by linear programming over the relaxed
 * family and the layers before.
 */
export function boundUnits(family: Family, network: FoldedNetwork, solver: Solver): NetworkBounds {
  const bounds: UnitBounds[][] = []
  let low = new Float64Array(family.elements)
  let high = new Float64Array(family.elements).fill(1)
  for (let l = 0; l < network.length; l++) {
    const layer = intervals(network, l, low, high)
    if (l < network.length - 1) tighten(family, network, bounds, layer, solver)
    bounds.push(layer)
    low = Float64Array.from(layer, (unit) => Math.max(0, unit.low))
    high = Float64Array.from(layer, (unit) => Math.max(0, unit.high))
  }
  return bounds
}

function intervals(network: FoldedNetwork, l: number, low: Float64Array, high: Float64Array): UnitBounds[] {
  const { inputs, outputs, weights, biases } = network[l]
  return Array.from({ length: outputs }, (_, i) => {
    const unit = { low: biases[i], high: biases[i] }
    for (let k = 0; k < inputs; k++) {
      const weight = weights[i * inputs + k]
      unit.low += weight * (weight > 0 ? low[k] : high[k])
      unit.high += weight * (weight > 0 ? high[k] : low[k])
    }
    return unit
  })
}

/** Narrows the bounds of the layer after those of `before`, in place. */
function tighten(
  family: Family,
  network: FoldedNetwork,
  before: NetworkBounds,
  units: readonly UnitBounds[],
  solver: Solver,
): void {
  if (units.every(({ low, high }) => low >= 0 || high <= 0)) return
  const { weights, biases } = network[before.length]
  const programme = new Programme()
  family.constrain(programme)
  let inputs = Array.from({ length: family.elements }, (_, k) => k)
  for (const [l, layerBounds] of before.entries())
    inputs = addLayer(programme, network, l, layerBounds, inputs)
  const columns = programme.costs.map((_, k) => k)
  solver.withModel(programme.data(solver, true), (model) => {
    model.options.set({ output_flag: false })
    const maximum = (i: number, sign: number): number => {
      const costs = new Float64Array(columns.length)
      for (const [k, column] of inputs.entries()) {
        if (column >= 0) costs[column] = sign * weights[i * inputs.length + k]
      }
      model.changeColsCost({ kind: 'set', indices: columns }, costs)
      const { modelStatus } = model.run()
      if (modelStatus !== solver.constants.modelStatus.optimal) return Infinity
      const most = model.getObjectiveValue()
      return most + TOLERANCE * Math.max(1, Math.abs(most))
    }
    for (const [i, unit] of units.entries()) {
      if (unit.low >= 0 || unit.high <= 0) continue
      unit.high = Math.min(unit.high, biases[i] + maximum(i, 1))
      if (unit.high > 0) unit.low = Math.max(unit.low, biases[i] - maximum(i, -1))
    }
  })
}
