/** Adam, rectified or not: `adam`. */
import { KernelMemory } from '@gauntlet/core'
import { DENSE_MODULE } from '../dense/kernel-arena.ts'
import type { Optimiser } from './optimiser.ts'

export interface AdamOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon: number
  /** λ of λθ, which is added to g; 0 for none. */
  readonly weightDecay?: number
  /** Whether the first steps, of which v knows too little, are held back: RAdam. */
  readonly rectified?: boolean
}

/**
 * g ← g + λθ, m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², θ ← θ - η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε).
 *
 * `sizes` are the lengths of the trainables, in their order. m, v and θ are float32, what is between is in float64. Where
 * there is WebAssembly, the kernel makes the step, to the same bits.
 * Rectified, ε stands outside the root before it is corrected; with ρ∞ = 2/(1-β₂) - 1 and ρ = ρ∞ - 2tβ₂ᵗ/(1-β₂ᵗ), a step is multiplied by
 * √((ρ-4)(ρ-2)ρ∞ / ((ρ∞-4)(ρ∞-2)ρ)) where ρ > 5, and is η m/(1-β₁ᵗ), not divided at all, before.
 *
 * Source: Kingma and Ba 2015, algorithm 1, with ε outside the corrected root and decay in the gradient; Liu et al. 2020, On the
 * Variance of the Adaptive Learning Rate, algorithm 2; both as in PyTorch.
 */
export function adam(
  sizes: readonly number[],
  { beta1 = 0.9, beta2 = 0.999, epsilon: ε, weightDecay = 0, rectified = false }: AdamOptions,
): Optimiser {
  const longest = Math.max(0, ...sizes)
  const numbers = [...sizes, longest].reduce((sum, size) => sum + 2 * Math.ceil(size / 2), 0)
  const memory = new KernelMemory(DENSE_MODULE, numbers)
  const { kernel } = memory
  const means = sizes.map((size) => memory.float32(size))
  const squares = sizes.map((size) => memory.float32(size))
  // The trainable in hand.
  const theta = memory.float32(longest)
  const slope = memory.float32(longest)
  // β₁ᵗ and β₂ᵗ of the update to come, and t where it is asked for
  const powers = Float64Array.of(beta1, beta2, ...(rectified ? [1] : []))
  return {
    step(index, { parameters, gradient }, learningRate) {
      const [m, v] = [means[index], squares[index]]
      const { rate, root, epsilon } = rectified
        ? rectify(learningRate, powers, beta2, ε)
        : { rate: learningRate / (1 - powers[0]), root: Math.sqrt(1 - powers[1]), epsilon: ε }
      if (weightDecay > 0) {
        for (let i = 0; i < gradient.length; i++) gradient[i] += weightDecay * parameters[i]
      }
      if (kernel === undefined) {
        stepOnHost(parameters, gradient, m, v, beta1, beta2, rate, root, epsilon)
        return
      }
      theta.set(parameters)
      slope.set(gradient)
      const [p, g] = [theta.byteOffset, slope.byteOffset]
      kernel.adam(p, g, m.byteOffset, v.byteOffset, m.length, beta1, beta2, rate, root, epsilon)
      parameters.set(m.length === longest ? theta : theta.subarray(0, m.length))
    },
    advance() {
      powers[0] *= beta1
      powers[1] *= beta2
      if (rectified) powers[2]++
    },
    state: {
      ...Object.fromEntries(means.map((m, j) => [`mean${j}`, m])),
      ...Object.fromEntries(squares.map((v, j) => [`square${j}`, v])),
      powers,
    },
  }
}

/** RAdam's step as one of Adam's: θ ← θ - rate · m / (√v/root + epsilon). */
function rectify(
  learningRate: number,
  [power1, power2, t]: Float64Array,
  beta2: number,
  epsilon: number,
): { readonly rate: number; readonly root: number; readonly epsilon: number } {
  const rate = learningRate / (1 - power1)
  const limit = 2 / (1 - beta2) - 1
  const length = limit - (2 * t * power2) / (1 - power2)
  if (length <= 5) return { rate, root: Infinity, epsilon: 1 }
  const root = Math.sqrt(1 - power2)
  const variance = ((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length)
  return { rate: rate * Math.sqrt(variance), root, epsilon: epsilon / root }
}

function stepOnHost(
  parameters: Float32Array,
  gradient: Float32Array,
  m: Float32Array,
  v: Float32Array,
  beta1: number,
  beta2: number,
  rate: number,
  root: number,
  epsilon: number,
): void {
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i]
    m[i] = beta1 * m[i] + (1 - beta1) * g
    v[i] = beta2 * v[i] + (1 - beta2) * g * g
    parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) / root + epsilon)
  }
}
