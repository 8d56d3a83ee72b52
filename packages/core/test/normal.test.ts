import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { normalCdf, normalQuantile } from '../src/normal.ts'

interface Golden {
  readonly cdf: readonly (readonly [x: number, p: number])[]
  readonly quantile: readonly (readonly [p: number, x: number])[]
}

const golden = JSON.parse(readFileSync(new URL('golden/normal.json', import.meta.url), 'utf8')) as Golden

/** |got - true| over the true value. */
function relativeError(got: number, expected: number): number {
  return expected === 0 ? Math.abs(got) : Math.abs(got / expected - 1)
}

describe('the normal distribution', () => {
  test.each(golden.cdf)('Phi(%s) is right to 1e-15', (x, p) => {
    expect(relativeError(normalCdf(x), p)).toBeLessThan(1e-15)
  })

  test.each(golden.quantile)('its quantile at %s is right to 1e-15', (p, x) => {
    expect(relativeError(normalQuantile(p), x)).toBeLessThan(1e-15)
  })

  test('Phi and its inverse undo each other', () => {
    for (let i = 1; i < 1000; i++)
      expect(relativeError(normalCdf(normalQuantile(i / 1000)), i / 1000)).toBeLessThan(1e-14)
  })

  test('the ends are 0, 1 and the infinities', () => {
    expect([normalCdf(-Infinity), normalCdf(-40), normalCdf(40), normalCdf(Infinity)]).toEqual([0, 0, 1, 1])
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
    for (const p of [-0.1, 1.1, NaN]) expect(() => normalQuantile(p)).toThrow(/expected a probability/)
  })
})
