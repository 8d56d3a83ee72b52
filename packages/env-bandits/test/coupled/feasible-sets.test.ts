import { expect, test } from 'vitest'
import { GauntletError, Seed } from '@gauntlet/core'
import { CapacitySets } from '../../src/coupled/capacity-sets.ts'
import { FeasibleSets } from '../../src/coupled/feasible-sets.ts'
import { InterventionSets } from '../../src/coupled/intervention-sets.ts'
import { Programme, solveProgramme } from '../../src/coupled/programme.ts'
import { RoutingSets } from '../../src/coupled/routing-sets.ts'
import { SchedulingSets } from '../../src/coupled/scheduling-sets.ts'
import { loadSolver } from '../../src/solver.ts'

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof GauntletError) return `${error.code}: ${error.message}`
  }
  return 'none'
}

test('a trip pulls no node that it does not reach (the reference’s programme pulls 8 and 9)', async () => {
  const path = Array.from({ length: 9 }, (_, v): [number, number] => [v, v + 1])
  const family = new RoutingSets(10, path, 0, 2, 4)
  const scores = Float64Array.from({ length: 10 }, (_, v) => (v < 8 ? 0.01 : 1))
  for (const limit of [100_000, 0]) {
    const subset = new Uint8Array(10)
    const sets = await FeasibleSets.make('path', family, 1000, limit)
    sets.oracle(scores, subset)
    const total = scores.reduce((sum, score, v) => sum + subset[v] * score, 0)
    expect(total).toBeCloseTo(0.02, 12)
    expect(subset.subarray(3).every((bit) => bit === 0)).toBe(true)
  }
  expect(family.contains(Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 0)).toBe(true)
})

test.each([
  [[-1, 2], [3], 'costs[0]: got -1, expected a whole number of at least 1'],
  [[1, 2], [0], 'capacities[0]: got 0'],
  [[], [3], 'costs: got []'],
])('costs %j and capacities %j are refused', (costs, capacities, message) => {
  expect(() => new CapacitySets(Int32Array.from(costs), Int32Array.from(capacities))).toThrow(message)
})

test.each([
  [
    'source',
    () => new RoutingSets(3, [[0, 1]], 9, 2, 4),
    'source: got 9, expected a whole number from 0 to 2',
  ],
  ['edge', () => new RoutingSets(3, [[0, 3]], 0, 2, 4), 'edges[0]: got 3'],
  [
    'budget',
    () => new RoutingSets(40, [[0, 1]], 0, 35, 4),
    'budget: got 35, expected a whole number from 0 to 12',
  ],
  ['slots', () => new SchedulingSets(Int32Array.of(3, -1), Int32Array.of(3), 2), 'arms[1]: got -1'],
  ['half', () => new InterventionSets(3, 1.5), 'budget: got 1.5, expected a whole number of at least 0'],
])('a family of what cannot be is refused: %s', (_, make, message) => {
  expect(make).toThrow(message)
})

test('scores of another length are refused', async () => {
  const sets = await FeasibleSets.make('three', new InterventionSets(3, 1), 10)
  expect(() => sets.oracle(new Float64Array(4), new Uint8Array(3))).toThrow(
    'three: got 4 scores and 3 elements of subsets, expected as many, 3 for each world',
  )
})

test('an infeasible family, an unbounded objective and scores without end are named errors', async () => {
  const family = new InterventionSets(3, 4)
  await expect(FeasibleSets.make('three', family, 10)).rejects.toThrow(
    expect.objectContaining({ code: 'infeasible', message: 'three: no subset satisfies the constraints' }),
  )
  const solver = await loadSolver()
  const impossible = new Programme()
  family.constrain(impossible)
  expect(codeOf(() => solveProgramme(solver, impossible, 10, 'three'))).toBe(
    'infeasible: three: no subset satisfies the constraints',
  )
  const endless = new Programme()
  endless.column(0, Infinity, 'whole', 1)
  expect(codeOf(() => solveProgramme(solver, endless, 10, 'endless'))).toBe(
    'unbounded: endless: the objective has no maximum',
  )
  const sets = await FeasibleSets.make('two', new InterventionSets(3, 2), 10)
  expect(codeOf(() => sets.oracle(Float64Array.of(0, 0, 0, 1, Infinity, 0), new Uint8Array(6)))).toMatch(
    /^oracle: two: world 1, element 1: got score Infinity, expected a finite number/,
  )
  expect(codeOf(() => sets.oracle(Float64Array.of(NaN, 0, 0), new Uint8Array(3)))).toMatch(
    /world 0, element 0/,
  )
})

test('a network that does not fit, or is not finite, is refused by its layer', async () => {
  const sets = await FeasibleSets.make('two', new InterventionSets(3, 2), 10)
  const layer = (weights: number[], biases: number[]): { weights: Float64Array; biases: Float64Array } => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  })
  const context = new Float64Array(0)
  expect(codeOf(() => sets.maximise(0, 0, { context, layers: [] }))).toMatch(/^network: .* no layers/)
  expect(codeOf(() => sets.maximise(0, 0, { context, layers: [layer([1, 1], [0])] }))).toMatch(
    /layer 0: got 2 weights and 1 biases, expected 1 x 3 and 1/,
  )
  expect(codeOf(() => sets.maximise(0, 0, { context, layers: [layer([1, NaN, 1], [0])] }))).toMatch(
    /layer 0, weights: got NaN at 1/,
  )
})

test('a search stopped at its node limit gives a feasible set and how far it may be off', async () => {
  const stream = Seed.from(5).stream()
  const costs = Int32Array.from({ length: 16 }, () => 2 + stream.integer(5))
  const family = new CapacitySets(costs, Int32Array.of(5, 7, 6))
  const normals = (length: number): Float64Array => Float64Array.from({ length }, () => stream.normal())
  const network = {
    context: new Float64Array(0),
    layers: [
      { weights: normals(12 * 16), biases: normals(12) },
      { weights: normals(12 * 12), biases: normals(12) },
      { weights: normals(12), biases: normals(1) },
    ],
  }
  const table = await FeasibleSets.make('table', family, 0)
  const best = table.maximise(0, 0, network)
  const stopped = await FeasibleSets.make('stopped', family, 0, 0)
  const { subset, value, gap } = stopped.maximise(0, 0, network)
  expect(best.gap).toBe(0)
  expect(family.contains(subset, 0)).toBe(true)
  expect(gap).toBeGreaterThan(0)
  expect(gap).toBeLessThan(1000)
  expect(value).toBeLessThanOrEqual(best.value + 1e-9)
  expect(value + gap).toBeGreaterThanOrEqual(best.value - 1e-6)
})
