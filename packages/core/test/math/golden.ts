import { readFileSync } from 'node:fs'

/** A file of test/math/golden: rows of arguments, the nearest double, and (true value - nearest) / ulp(nearest). */
export interface Golden {
  readonly function: string
  readonly columns: readonly string[]
  readonly points: readonly (readonly number[])[]
}

export function readGolden(name: string): Golden {
  return JSON.parse(readFileSync(new URL(`./golden/${name}.json`, import.meta.url), 'utf8')) as Golden
}

const FLOAT = new Float64Array(1)
const BITS = new BigUint64Array(FLOAT.buffer)

/** |got - true value| in ulps of the true value, which is nearest + rest * ulp(nearest). */
export function ulpError(got: number, nearest: number, rest: number): number {
  FLOAT[0] = Math.abs(nearest)
  const exponent = Math.max(Number(BITS[0] >> 52n), 1)
  const error = Math.abs((got - nearest) / 2 ** (exponent - 1075) - rest)
  // A true value just inside a power of two lies in the binade below, where ulps are half as long.
  const powerOfTwo = (BITS[0] & 0xfffffffffffffn) === 0n && exponent > 1
  return powerOfTwo && rest * Math.sign(nearest) < 0 ? error * 2 : error
}
