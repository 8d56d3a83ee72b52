import { describe, expect, test } from 'vitest'
import * as math from '../../src/math/index.ts'

const EDGES: readonly number[] = [
  0,
  -0,
  1,
  -1,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  -5e-324,
  2.225073858507201e-308,
  -2.225073858507201e-308,
  2.2250738585072014e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  2 ** 53,
  -(2 ** 53),
]
const POWERS: readonly number[] = [
  ...EDGES,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  2.5,
  -2.5,
  2 ** 53 - 1,
  -(2 ** 53 - 1),
  2 ** 65,
  -(2 ** 65),
  1e300,
  -1e300,
]

/** ECMAScript leaves the last bit of finite results to the engine, but not zeros, infinities, NaN and signs. */
function sameKind(got: number, expected: number): boolean {
  if (Object.is(got, expected)) return true
  return Math.abs(got - expected) <= Math.abs(expected) * 4e-16 && Math.sign(got) === Math.sign(expected)
}

describe('special values are those of the Math object', () => {
  test.each(['sin', 'cos', 'exp', 'log', 'log1p', 'expm1', 'tanh', 'atan'] as const)('%s', (name) => {
    for (const x of [...EDGES, 709.7827128933841, -745.2, -746, 710, 1e5, -1e5, 40, -40]) {
      expect(sameKind(math[name](x), Math[name](x)), `${name}(${x}) = ${math[name](x)}`).toBe(true)
    }
  })

  test.each(['atan2', 'pow'] as const)('%s', (name) => {
    for (const x of POWERS) {
      for (const y of POWERS) {
        const got = math[name](x, y)
        expect(sameKind(got, Math[name](x, y)), `${name}(${x}, ${y}) = ${got}`).toBe(true)
      }
    }
  })
})

describe('exact results', () => {
  test('pow of small integers and halves, and powers of two', () => {
    expect(math.pow(2, 10)).toBe(1024)
    expect(math.pow(10, 22)).toBe(1e22)
    expect(math.pow(-3, 5)).toBe(-243)
    expect(math.pow(1.5, 4)).toBe(5.0625)
    expect(math.pow(9, 1.5)).toBe(27)
    expect(math.pow(8, -2)).toBe(1 / 64)
    for (let e = -1074; e <= 1023; e++) expect(math.pow(2, e)).toBe(2 ** e)
    for (let n = 1; n <= 2097152; n = n * 3 + 1) expect(math.pow(n, 2)).toBe(n * n)
    for (let n = 1; n <= 208063; n = n * 2 + 1) expect(math.pow(n, 3)).toBe(n * n * n)
  })

  test('pow(x, 0.5) is the square root, save ECMAScript’s two exceptions', () => {
    for (const x of [2, 3, 0.1, 1e300, 5e-324]) expect(math.pow(x, 0.5)).toBe(Math.sqrt(x))
    expect(math.pow(-Infinity, 0.5)).toBe(Infinity)
    expect(math.pow(-0, 0.5)).toBe(0)
  })

  test('the fixed points', () => {
    expect(math.exp(0)).toBe(1)
    expect(math.exp(-0)).toBe(1)
    expect(math.log(1)).toBe(0)
    expect(math.cos(0)).toBe(1)
    expect(math.sin(-0)).toBe(-0)
    expect(math.tanh(-0)).toBe(-0)
    expect(math.log1p(-0)).toBe(-0)
    expect(math.expm1(-0)).toBe(-0)
    expect(math.atan2(1, 1)).toBe(Math.PI / 4)
    expect(math.atan2(-0, -1)).toBe(-Math.PI)
  })

  test('subnormal results of exp are rounded once', () => {
    expect(math.exp(-745.1332191019411)).toBe(5e-324)
    expect(math.exp(-745.1332191019412)).toBe(0)
    expect(math.exp(-708.3964185322641)).toBe(2.2250738585072626e-308)
    expect(math.exp(709.782712893384)).toBe(1.7976931348622732e308)
    expect(math.exp(709.7827128933841)).toBe(Infinity)
  })
})
