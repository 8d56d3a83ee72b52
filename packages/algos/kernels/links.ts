/**
 * Sums along the edges of a graph in AssemblyScript with SIMD: `addLinked`. The same in TypeScript, and what it means, is
 * in `src/dense/host-operations.ts`; tests compare.
 *
 * Numbers are float32, and arrays are given as addresses.
 */

/** For each row and each of `count` links [from, to, scale]: into[to …] += scale × from[from …], `width` numbers. */
export function addLinked(
  from: usize,
  fromStep: i32,
  into: usize,
  intoStep: i32,
  rows: i32,
  links: usize,
  count: i32,
  width: i32,
): void {
  const end = links + <usize>count * 12
  const whole = (<usize>(width & ~3)) << 2
  const length = (<usize>width) << 2
  for (let i = 0; i < rows; i++) {
    for (let link = links; link < end; link += 12) {
      const a = from + ((<usize>load<f32>(link)) << 2)
      const b = into + ((<usize>load<f32>(link, 4)) << 2)
      const scale = v128.load32_splat(link, 8)
      let at: usize = 0
      for (; at < whole; at += 16) {
        v128.store(b + at, f32x4.add(v128.load(b + at), f32x4.mul(scale, v128.load(a + at))))
      }
      for (; at < length; at += 4) {
        store<f32>(b + at, load<f32>(b + at) + load<f32>(link, 8) * load<f32>(a + at))
      }
    }
    from += (<usize>fromStep) << 2
    into += (<usize>intoStep) << 2
  }
}
