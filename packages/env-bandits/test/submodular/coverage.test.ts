import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { GauntletError, ParameterError, Seed, settingOf } from '@gauntlet/core'
import { rolloutDigests } from '../contracts.ts'
import { bestWalk } from '../../src/submodular/best-walk.ts'
import { algorithms } from '../../src/submodular/submodular-plugin.ts'
import { ITEMS, SMALL } from './small-grid.ts'
import { type CoverageParameters, coverage } from '../../src/submodular/coverage.ts'
import { MOVES, gridMap } from '../../src/submodular/grid-map.ts'
import { objectiveOf } from '../../src/submodular/objectives.ts'
import { episodeMetrics, policyFor, summaryOf } from '../episodes.ts'

const seed = Seed.from(7)

test.each([
  [{ ...SMALL, start: 12 }, 'bandits/coverage.start: got 12, expected a cell without a wall, 0 to 11'],
  [{ ...SMALL, map: 'two-rooms', start: 2 }, 'bandits/coverage.start: got 2, expected a cell without a wall'],
  [{ ...ITEMS, itemDemands: [1] }, 'bandits/coverage.itemDemands: got [1], expected 2 demands'],
  [{ ...ITEMS, itemCells: [9, 9] }, 'bandits/coverage.itemCells: got [9,9], expected at most 12 in all'],
  [{ objective: 'entropy', width: 40 }, 'bandits/coverage.height: got 30, expected at most 1024 cells'],
  [{ slip: 1.5 }, 'bandits/coverage.slip: got 1.5'],
] as const)('%j are refused with path, value and what is allowed', (parameters, message) => {
  expect(() => coverage.describe(parameters)).toThrow(ParameterError)
  expect(() => coverage.describe(parameters)).toThrow(message)
})

describe('a walk', () => {
  test('pays what each cell adds, the start with the first move', async () => {
    const environment = await coverage.make({ width: 5, height: 5, start: 12, horizon: 4 })
    environment.reset(seed)
    const rewards = [1, 1, 3, 0].map((move) => {
      environment.step(Int32Array.of(move))
      return environment.rewards[0]
    })
    // The cross of the centre covers 5 cells, its right neighbour adds 3 of its own, the edge 2.
    expect(rewards).toEqual([8, 2, 0, 0])
    expect([...environment.metrics]).toEqual([10, 3])
    expect(environment.returns[0]).toBe(10)
  })

  test('of items counts each no more than its demand', async () => {
    const environment = await coverage.make({ ...ITEMS, slip: 1, horizon: 400 }, 20)
    const metrics = episodeMetrics(environment, environment.expert!.policy('greedy'), seed)
    expect(new Set(metrics('value'))).toEqual(new Set([3]))
    expect(Math.max(...metrics('visited'))).toBe(12)
  })

  test('goes through the door of two rooms, and through no wall', () => {
    const { walls, next } = gridMap(5, 3, 'two-rooms')
    expect([...walls]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    expect([...next.subarray(1 * MOVES.length, 2 * MOVES.length)]).toEqual([1, 1, 1, 0, 6])
    expect(next[6 * MOVES.length + 1]).toBe(7)
  })

  test('shows walker, visits, walls and gains', async () => {
    const environment = await coverage.make({ width: 3, height: 1, start: 0, horizon: 2 })
    environment.reset(seed)
    const shown = (): number[] => [...environment.observations].map((value) => Math.round(100 * value) / 100)
    expect(shown()).toEqual([1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0.2, 0.2, 0])
    environment.step(Int32Array.of(1))
    expect(shown()).toEqual([0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0.5])
    expect(environment.renderText(0)).toBe('bandits/coverage  step 1 of 2  value 3.000\n+@.')
    expect(environment.renderSvg(0)).toContain('step 1 of 2')
  })

  test('refuses a snapshot of another grid, and other experts', async () => {
    const environment = await coverage.make({ ...SMALL, map: 'two-rooms' })
    environment.reset(seed)
    const snapshot = environment.snapshot!.save(0)
    const content = snapshot.content as { readonly rules: object }
    for (const change of [
      { visits: Int32Array.of(2) },
      { cell: 40 },
      { key: 3 },
      { visits: Int32Array.of(5, 5) },
    ]) {
      const changed = { ...snapshot, content: { ...content, rules: { ...content.rules, ...change } } }
      expect(() => environment.snapshot!.restore(0, changed)).toThrow(GauntletError)
      expect(() => environment.snapshot!.restore(0, changed)).toThrow('expected that of 12 cells')
    }
    expect(() => environment.expert!.policy('best')).toThrow(
      'got expert best, expected one of greedy, best-rate',
    )
  })
})

const KINDS: readonly Partial<CoverageParameters>[] = [
  { weights: 'uniform' },
  { weights: 'bimodal', map: 'two-rooms' },
  { objective: 'items', itemCells: [3, 4], itemDemands: [2, 1] },
  { objective: 'entropy', lengthScale: 1.5 },
]

describe('objectives', () => {
  test('are monotone and submodular: a gain is at least 0 and never grows', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), order, fc.nat(), (kind, cells, number) => {
        const parameters = coverage.resolve({ ...SMALL, ...kind })
        const map = gridMap(4, 3, parameters.map)
        const objective = objectiveOf(parameters, map, 2)
        objective.begin(1, Seed.from(number))
        const gains = (): number[] => Array.from(map.walls.keys(), (cell) => objective.gain(1, cell))
        let before = gains()
        expect(Math.max(...before)).toBeLessThanOrEqual(objective.largestGain + 1e-12)
        for (const cell of cells.filter((candidate) => map.walls[candidate] === 0)) {
          objective.add(1, cell)
          const after = gains()
          after.forEach((gain, k) => {
            expect(gain).toBeGreaterThanOrEqual(0)
            expect(gain).toBeLessThanOrEqual(before[k] + 1e-12)
          })
          expect(after[cell]).toBe(0)
          before = after
        }
      }),
      { numRuns: 100 },
    )
  })

  test('of entropy is half the log determinant, whatever the order of the visits', () => {
    const parameters = coverage.resolve({ ...SMALL, objective: 'entropy', noise: 0.7, lengthScale: 1.5 })
    const visits = [3, 0, 7, 6]
    const kernel = (i: number, j: number): number => {
      const [x, y] = [(i % 4) - (j % 4), Math.floor(i / 4) - Math.floor(j / 4)]
      return Math.exp(-(x * x + y * y) / (2 * 1.5 * 1.5))
    }
    const matrix = visits.map((i) => visits.map((j) => (i === j ? 1 : 0) + kernel(i, j) / 0.49))
    let determinant = 1
    for (let k = 0; k < visits.length; k++) {
      determinant *= matrix[k][k]
      for (let i = k + 1; i < visits.length; i++) {
        const factor = matrix[i][k] / matrix[k][k]
        for (let j = k; j < visits.length; j++) matrix[i][j] -= factor * matrix[k][j]
      }
    }
    const objective = objectiveOf(parameters, gridMap(4, 3, 'open'), 1)
    for (const order of [visits, visits.toReversed()]) {
      objective.begin(0, seed)
      let value = 0
      for (const cell of order) {
        value += objective.gain(0, cell)
        objective.add(0, cell)
      }
      expect(value).toBeCloseTo(Math.log(determinant) / 2, 12)
    }
  })
})

/** The largest F of all 5^H walks, one by one. */
function exhaustive(parameters: CoverageParameters, key: Seed): number {
  const map = gridMap(parameters.width, parameters.height, parameters.map)
  const objective = objectiveOf(parameters, map, 1)
  let best = 0
  const go = (walk: readonly number[], left: number): void => {
    if (left > 0) {
      for (let move = 0; move < MOVES.length; move++) {
        go([...walk, map.next[walk[walk.length - 1] * MOVES.length + move]], left - 1)
      }
      return
    }
    objective.begin(0, key)
    let value = 0
    for (const cell of new Set(walk)) {
      value += objective.gain(0, cell)
      objective.add(0, cell)
    }
    best = Math.max(best, value)
  }
  go([parameters.start], parameters.horizon)
  return best
}

describe('the best walk', () => {
  test('is that of exhaustive search', () => {
    for (const kind of KINDS) {
      const parameters = coverage.resolve({ ...SMALL, ...kind, horizon: 5 })
      for (const key of [Seed.from(1), Seed.from(2)])
        expect(bestWalk(parameters, key)).toBeCloseTo(exhaustive(parameters, key), 9)
    }
  })

  test('is refused where it would start in a wall', () => {
    const wall = { ...SMALL, map: 'two-rooms', start: 2 } as const
    expect(() => bestWalk(wall, seed)).toThrow(
      'bandits/coverage.start: got 2, expected a cell without a wall',
    )
  })

  test('has the value of the references, which no walker exceeds', async () => {
    for (const name of ['small-coverage', 'small-entropy']) {
      const { parameters, references } = settingOf(coverage, name)
      expect(bestWalk(coverage.resolve(parameters), seed)).toBeCloseTo(references.best.score, 4)
      for (const algorithm of algorithms) {
        const environment = await coverage.make(parameters)
        const [value] = episodeMetrics(environment, await policyFor(algorithm, environment), seed)('value')
        expect(value).toBeLessThanOrEqual(references.best.score + 1e-4)
        expect(value).toBeGreaterThan(references.random.score)
      }
    }
  })
})

test('walkers beat chance by far on every setting', async () => {
  for (const [name, { parameters, references }] of Object.entries(coverage.settings)) {
    const environment = await coverage.make(parameters, 4)
    const metrics = episodeMetrics(environment, environment.expert!.policy('best-rate'), seed)
    const { mean } = summaryOf(metrics('value'))
    const least = references.random.score + 0.7 * (references.best.score - references.random.score)
    expect(mean, name).toBeGreaterThan(least)
  }
})

test('roll-outs are those of the frozen digests', async () => {
  const digests = await rolloutDigests(coverage, algorithms, { horizon: 10, slip: 0.1 }, 2, 25)
  await expect(digests).toMatchFileSnapshot('../golden/coverage-digests.json')
})
