/** Returns in units of their spread. */
import { describe, expect, it } from 'vitest'
import { ReturnNormaliser } from '../../src/critics/return-scale.ts'
import type { Rollout } from '../../src/rollout.ts'

/** A rollout of one row, in which nobody decided in the last step. */
function rolloutOf(steps: number): Rollout {
  const decided = new Uint8Array(steps).fill(1, 0, steps - 1)
  return { steps, rows: 1, decided } as unknown as Rollout
}

describe('returns', () => {
  const seen = [
    [-10, -14, 99],
    [-20, -8, -8, -12, 99],
  ].map((returns) => Float64Array.from(returns))

  it('are foretold in units of the spread of all so far, each rollout counting once', () => {
    const normaliser = new ReturnNormaliser(true)
    for (const returns of seen) normaliser.observe(rolloutOf(returns.length), returns)
    const mean = (-12 - 12) / 2
    const spread = Math.sqrt((148 + 168) / 2 - mean * mean)
    expect(normaliser.returnOf(0)).toBeCloseTo(mean, 3)
    expect(normaliser.returnOf(2)).toBeCloseTo(mean + 2 * spread, 3)
    const outputs = normaliser.outputsOf(seen[0])
    outputs.forEach((output, i) => expect(normaliser.returnOf(output)).toBeCloseTo(seen[0][i], 9))
  })

  it('stay as they are before the first, and where they are not to be normalised', () => {
    expect(new ReturnNormaliser(true).returnOf(-3)).toBe(-3)
    const plain = new ReturnNormaliser(false)
    plain.observe(rolloutOf(seen[0].length), seen[0])
    expect(plain.returnOf(-3)).toBe(-3)
    expect(plain.outputsOf(seen[0])).toEqual(seen[0])
    expect(plain.state).toEqual({})
  })
})
