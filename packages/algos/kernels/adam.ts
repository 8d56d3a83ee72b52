/**
 * A step of Adam in AssemblyScript with SIMD: `adam`. The same in TypeScript, to the bit, and what it means, is in
 * `src/optimisers/adam.ts`; tests compare.
 *
 * Arrays are float32, given as addresses, and have room for an even number; what is between is in float64.
 */

/** One step of `length` parameters; `rate` is η/(1-β₁ᵗ), `root` √(1-β₂ᵗ). */
export function adam(
  parameters: usize,
  gradient: usize,
  means: usize,
  squares: usize,
  length: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  root: f64,
  epsilon: f64,
): void {
  const end = (<usize>length) << 2
  for (let at: usize = 0; at < end; at += 8) {
    const g = f64x2.promote_low_f32x4(v128.load64_zero(gradient + at))
    const m = f64x2.promote_low_f32x4(v128.load64_zero(means + at))
    const v = f64x2.promote_low_f32x4(v128.load64_zero(squares + at))
    const p = f64x2.promote_low_f32x4(v128.load64_zero(parameters + at))
    const mean = f32x4.demote_f64x2_zero(
      f64x2.add(f64x2.mul(f64x2.splat(beta1), m), f64x2.mul(f64x2.splat(1 - beta1), g)),
    )
    const added = f64x2.mul(f64x2.mul(f64x2.splat(1 - beta2), g), g)
    const square = f32x4.demote_f64x2_zero(f64x2.add(f64x2.mul(f64x2.splat(beta2), v), added))
    const deviation = f64x2.div(f64x2.sqrt(f64x2.promote_low_f32x4(square)), f64x2.splat(root))
    const step = f64x2.div(
      f64x2.mul(f64x2.splat(rate), f64x2.promote_low_f32x4(mean)),
      f64x2.add(deviation, f64x2.splat(epsilon)),
    )
    v128.store64_lane(means + at, mean, 0)
    v128.store64_lane(squares + at, square, 0)
    v128.store64_lane(parameters + at, f32x4.demote_f64x2_zero(f64x2.sub(p, step)), 0)
  }
}
