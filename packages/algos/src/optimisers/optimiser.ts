/** What turns gradients into new parameters: `Optimiser`, `Trainable`, `jointNorm`, `clipNorm`, `boundEach`. */

/** Parameters with their gradient, of the same length: a network, or the free parameters of a head. */
export interface Trainable {
  readonly parameters: Float32Array
  readonly gradient: Float32Array
}

export interface Optimiser {
  /** Moves the parameters of `trainable` number `index` by its gradient. */
  step(index: number, trainable: Trainable, learningRate: number): void
  /** Once after all trainables have been moved by one update. */
  advance(): void
  /** Its state, to be read and written in place: part of a checkpoint. */
  readonly state: Readonly<Record<string, Float32Array | Float64Array>>
}

/** The Euclidean norm of all gradients together. */
export function jointNorm(trainables: readonly Trainable[]): number {
  let sum = 0
  for (const { gradient } of trainables) {
    for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i]
  }
  return Math.sqrt(sum)
}

/**
 * Scales gradients down together so that their joint norm is at most `maximum`, 0 for no bound; the norm before.
 * Source: Pascanu, Mikolov and Bengio 2013, algorithm 1; with PyTorch's 1e-6 in the denominator.
 */
export function clipNorm(trainables: readonly Trainable[], maximum: number): number {
  const norm = jointNorm(trainables)
  const scale = maximum / (norm + 1e-6)
  if (maximum === 0 || scale >= 1) return norm
  for (const { gradient } of trainables) {
    for (let i = 0; i < gradient.length; i++) gradient[i] *= scale
  }
  return norm
}

/** Brings every number of the gradients within ±`maximum`; their joint norm before. */
export function boundEach(trainables: readonly Trainable[], maximum: number): number {
  const norm = jointNorm(trainables)
  for (const { gradient } of trainables) {
    for (let i = 0; i < gradient.length; i++) gradient[i] = Math.max(-maximum, Math.min(maximum, gradient[i]))
  }
  return norm
}
