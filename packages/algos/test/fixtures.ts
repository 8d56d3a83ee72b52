/** Fixed numbers of test/golden/methods.json: `fixture`, `close`. They are rounded to ten decimals. */
import { readFileSync } from 'node:fs'
import { expect } from 'vitest'

export interface Fixture<Input, Output> {
  readonly input: Input
  readonly output: Output
}

const golden = JSON.parse(readFileSync(new URL('golden/methods.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Fixture<never, never>>
>

export function fixture<Input, Output>(name: string): Fixture<Input, Output> {
  return golden[name]
}

/** Within `within` of the numbers expected, one by one. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number = 1e-9): void {
  expect(actual.length).toBe(expected.length)
  const off = Array.from(expected).findIndex((value, i) => !(Math.abs(actual[i] - value) < within))
  expect(off === -1 ? 'close' : `number ${off} is ${actual[off]}, expected ${expected[off]}`).toBe('close')
}
