/** How results of benchmarks look: `Row`, `heading`, `line`. */

/**
 * A measured row: the median of the nanoseconds for one of the unit, and its margin in per cent (95 %).
 *
 * @typedef {{ readonly title: string, readonly unit: string, readonly name: string, readonly nanoseconds: number, readonly margin: number }} Row
 */

const NAME = 42
const RATE = 15
const TIME = 12

/** @param {Row} row */
export function heading({ title, unit }) {
  return `${title.padEnd(NAME)}${`${unit}/s`.padStart(RATE)}${'time each'.padStart(TIME)}`
}

/** @param {Row} row */
export function line({ name, nanoseconds, margin }) {
  const rate = scaled(1e9 / nanoseconds, [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
    [1, ' '],
  ])
  const time = scaled(nanoseconds, [
    [1e9, 's '],
    [1e6, 'ms'],
    [1e3, 'µs'],
    [1, 'ns'],
  ])
  return `  ${name.padEnd(NAME - 2)}${rate.padStart(RATE)}${time.padStart(TIME)}  ±${margin.toFixed(1)} %`
}

/**
 * Three digits and the largest scale that leaves something before the point.
 *
 * @param {number} value
 * @param {readonly (readonly [scale: number, name: string])[]} scales
 */
function scaled(value, scales) {
  const [scale, name] = scales.find(([least]) => value >= 0.9995 * least) ?? scales[scales.length - 1]
  const digits = value / scale
  return `${digits.toFixed(digits >= 99.95 ? 0 : digits >= 9.995 ? 1 : 2)} ${name}`
}
