/** Adam: `adam`. */
import { KernelMemory } from '@gauntlet/core'
import { DENSE_MODULE } from '../dense/kernel-arena.ts'
import type { Optimiser } from './optimiser.ts'

export interface AdamOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon: number
  /** λ of λθ, which is added to g; 0 for none. */
  readonly weightDecay?: number
}

/**
 * g ← g + λθ, m ← β₁m + (1-β₁)g, v ← β₂v + (1-β₂)g², θ ← θ - η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε).
 *
 * `sizes` are the lengths of the trainables, in their order. m, v and θ are float32, what is between is in float64. Where
 * there is WebAssembly, the kernel makes the step, to the same bits.
 * Source: Kingma and Ba 2015, algorithm 1, with ε outside the corrected root and decay in the gradient, as in PyTorch.
 */
export function adam(
  sizes: readonly number[],
  { beta1 = 0.9, beta2 = 0.999, epsilon, weightDecay = 0 }: AdamOptions,
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
  // β₁ᵗ and β₂ᵗ of the update to come
  const powers = new Float64Array([beta1, beta2])
  return {
    step(index, { parameters, gradient }, learningRate) {
      const [m, v] = [means[index], squares[index]]
      const rate = learningRate / (1 - powers[0])
      const root = Math.sqrt(1 - powers[1])
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
    },
    state: {
      ...Object.fromEntries(means.map((m, j) => [`mean${j}`, m])),
      ...Object.fromEntries(squares.map((v, j) => [`square${j}`, v])),
      powers,
    },
  }
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
