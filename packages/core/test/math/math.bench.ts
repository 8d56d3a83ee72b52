import { bench, describe } from 'vitest'
import * as math from '../../src/math/index.ts'

const COUNT = 4096
const grid = (low: number, high: number, step: number): Float64Array =>
  Float64Array.from({ length: COUNT }, (_, i) => low + ((high - low) * ((i * step) % COUNT)) / COUNT)

const X: Readonly<Record<keyof typeof math, Float64Array>> = {
  sin: grid(-10, 10, 1597),
  cos: grid(-10, 10, 1597),
  exp: grid(-10, 10, 1597),
  log: grid(0.01, 100, 1597),
  log1p: grid(-0.9, 2, 1597),
  expm1: grid(-2, 2, 1597),
  tanh: grid(-3, 3, 1597),
  atan: grid(-3, 3, 1597),
  atan2: grid(-3, 3, 1597),
  pow: grid(0.01, 10, 1597),
}
const Y = grid(-5, 5, 987)
const SINK = new Float64Array(1)

// A loop apart for each function, so that the compiler specialises it as it would in a simulator.
for (const name of Object.keys(X) as (keyof typeof math)[]) {
  const x = X[name]
  const loop = (f: unknown): (() => void) =>
    new Function(
      'f',
      'x',
      'y',
      'sink',
      `/* ${name} ${f === Math[name]} */ return () => {
        let sum = 0
        for (let i = 0; i < ${COUNT}; i++) sum += f(x[i], y[i])
        sink[0] = sum
      }`,
    )(f, x, Y, SINK) as () => void
  describe(`${COUNT} × ${name}`, () => {
    bench('gauntlet', loop(math[name]))
    bench('Math', loop(Math[name]))
  })
}
