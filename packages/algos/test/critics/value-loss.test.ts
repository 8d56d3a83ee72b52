import { describe, expect, it } from 'vitest'
import { clippedSquaredError } from '../../src/critics/value-loss.ts'

describe('the clipped value loss', () => {
  it('is the greater of both, with its own gradient', () => {
    const loss = clippedSquaredError(0.2)
    const out = new Float64Array(2)
    // inside the band: the plain one
    loss(1.1, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(0.405, 12), expect.closeTo(-0.9, 12)])
    // moved towards the target beyond the band: held, without a gradient
    loss(1.5, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(0.32, 12), 0])
    // moved away from it: the plain one
    loss(0.5, 1, 2, out)
    expect([...out]).toEqual([expect.closeTo(1.125, 12), expect.closeTo(-1.5, 12)])
  })
})
