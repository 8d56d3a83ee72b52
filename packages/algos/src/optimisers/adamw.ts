/** AdamW with AMSGrad: `adamw`. */
import type { Optimiser } from './optimiser.ts'

export interface AdamwOptions {
  readonly epsilon: number
  readonly weightDecay: number
}

const BETA1 = 0.9
const BETA2 = 0.999

/**
 * θ ← θ (1 - η λ); m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², v̂ ← max(v̂, v), θ ← θ - η/(1-β₁ᵗ) · m / (√v̂/√(1-β₂ᵗ) + ε).
 *
 * `sizes` are the lengths of the trainables, in their order.
 * Source: Loshchilov and Hutter 2019, algorithm 2; Reddi, Kale and Kumar 2018 (the greatest v so far, before its
 * correction), as PyTorch's `AdamW(amsgrad=True)`.
 */
export function adamw(sizes: readonly number[], { epsilon, weightDecay }: AdamwOptions): Optimiser {
  const means = sizes.map((size) => new Float32Array(size))
  const squares = sizes.map((size) => new Float32Array(size))
  const greatest = sizes.map((size) => new Float32Array(size))
  // β₁ᵗ and β₂ᵗ of the update to come
  const powers = Float64Array.of(BETA1, BETA2)
  const named = (name: string, arrays: readonly Float32Array[]): Record<string, Float32Array> =>
    Object.fromEntries(arrays.map((array, j) => [`${name}${j}`, array]))
  return {
    step(index, { parameters, gradient }, learningRate) {
      const m = means[index]
      const v = squares[index]
      const top = greatest[index]
      const rate = learningRate / (1 - powers[0])
      const root = Math.sqrt(1 - powers[1])
      const kept = 1 - learningRate * weightDecay
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i]
        m[i] = BETA1 * m[i] + (1 - BETA1) * g
        v[i] = BETA2 * v[i] + (1 - BETA2) * g * g
        if (v[i] > top[i]) top[i] = v[i]
        parameters[i] = parameters[i] * kept - (rate * m[i]) / (Math.sqrt(top[i]) / root + epsilon)
      }
    },
    advance() {
      powers[0] *= BETA1
      powers[1] *= BETA2
    },
    state: { ...named('mean', means), ...named('square', squares), ...named('greatest', greatest), powers },
  }
}
