/** What policies and critics that remember run on: `RecurrentNetwork`. */
import { GauntletError, type Stream } from '@gauntlet/core'
import { kernelArena } from '../dense/kernel-arena.ts'
import { lengthsOf } from '../dense/measuring-arena.ts'
import type { Arena, FloatArray } from '../dense/operations.ts'
import {
  type RecurrentArchitecture,
  RecurrentLayers,
  type RecurrentTrace,
  recurrentParameters,
} from '../dense/recurrent-layers.ts'
import type { Trainable } from '../optimisers/optimiser.ts'

/** Rows that `step` takes at a time. */
const BLOCK = 64

const FRESH = new Uint8Array(BLOCK)

/** A trace with what goes into it and comes back. */
interface Passage {
  readonly trace: RecurrentTrace
  readonly inputs: FloatArray
  readonly outputGradient: FloatArray
  readonly steps: number
  readonly rows: number
}

/** Everything that lies in the kernel's memory. */
interface Passes {
  readonly layers: RecurrentLayers
  /** What `step` works in, so that it leaves the trace of `forward` as it is. */
  readonly glance: Passage
  readonly sequences: Passage
}

/**
 * Layers that remember, on the kernel of dense layers whatever the backend. A row's outputs depend neither on the rows beside it, nor
 * on whether `step` computes them one by one or `forward` over a sequence.
 *
 * Without `remembers` every step is to it the first: the same layers without a memory.
 */
export class RecurrentNetwork implements Trainable {
  readonly inputs: number
  readonly outputs: number
  readonly units: number
  readonly parameters: Float32Array
  readonly gradient: Float32Array
  private readonly architecture: RecurrentArchitecture
  private readonly remembers: boolean
  /** The parameters, part by part. */
  private readonly shares: readonly Float32Array[]
  private passes: Passes | undefined
  /** Whether the kernel has not seen the parameters as they are. */
  private stale = false
  /** Steps times rows of the last `forward`; 0 before it. */
  private filled = 0

  constructor(architecture: RecurrentArchitecture, remembers: boolean, stream: Stream) {
    const first = recurrentParameters(architecture, stream)
    this.inputs = architecture.inputs
    this.outputs = architecture.outputs
    this.units = architecture.units
    this.architecture = architecture
    this.remembers = remembers
    this.parameters = new Float32Array(first.reduce((sum, { length }) => sum + length, 0))
    this.gradient = new Float32Array(this.parameters.length)
    let from = 0
    this.shares = first.map((part) => {
      const share = this.parameters.subarray(from, from + part.length)
      share.set(part)
      from += part.length
      return share
    })
  }

  /**
   * Outputs [rows, outputs] of one step, for inputs [rows, inputs]; `states` [rows, units] become those after it.
   * Errors: GauntletError where there are not as many states as rows.
   */
  step(inputs: Float32Array, states: Float32Array, rows: number): Float32Array {
    const { inputs: n, outputs: m, units } = this
    if (states.length !== rows * units)
      throw new GauntletError(
        'shape',
        `network: got ${states.length} numbers of states, expected ${rows * units}`,
      )
    if (!this.remembers) states.fill(0)
    const { layers, glance } = this.ready(1, 1)
    const outputs = new Float32Array(rows * m)
    for (let i = 0; i < rows; i += BLOCK) {
      const count = Math.min(BLOCK, rows - i)
      glance.inputs.set(inputs.subarray(i * n, (i + count) * n))
      const own = states.subarray(i * units, (i + count) * units)
      const found = layers.forward(glance.inputs, own, FRESH, 1, count, glance.trace)
      outputs.set(found.subarray(0, count * m), i * m)
      own.set(glance.trace.recalled.states.subarray(0, count * units))
    }
    return outputs
  }

  /**
   * Outputs [steps, rows, outputs] for inputs [steps, rows, inputs], the states before the first step, [rows, units], and
   * 1 in `resets` [steps, rows] where a row begins anew, with what `backward` needs kept for it.
   */
  forward(
    inputs: Float32Array,
    before: Float32Array,
    resets: Uint8Array,
    steps: number,
    rows: number,
  ): Float32Array {
    const { layers, sequences } = this.ready(steps, rows)
    const size = steps * rows
    const cleared = this.remembers ? resets : new Uint8Array(size).fill(1)
    sequences.inputs.set(inputs.subarray(0, size * this.inputs))
    this.filled = size
    const found = layers.forward(sequences.inputs, before, cleared, steps, rows, sequences.trace)
    return found.slice(0, size * this.outputs) as Float32Array
  }

  /**
   * The gradient from that with respect to the outputs of the last `forward`, [steps, rows, outputs], through all steps
   * back to the first or to a reset. Errors: GauntletError where no `forward` came before.
   */
  backward(outputGradient: Float32Array): void {
    const { passes, filled } = this
    if (passes === undefined || filled === 0)
      throw new GauntletError('order', 'network: backward without a forward before it')
    const { layers, sequences } = passes
    sequences.outputGradient.set(outputGradient.subarray(0, filled * this.outputs))
    layers.clearGradient()
    layers.backward(sequences.trace, sequences.outputGradient)
    let from = 0
    for (const { gradient } of layers.parts) {
      this.gradient.set(gradient, from)
      from += gradient.length
    }
  }

  /** Takes over the parameters as they are now. */
  changed(): void {
    this.stale = true
  }

  dispose(): void {
    this.passes = undefined
  }

  /** Room for so many steps of so many rows, and the parameters as they are. */
  private ready(steps: number, rows: number): Passes {
    const { passes, shares } = this
    if (passes === undefined || steps > passes.sequences.steps || rows > passes.sequences.rows) {
      const longest = Math.max(steps, passes?.sequences.steps ?? 1)
      const most = Math.max(rows, passes?.sequences.rows ?? 1)
      const build = (arena: Arena): Passes => this.build(arena, longest, most)
      this.passes = build(kernelArena(lengthsOf(build)))
      this.filled = 0
    } else if (this.stale) {
      passes.layers.parts.forEach(({ parameters }, k) => parameters.set(shares[k]))
      passes.layers.changed()
    }
    this.stale = false
    return this.passes!
  }

  private build(arena: Arena, steps: number, rows: number): Passes {
    const layers = new RecurrentLayers(this.architecture, arena, this.shares)
    const passage = (longest: number, most: number): Passage => ({
      trace: layers.trace(longest, most),
      inputs: arena.floats(longest * most * this.inputs),
      outputGradient: arena.floats(longest * most * this.outputs),
      steps: longest,
      rows: most,
    })
    return { layers, glance: passage(1, BLOCK), sequences: passage(steps, rows) }
  }
}
