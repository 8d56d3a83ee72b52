/** Arrays times a number: `multiply`. */
import type { FloatArray } from '../dense/operations.ts'

/** to ← factor × from, of `length` numbers; `to` may be `from`. */
export function multiply(factor: number, from: FloatArray, to: FloatArray, length: number): void {
  for (let k = 0; k < length; k++) to[k] = factor * from[k]
}
