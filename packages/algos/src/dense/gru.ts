/** A recurrent layer with gates: `Gru`, `GruTrace`, `gruParameters`. */
import type { Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import { Mlp, type MlpTrace } from './mlp.ts'
import type { Arena, FloatArray } from './operations.ts'

/** What one forward pass over a sequence leaves for its backward pass. */
export interface GruTrace {
  /** Steps and rows of a step that there is room for. */
  readonly steps: number
  readonly rows: number
  /** W x + b of all steps */
  readonly ofInputs: MlpTrace
  /** By step: */
  readonly moments: readonly GruMoment[]
  /** States after each step, [steps, rows, units] */
  readonly states: FloatArray
  /** Derivatives by what the gates add up, by all steps and by one. */
  readonly byInputs: FloatArray
  readonly byState: FloatArray
  readonly carried: FloatArray
  readonly earlier: FloatArray
  resets: Uint8Array | undefined
  filledSteps: number
  filledRows: number
}

interface GruMoment {
  /** The state that the step begins with, 0 where it was reset, [rows, units] */
  readonly begun: FloatArray
  /** U h + c */
  readonly ofState: MlpTrace
  /** r and z, [rows, 2 units], and n, [rows, units] */
  readonly gates: FloatArray
  readonly candidates: FloatArray
}

/** What the two parts of a `Gru` begin with, before training. */
export function gruParameters(inputs: number, units: number, stream: Stream): [Float32Array, Float32Array] {
  const of = (from: number): Float32Array =>
    initialParameters(
      { inputs: from, hidden: [], outputs: 3 * units, activation: 'tanh', initialisation: 'orthogonal' },
      stream,
    )
  return [of(inputs), of(units)]
}

/**
 * Units that remember. Symbols: x inputs, h state, σ the sigmoid, ∘ by element.
 *
 * r = σ(W_r x + b_r + U_r h + c_r), z = σ(W_z x + b_z + U_z h + c_z), n = tanh(W_n x + b_n + r ∘ (U_n h + c_n)),
 * h' = (1 - z) ∘ n + z ∘ h. Weights begin orthogonal, biases at 0, states at 0.
 * Source: Cho et al. 2014, section 2.3, with the gates of PyTorch's `nn.GRU`, r z n by columns.
 */
export class Gru {
  readonly inputs: number
  readonly units: number
  /** W with b, and U with c. */
  readonly parts: readonly [Mlp, Mlp]
  private readonly arena: Arena

  /** It begins with the parameters `first` of its parts, or those that this stream decides. */
  constructor(
    inputs: number,
    units: number,
    arena: Arena,
    first: Stream | readonly [Float32Array, Float32Array],
  ) {
    const [w, u] = 'uniform' in first ? gruParameters(inputs, units, first) : first
    const layer = (from: number, parameters: Float32Array): Mlp => {
      const shape = { inputs: from, hidden: [], outputs: 3 * units } as const
      return new Mlp({ ...shape, hiddenActivation: 'none', outputActivation: 'none' }, arena, parameters)
    }
    this.inputs = inputs
    this.units = units
    this.arena = arena
    this.parts = [layer(inputs, w), layer(units, u)]
  }

  /** Room for sequences of up to so many steps of so many rows. */
  trace(steps: number, rows: number): GruTrace {
    const { arena, units } = this
    const [ofInputs, ofState] = this.parts
    return {
      steps,
      rows,
      ofInputs: ofInputs.trace(steps * rows),
      moments: Array.from({ length: steps }, () => ({
        begun: arena.floats(rows * units),
        ofState: ofState.trace(rows),
        gates: arena.floats(rows * 2 * units),
        candidates: arena.floats(rows * units),
      })),
      states: arena.floats(steps * rows * units),
      byInputs: arena.floats(steps * rows * 3 * units),
      byState: arena.floats(rows * 3 * units),
      carried: arena.floats(rows * units),
      earlier: arena.floats(rows * units),
      resets: undefined,
      filledSteps: 0,
      filledRows: 0,
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const part of this.parts) part.changed()
  }

  /**
   * States after each step, [steps, rows, units], which lie in the trace, for inputs [steps, rows, inputs] and the states
   * before the first step, [rows, units]. Where `resets` [steps, rows] is 1, a row begins the step with the state 0.
   */
  forward(
    inputs: FloatArray,
    before: ArrayLike<number>,
    resets: Uint8Array,
    steps: number,
    rows: number,
    trace: GruTrace,
  ): FloatArray {
    const { units } = this
    const [ofInputs, ofState] = this.parts
    const { operations } = this.arena
    const { states } = trace
    const sums = ofInputs.forward(inputs, steps * rows, trace.ofInputs)
    trace.resets = resets
    trace.filledSteps = steps
    trace.filledRows = rows
    for (let t = 0; t < steps; t++) {
      const { begun, ofState: passed, gates, candidates } = trace.moments[t]
      const at = t * rows
      for (let i = 0; i < rows; i++) {
        for (let k = i * units; k < (i + 1) * units; k++) {
          const last = t === 0 ? before[k] : states[(at - rows) * units + k]
          begun[k] = resets[at + i] === 1 ? 0 : last
        }
      }
      const recalled = ofState.forward(begun, rows, passed)
      for (let i = 0; i < rows; i++) {
        const [own, all] = [i * 3 * units, (at + i) * 3 * units]
        for (let k = 0; k < 2 * units; k++) gates[i * 2 * units + k] = sums[all + k] + recalled[own + k]
      }
      operations.activate('sigmoid', gates, 0, rows * 2 * units)
      for (let i = 0; i < rows; i++) {
        const [own, all] = [(3 * i + 2) * units, (3 * (at + i) + 2) * units]
        for (let k = 0; k < units; k++) {
          candidates[i * units + k] = sums[all + k] + gates[i * 2 * units + k] * recalled[own + k]
        }
      }
      operations.activate('tanh', candidates, 0, rows * units)
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < units; k++) {
          const n = candidates[i * units + k]
          const z = gates[(2 * i + 1) * units + k]
          states[(at + i) * units + k] = n + z * (begun[i * units + k] - n)
        }
      }
    }
    return states
  }

  /**
   * Adds to the gradients of the parts what the derivatives by the states, [steps, rows, units], come to, and writes those
   * by the inputs and by the states before the first step, where they are asked for.
   */
  backward(
    trace: GruTrace,
    byStates: ArrayLike<number>,
    inputs: FloatArray | undefined,
    before: FloatArray | undefined,
  ): void {
    const { units } = this
    const [ofInputs, ofState] = this.parts
    const { byInputs, byState, carried, earlier, filledSteps: steps, filledRows: rows } = trace
    carried.fill(0)
    for (let t = steps - 1; t >= 0; t--) {
      const moment = trace.moments[t]
      for (let i = 0; i < rows; i++) this.throughGates(trace, t, i, byStates)
      ofState.backward(moment.ofState, byState, earlier)
      for (let i = 0; i < rows; i++) {
        const kept = trace.resets?.[t * rows + i] === 1 ? 0 : 1
        for (let k = i * units; k < (i + 1) * units; k++) carried[k] = kept * (carried[k] + earlier[k])
      }
    }
    ofInputs.backward(trace.ofInputs, byInputs, inputs)
    before?.set(carried.subarray(0, rows * units))
  }

  /** Of row `i` of step `t`: derivatives by what its gates add up, and, in `carried`, by the state kept by z. */
  private throughGates(trace: GruTrace, t: number, i: number, byStates: ArrayLike<number>): void {
    const { units } = this
    const { byInputs, byState, carried, filledRows: rows } = trace
    const { begun, ofState, gates, candidates } = trace.moments[t]
    const recalled = ofState.layers[0]
    const [own, all] = [i * 3 * units, (t * rows + i) * 3 * units]
    for (let k = 0; k < units; k++) {
      const at = i * units + k
      const [r, z] = [gates[i * 2 * units + k], gates[(2 * i + 1) * units + k]]
      const n = candidates[at]
      const byNew = byStates[t * rows * units + at] + carried[at]
      const byCandidate = byNew * (1 - z) * (1 - n * n)
      const byReset = byCandidate * recalled[own + 2 * units + k] * r * (1 - r)
      const byUpdate = byNew * (begun[at] - n) * z * (1 - z)
      byInputs[all + k] = byReset
      byInputs[all + units + k] = byUpdate
      byInputs[all + 2 * units + k] = byCandidate
      byState[own + k] = byReset
      byState[own + units + k] = byUpdate
      byState[own + 2 * units + k] = byCandidate * r
      carried[at] = byNew * z
    }
  }
}
