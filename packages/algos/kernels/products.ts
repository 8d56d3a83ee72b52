/**
 * The products of dense layers in AssemblyScript with SIMD: `packColumns`, `packTransposed`, `packInputs`, `product`,
 * `addOuterProduct`. The same in TypeScript, and what it means, is in `src/dense/host-operations.ts`; tests compare.
 *
 * Numbers are float32, matrices lie by rows, and arguments are addresses. A *panel* is eight columns of a matrix, one
 * row of them after the other, filled up with zeros; a *strip* is the same of four columns. A sum is taken in the
 * order of its terms, each product and each sum rounded, whatever the shape: a row's results do not depend on the
 * rows around it.
 *
 * The inner loops take two terms at a time, and may leave between them: with an exit there, engines load no more for
 * both than registers hold, which they would without.
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
    const panel = panels + (<usize>j >> 3) * (depth + 32)
    const end = panel + depth
    const last = end - 32
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
      let w = panel
      do {
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
        if (w == last) break
        const wLow1 = v128.load(w, 32)
        const wHigh1 = v128.load(w, 48)
        const t0 = v128.load32_splat(x0, 4)
        low0 = f32x4.add(low0, f32x4.mul(t0, wLow1))
        high0 = f32x4.add(high0, f32x4.mul(t0, wHigh1))
        const t1 = v128.load32_splat(x1, 4)
        low1 = f32x4.add(low1, f32x4.mul(t1, wLow1))
        high1 = f32x4.add(high1, f32x4.mul(t1, wHigh1))
        const t2 = v128.load32_splat(x2, 4)
        low2 = f32x4.add(low2, f32x4.mul(t2, wLow1))
        high2 = f32x4.add(high2, f32x4.mul(t2, wHigh1))
        const t3 = v128.load32_splat(x3, 4)
        low3 = f32x4.add(low3, f32x4.mul(t3, wLow1))
        high3 = f32x4.add(high3, f32x4.mul(t3, wHigh1))
        x0 += 8
        x1 += 8
        x2 += 8
        x3 += 8
        w += 64
      } while (w < end)
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
    const panel = panels + (<usize>j >> 3) * length
    const end = panel + length
    const last = end - 32
    const count = outputs - j
    for (let k = 0; k <= inputs; k += STRIP) {
      let x = strips + (<usize>k >> 2) * (length >> 1)
      let low0 = f32x4.splat(0)
      let low1 = low0
      let low2 = low0
      let low3 = low0
      let high0 = low0
      let high1 = low0
      let high2 = low0
      let high3 = low0
      let d = panel
      do {
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
        if (d == last) break
        const dLow1 = v128.load(d, 32)
        const dHigh1 = v128.load(d, 48)
        const t0 = v128.load32_splat(x, 16)
        low0 = f32x4.add(low0, f32x4.mul(t0, dLow1))
        high0 = f32x4.add(high0, f32x4.mul(t0, dHigh1))
        const t1 = v128.load32_splat(x, 20)
        low1 = f32x4.add(low1, f32x4.mul(t1, dLow1))
        high1 = f32x4.add(high1, f32x4.mul(t1, dHigh1))
        const t2 = v128.load32_splat(x, 24)
        low2 = f32x4.add(low2, f32x4.mul(t2, dLow1))
        high2 = f32x4.add(high2, f32x4.mul(t2, dHigh1))
        const t3 = v128.load32_splat(x, 28)
        low3 = f32x4.add(low3, f32x4.mul(t3, dLow1))
        high3 = f32x4.add(high3, f32x4.mul(t3, dHigh1))
        x += 32
        d += 64
      } while (d < end)
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

function bytes(numbers: i32): usize {
  return (<usize>numbers) << 2
}
