/** Weights of residual convolutional networks from files: `residualWeights`. */
import { type Block, type FileContent, ParameterError, show } from '@gauntlet/core'
import { unpack } from '../archive.ts'
import type { ResidualActorShape } from './residual-conv.ts'

/** A global that Node and browsers share. */
declare class TextDecoder {
  decode(bytes: Uint8Array): string
}

/** An array of PyTorch's: flat, the last axis fastest. */
interface Tensor {
  readonly shape: readonly number[]
  readonly data: readonly number[]
}

const CELLS = 9
/** An archive's first eight bytes are a length, which is a multiple of eight. */
const BRACE = '{'.charCodeAt(0)

/**
 * All parameters of a `ResidualConvolution` that puts out logits and a value, as it lays them out.
 *
 * A file is what a learner of ours saved, of which its policy's parameters are taken; or JSON in the form in which
 * FollowerLite's published network was written down: `weights`, by name a shape and the data of a tensor of PyTorch's, as
 * sample-factory names them.
 * Errors: ParameterError where the file is no JSON, or a tensor is missing or of another shape; GauntletError where an archive is
 * malformed.
 */
export function residualWeights(
  file: FileContent,
  layout: readonly Block[],
  shape: ResidualActorShape,
  actions: number,
  count: number,
): Float32Array {
  const parameters =
    file.bytes[0] === BRACE
      ? new Tensors(file).parameters(layout[0].shape, shape, actions)
      : unpack(file.bytes)['parameters0']
  if (parameters instanceof Float32Array && parameters.length === count) return parameters
  const given = parameters === undefined ? 'no policy' : `a policy of ${parameters.length} numbers`
  throw new ParameterError('weights', `${given} in ${file.name}`, `${count} numbers, as the network has`)
}

class Tensors {
  private readonly name: string
  private readonly weights: Readonly<Record<string, unknown>>

  constructor({ name, bytes }: FileContent) {
    this.name = name
    this.weights = Object(Object(parsed(name, bytes)).weights)
  }

  parameters(planes: readonly number[], shape: ResidualActorShape, actions: number): Float32Array {
    const { filters, blocks, hidden } = shape
    const [channels, height, width] = planes
    const convolutions = [
      this.convolution('encoder.conv_head.0', channels, filters),
      ...Array.from({ length: 2 * blocks }, (_, l) => {
        const name = `encoder.conv_head.${1 + (l >> 1)}.res_block_core.${1 + 2 * (l & 1)}`
        return this.convolution(name, filters, filters)
      }),
    ]
    const widths = [filters * height * width, ...hidden]
    const dense = hidden.map((units, l) => this.linear(`encoder.extra_linear.${2 * l}`, widths[l], units))
    const inputs = widths[widths.length - 1]
    const outputs = joined(
      this.linear('action_parameterization.distribution_linear', inputs, actions),
      this.linear('critic_linear', inputs, 1),
      inputs,
    )
    return Float32Array.from([...convolutions, ...dense, outputs].flat())
  }

  /** [outputs, inputs, 3, 3] as [9 inputs, outputs], and biases after it */
  private convolution(name: string, inputs: number, outputs: number): number[] {
    const weights = this.tensor(`${name}.weight`, [outputs, inputs, 3, 3])
    const turned = Array.from({ length: CELLS * inputs * outputs }, (_, place) => {
      const o = place % outputs
      const c = Math.floor(place / outputs) % inputs
      return weights[(o * inputs + c) * CELLS + Math.floor(place / (outputs * inputs))]
    })
    return [...turned, ...this.tensor(`${name}.bias`, [outputs])]
  }

  /** [outputs, inputs] as [inputs, outputs], and biases after it */
  private linear(name: string, inputs: number, outputs: number): number[] {
    const weights = this.tensor(`${name}.weight`, [outputs, inputs])
    const turned = Array.from(
      { length: inputs * outputs },
      (_, place) => weights[(place % outputs) * inputs + Math.floor(place / outputs)],
    )
    return [...turned, ...this.tensor(`${name}.bias`, [outputs])]
  }

  private tensor(name: string, shape: readonly number[]): readonly number[] {
    const tensor = Object(this.weights[name]) as Partial<Tensor>
    const count = shape.reduce((product, length) => product * length, 1)
    const fits = show(tensor.shape) === show(shape) && tensor.data?.length === count
    if (fits && tensor.data.every(Number.isFinite)) return tensor.data
    const given = tensor.shape === undefined ? 'nothing' : `shape ${show(tensor.shape)}`
    throw new ParameterError(`weights.${name}`, `${given} in ${this.name}`, `numbers of shape ${show(shape)}`)
  }
}

function parsed(name: string, bytes: Uint8Array): { readonly weights?: unknown } {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new ParameterError('weights', name, `a file of JSON (${(cause as Error).message})`)
  }
}

/** Two linear layers on the same inputs as one. */
function joined(first: readonly number[], second: readonly number[], inputs: number): number[] {
  const [p, q] = [first, second].map((layer) => layer.length / (inputs + 1))
  return Array.from({ length: inputs + 1 }, (_, row) => [
    ...first.slice(row * p, (row + 1) * p),
    ...second.slice(row * q, (row + 1) * q),
  ]).flat()
}
