/** RMSProp: `rmsprop`. */
import type { Optimiser } from './optimiser.ts'

export interface RmspropOptions {
  readonly decay?: number
  readonly epsilon: number
}

/**
 * v ← αv + (1-α)g², θ ← θ - η g / (√v + ε), v beginning at 0 and ε outside the root, as in PyTorch.
 *
 * `sizes` are the lengths of the trainables, in their order.
 * Source: Tieleman and Hinton 2012, lecture 6.5.
 */
export function rmsprop(sizes: readonly number[], { decay = 0.99, epsilon }: RmspropOptions): Optimiser {
  const squares = sizes.map((size) => new Float32Array(size))
  return {
    step(index, { parameters, gradient }, learningRate) {
      const v = squares[index]
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i]
        v[i] = decay * v[i] + (1 - decay) * g * g
        parameters[i] -= (learningRate * g) / (Math.sqrt(v[i]) + epsilon)
      }
    },
    advance() {},
    state: Object.fromEntries(squares.map((v, j) => [`square${j}`, v])),
  }
}
