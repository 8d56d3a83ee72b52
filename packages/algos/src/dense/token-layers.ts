/** A transformer that reads an observation of tokens: `TokenLayers`, `TokenTrace`, `TokenArchitecture`; `TokenFeatures`. */
import { type Block, GauntletError, type Stream, product } from '@gauntlet/core'
import { Embedding } from './embedding.ts'
import { LayerNorm, type NormTrace } from './layer-norm.ts'
import { Mlp, type MlpShape, type MlpTrace } from './mlp.ts'
import type { Arena, FloatArray } from './operations.ts'
import { type AttentionTrace, SetAttention } from './set-attention.ts'

/** VGC-Bench's number, and the part of the width that it embeds categories in. */
export const HEADS = 4
const EMBEDDED_PART = 4

export interface TokenArchitecture {
  /** Of the observation: blocks along tokens, and flat ones of real numbers, which every token sees. */
  readonly layout: readonly Block[]
  /** Numbers of a token between the layers, which `HEADS` divides. */
  readonly width: number
  /** Of attention. */
  readonly layers: number
  readonly outputs: number
  /** Of the last layer's weights, which begin uniform: what they are multiplied by. */
  readonly outputGain: number
}

/** What one forward pass leaves for its backward pass. */
export interface TokenTrace {
  /** Numbers of the tokens, and vectors of their categories: [rows, tokens, features] */
  readonly features: FloatArray
  readonly encoded: MlpTrace
  /** The summary, and then the tokens: [rows, 1 + tokens, width] */
  readonly set: FloatArray
  readonly present: Uint8Array
  readonly layers: readonly AttentionTrace[]
  /** [rows, width] */
  readonly summary: FloatArray
  readonly norm: NormTrace
  readonly output: MlpTrace
  /** Derivatives on their way back. */
  readonly bySummary: FloatArray
  readonly bySet: FloatArray
  readonly byTokens: FloatArray
  readonly byFeatures: FloatArray
  observations: ArrayLike<number> | undefined
  rows: number
}

/** Something with parameters. */
type Trained = Pick<Mlp, 'parameters' | 'gradient'>

/**
 * Numbers and embedded categories of each token go through a linear layer; a token that is learnt stands beside them as their
 * summary; attention lets all look at each other, layer after layer; and a linear layer reads the outputs off the summary,
 * normalised. Renumbering the tokens leaves the outputs as they are, but for rounding.
 *
 * Source: Angliss et al. 2025, VGC-Bench, its policy network; Devlin et al. 2019 (the summary). Differs: there is a norm before the last
 * layer, as usual where layers are normalised before their parts, and vectors of categories may grow.
 */
export class TokenLayers {
  /** Numbers of an observation. */
  readonly inputs: number
  readonly outputs: number
  /** Everything that has parameters, in the order in which they begin. */
  readonly parts: readonly Trained[]
  private readonly arena: Arena
  private readonly architecture: TokenArchitecture
  private readonly tokens: TokenFeatures
  private readonly embeddings: readonly Embedding[]
  /** Numbers and vectors of a token. */
  private readonly features: number
  private readonly encode: Mlp
  private readonly summary: Trained
  private readonly layers: readonly SetAttention[]
  private readonly norm: LayerNorm
  private readonly output: Mlp

  /** Errors: GauntletError as `TokenFeatures` and `SetAttention` have them. */
  constructor(architecture: TokenArchitecture, arena: Arena, stream: Stream) {
    const { layout, width, layers, outputs, outputGain } = architecture
    const linear = (inputs: number, units: number): Mlp => new Mlp(linearShape(inputs, units), arena, stream)
    this.architecture = architecture
    this.arena = arena
    this.tokens = new TokenFeatures(layout)
    this.inputs = this.tokens.size
    this.outputs = outputs
    this.embeddings = this.tokens.categories.map(
      (block) => new Embedding(block, Math.max(1, Math.floor(width / EMBEDDED_PART)), arena, stream),
    )
    this.features = this.embeddings.reduce(
      (sum, { perToken, width: own }) => sum + perToken * own,
      this.tokens.numbers,
    )
    this.encode = linear(this.features, width)
    this.summary = { parameters: arena.floats(width), gradient: arena.floats(width) }
    for (let k = 0; k < width; k++) this.summary.parameters[k] = stream.normal()
    const shape = { tokens: 1 + this.tokens.count, width, heads: HEADS, hidden: width }
    this.layers = Array.from({ length: layers }, () => new SetAttention(shape, arena, stream))
    this.norm = new LayerNorm(width, arena)
    this.output = linear(width, outputs)
    const last = this.output.parameters
    for (let k = 0; k < last.length; k++) last[k] *= outputGain
    this.output.changed()
    this.parts = [
      ...this.embeddings,
      this.encode,
      this.summary,
      ...this.layers.flatMap(({ parts }) => parts),
      this.norm,
      this.output,
    ]
  }

  trace(rows: number): TokenTrace {
    const { arena, tokens, layers, features } = this
    const { width } = this.architecture
    const [each, all] = [rows * tokens.count, rows * (1 + tokens.count)]
    return {
      features: arena.floats(each * features),
      encoded: this.encode.trace(each),
      set: arena.floats(all * width),
      present: new Uint8Array(all).fill(1),
      layers: layers.map((layer) => layer.trace(rows)),
      summary: arena.floats(rows * width),
      norm: this.norm.trace(rows),
      output: this.output.trace(rows),
      bySummary: arena.floats(rows * width),
      bySet: arena.floats(all * width),
      byTokens: arena.floats(each * width),
      byFeatures: arena.floats(each * features),
      observations: undefined,
      rows: 0,
    }
  }

  clearGradient(): void {
    for (const { gradient } of this.parts) gradient.fill(0)
  }

  changed(): void {
    this.encode.changed()
    for (const layer of this.layers) layer.changed()
    this.output.changed()
  }

  /** Outputs [rows, outputs], which lie in the trace, for observations [rows, size], which are not copied. */
  forward(observations: ArrayLike<number>, rows: number, trace: TokenTrace): FloatArray {
    const { width } = this.architecture
    const { count } = this.tokens
    const { set, summary } = trace
    trace.observations = observations
    trace.rows = rows
    this.read(observations, rows, trace.features)
    const encoded = this.encode.forward(trace.features, rows * count, trace.encoded)
    for (let i = 0; i < rows; i++) {
      const at = i * (1 + count) * width
      set.set(this.summary.parameters, at)
      set.set(encoded.subarray(i * count * width, (i + 1) * count * width), at + width)
    }
    let x = set
    this.layers.forEach((layer, l) => {
      x = layer.forward(x, trace.present, rows, trace.layers[l])
    })
    for (let i = 0; i < rows; i++) {
      const at = i * (1 + count) * width
      summary.set(x.subarray(at, at + width), i * width)
    }
    return this.output.forward(this.norm.forward(summary, rows, trace.norm), rows, trace.output)
  }

  private read(observations: ArrayLike<number>, rows: number, features: FloatArray): void {
    const { tokens, embeddings } = this
    tokens.read(observations, rows, features, this.features)
    let at = tokens.numbers
    for (const embedding of embeddings) {
      embedding.forward(observations, tokens.size, rows, features, at, this.features)
      at += embedding.perToken * embedding.width
    }
  }

  /** Adds to the gradients of the parts what the derivatives by the outputs, [rows, outputs], come to. */
  backward(trace: TokenTrace, byOutputs: FloatArray): void {
    const { width } = this.architecture
    const { count } = this.tokens
    const { rows, bySummary, bySet, byTokens } = trace
    const { gradient } = this.summary
    this.output.backward(trace.output, byOutputs, bySummary)
    this.norm.backward(trace.norm, bySummary, bySummary)
    bySet.fill(0, 0, rows * (1 + count) * width)
    for (let i = 0; i < rows; i++)
      bySet.set(bySummary.subarray(i * width, (i + 1) * width), i * (1 + count) * width)
    for (let l = this.layers.length - 1; l >= 0; l--) {
      this.layers[l].backward(trace.layers[l], bySet, bySet)
    }
    for (let i = 0; i < rows; i++) {
      const at = i * (1 + count) * width
      for (let k = 0; k < width; k++) gradient[k] += bySet[at + k]
      byTokens.set(bySet.subarray(at + width, at + (1 + count) * width), i * count * width)
    }
    this.encode.backward(trace.encoded, byTokens, this.embeddings.length === 0 ? undefined : trace.byFeatures)
    this.readBack(trace)
  }

  private readBack({ observations, rows, byFeatures }: TokenTrace): void {
    let at = this.tokens.numbers
    for (const embedding of this.embeddings) {
      embedding.backward(observations!, this.tokens.size, rows, byFeatures, at, this.features)
      at += embedding.perToken * embedding.width
    }
  }
}

function linearShape(inputs: number, outputs: number): MlpShape {
  return { inputs, hidden: [], outputs, hiddenActivation: 'none', outputActivation: 'none' }
}

/** Numbers of a token, or of all, that stand together. */
interface Stretch {
  readonly offset: number
  readonly length: number
}

/** Which numbers of an observation are a token's own, and which every token sees. */
export class TokenFeatures {
  /** Tokens of an observation. */
  readonly count: number
  /** Numbers of an observation. */
  readonly size: number
  /** Blocks to be embedded. */
  readonly categories: readonly Block[]
  /** Of a token, its own and those that all see. */
  readonly numbers: number
  private readonly own: readonly Stretch[]
  private readonly common: readonly Stretch[]

  /** Errors: GauntletError where no block is along tokens, or one fits no token, naming it. */
  constructor(layout: readonly Block[]) {
    const along = layout.filter(({ axis }) => axis === 'token')
    if (along.length === 0) {
      const given = layout.map(({ name, axis }) => `${name} (${axis})`).join(', ')
      throw new GauntletError('layout', `attention: got the blocks ${given}, expected some along tokens`)
    }
    const [count = 1] = along[0].shape
    for (const block of layout) requireFit(block, count, along[0].name)
    this.count = count
    this.size = layout.reduce((sum, { shape }) => sum + product(shape), 0)
    this.categories = along.filter(({ kind }) => kind === 'category')
    const stretch = ({ offset, shape }: Block): Stretch => ({ offset, length: product(shape) })
    this.own = along
      .filter(({ kind }) => kind === 'real')
      .map(stretch)
      .map(({ offset, length }) => ({ offset, length: length / count }))
    this.common = layout.filter(({ axis }) => axis !== 'token').map(stretch)
    this.numbers = [...this.own, ...this.common].reduce((sum, { length }) => sum + length, 0)
  }

  /** Writes the real numbers that each token sees to `features` [rows, count, step], of each the first. */
  read(observations: ArrayLike<number>, rows: number, features: FloatArray, step: number): void {
    const { count, size, own, common } = this
    for (let i = 0; i < rows; i++) {
      for (let t = 0; t < count; t++) {
        let to = (i * count + t) * step
        for (const { offset, length } of own) {
          const from = i * size + offset + t * length
          for (let k = 0; k < length; k++) features[to++] = observations[from + k]
        }
        for (const { offset, length } of common) {
          for (let k = 0; k < length; k++) features[to++] = observations[i * size + offset + k]
        }
      }
    }
  }
}

function requireFit({ name, axis, kind, shape }: Block, count: number, first: string): void {
  if (axis === 'token' && shape[0] !== count) {
    throw new GauntletError(
      'layout',
      `block ${name}: got ${shape[0]} tokens, expected ${count}, as ${first} has`,
    )
  }
  if (axis !== 'token' && (axis !== 'flat' || kind !== 'real')) {
    throw new GauntletError(
      'layout',
      `block ${name}: got kind ${kind} along ${axis}, expected real numbers, flat, beside tokens`,
    )
  }
}
