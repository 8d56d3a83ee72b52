/** Adam: `adam`. */
import type { Optimiser } from './optimiser.ts'

export interface AdamOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon: number
}

/**
 * m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², θ ← θ - η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε).
 *
 * `sizes` are the lengths of the trainables, in their order.
 * Source: Kingma and Ba 2015, algorithm 1, with ε outside the corrected root, as in PyTorch.
 */
export function adam(
  sizes: readonly number[],
  { beta1 = 0.9, beta2 = 0.999, epsilon }: AdamOptions,
): Optimiser {
  const means = sizes.map((size) => new Float32Array(size))
  const squares = sizes.map((size) => new Float32Array(size))
  // β₁ᵗ and β₂ᵗ of the update to come
  const powers = new Float64Array([beta1, beta2])
  return {
    step(index, { parameters, gradient }, learningRate) {
      const m = means[index]
      const v = squares[index]
      const rate = learningRate / (1 - powers[0])
      const root = Math.sqrt(1 - powers[1])
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i]
        m[i] = beta1 * m[i] + (1 - beta1) * g
        v[i] = beta2 * v[i] + (1 - beta2) * g * g
        parameters[i] -= (rate * m[i]) / (Math.sqrt(v[i]) / root + epsilon)
      }
    },
    advance() {
      powers[0] *= beta1
      powers[1] *= beta2
    },
    state: {
      ...Object.fromEntries(means.map((m, j) => [`mean${j}`, m])),
      ...Object.fromEntries(squares.map((v, j) => [`square${j}`, v])),
      powers,
    },
  }
}
