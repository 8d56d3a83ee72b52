/** Tokens that look at each other: `SetAttention`, `AttentionTrace`. */
import { GauntletError, type Stream, exp } from '@gauntlet/core'
import { LayerNorm, type NormTrace } from './layer-norm.ts'
import { Mlp, type MlpTrace } from './mlp.ts'
import type { Activation, Arena, FloatArray } from './operations.ts'

export interface SetAttentionShape {
  /** Tokens of a row, padding among them. */
  readonly tokens: number
  /** Numbers of a token. */
  readonly width: number
  /** Of the width, which they divide. */
  readonly heads: number
  /** Units of the perceptron that each token goes through. */
  readonly hidden: number
}

/** What one forward pass leaves for its backward pass. */
export interface AttentionTrace {
  readonly norms: readonly [NormTrace, NormTrace]
  /** Queries, keys and values of each token, [rows, tokens, 3, heads, width / heads]. */
  readonly projected: MlpTrace
  /** How much of token j goes to token i, [rows, heads, i, j]. */
  readonly weights: FloatArray
  readonly mixed: FloatArray
  readonly output: MlpTrace
  /** Tokens after attention, and after the perceptron: [rows, tokens, width]. */
  readonly middle: FloatArray
  readonly feed: MlpTrace
  readonly outputs: FloatArray
  /** Derivatives on their way back: of tokens, twice, and of what is projected. */
  readonly above: FloatArray
  readonly below: FloatArray
  readonly byProjected: FloatArray
  present: Uint8Array | undefined
  rows: number
}

/**
 * One layer of a transformer over a set, normalised before each part: x ← x + A(norm(x)), x ← x + F(norm(x)), with
 * A the attention of several heads, softmax(q kᵀ / √(width / heads)) v over the tokens that are there, and F a perceptron with
 * ReLU. There are no positions: renumbering tokens renumbers the outputs, but for rounding. Tokens that are not there put
 * out 0 and weigh nothing, whatever they hold.
 * Source: Vaswani et al. 2017, section 3.2; Xiong et al. 2020 (the norms before); Lee et al. 2019 (sets).
 */
export class SetAttention {
  readonly shape: SetAttentionShape
  readonly norms: readonly [LayerNorm, LayerNorm]
  readonly layers: readonly [project: Mlp, output: Mlp, feed: Mlp]
  private readonly arena: Arena

  /** Errors: GauntletError where the heads do not divide the width. */
  constructor(shape: SetAttentionShape, arena: Arena, stream: Stream) {
    const { width, heads, hidden } = shape
    if (width % heads !== 0) {
      throw new GauntletError(
        'shape',
        `attention: got ${heads} heads, expected a divisor of the width ${width}`,
      )
    }
    const mlp = (outputs: number, units: readonly number[], hiddenActivation: Activation): Mlp =>
      new Mlp(
        { inputs: width, hidden: units, outputs, hiddenActivation, outputActivation: 'none' },
        arena,
        stream,
      )
    this.shape = shape
    this.arena = arena
    this.norms = [new LayerNorm(width, arena), new LayerNorm(width, arena)]
    this.layers = [mlp(3 * width, [], 'none'), mlp(width, [], 'none'), mlp(width, [hidden], 'relu')]
  }

  /** Everything that has parameters. */
  get parts(): readonly (Mlp | LayerNorm)[] {
    return [...this.norms, ...this.layers]
  }

  trace(rows: number): AttentionTrace {
    const { arena, norms, layers } = this
    const { tokens, width, heads } = this.shape
    const count = rows * tokens
    const floats = (numbers: number): FloatArray => arena.floats(count * numbers)
    return {
      norms: [norms[0].trace(count), norms[1].trace(count)],
      projected: layers[0].trace(count),
      weights: floats(heads * tokens),
      mixed: floats(width),
      output: layers[1].trace(count),
      middle: floats(width),
      feed: layers[2].trace(count),
      outputs: floats(width),
      above: floats(width),
      below: floats(width),
      byProjected: floats(3 * width),
      present: undefined,
      rows: 0,
    }
  }

  clearGradient(): void {
    for (const part of this.parts) part.clearGradient()
  }

  changed(): void {
    for (const layer of this.layers) layer.changed()
  }

  /**
   * Outputs [rows, tokens, width], which lie in the trace, for inputs likewise; `present` [rows, tokens] is 1 where a token
   * is there.
   */
  forward(inputs: FloatArray, present: Uint8Array, rows: number, trace: AttentionTrace): FloatArray {
    const { tokens, width } = this.shape
    const [project, output, feed] = this.layers
    const count = rows * tokens
    trace.present = present
    trace.rows = rows
    project.forward(this.norms[0].forward(inputs, count, trace.norms[0]), count, trace.projected)
    trace.mixed.fill(0, 0, count * width)
    for (let i = 0; i < count; i++) if (present[i] === 1) this.look(trace, i)
    const attended = output.forward(trace.mixed, count, trace.output)
    addWhere(present, inputs, attended, trace.middle, count, width)
    const fed = feed.forward(this.norms[1].forward(trace.middle, count, trace.norms[1]), count, trace.feed)
    addWhere(present, trace.middle, fed, trace.outputs, count, width)
    return trace.outputs
  }

  /** What token `i`, counted over all rows, mixes from the tokens of its row. */
  private look(trace: AttentionTrace, i: number): void {
    const { tokens, width, heads } = this.shape
    const { weights, mixed, present } = trace
    const projected = trace.projected.layers[0]
    const size = width / heads
    const scale = 1 / Math.sqrt(size)
    const row = i - (i % tokens)
    for (let head = 0; head < heads; head++) {
      const own = ((row / tokens) * heads + head) * tokens * tokens + (i % tokens) * tokens
      const q = 3 * i * width + head * size
      let top = -Infinity
      for (let j = 0; j < tokens; j++) {
        if (present![row + j] !== 1) continue
        const k = (3 * (row + j) + 1) * width + head * size
        let product = 0
        for (let c = 0; c < size; c++) product += projected[q + c] * projected[k + c]
        weights[own + j] = scale * product
        if (weights[own + j] > top) top = weights[own + j]
      }
      let sum = 0
      for (let j = 0; j < tokens; j++) {
        weights[own + j] = present![row + j] === 1 ? exp(weights[own + j] - top) : 0
        sum += weights[own + j]
      }
      const to = i * width + head * size
      for (let j = 0; j < tokens; j++) {
        if (present![row + j] !== 1) continue
        weights[own + j] /= sum
        const v = (3 * (row + j) + 2) * width + head * size
        for (let c = 0; c < size; c++) mixed[to + c] += weights[own + j] * projected[v + c]
      }
    }
  }

  /** Adds to the gradients of the parts, and writes the derivatives by the inputs where they are asked for. */
  backward(trace: AttentionTrace, byOutputs: ArrayLike<number>, byInputs: FloatArray | undefined): void {
    const { tokens, width } = this.shape
    const [project, output, feed] = this.layers
    const { above, below, byProjected, rows, present } = trace
    const count = rows * tokens
    for (let i = 0; i < count * width; i++)
      above[i] = present![Math.floor(i / width)] === 1 ? byOutputs[i] : 0
    feed.backward(trace.feed, above, below)
    this.norms[1].backward(trace.norms[1], below, below)
    addWhere(present!, above, below, above, count, width)
    output.backward(trace.output, above, below)
    byProjected.fill(0, 0, 3 * count * width)
    for (let i = 0; i < count; i++) if (present![i] === 1) this.lookBack(trace, i)
    project.backward(trace.projected, byProjected, below)
    this.norms[0].backward(trace.norms[0], below, below)
    if (byInputs !== undefined) addWhere(present!, above, below, byInputs, count, width)
  }

  /** Derivatives by what token `i` looked at, from those by what it mixed, which are in `below`. */
  private lookBack(trace: AttentionTrace, i: number): void {
    const { tokens, width, heads } = this.shape
    const { weights, below: byMixed, byProjected, present } = trace
    const projected = trace.projected.layers[0]
    const size = width / heads
    const scale = 1 / Math.sqrt(size)
    const row = i - (i % tokens)
    for (let head = 0; head < heads; head++) {
      const own = ((row / tokens) * heads + head) * tokens * tokens + (i % tokens) * tokens
      const from = i * width + head * size
      const q = 3 * i * width + head * size
      let mean = 0
      for (let c = 0; c < size; c++) mean += byMixed[from + c] * trace.mixed[from + c]
      for (let j = 0; j < tokens; j++) {
        if (present![row + j] !== 1) continue
        const k = (3 * (row + j) + 1) * width + head * size
        const v = k + width
        const weight = weights[own + j]
        let byWeight = 0
        for (let c = 0; c < size; c++) {
          byWeight += byMixed[from + c] * projected[v + c]
          byProjected[v + c] += weight * byMixed[from + c]
        }
        const byScore = scale * weight * (byWeight - mean)
        for (let c = 0; c < size; c++) {
          byProjected[q + c] += byScore * projected[k + c]
          byProjected[k + c] += byScore * projected[q + c]
        }
      }
    }
  }
}

/** target ← p + q of tokens that are there, 0 of others. */
function addWhere(
  present: Uint8Array,
  p: FloatArray,
  q: FloatArray,
  target: FloatArray,
  count: number,
  width: number,
): void {
  for (let i = 0; i < count; i++) {
    const there = present[i] === 1
    for (let k = i * width; k < (i + 1) * width; k++) target[k] = there ? p[k] + q[k] : 0
  }
}
