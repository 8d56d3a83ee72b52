/** Activations of single numbers: `sigmoid`, `softplus`, `softplusSlope`. */
import { exp, log1p } from '@gauntlet/core'

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))
}

/** log(1 + e^x); x itself above 20, as PyTorch has it. */
export function softplus(x: number): number {
  return x > 20 ? x : log1p(exp(x))
}

/** The derivative of `softplus`. */
export function softplusSlope(x: number): number {
  return x > 20 ? 1 : sigmoid(x)
}
