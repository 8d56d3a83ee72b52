/** Problems by the published recipe: `generateProblem`. */
import { Seed } from '@gauntlet/core'
import type { LotSizingProblem } from './problem.ts'

/** What is chosen of a generated problem. */
export interface ProblemSize {
  readonly items: number
  readonly machines: number
  readonly problemSeed: number
  readonly demandTrials: number
  readonly demandProbability: number
}

/**
 * A problem by PDPPO's recipe, drawn from `problemSeed` alone.
 *
 * Production is 0 with probability 0.4, else 1 to 40 units; a setup costs 15 with probability 0.2, else 16 to 30, and
 * loses 1 unit with probability 0.7, else 2 or 3; a lost sale costs 0.1 or 1.1, and a unit in stock 0.01; capacity is
 * 100 units. An episode that does not start at random starts with no stock with probability 0.05, else with 1 to 50
 * units, and with no setup with probability 0.4, else with any.
 * Source: leokan92/pdppo, generate_setting.py at commit bf3f368. Differs: an item that no machine would make is made by
 * one, drawn at random; the published recipe only warns. Setups at the start are of items that the machine can make.
 */
export function generateProblem(size: ProblemSize): LotSizingProblem {
  const { items, machines, problemSeed, demandTrials, demandProbability } = size
  const seed = Seed.from(problemSeed).fold('lot sizing')
  const table = (name: string, length: number, rare: number, low: number, high: number): Float64Array => {
    const stream = seed.fold(name).stream()
    return Float64Array.from({ length }, () =>
      stream.bernoulli(rare) ? low : low + 1 + stream.integer(high - low),
    )
  }
  const production = table('production', machines * items, 0.4, 0, 40)
  makeEverythingProducible(production, size, seed)
  const stream = seed.fold('lost sales').stream()
  return {
    items,
    machines,
    production,
    setupCosts: table('setup costs', machines * items, 0.2, 15, 30),
    setupLosses: table('setup losses', machines * items, 0.7, 1, 3),
    holdingCosts: new Float64Array(items).fill(0.01),
    lostSalesCosts: Float64Array.from({ length: items }, () => (stream.bernoulli(0.5) ? 1.1 : 0.1)),
    capacities: new Float64Array(items).fill(100),
    initialInventories: table('initial inventories', items, 0.05, 0, 50),
    initialSetups: initialSetups(production, size, seed),
    demandTrials,
    demandProbability,
  }
}

function makeEverythingProducible(
  production: Float64Array,
  { items, machines }: ProblemSize,
  seed: Seed,
): void {
  const stream = seed.fold('repair').stream()
  for (let i = 0; i < items; i++) {
    let most = 0
    for (let m = 0; m < machines; m++) most = Math.max(most, production[m * items + i])
    if (most === 0) production[stream.integer(machines) * items + i] = 1 + stream.integer(40)
  }
}

function initialSetups(production: Float64Array, { items, machines }: ProblemSize, seed: Seed): Int32Array {
  const stream = seed.fold('initial setups').stream()
  return Int32Array.from({ length: machines }, (_, m) => {
    const idle = stream.bernoulli(0.4)
    const setup = 1 + stream.integer(items)
    return idle || production[m * items + setup - 1] === 0 ? 0 : setup
  })
}
