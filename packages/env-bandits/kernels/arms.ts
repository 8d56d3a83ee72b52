/**
 * What policies do in every step for all worlds at once, in AssemblyScript, with no branch that depends on what arms pay:
 * `takeRewards`, `updateBounds`, `findHighest`, `drawWeighted`. The same in TypeScript, and what it means, is in
 * `src/policies/tally.ts` and `src/policies/arms-kernel.ts`; tests compare.
 *
 * Arrays are given as addresses. Numbers are float64 but rewards, which are float32; arms are int32.
 */

/** Shapes: pending, rewards, steps and changed [worlds]; pulls, sums and squares [worlds, arms]. */
export function takeRewards(
  worlds: i32,
  arms: i32,
  pending: usize,
  rewards: usize,
  steps: usize,
  pulls: usize,
  sums: usize,
  squares: usize,
  changed: usize,
): void {
  for (let w = 0; w < worlds; w++) {
    const arm = armOf(pending, w)
    if (arm < 0) continue
    const reward = <f64>load<f32>(rewards + ((<usize>w) << 2))
    const i = w * arms + arm
    add(steps, w, 1)
    add(pulls, i, 1)
    add(sums, i, reward)
    add(squares, i, reward * reward)
    store<i32>(changed + ((<usize>w) << 2), arm)
  }
}

/** Shapes: changed [worlds], stride of which some may be below 0; pulls and sums [worlds, arms]; means and radii [arms, stride]. */
export function updateBounds(
  worlds: i32,
  arms: i32,
  stride: i32,
  changed: usize,
  pulls: usize,
  sums: usize,
  means: usize,
  radii: usize,
): void {
  for (let w = 0; w < worlds; w++) {
    const arm = armOf(changed, w)
    if (arm < 0) continue
    const share = 1 / number(pulls, w * arms + arm)
    const place = (<usize>(arm * stride + w)) << 3
    store<f64>(means + place, number(sums, w * arms + arm) * share)
    store<f64>(radii + place, Math.sqrt(share))
  }
}

/** Two worlds at a time, of an even number. Shapes: means and radii [arms, worlds]; widths and found [worlds]. */
export function findHighest(
  worlds: i32,
  arms: i32,
  means: usize,
  radii: usize,
  widths: usize,
  tie: f64,
  found: usize,
): void {
  const row = (<usize>worlds) << 3
  const ties = f64x2.splat(tie)
  for (let w: usize = 0; w < row; w += 16) {
    const width = v128.load(widths + w)
    let top = bound(means + w, radii + w, width)
    let best = i64x2.splat(0)
    let place = w
    for (let k = 1; k < arms; k++) {
      place += row
      const other = bound(means + place, radii + place, width)
      const higher = f64x2.gt(f64x2.sub(other, ties), top)
      top = v128.bitselect(other, top, higher)
      best = v128.bitselect(i64x2.splat(k), best, higher)
    }
    store<i32>(found + (w >> 1), <i32>i64x2.extract_lane(best, 0))
    store<i32>(found + (w >> 1) + 4, <i32>i64x2.extract_lane(best, 1))
  }
}

/** Shapes: weights [worlds, arms]; places and found [worlds]. */
export function drawWeighted(worlds: i32, arms: i32, weights: usize, places: usize, found: usize): void {
  const row = (<usize>arms) << 3
  for (let w = 0; w < worlds; w++) {
    const place = number(places, w)
    const end = weights + row
    let cumulative: f64 = 0
    let arm = 0
    for (; weights < end; weights += 8) {
      cumulative += load<f64>(weights)
      arm += i32(cumulative <= place)
    }
    store<i32>(found + ((<usize>w) << 2), arm)
  }
}

function bound(mean: usize, radius: usize, width: v128): v128 {
  return f64x2.add(v128.load(mean), f64x2.mul(width, v128.load(radius)))
}

function armOf(arms: usize, w: i32): i32 {
  return load<i32>(arms + ((<usize>w) << 2))
}

function number(numbers: usize, i: i32): f64 {
  return load<f64>(numbers + ((<usize>i) << 3))
}

function add(numbers: usize, i: i32, value: f64): void {
  store<f64>(numbers + ((<usize>i) << 3), number(numbers, i) + value)
}
