/** The mathematics that gives the same bits on every engine, beside the engine's own. */
import * as core from '@gauntlet/core'
import { Suite } from '../../../scripts/lib/measure.mjs'

const COUNT = 4096
const CALLS = 16 * COUNT

/**
 * @param {number} low
 * @param {number} high
 * @param {number} step makes neighbours far apart
 */
const grid = (low, high, step = 1597) =>
  Float64Array.from({ length: COUNT }, (_, i) => low + ((high - low) * ((i * step) % COUNT)) / COUNT)

const RANGES = /** @type {const} */ ({
  sin: [-10, 10],
  cos: [-10, 10],
  exp: [-10, 10],
  log: [0.01, 100],
  log1p: [-0.9, 2],
  expm1: [-2, 2],
  tanh: [-3, 3],
  atan: [-3, 3],
  atan2: [-3, 3],
  pow: [0.01, 10],
})
const Y = grid(-5, 5, 987)
const SINK = new Float64Array(1)

const calls = new Suite('Mathematics', 'calls')

/**
 * A loop of its own for each function, so that the compiler specialises it as it would in a simulator.
 *
 * @param {string} name
 * @param {Float64Array} x
 * @param {Function} f
 */
function loop(name, x, f) {
  const code = `/* ${name} */ return () => {
    let sum = 0
    for (let k = 0; k < ${CALLS / COUNT}; k++) {
      for (let i = 0; i < ${COUNT}; i++) sum += f(x[i], y[i])
    }
    sink[0] = sum
  }`
  return /** @type {() => void} */ (new Function('f', 'x', 'y', 'sink', code)(f, x, Y, SINK))
}

for (const [key, [low, high]] of Object.entries(RANGES)) {
  const name = /** @type {keyof typeof RANGES} */ (key)
  const x = grid(low, high)
  await calls.add(name, CALLS, loop(name, x, core[name]))
  await calls.add(`  or Math.${name}`, CALLS, loop(`Math.${name}`, x, Math[name]))
}
