/**
 * The window around every agent of one world, as `src/window-kernel.ts` defines it, in AssemblyScript.
 *
 * All numbers are float32 but positions (int32) and free (int32, free cells in the window around each cell). A row
 * of a window is copied four numbers at a time and runs over into the next row, which is written after it; the last
 * row of the second plane runs over into the rest, which is cleared after it, to its end and no further.
 */

/** Writes `agents` rows of `width` numbers at `out`. Returns the sum of agents seen per free cell in sight. */
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
    const cell = load<i32>(positions + ((<usize>a) << 2))
    const corner = (<usize>(cell - radius * (stride + 1))) << 2
    let to = out + ((<usize>(a * width)) << 2)
    let from = obstacles + corner
    for (let r = 0; r < side; r++) {
      for (let k: usize = 0; k <= last; k += 16) v128.store(to + k, v128.load(from + k))
      to += row
      from += down
    }
    let sum = f32x4.splat(0)
    from = presence + corner
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
    const end = to + ((<usize>(rest - 4)) << 2)
    for (; to < end; to += 16) v128.store(to, zero)
    v128.store(end, zero)
    const seen =
      f32x4.extract_lane(sum, 0) +
      f32x4.extract_lane(sum, 1) +
      f32x4.extract_lane(sum, 2) +
      f32x4.extract_lane(sum, 3)
    density += <f64>seen / <f64>load<i32>(free + ((<usize>cell) << 2))
  }
  return density
}
