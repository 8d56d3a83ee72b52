import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as math from '../../src/math/index.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const RUNS = { numRuns: 2000, seed: 1 }

describe('symmetry holds bit for bit', () => {
  test.each(['sin', 'tanh', 'atan'] as const)('%s is odd', (name) => {
    fc.assert(
      fc.property(finite, (x) => Object.is(math[name](-x), -math[name](x))),
      RUNS,
    )
  })

  test('cos is even', () => {
    fc.assert(
      fc.property(finite, (x) => Object.is(math.cos(-x), math.cos(x))),
      RUNS,
    )
  })

  test('atan2 is odd in y', () => {
    fc.assert(
      fc.property(finite, finite, (y, x) => Object.is(math.atan2(-y, x), -math.atan2(y, x))),
      RUNS,
    )
  })

  test('pow has the sign of an odd power', () => {
    const power = fc.integer({ min: -60, max: 60 })
    fc.assert(
      fc.property(finite, power, (x, n) => {
        fc.pre(x !== 0)
        const same = math.pow(Math.abs(x), n)
        return Object.is(math.pow(x, n), x < 0 && n % 2 !== 0 ? -same : same)
      }),
      RUNS,
    )
  })
})

describe('identities hold to rounding', () => {
  test('exp(log x) is x', () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true })
    fc.assert(
      fc.property(positive, (x) => Math.abs(math.exp(math.log(x)) / x - 1) < 2e-13),
      RUNS,
    )
  })

  test('expm1(log1p x) is x', () => {
    const range = fc.double({ min: -0.9, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(range, (x) => Math.abs(math.expm1(math.log1p(x)) - x) <= 2e-14 * Math.abs(x)),
      RUNS,
    )
  })

  test('sin² + cos² is 1, for arguments of any size', () => {
    fc.assert(
      fc.property(finite, (x) => {
        const s = math.sin(x)
        const c = math.cos(x)
        return Math.abs(s * s + c * c - 1) <= 4.5e-16
      }),
      RUNS,
    )
  })

  test('atan2 gives the angle back', () => {
    const angle = fc.double({ min: -3.14, max: 3.14, noNaN: true })
    fc.assert(
      fc.property(angle, (t) => Math.abs(math.atan2(math.sin(t), math.cos(t)) - t) <= 1e-15),
      RUNS,
    )
  })

  test('pow(x, y) is exp(y log x) for moderate sizes', () => {
    const base = fc.double({ min: 0.01, max: 100, noNaN: true })
    const power = fc.double({ min: -5, max: 5, noNaN: true })
    fc.assert(
      fc.property(base, power, (x, y) => Math.abs(math.pow(x, y) / math.exp(y * math.log(x)) - 1) < 1e-14),
      RUNS,
    )
  })
})

describe('monotonic on a grid', () => {
  const grids: readonly (readonly [string, (x: number) => number, number, number])[] = [
    ['exp', math.exp, -745, 709],
    ['log', math.log, 1e-3, 50],
    ['log1p', math.log1p, -0.99, 50],
    ['expm1', math.expm1, -30, 30],
    ['tanh', math.tanh, -20, 20],
    ['atan', math.atan, -30, 30],
    ['sin', math.sin, -1.5707, 1.5707],
    ['x^2.5', (x) => math.pow(x, 2.5), 0, 50],
  ]
  test.each(grids)('%s', (_, f, low, high) => {
    let previous = -Infinity
    for (let i = 0; i <= 100_000; i++) {
      const value = f(low + ((high - low) * i) / 100_000)
      if (!(value >= previous)) expect.fail(`falls at step ${i}: ${previous} to ${value}`)
      previous = value
    }
  })

  test('exp and log do not fall between neighbouring doubles across table steps', () => {
    for (let k = -200; k <= 200; k++) {
      let x = ((k + 0.5) * Math.LN2) / 128
      for (let i = 0; i < 20; i++) {
        const next = x + Math.abs(x) * 2 ** -52
        expect(math.exp(next)).toBeGreaterThanOrEqual(math.exp(x))
        x = next
      }
      let z = 1 + k / 512
      for (let i = 0; i < 20; i++) {
        const next = z * (1 + 2 ** -52)
        expect(math.log(next)).toBeGreaterThanOrEqual(math.log(z))
        z = next
      }
    }
  })
})

describe('functions of arrays give the bits of those of numbers', () => {
  const one = fc.oneof(
    fc.double(),
    fc.double({ min: -800, max: 800 }),
    fc.double({ min: -4e-9, max: 4e-9 }),
    fc.integer({ min: -1e6, max: 1e6 }).map((k) => (k * Math.PI) / 128),
    fc.constantFrom(0, -0, 3.725290298461914e-9, -3.725290298461914e-9, Infinity, -Infinity, NaN),
  )
  test.each([
    ['exps', 'exp'],
    ['sines', 'sin'],
    ['cosines', 'cos'],
  ] as const)('%s as %s', (each, name) => {
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 9 }), (numbers) => {
        const values = Float64Array.from([1.5, ...numbers, 2.5])
        math[each](values, 1, numbers.length + 1)
        return [1.5, ...numbers.map((x) => math[name](x)), 2.5].every((x, i) => Object.is(x, values[i]))
      }),
      RUNS,
    )
  })
})
