/**
 * What is done in every step for all worlds at once, in AssemblyScript, with no branch that depends on what arms pay. The
 * same in TypeScript, and what it means, is in the files that are named; tests compare.
 *
 * Arrays are given as addresses. Numbers are float64 but rewards and observations, which are float32; arms, states, pulls and
 * elapsed steps are int32.
 */

// Environments of one pull in a step: `src/arms/arms-rules.ts`.

/** Shapes: means [worlds, arms]; noise [worlds, block]; actions, elapsed and rewards [worlds]. */
export function payOnes(
  worlds: i32,
  arms: i32,
  block: i32,
  actions: usize,
  means: usize,
  noise: usize,
  elapsed: usize,
  rewards: usize,
): void {
  for (let w = 0; w < worlds; w++) {
    const mean = number(means, w * arms + int(actions, w))
    const u = number(noise, w * block + (int(elapsed, w) % block))
    store<f32>(rewards + ((<usize>w) << 2), <f32>i32(u < mean))
  }
}

/** Shapes: means, sums and pulls [worlds, arms]; all others [worlds]. */
export function countPulls(
  worlds: i32,
  arms: i32,
  actions: usize,
  rewards: usize,
  means: usize,
  best: usize,
  sums: usize,
  pulls: usize,
  regrets: usize,
  optimal: usize,
  elapsed: usize,
  lastArms: usize,
): void {
  for (let w = 0; w < worlds; w++) {
    const arm = int(actions, w)
    const i = w * arms + arm
    const gap = number(best, w) - number(means, i)
    add(sums, i, <f64>load<f32>(rewards + ((<usize>w) << 2)))
    put(pulls, i, int(pulls, i) + 1)
    add(regrets, w, gap)
    add(optimal, w, <f64>i32(gap == 0))
    put(elapsed, w, int(elapsed, w) + 1)
    put(lastArms, w, arm)
  }
}

/** Shapes: observations [worlds, arms + 2]; all others [worlds]. */
export function observePulls(
  from: i32,
  to: i32,
  arms: i32,
  share: f64,
  lastArms: usize,
  rewards: usize,
  elapsed: usize,
  observations: usize,
): void {
  const width = arms + 2
  memory.fill(observations + ((<usize>(from * width)) << 2), 0, (<usize>((to - from) * width)) << 2)
  for (let w = from; w < to; w++) {
    const arm = int(lastArms, w)
    if (arm < 0) continue
    const row = observations + ((<usize>(w * width)) << 2)
    store<f32>(row + ((<usize>arm) << 2), 1)
    store<f32>(row + ((<usize>arms) << 2), load<f32>(rewards + ((<usize>w) << 2)))
    store<f32>(row + ((<usize>arms) << 2) + 4, <f32>(<f64>int(elapsed, w) * share))
  }
}

// Restless arms: `src/restless/restless-rules.ts`.

/**
 * Shapes: actions, bytes, and states and uniforms [worlds, arms]; cumulative [arms, 2, n, stride] and rewards [arms, 2, n],
 * for n states and an even stride, up to which rows go on above 1; sums and activations [worlds].
 */
export function moveArms(
  worlds: i32,
  arms: i32,
  n: i32,
  stride: i32,
  actions: usize,
  states: usize,
  uniforms: usize,
  cumulative: usize,
  rewards: usize,
  sums: usize,
  activations: usize,
): void {
  for (let w = 0; w < worlds; w++) {
    let sum: f64 = 0
    let chosen = 0
    for (let i = 0; i < arms; i++) {
      const k = w * arms + i
      const action = <i32>load<u8>(actions + <usize>k)
      const row = (2 * i + action) * n + int(states, k)
      const u = v128.load64_splat(uniforms + ((<usize>k) << 3))
      const chances = cumulative + ((<usize>(row * stride)) << 3)
      let passed = i64x2.splat(0)
      for (let t = 0; t < stride; t += 2) {
        passed = i64x2.sub(passed, f64x2.ge(u, v128.load(chances + ((<usize>t) << 3))))
      }
      put(states, k, <i32>(i64x2.extract_lane(passed, 0) + i64x2.extract_lane(passed, 1)))
      sum += number(rewards, row)
      chosen += action
    }
    store<f64>(sums + ((<usize>w) << 3), sum)
    add(activations, w, <f64>chosen)
  }
}

/** Writes one-hot states to the first of each world's `width` observations. Shape: states [worlds, arms]. */
export function observeStates(
  from: i32,
  to: i32,
  arms: i32,
  n: i32,
  width: i32,
  states: usize,
  observations: usize,
): void {
  memory.fill(observations + ((<usize>(from * width)) << 2), 0, (<usize>((to - from) * width)) << 2)
  for (let w = from; w < to; w++) {
    let row = observations + ((<usize>(w * width)) << 2)
    for (let i = 0; i < arms; i++) {
      store<f32>(row + ((<usize>int(states, w * arms + i)) << 2), 1)
      row += (<usize>n) << 2
    }
  }
}

// Policies: `src/policies/tally.ts`, and `highest-bounds.ts`, `weighted-draws.ts` and `beta-draws.ts` there.

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
    const arm = int(pending, w)
    if (arm < 0) continue
    const reward = <f64>load<f32>(rewards + ((<usize>w) << 2))
    const i = w * arms + arm
    add(steps, w, 1)
    add(pulls, i, 1)
    add(sums, i, reward)
    add(squares, i, reward * reward)
    put(changed, w, arm)
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
    const arm = int(changed, w)
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
    put(found, w, arm)
  }
}

/**
 * Gamma draws d (1 + c x)^3 where Marsaglia and Tsang's squeeze accepts them; the places of the others go to `rejected`, their
 * number is returned. Shapes: all [draws], an even number.
 */
export function squeezeGammas(
  draws: i32,
  offsets: usize,
  scales: usize,
  normals: usize,
  uniforms: usize,
  gammas: usize,
  rejected: usize,
): i32 {
  const one = f64x2.splat(1)
  let count = 0
  for (let i = 0; i < draws; i += 2) {
    const place = (<usize>i) << 3
    const x = v128.load(normals + place)
    const root = f64x2.add(one, f64x2.mul(v128.load(scales + place), x))
    const cube = f64x2.mul(f64x2.mul(root, root), root)
    const x2 = f64x2.mul(x, x)
    const most = f64x2.sub(one, f64x2.mul(f64x2.mul(f64x2.splat(0.0331), x2), x2))
    const below = f64x2.lt(f64x2.sub(one, v128.load(uniforms + place)), most)
    const accepted = v128.and(below, f64x2.gt(root, f64x2.splat(0)))
    v128.store(gammas + place, f64x2.mul(v128.load(offsets + place), cube))
    if (i64x2.all_true(accepted)) continue
    put(rejected, count, i)
    count += i32(i64x2.extract_lane(accepted, 0) == 0)
    put(rejected, count, i + 1)
    count += i32(i64x2.extract_lane(accepted, 1) == 0)
  }
  return count
}

/** Shapes: gammas [worlds, 2, arms]; found [worlds], the arm of the highest first / (first + second). */
export function findHighestShare(worlds: i32, arms: i32, gammas: usize, found: usize): void {
  for (let w = 0; w < worlds; w++) {
    let top = f64x2.splat(-1)
    let best = 0
    for (let k = 0; k < arms; k++) {
      const x = number(gammas, 2 * w * arms + k)
      const share = x / (x + number(gammas, 2 * w * arms + arms + k))
      best = select(k, best, share > f64x2.extract_lane(top, 0))
      top = f64x2.pmax(top, f64x2.splat(share))
    }
    put(found, w, best)
  }
}

// Contextual policies: `src/contextual/ridge.ts`, `src/contextual/linear-models.ts`.

/** Takes in one reward. Shapes: x, gain and a row of inverse [stride], an even number; theta [width]. */
export function learnReward(
  width: i32,
  stride: i32,
  x: usize,
  gain: usize,
  theta: usize,
  inverse: usize,
  reward: f64,
  weight: f64,
): void {
  const row = (<usize>stride) << 3
  const size = (<usize>width) << 3
  const odd = width & 1 ? number(x, width - 1) * number(theta, width - 1) : 0
  let means = f64x2.replace_lane(f64x2.splat(0), 1, odd)
  for (let k: usize = 8; k < size; k += 16) {
    means = f64x2.add(means, f64x2.mul(v128.load(x + k - 8), v128.load(theta + k - 8)))
  }
  const mean = f64x2.extract_lane(means, 0) + f64x2.extract_lane(means, 1)
  let variances = f64x2.splat(0)
  for (let i: usize = 0; i < row; i += 16) {
    let sum = f64x2.splat(0)
    let place = inverse + i
    for (let j: usize = 0; j < size; j += 8) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(x + j), v128.load(place)))
      place += row
    }
    v128.store(gain + i, sum)
    variances = f64x2.add(variances, f64x2.mul(v128.load(x + i), sum))
  }
  const variance = f64x2.extract_lane(variances, 0) + f64x2.extract_lane(variances, 1)
  const share = weight / (1 + weight * variance)
  const correction = share * (reward - mean)
  const root = f64x2.splat(Math.sqrt(share))
  for (let k = 0; k < width; k++) add(theta, k, correction * number(gain, k))
  for (let i: usize = 0; i < row; i += 16) v128.store(gain + i, f64x2.mul(root, v128.load(gain + i)))
  let place = inverse
  for (let i: usize = 0; i < size; i += 8) {
    const scaled = v128.load64_splat(gain + i)
    for (let j: usize = 0; j < row; j += 16) {
      v128.store(place + j, f64x2.sub(v128.load(place + j), f64x2.mul(scaled, v128.load(gain + j))))
    }
    place += row
  }
}

/**
 * Upper bounds of one world's actions, two at a time. Action a has `features` [a * featureStride] and on, in float32,
 * `thetas` [a * thetaStride] and `inverses` [a * inverseStride]. Shapes: pairs [width, 2]; indices [actions].
 */
export function writeIndices(
  actions: i32,
  width: i32,
  stride: i32,
  features: usize,
  featureStride: i32,
  thetas: usize,
  thetaStride: i32,
  inverses: usize,
  inverseStride: i32,
  alpha: f64,
  pairs: usize,
  indices: usize,
): void {
  for (let a = 0; a < actions; a += 2) {
    const b = a + 1 < actions ? a + 1 : a
    const xa = features + ((<usize>(a * featureStride)) << 2)
    const xb = features + ((<usize>(b * featureStride)) << 2)
    const ta = thetas + ((<usize>(a * thetaStride)) << 3)
    const tb = thetas + ((<usize>(b * thetaStride)) << 3)
    // Sums over the features of even and of odd number, the last of an odd number of features among the latter.
    let even = f64x2.splat(0)
    let odd = f64x2.splat(0)
    if (width & 1) {
      const x = putPair(xa, xb, width - 1, pairs)
      odd = f64x2.mul(x, pair(ta, tb, (<usize>(width - 1)) << 3))
    }
    for (let k = 1; k < width; k += 2) {
      const place = (<usize>k) << 3
      even = f64x2.add(even, f64x2.mul(putPair(xa, xb, k - 1, pairs), pair(ta, tb, place - 8)))
      odd = f64x2.add(odd, f64x2.mul(putPair(xa, xb, k, pairs), pair(ta, tb, place)))
    }
    let va = inverses + ((<usize>(a * inverseStride)) << 3)
    let vb = inverses + ((<usize>(b * inverseStride)) << 3)
    let sum = f64x2.splat(0)
    for (let i = 0; i < width; i++) {
      let row = f64x2.splat(0)
      const diagonal = (<usize>i) << 3
      for (let j: usize = 0; j < diagonal; j += 8) {
        row = f64x2.add(row, f64x2.mul(pair(va, vb, j), v128.load(pairs + 2 * j)))
      }
      const x = v128.load(pairs + 2 * diagonal)
      const whole = f64x2.add(f64x2.add(row, row), f64x2.mul(pair(va, vb, diagonal), x))
      sum = f64x2.add(sum, f64x2.mul(x, whole))
      va += (<usize>stride) << 3
      vb += (<usize>stride) << 3
    }
    const deviation = f64x2.sqrt(f64x2.pmax(f64x2.splat(0), sum))
    const index = f64x2.add(f64x2.add(even, odd), f64x2.mul(f64x2.splat(alpha), deviation))
    store<f64>(indices + ((<usize>a) << 3), f64x2.extract_lane(index, 0))
    if (b > a) store<f64>(indices + ((<usize>b) << 3), f64x2.extract_lane(index, 1))
  }
}

/** Feature k of two actions, which is written to `pairs` too. */
function putPair(xa: usize, xb: usize, k: i32, pairs: usize): v128 {
  const place = (<usize>k) << 2
  const x = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(xa + place)), 1, <f64>load<f32>(xb + place))
  v128.store(pairs + 4 * place, x)
  return x
}

function pair(a: usize, b: usize, place: usize): v128 {
  return v128.load_lane<f64>(b + place, v128.load64_splat(a + place), 1)
}

function bound(mean: usize, radius: usize, width: v128): v128 {
  return f64x2.add(v128.load(mean), f64x2.mul(width, v128.load(radius)))
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

function add(numbers: usize, i: i32, value: f64): void {
  store<f64>(numbers + ((<usize>i) << 3), number(numbers, i) + value)
}
