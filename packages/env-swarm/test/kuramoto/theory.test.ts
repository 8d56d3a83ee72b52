import { expect, test } from 'vitest'
import {
  gaussianOrder,
  lorentzianOrder,
  noisyOrder,
  ottAntonsen,
  uniformOrder,
} from '../../src/kuramoto/theory.ts'
import { readGolden } from '../golden.ts'

type Table = readonly (readonly [coupling: number, r: number])[]

const golden = readGolden<{
  readonly lorentzian: { readonly table: Table }
  readonly gaussian: { readonly table: Table }
  readonly uniform: { readonly table: Table }
  readonly noisy_identical: { readonly table: Table }
  readonly ott_antonsen: {
    readonly cases: readonly {
      readonly K: number
      readonly gamma: number
      readonly r0: number
      readonly t: readonly number[]
      readonly r: readonly number[]
    }[]
  }
}>('kuramoto-theory')

test.each([
  ['lorentzian', golden.lorentzian.table, lorentzianOrder],
  ['gaussian', golden.gaussian.table, gaussianOrder],
  ['uniform', golden.uniform.table, uniformOrder],
  ['noisy', golden.noisy_identical.table, noisyOrder],
] as const)('%s order parameters', (_name, table, order) => {
  for (const [coupling, r] of table) expect(Math.abs(order(coupling, 1) - r)).toBeLessThan(1e-10)
})

test.each(golden.ott_antonsen.cases)('Ott and Antonsen’s transient, K = $K', ({ K, gamma, r0, t, r }) => {
  t.forEach((time, k) => expect(Math.abs(ottAntonsen(K, gamma, r0, time) - r[k])).toBeLessThan(1e-8))
})

test('strong coupling locks all', () => {
  for (const order of [lorentzianOrder, gaussianOrder, uniformOrder, noisyOrder])
    expect(order(1e4, 1)).toBeGreaterThan(0.999)
  expect(uniformOrder(4 / Math.PI + 1e-12, 1)).toBeCloseTo(Math.PI / 4, 5)
})
