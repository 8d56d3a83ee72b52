/**
 * The layers of a ReLU network over a block of subsets in AssemblyScript with SIMD: `shift`, `layer`. The same in TypeScript, and
 * what it means, is in `src/coupled/block-layers.ts`; tests compare to the bit.
 *
 * Numbers are float64, arguments are addresses. A block is 64 subsets: a matrix [units, 64] by rows. Sums are taken in
 * the order of inputs, each product and each sum rounded.
 */

const BLOCK: i32 = 64
/** Bytes of a unit's row. */
const ROW: usize = 512

/** out ← max(0, entering + shifts), one shift for each unit. */
export function shift(entering: usize, shifts: usize, out: usize, units: i32): void {
  const zero = f64x2(0, 0)
  for (let i = 0; i < units; i++) {
    const by = v128.load64_splat(shifts + ((<usize>i) << 3))
    const end = entering + ROW
    while (entering < end) {
      v128.store(out, f64x2.pmax(zero, f64x2.add(v128.load(entering), by)))
      entering += 16
      out += 16
    }
  }
}

/** y [outputs, 64] ← W x + b for W [outputs, inputs], rectified or not. Four units at a time, then one at a time. */
export function layer(
  x: usize,
  weights: usize,
  biases: usize,
  y: usize,
  inputs: i32,
  outputs: i32,
  rectified: bool,
): void {
  const step = (<usize>inputs) << 3
  const whole = outputs - (outputs & 3)
  for (let i = 0; i < whole; i += 4) {
    fourUnits(x, weights + <usize>i * step, biases + ((<usize>i) << 3), y + <usize>i * ROW, inputs, rectified)
  }
  for (let i = whole; i < outputs; i++) {
    oneUnit(x, weights + <usize>i * step, biases + ((<usize>i) << 3), y + <usize>i * ROW, inputs, rectified)
  }
}

function fourUnits(x: usize, w: usize, biases: usize, y: usize, inputs: i32, rectified: bool): void {
  const step = (<usize>inputs) << 3
  const end = w + step
  for (let n = 0; n < BLOCK; n += 4) {
    let from = x + ((<usize>n) << 3)
    const to = y + ((<usize>n) << 3)
    let a0 = v128.load64_splat(biases)
    let b0 = v128.load64_splat(biases, 8)
    let c0 = v128.load64_splat(biases, 16)
    let d0 = v128.load64_splat(biases, 24)
    let a1 = a0
    let b1 = b0
    let c1 = c0
    let d1 = d0
    for (let k = w; k < end; k += 8) {
      const x0 = v128.load(from)
      const x1 = v128.load(from, 16)
      const wa = v128.load64_splat(k)
      a0 = f64x2.add(a0, f64x2.mul(wa, x0))
      a1 = f64x2.add(a1, f64x2.mul(wa, x1))
      const wb = v128.load64_splat(k + step)
      b0 = f64x2.add(b0, f64x2.mul(wb, x0))
      b1 = f64x2.add(b1, f64x2.mul(wb, x1))
      const wc = v128.load64_splat(k + 2 * step)
      c0 = f64x2.add(c0, f64x2.mul(wc, x0))
      c1 = f64x2.add(c1, f64x2.mul(wc, x1))
      const wd = v128.load64_splat(k + 3 * step)
      d0 = f64x2.add(d0, f64x2.mul(wd, x0))
      d1 = f64x2.add(d1, f64x2.mul(wd, x1))
      from += ROW
    }
    put(to, a0, a1, rectified)
    put(to + ROW, b0, b1, rectified)
    put(to + 2 * ROW, c0, c1, rectified)
    put(to + 3 * ROW, d0, d1, rectified)
  }
}

function oneUnit(x: usize, w: usize, bias: usize, y: usize, inputs: i32, rectified: bool): void {
  const end = w + ((<usize>inputs) << 3)
  for (let n = 0; n < BLOCK; n += 4) {
    let from = x + ((<usize>n) << 3)
    let a0 = v128.load64_splat(bias)
    let a1 = a0
    for (let k = w; k < end; k += 8) {
      const wa = v128.load64_splat(k)
      a0 = f64x2.add(a0, f64x2.mul(wa, v128.load(from)))
      a1 = f64x2.add(a1, f64x2.mul(wa, v128.load(from, 16)))
      from += ROW
    }
    put(y + ((<usize>n) << 3), a0, a1, rectified)
  }
}

function put(to: usize, low: v128, high: v128, rectified: bool): void {
  const zero = f64x2(0, 0)
  v128.store(to, rectified ? f64x2.pmax(zero, low) : low)
  v128.store(to, rectified ? f64x2.pmax(zero, high) : high, 16)
}
