/** Rows brought to mean 0 and variance 1: `LayerNorm`, `NormTrace`. */
import type { Arena, FloatArray } from './operations.ts'

/** PyTorch's default. */
const EPSILON = 1e-5

/** What one forward pass leaves for its backward pass. */
export interface NormTrace {
  /** (x - μ) / √(σ² + ε), [rows, width] */
  readonly normalised: FloatArray
  /** 1 / √(σ² + ε), [rows] */
  readonly inverses: FloatArray
  /** [rows, width] */
  readonly outputs: FloatArray
  filled: number
}

/**
 * y = γ (x - μ) / √(σ² + ε) + β, with μ and σ² over the numbers of a row, σ² divided by their count; γ begins as 1, β as 0.
 * Source: Ba, Kiros and Hinton 2016, equation 4; as PyTorch's `nn.LayerNorm`.
 */
export class LayerNorm {
  readonly width: number
  /** γ [width], then β [width]. */
  readonly parameters: FloatArray
  readonly gradient: FloatArray
  private readonly arena: Arena

  constructor(width: number, arena: Arena) {
    this.width = width
    this.arena = arena
    this.parameters = arena.floats(2 * width)
    this.gradient = arena.floats(2 * width)
    this.parameters.fill(1, 0, width)
  }

  trace(rows: number): NormTrace {
    const { arena, width } = this
    return {
      normalised: arena.floats(rows * width),
      inverses: arena.floats(rows),
      outputs: arena.floats(rows * width),
      filled: 0,
    }
  }

  clearGradient(): void {
    this.gradient.fill(0)
  }

  /** Outputs [rows, width] for inputs [rows, width]; they lie in the trace. */
  forward(inputs: FloatArray, rows: number, trace: NormTrace): FloatArray {
    const { width, parameters } = this
    const { normalised, inverses, outputs } = trace
    trace.filled = rows
    for (let i = 0; i < rows; i++) {
      const from = i * width
      let sum = 0
      for (let k = 0; k < width; k++) sum += inputs[from + k]
      const mean = sum / width
      let squares = 0
      for (let k = 0; k < width; k++) squares += (inputs[from + k] - mean) * (inputs[from + k] - mean)
      const inverse = 1 / Math.sqrt(squares / width + EPSILON)
      inverses[i] = inverse
      for (let k = 0; k < width; k++) {
        normalised[from + k] = (inputs[from + k] - mean) * inverse
        outputs[from + k] = parameters[k] * normalised[from + k] + parameters[width + k]
      }
    }
    return outputs
  }

  /** Adds to `gradient`, and writes the derivatives by the inputs; they may take the place of those by the outputs. */
  backward({ normalised, inverses, filled }: NormTrace, above: FloatArray, below: FloatArray): void {
    const { width, parameters, gradient } = this
    for (let i = 0; i < filled; i++) {
      const from = i * width
      let sum = 0
      let along = 0
      for (let k = 0; k < width; k++) {
        const slope = above[from + k]
        gradient[k] += slope * normalised[from + k]
        gradient[width + k] += slope
        sum += parameters[k] * slope
        along += parameters[k] * slope * normalised[from + k]
      }
      for (let k = 0; k < width; k++) {
        const own = parameters[k] * above[from + k] - (sum + along * normalised[from + k]) / width
        below[from + k] = inverses[i] * own
      }
    }
  }
}
