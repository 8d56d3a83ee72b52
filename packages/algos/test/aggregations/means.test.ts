import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Aggregation } from '../../src/aggregations/aggregation.ts'
import {
  constantLength,
  groupUniform,
  tokenMean,
  trajectoryMean,
  trajectorySum,
} from '../../src/aggregations/means.ts'
import { columnsOf } from '../decisions.ts'

function divisors(aggregation: Aggregation, trajectories: number[], groups: number[]): number[] {
  const zeros = trajectories.map(() => 0)
  const columns = columnsOf({
    advantages: zeros,
    logProbabilities: zeros,
    oldLogProbabilities: zeros,
    trajectories,
    groups,
  })
  // Room to spare stays as it is.
  const out = new Float64Array(trajectories.length + 1).fill(-7)
  aggregation.divisors(columns, out)
  expect(out.at(-1)).toBe(-7)
  return [...out.subarray(0, -1)]
}

describe('aggregations', () => {
  const trajectories = [0, 0, 0, 5, 2, 2]
  const groups = [0, 0, 0, 0, 3, 3]
  it.each([
    ['token-mean', tokenMean, [6, 6, 6, 6, 6, 6]],
    ['seq-mean-token-mean', trajectoryMean(), [9, 9, 9, 3, 6, 6]],
    ['seq-mean-token-sum', trajectorySum(), [3, 3, 3, 3, 3, 3]],
    ['constant', constantLength(100), [300, 300, 300, 300, 300, 300]],
    ['group-uniform', groupUniform(), [8, 8, 8, 8, 4, 4]],
  ] as const)('divide by what %s says', (_name, aggregation, expected) => {
    expect(divisors(aggregation, trajectories, groups)).toEqual(expected)
    // What they remember from a greater minibatch changes nothing.
    divisors(aggregation, [9, 9, 9, 9, 9, 9, 9, 8, 7], [4, 4, 4, 4, 4, 4, 4, 4, 4])
    expect(divisors(aggregation, trajectories, groups)).toEqual(expected)
  })

  test('weights of means add up to one, and those of trajectories alike to the same', () => {
    const column = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(column, (owners) => {
        for (const aggregation of [tokenMean, trajectoryMean(), groupUniform()]) {
          const total = divisors(aggregation, owners, owners).reduce((sum, own) => sum + 1 / own, 0)
          expect(total).toBeCloseTo(1, 12)
        }
        const shares = new Map<number, number>()
        divisors(trajectoryMean(), owners, owners).forEach((own, i) => {
          shares.set(owners[i], (shares.get(owners[i]) ?? 0) + 1 / own)
        })
        for (const share of shares.values()) expect(share).toBeCloseTo(1 / shares.size, 12)
      }),
    )
  })
})
