/**
 * What every step of one world needs fast, in AssemblyScript: `moveSoft` and `writeWindows`. The same in TypeScript, and
 * what it means, is in `src/soft-movement.ts` and `src/window-writer.ts`; tests compare.
 *
 * Arguments are the addresses of the world's part of each array; cells are numbered within it.
 */

/**
 * Moves agents by the rule `soft`. Arrays are int32, obstacles and active bytes, and presence float32; claims are 0
 * before and after.
 */
export function moveSoft(
  agents: i32,
  offsets: usize,
  actions: usize,
  active: usize,
  obstacles: usize,
  positions: usize,
  occupants: usize,
  presence: usize,
  targets: usize,
  claims: usize,
  stayers: usize,
): void {
  for (let a = 0; a < agents; a++) {
    const from = at(positions, a)
    const target = from + at(offsets, at(actions, a))
    const blocked = load<u8>(obstacles + target) | (1 - load<u8>(active + a))
    put(targets, a, select(from, target, blocked))
  }
  let count = 0
  for (let a = 0; a < agents; a++) {
    const target = at(targets, a)
    const other = at(occupants, target)
    const swaps = i32(other != 0) & i32(at(targets, max(other - 1, 0)) == at(positions, a))
    const wins = i32(load<u8>(active + a)) & i32(at(claims, target) == 0) & (1 - swaps)
    put(claims, target, at(claims, target) + (a + 1) * wins)
    put(stayers, count, a)
    count += 1 - wins
  }
  for (let k = 0; k < count; k++) {
    const a = at(stayers, k)
    if (load<u8>(active + a) == 0) continue
    let cell = at(positions, a)
    put(targets, a, cell)
    for (let claim = at(claims, cell); claim != 0; claim = at(claims, cell)) {
      put(claims, cell, 0)
      cell = at(positions, claim - 1)
      put(targets, claim - 1, cell)
    }
  }
  for (let a = 0; a < agents; a++) {
    const from = at(positions, a)
    put(occupants, from, 0)
    put(presence, from, 0)
  }
  for (let a = 0; a < agents; a++) {
    const target = at(targets, a)
    put(claims, target, 0)
    if (load<u8>(active + a) == 0) continue
    put(occupants, target, a + 1)
    store<f32>(presence + ((<usize>target) << 2), 1)
    put(positions, a, target)
  }
}

function at(array: usize, index: i32): i32 {
  return load<i32>(array + ((<usize>index) << 2))
}

function put(array: usize, index: i32, value: i32): void {
  store<i32>(array + ((<usize>index) << 2), value)
}

/**
 * Writes `agents` rows of `width` numbers at `out`. Returns the sum of agents seen per free cell in sight.
 *
 * All numbers are float32 but positions (int32) and free (int32, free cells in the window around each cell). A row
 * of a window is copied four numbers at a time and runs over into the next row, which is written after it; the last
 * row of the second plane runs over into the rest, which is cleared after it, to its end and no further. Rows of three
 * times four numbers, for a radius of 4 or 5, are written out, which is half again as fast.
 */
export function writeWindows(
  positions: usize,
  agents: i32,
  obstacles: usize,
  presence: usize,
  free: usize,
  stride: i32,
  radius: i32,
  width: i32,
  out: usize,
): f64 {
  const side = 2 * radius + 1
  const rest = width - 2 * side * side
  const row = (<usize>side) << 2
  const down = (<usize>stride) << 2
  const last = ((<usize>side - 1) >> 2) << 4
  // Of the last four numbers of a row, those that belong to it.
  const mask = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(side - (<i32>last >> 2)))
  const zero = i32x4.splat(0)
  let density: f64 = 0
  for (let a = 0; a < agents; a++) {
    const cell = at(positions, a)
    const corner = (<usize>(cell - radius * (stride + 1))) << 2
    let to = out + ((<usize>(a * width)) << 2)
    let from = obstacles + corner
    if (last == 32) {
      for (let r = 0; r < side; r++) {
        v128.store(to, v128.load(from))
        v128.store(to, v128.load(from, 16), 16)
        v128.store(to, v128.load(from, 32), 32)
        to += row
        from += down
      }
    } else {
      for (let r = 0; r < side; r++) {
        for (let k: usize = 0; k <= last; k += 16) v128.store(to + k, v128.load(from + k))
        to += row
        from += down
      }
    }
    let sum = f32x4.splat(0)
    from = presence + corner
    if (last == 32) {
      for (let r = 0; r < side; r++) {
        const first = v128.load(from)
        const second = v128.load(from, 16)
        const third = v128.load(from, 32)
        v128.store(to, first)
        v128.store(to, second, 16)
        v128.store(to, third, 32)
        sum = f32x4.add(sum, f32x4.add(f32x4.add(first, second), v128.and(third, mask)))
        to += row
        from += down
      }
    } else {
      for (let r = 0; r < side; r++) {
        for (let k: usize = 0; k < last; k += 16) {
          const four = v128.load(from + k)
          v128.store(to + k, four)
          sum = f32x4.add(sum, four)
        }
        const four = v128.load(from + last)
        v128.store(to + last, four)
        sum = f32x4.add(sum, v128.and(four, mask))
        to += row
        from += down
      }
    }
    const end = to + ((<usize>(rest - 4)) << 2)
    for (; to < end; to += 16) v128.store(to, zero)
    v128.store(end, zero)
    const seen =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      f32x4.extract_lane(sum, 2) +
      f32x4.extract_lane(sum, 3)
    density += <f64>seen / <f64>at(free, cell)
  }
  return density
}
