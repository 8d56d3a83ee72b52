/**
 * What swarms do in every step, in AssemblyScript. The same in TypeScript, and what it means, is in the files that are named;
 * tests compare, bit by bit.
 *
 * Arrays are given as addresses. Numbers are float64; counts, cells and agents' numbers are int32; flags are bytes.
 */

// Who is near: `src/cells/cell-grid.ts`.

/** Bytes of an entry: x, y and the two components of its value. */
const ENTRY: usize = 32

/**
 * Sorts agents, and their images within `reach` of the square, into cells. Gives the number of entries.
 *
 * Shapes: `active` [n], or 0 where all are; `positions` and `values` [n, 2]; `images` [imageCount, 6] of flips, shifts and the
 * sides at which they lie; `cells` and `sources` [capacity]; `starts` [(columns + 2) (rows + 2) + 1]; `order` [capacity], the
 * agent of an entry, below 0 for an image; `entries` [capacity, 4].
 */
export function sortAgents(
  n: i32,
  active: usize,
  positions: usize,
  values: usize,
  imageCount: i32,
  images: usize,
  side: f64,
  reach: f64,
  originX: f64,
  originY: f64,
  perX: f64,
  perY: f64,
  columns: i32,
  rows: i32,
  cells: usize,
  sources: usize,
  starts: usize,
  order: usize,
  entries: usize,
): i32 {
  const width = columns + 2
  const total = width * (rows + 2)
  memory.fill(starts, 0, (<usize>(total + 1)) << 2)
  const far = side - reach
  let end = n
  for (let i = 0; i < n; i++) {
    if (active !== 0 && load<u8>(active + <usize>i) === 0) {
      put(cells, i, -1)
      continue
    }
    const x = number(positions, 2 * i)
    const y = number(positions, 2 * i + 1)
    enter(starts, cells, i, within(y, originY, perY, rows) * width + within(x, originX, perX, columns))
    if (imageCount === 0 || (x >= reach && x < far && y >= reach && y < far)) continue
    for (let m = 0; m < imageCount; m++) {
      const image = images + <usize>m * 48
      const gx = number(image, 0) * x + number(image, 2)
      const gy = number(image, 1) * y + number(image, 3)
      if (gx < -reach || gx >= side + reach || gy < -reach || gy >= side + reach) continue
      const row = beside(number(image, 5), gy, originY, perY, rows)
      enter(starts, cells, end, row * width + beside(number(image, 4), gx, originX, perX, columns))
      put(sources, end++, (m << 24) | i)
    }
  }
  for (let c = 1; c <= total; c++) put(starts, c, int(starts, c) + int(starts, c - 1))
  for (let g = end - 1; g >= 0; g--) {
    const cell = int(cells, g)
    if (cell < 0) continue
    const at = int(starts, cell) - 1
    put(starts, cell, at)
    const source = g < n ? g : int(sources, g)
    const i = source & 0xffffff
    let place = v128.load(positions + ((<usize>i) << 4))
    let value = v128.load(values + ((<usize>i) << 4))
    if (g >= n) {
      const image = images + <usize>(source >>> 24) * 48
      const flips = v128.load(image)
      place = f64x2.add(f64x2.mul(flips, place), v128.load(image + 16))
      value = f64x2.mul(flips, value)
    }
    const entry = entries + <usize>at * ENTRY
    v128.store(entry, place)
    v128.store(entry + 16, value)
    put(order, at, g < n ? i : -1)
  }
  return int(starts, total)
}

function enter(starts: usize, cells: usize, g: i32, cell: i32): void {
  put(cells, g, cell)
  put(starts, cell, int(starts, cell) + 1)
}

function within(value: f64, origin: f64, per: f64, count: i32): i32 {
  const cell = (value - origin) * per
  return cell >= <f64>count ? count : cell >= 0 ? <i32>cell + 1 : 1
}

function beside(sideOf: f64, value: f64, origin: f64, per: f64, count: i32): i32 {
  return sideOf < 0 ? 0 : sideOf > 0 ? count + 1 : within(value, origin, per, count)
}

/**
 * Adds up the values of all entries within sqrt(r2) of each agent, itself among them, and counts them where `counts` is not 0.
 * Shapes: `sums` [n, 2]; `counts` [n], float64.
 */
export function sumNear(
  columns: i32,
  rows: i32,
  r2: f64,
  starts: usize,
  order: usize,
  entries: usize,
  sums: usize,
  counts: usize,
): void {
  if (counts === 0) sumCells<f32>(columns, rows, r2, starts, order, entries, sums, counts)
  else sumCells<i32>(columns, rows, r2, starts, order, entries, sums, counts)
}

/** `Counted` is an integer type where neighbours are to be counted. */
function sumCells<Counted>(
  columns: i32,
  rows: i32,
  r2: f64,
  starts: usize,
  order: usize,
  entries: usize,
  sums: usize,
  counts: usize,
): void {
  const width = columns + 2
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const cell = row * width + column
      const end = int(starts, cell + 1)
      let k = int(starts, cell)
      for (; k + 2 < end; k += 4)
        Lanes.sumFour<Counted>(width, cell, k, end, r2, starts, order, entries, sums, counts)
      if (k < end) Lanes.sumTwo<Counted>(width, cell, k, end, r2, starts, order, entries, sums, counts)
    }
  }
}

// Vicsek: `src/vicsek/vicsek.ts`.

/** Adds a vector of length eta times its number of neighbours to the sum of every agent. Shapes: `angles` and `counts` [n]. */
export function addVectors(n: i32, eta: f64, angles: usize, counts: usize, sums: usize): void {
  for (let i = 0; i < n; i += 2) {
    const row = sums + ((<usize>i) << 4)
    const angle = v128.load(angles + ((<usize>i) << 3))
    const length = f64x2.mul(f64x2.splat(eta), v128.load(counts + ((<usize>i) << 3)))
    const x = f64x2.mul(length, Lanes.cosine(angle))
    const y = f64x2.mul(length, Lanes.sine(angle))
    v128.store(row, f64x2.add(v128.load(row), v128.shuffle<f64>(x, y, 0, 2)))
    v128.store(row, f64x2.add(v128.load(row, 16), v128.shuffle<f64>(x, y, 1, 3)), 16)
  }
}

/**
 * Turns every agent into the direction of its sum, then by its angle, and moves it on. Agents that are not active stay as they
 * are; zealots keep their directions. Arrays have room for an even number of agents.
 *
 * Shapes: `sums`, `directions` and `positions` [n, 2]; `active` and `zealots` [n], or 0; `angles` [n], or 0.
 */
export function turnAndMove(
  n: i32,
  active: usize,
  zealots: usize,
  sums: usize,
  angles: usize,
  length: f64,
  forward: i32,
  directions: usize,
  positions: usize,
): void {
  const lengths = f64x2.splat(length)
  const one = f64x2.splat(1)
  for (let i = 0; i < n; i += 2) {
    const row = (<usize>i) << 4
    const first = v128.load(sums + row)
    const second = v128.load(sums + row, 16)
    let x = v128.shuffle<f64>(first, second, 0, 2)
    let y = v128.shuffle<f64>(first, second, 1, 3)
    const norm = f64x2.sqrt(f64x2.add(f64x2.mul(x, x), f64x2.mul(y, y)))
    const still = f64x2.eq(norm, f64x2.splat(0))
    x = v128.bitselect(one, f64x2.div(x, norm), still)
    y = v128.andnot(f64x2.div(y, norm), still)
    if (angles !== 0) {
      const angle = v128.load(angles + ((<usize>i) << 3))
      const s = Lanes.sine(angle)
      const c = Lanes.cosine(angle)
      const turned = f64x2.sub(f64x2.mul(x, c), f64x2.mul(y, s))
      y = f64x2.add(f64x2.mul(x, s), f64x2.mul(y, c))
      x = turned
    }
    const oldFirst = v128.load(directions + row)
    const oldSecond = v128.load(directions + row, 16)
    const moves = active === 0 ? i64x2.splat(-1) : Lanes.flags(active, i)
    const turns = zealots === 0 ? moves : v128.andnot(moves, Lanes.flags(zealots, i))
    const newFirst = v128.bitselect(
      v128.shuffle<f64>(x, y, 0, 2),
      oldFirst,
      v128.shuffle<i64>(turns, turns, 0, 0),
    )
    const newSecond = v128.bitselect(
      v128.shuffle<f64>(x, y, 1, 3),
      oldSecond,
      v128.shuffle<i64>(turns, turns, 1, 1),
    )
    const wayFirst = v128.and(
      f64x2.mul(lengths, forward ? newFirst : oldFirst),
      v128.shuffle<i64>(moves, moves, 0, 0),
    )
    const waySecond = v128.and(
      f64x2.mul(lengths, forward ? newSecond : oldSecond),
      v128.shuffle<i64>(moves, moves, 1, 1),
    )
    v128.store(positions + row, f64x2.add(v128.load(positions + row), wayFirst))
    v128.store(positions + row, f64x2.add(v128.load(positions + row, 16), waySecond), 16)
    v128.store(directions + row, newFirst)
    v128.store(directions + row, newSecond, 16)
  }
}

/** Writes the agents that are outside of [0, side)² to `outside` [n]; how many. Shape: positions [n, 2]. */
export function findOutside(n: i32, side: f64, positions: usize, outside: usize): i32 {
  const zero = f64x2.splat(0)
  const end = f64x2.splat(side)
  let found = 0
  for (let i = 0; i < n; i++) {
    const p = v128.load(positions + ((<usize>i) << 4))
    const inside = v128.and(f64x2.ge(p, zero), f64x2.lt(p, end))
    put(outside, found, i)
    found += i32(!i64x2.all_true(inside))
  }
  return found
}

// Headings: `src/control/turning-rules.ts`.

/** Writes cosine and sine of headings. Shapes: headings [n], behind which one more number may be read; directions [n, 2]. */
export function writeDirections(n: i32, headings: usize, directions: usize): void {
  for (let i = 0; i < n; i += 2) {
    const heading = v128.load(headings + ((<usize>i) << 3))
    const s = Lanes.sine(heading)
    const c = Lanes.cosine(heading)
    v128.store(directions + ((<usize>i) << 4), v128.shuffle<f64>(c, s, 0, 2))
    if (i + 1 < n) v128.store(directions + ((<usize>i) << 4), v128.shuffle<f64>(c, s, 1, 3), 16)
  }
}

// Kuramoto: `src/kuramoto/kuramoto.ts`.

/**
 * Writes sine and cosine of all phases to `circle` [n, 2], and their sums to `totals` [2]; an even number of phases, of which
 * those past n count for nothing.
 */
export function writeCircle(n: i32, phases: usize, circle: usize, totals: usize): void {
  let sines = f64x2.splat(0)
  let cosines = f64x2.splat(0)
  for (let i = 0; i < n; i += 2) {
    const phase = v128.load(phases + ((<usize>i) << 3))
    const s = Lanes.sine(phase)
    const c = Lanes.cosine(phase)
    v128.store(circle + ((<usize>i) << 4), v128.shuffle<f64>(s, c, 0, 2))
    v128.store(circle + ((<usize>i) << 4), v128.shuffle<f64>(s, c, 1, 3), 16)
    const there = i + 1 < n ? i64x2.splat(-1) : i64x2(-1, 0)
    sines = f64x2.add(sines, v128.and(s, there))
    cosines = f64x2.add(cosines, v128.and(c, there))
  }
  putNumber(totals, 0, f64x2.extract_lane(sines, 0) + f64x2.extract_lane(sines, 1))
  putNumber(totals, 1, f64x2.extract_lane(cosines, 0) + f64x2.extract_lane(cosines, 1))
}

/** Rates of phases that all pull each other: omega + share (S cos - C sin), for the sums of `totals`. */
export function ratesOfAll(
  n: i32,
  share: f64,
  omegas: usize,
  circle: usize,
  totals: usize,
  rates: usize,
): void {
  const S = f64x2.splat(share * number(totals, 0))
  const C = f64x2.splat(share * number(totals, 1))
  for (let i = 0; i < n; i += 2) {
    const first = v128.load(circle + ((<usize>i) << 4))
    const second = v128.load(circle + ((<usize>i) << 4), 16)
    const s = v128.shuffle<f64>(first, second, 0, 2)
    const c = v128.shuffle<f64>(first, second, 1, 3)
    const pull = f64x2.sub(f64x2.mul(S, c), f64x2.mul(C, s))
    v128.store(rates + ((<usize>i) << 3), f64x2.add(v128.load(omegas + ((<usize>i) << 3)), pull))
  }
}

/** Rates of phases that are pulled by their neighbours. Shapes: starts [n + 1]; shares, omegas and rates [n]; circle [n, 2]. */
export function ratesOfNeighbours(
  n: i32,
  starts: usize,
  others: usize,
  shares: usize,
  omegas: usize,
  circle: usize,
  rates: usize,
): void {
  let k = others + ((<usize>int(starts, 0)) << 2)
  for (let i = 0; i < n; i++) {
    const end = others + ((<usize>int(starts, i + 1)) << 2)
    let sum = f64x2.splat(0)
    for (; k < end; k += 4) sum = f64x2.add(sum, v128.load(circle + ((<usize>load<u32>(k)) << 4)))
    const own = v128.load(circle + ((<usize>i) << 4))
    const pull =
      f64x2.extract_lane(sum, 0) * f64x2.extract_lane(own, 1) -
      f64x2.extract_lane(sum, 1) * f64x2.extract_lane(own, 0)
    putNumber(rates, i, number(omegas, i) + number(shares, i) * pull)
  }
}

/** Writes base + factor * rates to `out`. Shapes: all [n], an even number. */
export function advance(n: i32, base: usize, factor: f64, rates: usize, out: usize): void {
  const f = f64x2.splat(factor)
  const end = (<usize>n) << 3
  for (let k: usize = 0; k < end; k += 16) {
    v128.store(out + k, f64x2.add(v128.load(base + k), f64x2.mul(f, v128.load(rates + k))))
  }
}

/** Vectors. Methods, since only they can be marked to be written out where they are called; sines as `src/sine-cosine.ts`. */
// oxlint-disable-next-line typescript/no-extraneous-class -- AssemblyScript inlines marked methods
class Lanes {
  /** Entries k to k + 3, or as many as there are before `end`, in the lanes of two vectors. */
  @inline
  static sumFour<Counted>(
    width: i32,
    cell: i32,
    k: i32,
    end: i32,
    r2: f64,
    starts: usize,
    order: usize,
    entries: usize,
    sums: usize,
    counts: usize,
  ): void {
    const limit = f64x2.splat(r2)
    const p = entries + <usize>k * ENTRY
    const q = p + 2 * ENTRY
    const last = entries + <usize>(k + 3 < end ? k + 3 : k + 2) * ENTRY
    const xa = Lanes.pair(p, p + ENTRY)
    const ya = Lanes.pair(p + 8, p + ENTRY + 8)
    const xb = Lanes.pair(q, last)
    const yb = Lanes.pair(q + 8, last + 8)
    let ua = f64x2.splat(0)
    let va = ua
    let ub = ua
    let vb = ua
    let na = i64x2.splat(0)
    let nb = na
    for (let c = cell - width - 1; c <= cell + width - 1; c += width) {
      const stop = entries + <usize>int(starts, c + 3) * ENTRY
      for (let e = entries + <usize>int(starts, c) * ENTRY; e < stop; e += ENTRY) {
        const x = v128.load64_splat(e)
        const y = v128.load64_splat(e, 8)
        const u = v128.load64_splat(e, 16)
        const v = v128.load64_splat(e, 24)
        const nearA = Lanes.near(x, y, xa, ya, limit)
        const nearB = Lanes.near(x, y, xb, yb, limit)
        ua = f64x2.add(ua, v128.and(nearA, u))
        va = f64x2.add(va, v128.and(nearA, v))
        ub = f64x2.add(ub, v128.and(nearB, u))
        vb = f64x2.add(vb, v128.and(nearB, v))
        if (isInteger<Counted>()) {
          na = i64x2.sub(na, nearA)
          nb = i64x2.sub(nb, nearB)
        }
      }
    }
    const a = int(order, k)
    const b = int(order, k + 1)
    const c = int(order, k + 2)
    putSum(sums, a, f64x2.extract_lane(ua, 0), f64x2.extract_lane(va, 0))
    putSum(sums, b, f64x2.extract_lane(ua, 1), f64x2.extract_lane(va, 1))
    putSum(sums, c, f64x2.extract_lane(ub, 0), f64x2.extract_lane(vb, 0))
    if (isInteger<Counted>()) {
      putNumber(counts, a, <f64>i64x2.extract_lane(na, 0))
      putNumber(counts, b, <f64>i64x2.extract_lane(na, 1))
      putNumber(counts, c, <f64>i64x2.extract_lane(nb, 0))
    }
    if (k + 3 >= end) return
    const d = int(order, k + 3)
    putSum(sums, d, f64x2.extract_lane(ub, 1), f64x2.extract_lane(vb, 1))
    if (isInteger<Counted>()) putNumber(counts, d, <f64>i64x2.extract_lane(nb, 1))
  }

  /** Entries k and k + 1, or the first alone. */
  @inline
  static sumTwo<Counted>(
    width: i32,
    cell: i32,
    k: i32,
    end: i32,
    r2: f64,
    starts: usize,
    order: usize,
    entries: usize,
    sums: usize,
    counts: usize,
  ): void {
    const limit = f64x2.splat(r2)
    const p = entries + <usize>k * ENTRY
    const q = k + 1 < end ? p + ENTRY : p
    const xa = Lanes.pair(p, q)
    const ya = Lanes.pair(p + 8, q + 8)
    let ua = f64x2.splat(0)
    let va = ua
    let na = i64x2.splat(0)
    for (let c = cell - width - 1; c <= cell + width - 1; c += width) {
      const stop = entries + <usize>int(starts, c + 3) * ENTRY
      for (let e = entries + <usize>int(starts, c) * ENTRY; e < stop; e += ENTRY) {
        const nearA = Lanes.near(v128.load64_splat(e), v128.load64_splat(e, 8), xa, ya, limit)
        ua = f64x2.add(ua, v128.and(nearA, v128.load64_splat(e, 16)))
        va = f64x2.add(va, v128.and(nearA, v128.load64_splat(e, 24)))
        if (isInteger<Counted>()) na = i64x2.sub(na, nearA)
      }
    }
    const a = int(order, k)
    putSum(sums, a, f64x2.extract_lane(ua, 0), f64x2.extract_lane(va, 0))
    if (isInteger<Counted>()) putNumber(counts, a, <f64>i64x2.extract_lane(na, 0))
    if (k + 1 >= end) return
    const b = int(order, k + 1)
    putSum(sums, b, f64x2.extract_lane(ua, 1), f64x2.extract_lane(va, 1))
    if (isInteger<Counted>()) putNumber(counts, b, <f64>i64x2.extract_lane(na, 1))
  }

  @inline
  static near(x: v128, y: v128, ax: v128, ay: v128, limit: v128): v128 {
    const dx = f64x2.sub(x, ax)
    const dy = f64x2.sub(y, ay)
    return f64x2.le(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), limit)
  }

  @inline
  static pair(a: usize, b: usize): v128 {
    return v128.load_lane<f64>(b, v128.load64_splat(a), 1)
  }

  /** All bits where the flag of agent i, and of the next one, is not 0. */
  @inline
  static flags(bytes: usize, i: i32): v128 {
    const first = i64x2.splat(-(<i64>i32(load<u8>(bytes + <usize>i) != 0)))
    return i64x2.replace_lane(first, 1, -(<i64>i32(load<u8>(bytes + <usize>i, 1) != 0)))
  }

  @inline
  static sine(x: v128): v128 {
    const t = f64x2.add(f64x2.mul(x, f64x2.splat(0.6366197723675814)), f64x2.splat(6755399441055744))
    const r = Lanes.remainder(x, t)
    const z = f64x2.mul(r, r)
    const swap = i64x2.neg(v128.and(t, i64x2.splat(1)))
    const value = v128.bitselect(Lanes.cosinePolynomial(z), Lanes.sinePolynomial(r, z), swap)
    return v128.xor(value, i64x2.shl(v128.and(t, i64x2.splat(2)), 62))
  }

  @inline
  static cosine(x: v128): v128 {
    const t = f64x2.add(f64x2.mul(x, f64x2.splat(0.6366197723675814)), f64x2.splat(6755399441055744))
    const r = Lanes.remainder(x, t)
    const z = f64x2.mul(r, r)
    const swap = i64x2.neg(v128.and(t, i64x2.splat(1)))
    const value = v128.bitselect(Lanes.sinePolynomial(r, z), Lanes.cosinePolynomial(z), swap)
    const next = i64x2.add(t, i64x2.splat(1))
    return v128.xor(value, i64x2.shl(v128.and(next, i64x2.splat(2)), 62))
  }

  @inline
  static remainder(x: v128, t: v128): v128 {
    const k = f64x2.sub(t, f64x2.splat(6755399441055744))
    const first = f64x2.sub(x, f64x2.mul(k, f64x2.splat(1.5707963267341256)))
    const second = f64x2.sub(first, f64x2.mul(k, f64x2.splat(6.077100506303966e-11)))
    return f64x2.sub(second, f64x2.mul(k, f64x2.splat(2.0222662487959506e-21)))
  }

  @inline
  static sinePolynomial(r: v128, z: v128): v128 {
    let p = Lanes.step(f64x2.splat(1.58969099521155010221e-10), z, -2.50507602534068634195e-8)
    p = Lanes.step(p, z, 2.75573137070700676789e-6)
    p = Lanes.step(p, z, -1.98412698298579493134e-4)
    p = Lanes.step(p, z, 8.33333333332248946124e-3)
    p = Lanes.step(p, z, -1.66666666666666324348e-1)
    return f64x2.add(r, f64x2.mul(f64x2.mul(r, z), p))
  }

  @inline
  static cosinePolynomial(z: v128): v128 {
    let p = Lanes.step(f64x2.splat(-1.13596475577881948265e-11), z, 2.0875723212981748279e-9)
    p = Lanes.step(p, z, -2.75573143513906633035e-7)
    p = Lanes.step(p, z, 2.48015872894767294178e-5)
    p = Lanes.step(p, z, -1.38888888888741095749e-3)
    p = Lanes.step(p, z, 4.16666666666666019037e-2)
    const half = f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.splat(0.5), z))
    return f64x2.add(half, f64x2.mul(f64x2.mul(z, z), p))
  }

  @inline
  static step(p: v128, z: v128, coefficient: f64): v128 {
    return f64x2.add(f64x2.mul(p, z), f64x2.splat(coefficient))
  }
}

function int(ints: usize, i: i32): i32 {
  return load<i32>(ints + ((<usize>i) << 2))
}

function put(ints: usize, i: i32, value: i32): void {
  store<i32>(ints + ((<usize>i) << 2), value)
}

function number(numbers: usize, i: i32): f64 {
  return load<f64>(numbers + ((<usize>i) << 3))
}

function putNumber(numbers: usize, i: i32, value: f64): void {
  store<f64>(numbers + ((<usize>i) << 3), value)
}

function putSum(sums: usize, i: i32, x: f64, y: f64): void {
  putNumber(sums, 2 * i, x)
  putNumber(sums, 2 * i + 1, y)
}
