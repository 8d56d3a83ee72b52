/**
 * The activations of dense layers in AssemblyScript with SIMD: `activate`, `scaleBySlope`. The same in TypeScript, and
 * what it means, is in `src/dense/host-operations.ts`; tests compare.
 *
 * Numbers are float32, and arrays are given as addresses.
 */

// Activations, numbered as `ACTIVATIONS` in `src/dense/operations.ts`; 0 is none.
const RELU: i32 = 1
const ELU: i32 = 2
const TANH: i32 = 3
const SIGMOID: i32 = 4
const SOFTPLUS: i32 = 5

/** 1.5 × 2²³: a number of modest size that is added to it is rounded to a whole one, which its last bits then hold. */
const ROUNDER: f32 = 12582912

/* oxlint-disable typescript/no-extraneous-class -- classes are types to compile for, and hold methods to inline */

/** An activation as a type: its code is then compiled for it alone, with nothing to choose inside the loop. */
class Relu {}
class Elu {}
class Tanh {}
class Sigmoid {}
class Softplus {}

/** Applies an activation to `length` numbers, in place. */
export function activate(activation: i32, y: usize, length: i32): void {
  switch (activation) {
    case RELU:
      return activateAs<Relu>(y, length)
    case ELU:
      return activateAs<Elu>(y, length)
    case TANH:
      return activateAs<Tanh>(y, length)
    case SIGMOID:
      return activateAs<Sigmoid>(y, length)
    case SOFTPLUS:
      return activateAs<Softplus>(y, length)
  }
}

/** target ← gradient × the activation's derivative where it put out y. The target may be the gradient itself. */
export function scaleBySlope(activation: i32, y: usize, gradient: usize, target: usize, length: i32): void {
  switch (activation) {
    case RELU:
      return scaleAs<Relu>(y, gradient, target, length)
    case ELU:
      return scaleAs<Elu>(y, gradient, target, length)
    case TANH:
      return scaleAs<Tanh>(y, gradient, target, length)
    case SIGMOID:
      return scaleAs<Sigmoid>(y, gradient, target, length)
    case SOFTPLUS:
      return scaleAs<Softplus>(y, gradient, target, length)
    default:
      if (target != gradient) memory.copy(target, gradient, (<usize>length) << 2)
  }
}

function activateAs<A>(y: usize, length: i32): void {
  const whole = y + ((<usize>(length & ~3)) << 2)
  const end = y + ((<usize>length) << 2)
  let at = y
  for (; at < whole; at += 16) v128.store(at, Lanes.activated<A>(v128.load(at)))
  for (; at < end; at += 4) v128.store32_lane(at, Lanes.activated<A>(v128.load32_zero(at)), 0)
}

function scaleAs<A>(y: usize, gradient: usize, target: usize, length: i32): void {
  const whole = (<usize>(length & ~3)) << 2
  const end = (<usize>length) << 2
  let at: usize = 0
  for (; at < whole; at += 16) {
    v128.store(target + at, Lanes.scaled<A>(v128.load(y + at), v128.load(gradient + at)))
  }
  for (; at < end; at += 4) {
    const value = Lanes.scaled<A>(v128.load32_zero(y + at), v128.load32_zero(gradient + at))
    v128.store32_lane(target + at, value, 0)
  }
}

/** Four numbers at a time. Methods, since only they can be marked to be written out where they are called. */
class Lanes {
  @inline
  static activated<A>(x: v128): v128 {
    const zero = f32x4.splat(0)
    const one = f32x4.splat(1)
    // pmin and pmax keep x where it is not a number.
    if (idof<A>() == idof<Relu>()) return f32x4.pmax(x, zero)
    // One of the two parts is 0, and exactly so.
    if (idof<A>() == idof<Elu>()) return f32x4.add(f32x4.pmax(x, zero), Lanes.expm1(f32x4.pmin(x, zero)))
    if (idof<A>() == idof<Tanh>()) return Lanes.tanh(x)
    const fall = f32x4.neg(f32x4.abs(x))
    const z = Lanes.exp(fall)
    if (idof<A>() == idof<Sigmoid>()) {
      return f32x4.div(v128.bitselect(z, one, f32x4.lt(x, zero)), f32x4.add(one, z))
    }
    return f32x4.add(f32x4.pmax(x, zero), Lanes.log1p(z))
  }

  /** The gradient times the derivative of what put out y. */
  @inline
  static scaled<A>(y: v128, gradient: v128): v128 {
    const zero = f32x4.splat(0)
    const one = f32x4.splat(1)
    if (idof<A>() == idof<Relu>()) return v128.andnot(gradient, f32x4.le(y, zero))
    if (idof<A>() == idof<Elu>()) return f32x4.mul(gradient, f32x4.add(f32x4.pmin(y, zero), one))
    if (idof<A>() == idof<Tanh>()) {
      return f32x4.mul(gradient, f32x4.mul(f32x4.sub(one, y), f32x4.add(one, y)))
    }
    if (idof<A>() == idof<Sigmoid>()) return f32x4.mul(gradient, f32x4.mul(y, f32x4.sub(one, y)))
    return f32x4.mul(gradient, f32x4.neg(Lanes.expm1(f32x4.neg(y))))
  }

  /**
   * x p(x²) / q(x²), the fraction that Eigen's `ptanh_float` takes, fitted by minimax: relative error 2⁻²⁶ but for
   * rounding. It comes to 1 at 7.9855, and stays there.
   */
  @inline
  static tanh(x: v128): v128 {
    const bound = f32x4.splat(7.98551226)
    const bounded = f32x4.pmax(f32x4.pmin(x, bound), f32x4.neg(bound))
    const v = f32x4.mul(bounded, bounded)
    let p = f32x4.splat(1.394553628e-8)
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.10273356e-5))
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(3.520756727e-3))
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.13402161))
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(1))
    let q = f32x4.splat(8.015776984e-7)
    q = f32x4.add(f32x4.mul(q, v), f32x4.splat(3.326951409e-4))
    q = f32x4.add(f32x4.mul(q, v), f32x4.splat(2.597254514e-2))
    q = f32x4.add(f32x4.mul(q, v), f32x4.splat(0.467354834))
    q = f32x4.add(f32x4.mul(q, v), f32x4.splat(1))
    return f32x4.div(f32x4.mul(bounded, p), q)
  }

  /** The n of x = n ln 2 + r, with `ROUNDER` added. */
  @inline
  static rounded(x: v128): v128 {
    return f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(ROUNDER))
  }

  /** 2ⁿ of what `rounded` gave. */
  @inline
  static power(n: v128): v128 {
    return i32x4.add(i32x4.shl(n, 23), i32x4.splat(0x3f800000))
  }

  /** e^r - 1 = r + r² q(r), with q fitted by minimax: relative error 2⁻²⁶ but for rounding. */
  @inline
  static growth(x: v128, n: v128): v128 {
    const whole = f32x4.sub(n, f32x4.splat(ROUNDER))
    // ln 2 in two parts, the first of few enough bits that its product is exact (Cody and Waite 1980).
    const r = f32x4.sub(
      f32x4.sub(x, f32x4.mul(whole, f32x4.splat(0.693359375))),
      f32x4.mul(whole, f32x4.splat(-2.1219444e-4)),
    )
    let q = f32x4.splat(0.0013882509665563703)
    q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.008366580121219158))
    q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.04166720062494278))
    q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.1666654348373413))
    q = f32x4.add(f32x4.mul(q, r), f32x4.splat(0.4999999701976776))
    return f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q))
  }

  /** For x ≤ 0: 2ⁿ (1 + m) with m = e^r - 1. Below -87, as at -87. */
  @inline
  static exp(x: v128): v128 {
    const bounded = f32x4.pmax(x, f32x4.splat(-87))
    const n = Lanes.rounded(bounded)
    const p = Lanes.power(n)
    return f32x4.add(f32x4.mul(p, Lanes.growth(bounded, n)), p)
  }

  /** For x ≤ 0: 2ⁿ m + (2ⁿ - 1), which loses nothing near 0. */
  @inline
  static expm1(x: v128): v128 {
    const bounded = f32x4.pmax(x, f32x4.splat(-87))
    const n = Lanes.rounded(bounded)
    const p = Lanes.power(n)
    return f32x4.add(f32x4.mul(p, Lanes.growth(bounded, n)), f32x4.sub(p, f32x4.splat(1)))
  }

  /** For 0 ≤ z ≤ 1: 2 artanh(w) with w = z / (2 + z), as 2 w + w³ p(w²), with p fitted by minimax. */
  @inline
  static log1p(z: v128): v128 {
    const w = f32x4.div(z, f32x4.add(z, f32x4.splat(2)))
    const v = f32x4.mul(w, w)
    let p = f32x4.splat(0.2801215350627899)
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.2800177335739136))
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.4002152979373932))
    p = f32x4.add(f32x4.mul(p, v), f32x4.splat(0.666664183139801))
    return f32x4.add(f32x4.add(w, w), f32x4.mul(f32x4.mul(w, v), p))
  }
}
