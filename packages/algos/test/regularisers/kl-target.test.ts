import { exp } from '@gauntlet/core'
import { expect, it } from 'vitest'
import { klTarget } from '../../src/regularisers/kl-target.ts'

const decision = (logProbability: number): Parameters<ReturnType<typeof klTarget>['add']>[0] => ({
  row: 0,
  advantage: 1,
  logProbability,
  oldLogProbability: -1,
  referenceLogProbability: Number.NaN,
  entropy: 0,
})

it('has the divergence as its mean, and its own derivative', () => {
  const regulariser = klTarget(0.03, 2)
  // π_old 0.7 and 0.3, π 0.4 and 0.6: KL(π_old, π) = Σ π_old log(π_old / π)
  const [old, now] = [
    [0.7, 0.3],
    [0.4, 0.6],
  ].map((ps) => ps.map((p) => Math.log(p)))
  const out = new Float64Array(3)
  const sum = new Float64Array(1)
  for (let a = 0; a < 2; a++) {
    out.fill(0)
    regulariser.add({ ...decision(now[a]), oldLogProbability: old[a] }, out)
    sum[0] += exp(old[a]) * out[0]
  }
  expect(sum[0]).toBeCloseTo(2 * (0.7 * Math.log(7 / 4) + 0.3 * Math.log(1 / 2)), 12)
  const at = (logProbability: number): number => {
    const found = new Float64Array(3)
    regulariser.add(decision(logProbability), found)
    return found[0]
  }
  out.fill(0)
  regulariser.add(decision(-0.4), out)
  expect(out[1]).toBeCloseTo((at(-0.4 + 1e-5) - at(-0.4 - 1e-5)) / 2e-5, 6)
})

it('weighs more after large steps, less after small ones, and remembers it', () => {
  const regulariser = klTarget(0.03, 1)
  const weight = (): number => regulariser.state!['coefficient'][0]
  regulariser.adapt!(0.05)
  expect(weight()).toBe(1)
  regulariser.adapt!(0.07)
  expect(weight()).toBe(1.5)
  regulariser.adapt!(0.01)
  expect(weight()).toBe(0.75)
})
