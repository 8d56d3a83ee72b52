/** The numbers of `golden/meanfield.json`, which other code has made. */
import { readFileSync } from 'node:fs'
import { box } from '@gauntlet/core'
import { expect, test } from 'vitest'
import { BoxRule } from '../../src/mean-field/box-rule.ts'
import { binCentres, gridPoints } from '../../src/mean-field/bins.ts'
import { KernelGrid } from '../../src/mean-field/kernel-grid.ts'
import { type FeatureKind, populationFeatures } from '../../src/mean-field/population-features.ts'

interface Golden {
  readonly x: readonly (readonly number[])[]
  readonly lo: number
  readonly hi: number
  readonly bins: number
  readonly histogram: readonly number[]
  readonly centres: readonly (readonly number[])[]
  readonly bandwidth: number
  readonly rbf: readonly number[]
  readonly policy: {
    readonly y: readonly (readonly number[])[]
    readonly comp_mean: readonly (readonly number[])[]
    readonly comp_std: readonly (readonly number[])[]
    readonly weights: readonly (readonly number[])[]
    readonly mixture_mean: readonly (readonly number[])[]
    readonly mixture_std: readonly (readonly number[])[]
  }
}

const golden = JSON.parse(
  readFileSync(new URL('../golden/meanfield.json', import.meta.url), 'utf8'),
) as Golden
const { lo: low, hi: high, bins, bandwidth, policy } = golden
const axis = binCentres(low, high, bins)
const kernels = new KernelGrid([axis, axis], [bandwidth, bandwidth])

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length)
  expected.forEach((value, k) => expect(Math.abs(found[k] - value)).toBeLessThan(1e-12))
}

test('centres of bins', () => {
  expectNear(
    gridPoints([axis, axis]).flatMap((point) => [...point]),
    golden.centres.flat(),
  )
})

test.each(['histogram', 'rbf'] as const)('features of the population: %s', (kind: FeatureKind) => {
  const side = { low, high, periodic: false }
  const features = populationFeatures(
    { features: kind, bins, bandwidth: bandwidth / ((high - low) / bins) },
    [side, side],
    (from, to) => Math.hypot(from[0] - to[0], from[1] - to[1]),
  )
  const out = new Float64Array(features.size)
  features.write(Float64Array.from(golden.x.flat()), 0, golden.x.length, out)
  expectNear(out, golden[kind as 'histogram' | 'rbf'])
})

test('weights of the shared rule', () => {
  const out = new Float64Array(kernels.size)
  policy.y.forEach((y, i) => {
    kernels.weights(y, 0, out)
    expectNear(out, policy.weights[i])
  })
})

test('mean and deviation of the shared rule', () => {
  const rule = new BoxRule(kernels, box([2], -1, 1), 1)
  const xi = policy.comp_mean.flatMap((means, b) =>
    means.flatMap((mean, k) => [mean, 4 * (policy.comp_std[b][k] - 1e-10) - 1]),
  )
  const [means, deviations] = [new Float64Array(2), new Float64Array(2)]
  policy.y.forEach((y, i) => {
    rule.moments(xi, y, 0, means, deviations)
    expectNear(means, policy.mixture_mean[i])
    expectNear(deviations, policy.mixture_std[i])
  })
})
