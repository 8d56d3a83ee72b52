/** Networks that decide, with derivatives by hand: `PolicyNetwork`. */
import type { FloatArray } from '../dense/operations.ts'

/** Parameters with their gradient, in the kind of numbers that the arena has. */
export interface Parameters {
  readonly parameters: FloatArray
  readonly gradient: FloatArray
}

/**
 * A deterministic policy: from observations to actions, and from derivatives with respect to actions back to those with
 * respect to observations and parameters. `Trace` is what one forward pass keeps for its backward pass.
 */
export interface PolicyNetwork<Trace = unknown> {
  readonly parts: readonly Parameters[]
  trace(rows: number): Trace
  /** Shapes: `observations` [rows, width], which stay as they are until `backward`; writes `actions` [rows, edges]. */
  forward(observations: FloatArray, rows: number, trace: Trace, actions: FloatArray): void
  /**
   * Adds to the gradients of all parts. Shapes: `actions` [rows, edges], derivatives; overwrites `observations`
   * [rows, width] with those with respect to them.
   */
  backward(trace: Trace, actions: FloatArray, observations: FloatArray): void
  clearGradient(): void
  /** Takes over parameters that were written from outside. */
  changed(): void
}
