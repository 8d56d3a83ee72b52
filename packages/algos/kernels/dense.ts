/**
 * What dense layers need fast, in AssemblyScript with SIMD: `packColumns`, `packTransposed`, `packInputs`, `product`,
 * `addOuterProduct`, `activate`, `scaleBySlope`. The same in TypeScript, and what it means, is in
 * `src/dense/host-operations.ts`; tests compare.
 *
 * Numbers are float32, matrices lie by rows, and arguments are addresses. A *panel* is eight columns of a matrix, one
 * row of them after the other, filled up with zeros; a *strip* is the same of four columns. A sum is taken in the
 * order of its terms, each product and each sum rounded, whatever the shape: a row's results do not depend on the
 * rows around it.
 */

const PANEL: i32 = 8
const STRIP: i32 = 4

/** Cuts a matrix [rows, columns] into panels of `rows` rows each. */
export function packColumns(matrix: usize, rows: i32, columns: i32, panels: usize): void {
  const step = bytes(columns)
  let to = panels
  for (let j = 0; j < columns; j += PANEL) {
    const count = columns - j
    let from = matrix + bytes(j)
    for (let i = 0; i < rows; i++) {
      if (count >= PANEL) {
        v128.store(to, v128.load(from))
        v128.store(to, v128.load(from, 16), 16)
      } else {
        for (let lane = 0; lane < PANEL; lane++) {
          store<f32>(to + bytes(lane), lane < count ? load<f32>(from + bytes(lane)) : 0)
        }
      }
      from += step
      to += 32
    }
  }
}

/** Cuts the transpose of a matrix [rows, columns] into panels of `columns` + 1 rows each, of which the last is zero. */
export function packTransposed(matrix: usize, rows: i32, columns: i32, panels: usize): void {
  let to = panels
  for (let i = 0; i < rows; i += PANEL) {
    for (let j = 0; j <= columns; j++) {
      for (let lane = 0; lane < PANEL; lane++) {
        const inside = j < columns && i + lane < rows
        store<f32>(to + bytes(lane), inside ? load<f32>(matrix + bytes((i + lane) * columns + j)) : 0)
      }
      to += 32
    }
  }
}

/** Cuts a matrix [rows, columns], to which a column of ones is added, into strips of `rows` rows each. */
export function packInputs(matrix: usize, rows: i32, columns: i32, strips: usize): void {
  const step = bytes(columns)
  let to = strips
  for (let j = 0; j <= columns; j += STRIP) {
    const count = columns - j
    let from = matrix + bytes(j)
    for (let i = 0; i < rows; i++) {
      if (count >= STRIP) v128.store(to, v128.load(from))
      else {
        v128.store(to, f32x4(0, 0, 0, 0))
        for (let lane = 0; lane < count; lane++) store<f32>(to + bytes(lane), load<f32>(from + bytes(lane)))
        store<f32>(to + bytes(count), 1)
      }
      from += step
      to += 16
    }
  }
}

/**
 * y ← x W + b for x [rows, inputs] and y [rows, outputs]; `panels` are those of [W; b]. Four rows at a time; where
 * fewer are left, the last one is computed again in their place.
 */
export function product(x: usize, panels: usize, y: usize, rows: i32, inputs: i32, outputs: i32): void {
  const depth = (<usize>inputs) << 5
  for (let j = 0; j < outputs; j += PANEL) {
    const panel = panels + ((<usize>j) >> 3) * (depth + 32)
    const end = panel + depth
    const low = v128.load(end)
    const high = v128.load(end, 16)
    for (let i = 0; i < rows; i += 4) {
      const i1 = min(i + 1, rows - 1)
      const i2 = min(i + 2, rows - 1)
      const i3 = min(i + 3, rows - 1)
      let x0 = x + bytes(i * inputs)
      let x1 = x + bytes(i1 * inputs)
      let x2 = x + bytes(i2 * inputs)
      let x3 = x + bytes(i3 * inputs)
      let low0 = low
      let low1 = low
      let low2 = low
      let low3 = low
      let high0 = high
      let high1 = high
      let high2 = high
      let high3 = high
      for (let w = panel; w < end; w += 32) {
        const wLow = v128.load(w)
        const wHigh = v128.load(w, 16)
        const s0 = v128.load32_splat(x0)
        low0 = f32x4.add(low0, f32x4.mul(s0, wLow))
        high0 = f32x4.add(high0, f32x4.mul(s0, wHigh))
        const s1 = v128.load32_splat(x1)
        low1 = f32x4.add(low1, f32x4.mul(s1, wLow))
        high1 = f32x4.add(high1, f32x4.mul(s1, wHigh))
        const s2 = v128.load32_splat(x2)
        low2 = f32x4.add(low2, f32x4.mul(s2, wLow))
        high2 = f32x4.add(high2, f32x4.mul(s2, wHigh))
        const s3 = v128.load32_splat(x3)
        low3 = f32x4.add(low3, f32x4.mul(s3, wLow))
        high3 = f32x4.add(high3, f32x4.mul(s3, wHigh))
        x0 += 4
        x1 += 4
        x2 += 4
        x3 += 4
      }
      const to = y + bytes(j)
      const count = outputs - j
      storeRow(to + bytes(i * outputs), low0, high0, count)
      storeRow(to + bytes(i1 * outputs), low1, high1, count)
      storeRow(to + bytes(i2 * outputs), low2, high2, count)
      storeRow(to + bytes(i3 * outputs), low3, high3, count)
    }
  }
}

/**
 * gradient ← gradient + [x, 1]ᵀ dy, which is [inputs + 1, outputs], from the strips of [x, 1] and the panels of dy, both of
 * `rows` rows: a sum over these rows is taken first, and added then.
 */
export function addOuterProduct(
  strips: usize,
  panels: usize,
  gradient: usize,
  rows: i32,
  inputs: i32,
  outputs: i32,
): void {
  const length = (<usize>rows) << 5
  for (let j = 0; j < outputs; j += PANEL) {
    const panel = panels + ((<usize>j) >> 3) * length
    const end = panel + length
    const count = outputs - j
    for (let k = 0; k <= inputs; k += STRIP) {
      let x = strips + ((<usize>k) >> 2) * (length >> 1)
      let low0 = f32x4.splat(0)
      let low1 = low0
      let low2 = low0
      let low3 = low0
      let high0 = low0
      let high1 = low0
      let high2 = low0
      let high3 = low0
      for (let d = panel; d < end; d += 32) {
        const dLow = v128.load(d)
        const dHigh = v128.load(d, 16)
        const s0 = v128.load32_splat(x)
        low0 = f32x4.add(low0, f32x4.mul(s0, dLow))
        high0 = f32x4.add(high0, f32x4.mul(s0, dHigh))
        const s1 = v128.load32_splat(x, 4)
        low1 = f32x4.add(low1, f32x4.mul(s1, dLow))
        high1 = f32x4.add(high1, f32x4.mul(s1, dHigh))
        const s2 = v128.load32_splat(x, 8)
        low2 = f32x4.add(low2, f32x4.mul(s2, dLow))
        high2 = f32x4.add(high2, f32x4.mul(s2, dHigh))
        const s3 = v128.load32_splat(x, 12)
        low3 = f32x4.add(low3, f32x4.mul(s3, dLow))
        high3 = f32x4.add(high3, f32x4.mul(s3, dHigh))
        x += 16
      }
      const to = gradient + bytes(k * outputs + j)
      addRow(to, low0, high0, count)
      if (k + 1 <= inputs) addRow(to + bytes(outputs), low1, high1, count)
      if (k + 2 <= inputs) addRow(to + bytes(2 * outputs), low2, high2, count)
      if (k + 3 <= inputs) addRow(to + bytes(3 * outputs), low3, high3, count)
    }
  }
}

/** Writes the first `count` of eight numbers, or all. */
function storeRow(to: usize, low: v128, high: v128, count: i32): void {
  if (count >= PANEL) {
    v128.store(to, low)
    v128.store(to, high, 16)
    return
  }
  let rest = low
  let at = to
  if (count & 4) {
    v128.store(at, rest)
    rest = high
    at += 16
  }
  if (count & 2) {
    v128.store64_lane(at, rest, 0)
    rest = v128.shuffle<f32>(rest, rest, 2, 3, 2, 3)
    at += 8
  }
  if (count & 1) v128.store32_lane(at, rest, 0)
}

/** Adds the first `count` of eight numbers, or all, to what is there. */
function addRow(to: usize, low: v128, high: v128, count: i32): void {
  if (count >= PANEL) {
    v128.store(to, f32x4.add(v128.load(to), low))
    v128.store(to, f32x4.add(v128.load(to, 16), high), 16)
    return
  }
  let rest = low
  let at = to
  if (count & 4) {
    v128.store(at, f32x4.add(v128.load(at), rest))
    rest = high
    at += 16
  }
  if (count & 2) {
    v128.store64_lane(at, f32x4.add(v128.load64_zero(at), rest), 0)
    rest = v128.shuffle<f32>(rest, rest, 2, 3, 2, 3)
    at += 8
  }
  if (count & 1) v128.store32_lane(at, f32x4.add(v128.load32_zero(at), rest), 0)
}

// Activations, numbered as `ACTIVATIONS` in `src/dense/operations.ts`; 0 is none.
const RELU: i32 = 1
const ELU: i32 = 2
const TANH: i32 = 3
const SIGMOID: i32 = 4
const SOFTPLUS: i32 = 5

/** Applies an activation to `length` numbers, in place. */
export function activate(activation: i32, y: usize, length: i32): void {
  switch (activation) {
    case RELU:
      return activateAs(RELU, y, length)
    case ELU:
      return activateAs(ELU, y, length)
    case TANH:
      return activateAs(TANH, y, length)
    case SIGMOID:
      return activateAs(SIGMOID, y, length)
    case SOFTPLUS:
      return activateAs(SOFTPLUS, y, length)
  }
}

// @ts-ignore: a decorator
@inline
function activateAs(activation: i32, y: usize, length: i32): void {
  const whole = y + bytes(length & ~3)
  const end = y + bytes(length)
  let at = y
  for (; at < whole; at += 16) v128.store(at, activated(activation, v128.load(at)))
  for (; at < end; at += 4) v128.store32_lane(at, activated(activation, v128.load32_zero(at)), 0)
}

/** target ← gradient × the activation's derivative where it put out y. The target may be the gradient itself. */
export function scaleBySlope(activation: i32, y: usize, gradient: usize, target: usize, length: i32): void {
  switch (activation) {
    case RELU:
      return scaleAs(RELU, y, gradient, target, length)
    case ELU:
      return scaleAs(ELU, y, gradient, target, length)
    case TANH:
      return scaleAs(TANH, y, gradient, target, length)
    case SIGMOID:
      return scaleAs(SIGMOID, y, gradient, target, length)
    case SOFTPLUS:
      return scaleAs(SOFTPLUS, y, gradient, target, length)
    default:
      if (target != gradient) memory.copy(target, gradient, bytes(length))
  }
}

// @ts-ignore: a decorator
@inline
function scaleAs(activation: i32, y: usize, gradient: usize, target: usize, length: i32): void {
  const whole = bytes(length & ~3)
  const end = bytes(length)
  let at: usize = 0
  for (; at < whole; at += 16) {
    v128.store(target + at, scaled(activation, v128.load(y + at), v128.load(gradient + at)))
  }
  for (; at < end; at += 4) {
    const value = scaled(activation, v128.load32_zero(y + at), v128.load32_zero(gradient + at))
    v128.store32_lane(target + at, value, 0)
  }
}

// @ts-ignore: a decorator
@inline
function activated(activation: i32, x: v128): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  // pmin and pmax keep x where it is not a number.
  if (activation == RELU) return f32x4.pmax(x, zero)
  if (activation == ELU) {
    return v128.bitselect(x, expm1(f32x4.pmin(x, zero)), f32x4.gt(x, zero))
  }
  const fall = f32x4.neg(f32x4.abs(x))
  if (activation == TANH) {
    const t = expm1(f32x4.add(fall, fall))
    return v128.bitselect(x, f32x4.div(t, f32x4.add(t, f32x4.splat(2))), i32x4.splat(0x80000000))
  }
  const z = exp(fall)
  if (activation == SIGMOID) {
    return f32x4.div(v128.bitselect(z, one, f32x4.lt(x, zero)), f32x4.add(one, z))
  }
  return f32x4.add(f32x4.pmax(x, zero), log1p(z))
}

// @ts-ignore: a decorator
@inline
function scaled(activation: i32, y: v128, gradient: v128): v128 {
  const zero = f32x4.splat(0)
  const one = f32x4.splat(1)
  if (activation == RELU) return v128.andnot(gradient, f32x4.le(y, zero))
  if (activation == ELU) return f32x4.mul(gradient, f32x4.add(f32x4.pmin(y, zero), one))
  if (activation == TANH) return f32x4.mul(gradient, f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)))
  if (activation == SIGMOID) return f32x4.mul(gradient, f32x4.mul(y, f32x4.sub(one, y)))
  return f32x4.mul(gradient, f32x4.neg(expm1(f32x4.neg(y))))
}

// For x ≤ 0: x = n ln 2 + r with |r| ≤ ln 2 / 2, and e^x = 2ⁿ (1 + m) with m = e^r - 1. Below -87, as at -87.

/** 1.5 × 2²³: a number of modest size that is added to it is rounded to a whole one, which its last bits then hold. */
const ROUNDER: f32 = 12582912

// @ts-ignore: a decorator
@inline
function rounded(x: v128): v128 {
  return f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(ROUNDER))
}

/** 2ⁿ of what `rounded` gave. */
// @ts-ignore: a decorator
@inline
function power(n: v128): v128 {
  return i32x4.add(i32x4.shl(n, 23), i32x4.splat(0x3f800000))
}

/** e^r - 1 = r + r² q(r), with q fitted by minimax; relative error 2⁻²⁶ but for rounding. */
// @ts-ignore: a decorator
@inline
function growth(x: v128, n: v128): v128 {
  const whole = f32x4.sub(n, f32x4.splat(ROUNDER))
  // ln 2 in two parts, the first of few enough bits that its product is exact (Cody and Waite 1980).
  const r = f32x4.sub(
    f32x4.sub(x, f32x4.mul(whole, f32x4.splat(0.693359375))),
    f32x4.mul(whole, f32x4.splat(-2.12194440e-4)),
  )
  let q = f32x4.splat(0.0013882509665563703)
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.008366580121219158))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.04166720062494278))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.1666654348373413))
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.4999999701976776))
  return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q))
}

// @ts-ignore: a decorator
@inline
function exp(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-87))
  const n = rounded(bounded)
  const p = power(n)
  return f32x4.add(f32x4.mul(p, growth(bounded, n)), p)
}

// @ts-ignore: a decorator
@inline
function expm1(x: v128): v128 {
  const bounded = f32x4.pmax(x, f32x4.splat(-87))
  const n = rounded(bounded)
  const p = power(n)
  return f32x4.add(f32x4.mul(p, growth(bounded, n)), f32x4.sub(p, f32x4.splat(1)))
}

/** For 0 ≤ z ≤ 1: 2 artanh(w) with w = z / (2 + z), as 2 w + w³ p(w²), with p fitted by minimax. */
// @ts-ignore: a decorator
@inline
function log1p(z: v128): v128 {
  const w = f32x4.div(z, f32x4.add(z, f32x4.splat(2)))
  const v = f32x4.mul(w, w)
  let p = f32x4.splat(0.2801215350627899)
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.2800177335739136))
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.4002152979373932))
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.666664183139801))
  return f32x4.add(f32x4.add(w, w), f32x4.mul(f32x4.mul(w, v), p))
}

// @ts-ignore: a decorator
@inline
function bytes(numbers: i32): usize {
  return (<usize>numbers) << 2
}
