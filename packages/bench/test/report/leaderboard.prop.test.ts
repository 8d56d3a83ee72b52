import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Leaderboards, type StoredCell, buildLeaderboards } from '../../src/report/index.ts'
import {
  cells,
  failedCell,
  input,
  line,
  ppo,
  pull,
  rule,
  smallMatrix,
  toyAlgorithm,
  toyDescriptor,
} from './fixture.ts'

const a2c = toyAlgorithm('a2c', { trains: true })

const PLACES = [
  [line, 'easy'],
  [line, 'hard'],
  [pull, 'k2'],
] as const

/** For each of the three settings, the scores of an algorithm's seeds; none where it did not run. */
const scores = fc.tuple(
  ...PLACES.map(() => fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { maxLength: 6 })),
)

function of(algorithm: typeof rule, given: readonly number[][], budget: number): StoredCell[] {
  return PLACES.flatMap(([environment, setting], i) =>
    cells(environment, setting, algorithm, given[i], { budget, provenance: {} }),
  )
}

/** What says where a row stands among others, and may change with them. */
const RELATIVE = ['rank', 'meanRank', 'difference', 'total', 'notRun', 'notApplicable', 'notices']

/** Every number of a contender that describes it rather than its place among others. */
function numbers(boards: Leaderboards, name: string): unknown[] {
  return [boards.overall, ...boards.domains, ...boards.settings].flatMap((table) =>
    table.rows
      .filter((row) => row.name === name)
      .map((row) => [table.name, Object.entries(row).filter(([field]) => !RELATIVE.includes(field))]),
  )
}

describe('numbers', () => {
  test('never depend on what else is compared', () => {
    fc.assert(
      fc.property(scores, scores, scores, fc.integer({ min: 1, max: 9 }), (mine, theirs, others, budget) => {
        const definitions = { environments: [line, pull], algorithms: [ppo, rule, a2c] }
        const alone = buildLeaderboards(input(of(ppo, mine, 5), { definitions, replicates: 50 }))
        const failed = [failedCell(toyDescriptor(line, 'easy', a2c, { seed: 9, budget }), 'threw', 'x')]
        const all = [...of(ppo, mine, 5), ...of(rule, theirs, budget), ...of(a2c, others, budget)]
        const among = buildLeaderboards(input(all, { failed, definitions, replicates: 50 }))
        expect(numbers(among, 'ppo')).toEqual(numbers(alone, 'ppo'))
      }),
      { numRuns: 60 },
    )
  })

  test('never depend on the order of the cells', () => {
    const whole = { ...smallMatrix(), replicates: 50 }
    const expected = buildLeaderboards(whole)
    const order = fc.shuffledSubarray([...whole.cells], { minLength: whole.cells.length })
    const failures = fc.shuffledSubarray([...whole.failed], { minLength: whole.failed.length })
    fc.assert(
      fc.property(order, failures, (list, failed) => {
        expect(buildLeaderboards({ ...whole, cells: list, failed })).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  test('are all finite', () => {
    fc.assert(
      fc.property(scores, scores, (mine, theirs) => {
        const boards = buildLeaderboards(
          input([...of(ppo, mine, 5), ...of(rule, theirs, 0)], { replicates: 50 }),
        )
        JSON.stringify(boards, (_, value: unknown) => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          return value
        })
      }),
      { numRuns: 40 },
    )
  })
})
