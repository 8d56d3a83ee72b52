import { log } from '@gauntlet/core'
import { describe, expect, it } from 'vitest'
import {
  doubled,
  expectile,
  greatest,
  soft,
  softSampled,
  td1,
  twin,
} from '../../src/estimators/value-targets.ts'
import { close, fixture } from '../fixtures.ts'

const q = Float32Array.of(1, 5, 3, 2, 2, -1)
const targetQ = Float32Array.of(10, 20, 30, 40, 50, 60)
const masks = Uint8Array.of(1, 0, 1, 0, 1, 1)

/** What `fill` writes to two rows. */
function rows(fill: (out: Float64Array) => void): number[] {
  const out = new Float64Array(2)
  fill(out)
  return [...out]
}

describe('targets of single transitions', () => {
  it('end with the episode', () => {
    expect(rows((out) => td1([1, 2], [0.5, 0], [8, NaN], out))).toEqual([5, 2])
    // Of three steps: Γ is the third power of γ, and R the sum
    expect(rows((out) => td1([1.75, 2], [0.125, 0.5], [8, 8], out))).toEqual([2.75, 6])
  })

  it('take the greatest legal value', () => {
    expect(rows((out) => greatest(q, undefined, 3, out))).toEqual([5, 2])
    expect(rows((out) => greatest(q, masks, 3, out))).toEqual([3, 2])
    expect(rows((out) => greatest(q, Uint8Array.of(1, 0, 0, 0, 0, 1), 3, out))).toEqual([1, -1])
  })

  it('take the value that another network gives the greatest, the first of several', () => {
    expect(rows((out) => doubled(q, targetQ, undefined, 3, out))).toEqual([20, 40])
    expect(rows((out) => doubled(q, targetQ, masks, 3, out))).toEqual([30, 50])
  })

  it('add the entropy, exactly or at an action drawn', () => {
    const logProbabilities = [0.2, 0.5, 0.3, 0.25, 0.25, 0.5].map((p) => log(p))
    const entropies = [0.2 * log(5) + 0.5 * log(2) + 0.3 * log(10 / 3), 0.5 * log(4) + 0.5 * log(2)]
    close(
      rows((out) => soft(q, logProbabilities, 0.1, undefined, 3, out)),
      [0.2 + 2.5 + 0.9 + 0.1 * entropies[0], 0.5 + 0.5 - 0.5 + 0.1 * entropies[1]],
    )
    const halves = [log(0.5), -Infinity, log(0.5), -Infinity, 0, -Infinity]
    const legal = Uint8Array.of(1, 0, 1, 0, 1, 0)
    close(
      rows((out) => soft(q, halves, 2, legal, 3, out)),
      [2 + 2 * log(2), 2],
    )
    close(
      rows((out) => softSampled([4, 5], [-1, 2], 0.5, out)),
      [4.5, 4],
    )
  })

  it('take the lesser of twins', () => {
    expect(rows((out) => twin([1, 4], [2, 3], out))).toEqual([1, 3])
  })
})

describe('losses towards an expectile', () => {
  const lossesOf = (values: number[], targets: number[], tau: number): [Float64Array, Float64Array] => {
    const [losses, slopes] = [new Float64Array(values.length), new Float64Array(values.length)]
    expectile(values, targets, tau, losses, slopes)
    return [losses, slopes]
  }

  it('meet the fixture iql_expectile', () => {
    const { input, output } = fixture<{ diff: number[]; tau: number }, number>('iql_expectile')
    const [losses] = lossesOf([0, 0, 0], input.diff, input.tau)
    close([losses.reduce((sum, loss) => sum + loss, 0) / 3], [output])
  })

  it('have the derivative that finite differences say', () => {
    for (const value of [-1, 0.2, 3]) {
      const at = (own: number): number => lossesOf([own], [0.5], 0.8)[0][0]
      close(lossesOf([value], [0.5], 0.8)[1], [(at(value + 1e-6) - at(value - 1e-6)) / 2e-6], 1e-7)
    }
  })

  it('are least at the mean for one half', () => {
    const [, slopes] = lossesOf([2, 2, 2], [1, 2, 3], 0.5)
    expect(slopes.reduce((sum, slope) => sum + slope, 0)).toBe(0)
  })
})
