/** A network that remembers, on an arena: `RecurrentLayers`, `RecurrentTrace`, `RecurrentArchitecture`. */
import type { Stream } from '@gauntlet/core'
import { initialParameters } from '../networks/initialise.ts'
import { Gru, type GruTrace, gruParameters } from './gru.ts'
import { Mlp, type MlpShape, type MlpTrace } from './mlp.ts'
import type { Arena, FloatArray } from './operations.ts'

/** Layers with an activation after each, recurrent units, and a linear layer. */
export interface RecurrentArchitecture {
  readonly inputs: number
  /** Units of the layers before the recurrent one; empty where it sees the inputs themselves. */
  readonly hidden: readonly number[]
  readonly activation: 'tanh' | 'relu'
  /** Recurrent ones. */
  readonly units: number
  readonly outputs: number
  /** Of the last layer's weights, which begin orthogonal; those of the first layers have √2, the recurrent ones 1. */
  readonly outputGain: number
}

/** What one forward pass over sequences leaves for its backward pass. */
export interface RecurrentTrace {
  readonly encoded: MlpTrace | undefined
  readonly recalled: GruTrace
  readonly decoded: MlpTrace
  /** Derivatives by the states, and by what the recurrent units see. */
  readonly byStates: FloatArray
  readonly byEncoded: FloatArray
}

/** y = W h + b of the states h that a `Gru` comes to over what a perceptron makes of the inputs. */
export class RecurrentLayers {
  /** The perceptron, where there is one; the two of the `Gru`; the last layer. */
  readonly parts: readonly Mlp[]
  private readonly arena: Arena
  private readonly encoder: Mlp | undefined
  private readonly gru: Gru
  private readonly decoder: Mlp

  /** It begins with the parameters `first` of its parts, as `recurrentParameters` lays them out. */
  constructor(architecture: RecurrentArchitecture, arena: Arena, first: readonly Float32Array[]) {
    const { inputs, hidden, activation, units, outputs } = architecture
    const rest = first.slice(-3)
    this.arena = arena
    this.encoder =
      hidden.length === 0
        ? undefined
        : new Mlp(
            { ...encoderOf(architecture), hiddenActivation: activation, outputActivation: activation },
            arena,
            first[0],
          )
    this.gru = new Gru(hidden.at(-1) ?? inputs, units, arena, [rest[0], rest[1]])
    const linear = { hiddenActivation: 'none', outputActivation: 'none' } as const
    this.decoder = new Mlp({ inputs: units, hidden: [], outputs, ...linear }, arena, rest[2])
    this.parts = [...(this.encoder === undefined ? [] : [this.encoder]), ...this.gru.parts, this.decoder]
  }

  /** Room for sequences of up to so many steps of so many rows. */
  trace(steps: number, rows: number): RecurrentTrace {
    const { arena, encoder, gru, decoder } = this
    return {
      encoded: encoder?.trace(steps * rows),
      recalled: gru.trace(steps, rows),
      decoded: decoder.trace(steps * rows),
      byStates: arena.floats(steps * rows * gru.units),
      byEncoded: arena.floats(steps * rows * gru.inputs),
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const part of this.parts) part.changed()
  }

  /**
   * Outputs [steps, rows, outputs], which lie in the trace, for inputs [steps, rows, inputs] and the states before the
   * first step, [rows, units]; the states after each step lie in `trace.recalled.states`. Where `resets` [steps, rows] is
   * 1, a row begins the step with the state 0.
   */
  forward(
    inputs: FloatArray,
    before: ArrayLike<number>,
    resets: Uint8Array,
    steps: number,
    rows: number,
    trace: RecurrentTrace,
  ): FloatArray {
    const { encoder, gru, decoder } = this
    const { encoded, recalled, decoded } = trace
    const seen =
      encoder === undefined || encoded === undefined ? inputs : encoder.forward(inputs, steps * rows, encoded)
    return decoder.forward(gru.forward(seen, before, resets, steps, rows, recalled), steps * rows, decoded)
  }

  /** Adds to the gradients of the parts what the derivatives by the outputs, [steps, rows, outputs], come to. */
  backward(trace: RecurrentTrace, byOutputs: FloatArray): void {
    const { encoder, gru, decoder } = this
    const { encoded, recalled, decoded, byStates, byEncoded } = trace
    decoder.backward(decoded, byOutputs, byStates)
    gru.backward(recalled, byStates, encoder && byEncoded, undefined)
    if (encoder !== undefined && encoded !== undefined) encoder.backward(encoded, byEncoded, undefined)
  }
}

type Encoder = Pick<MlpShape, 'inputs' | 'hidden' | 'outputs'>

function encoderOf({ inputs, hidden }: RecurrentArchitecture): Encoder {
  return { inputs, hidden: hidden.slice(0, -1), outputs: hidden[hidden.length - 1] }
}

/** What the parts begin with, in their order, before training. */
export function recurrentParameters(architecture: RecurrentArchitecture, stream: Stream): Float32Array[] {
  const { inputs, hidden, units, outputs, outputGain } = architecture
  const orthogonal = { activation: 'tanh', initialisation: 'orthogonal' } as const
  const encoder =
    hidden.length === 0
      ? []
      : [initialParameters({ ...encoderOf(architecture), ...orthogonal, outputGain: Math.SQRT2 }, stream)]
  return [
    ...encoder,
    ...gruParameters(hidden.at(-1) ?? inputs, units, stream),
    initialParameters({ inputs: units, hidden: [], outputs, ...orthogonal, outputGain }, stream),
  ]
}
