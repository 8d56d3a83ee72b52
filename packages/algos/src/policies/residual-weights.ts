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
/** The eighth byte of an archive, the last of its header's length, is 0, as no byte of a text is. */
const LENGTH_END = 7

/** What a file of weights holds: tensors by name, or a policy's parameters as a learner of ours laid them out. */
type Weights = Tensors | Float32Array

/**
 * Reads a file of weights: what a learner of ours saved, of which its policy's parameters are taken; or JSON in the form in which
 * FollowerLite's published network was written down: `weights`, by name a shape and the data of a tensor of PyTorch's, as
 * sample-factory names them.
 * Errors: ParameterError where the file is neither, a tensor has not as many numbers as its shape says, or a number is not finite in
 * single precision.
 */
export function readWeights(file: FileContent): Weights {
  return file.bytes[LENGTH_END] === 0 ? savedPolicy(file) : new Tensors(file)
}

function savedPolicy(file: FileContent): Float32Array {
  const policy = parsed(file, 'the policy of a stored cell', ({ bytes }) => unpack(bytes))['parameters0']
  if (!(policy instanceof Float32Array))
    throw new ParameterError('weights', `no policy in ${file.name}`, 'the policy of a cell that learnt one')
  requireFinite('weights', policy, file.name)
  return policy
}

/**
 * All parameters of a `ResidualConvolution` that puts out logits and a value, as it lays them out.
 * Errors: as of `readWeights`; ParameterError where a tensor is missing or of another shape, or the numbers are not `count`.
 */
export function residualWeights(
  file: FileContent,
  layout: readonly Block[],
  shape: ResidualActorShape,
  actions: number,
  count: number,
): Float32Array {
  const weights = readWeights(file)
  const parameters =
    weights instanceof Tensors ? weights.parameters(layout[0].shape, shape, actions) : weights
  if (parameters.length === count) return parameters
  const given = `a policy of ${parameters.length} numbers in ${file.name}`
  throw new ParameterError('weights', given, `${count} numbers, as the network has`)
}

class Tensors {
  private readonly name: string
  private readonly weights: Readonly<Record<string, Tensor>>

  constructor(file: FileContent) {
    this.name = file.name
    const content = parsed(file, 'a file of JSON', ({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)))
    const { weights } = Object(content) as { weights?: unknown }
    if (!isRecord(weights))
      throw new ParameterError('weights', `no \`weights\` in ${file.name}`, 'an object of tensors by name')
    this.weights = weights as Readonly<Record<string, Tensor>>
    for (const [name, tensor] of Object.entries<unknown>(weights)) this.requireTensor(name, tensor)
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
    const tensor = Object.hasOwn(this.weights, name) ? this.weights[name] : undefined
    if (tensor !== undefined && show(tensor.shape) === show(shape)) return tensor.data
    const given = tensor === undefined ? 'nothing' : `shape ${show(tensor.shape)}`
    throw new ParameterError(`weights.${name}`, `${given} in ${this.name}`, `shape ${show(shape)}`)
  }

  private requireTensor(name: string, tensor: unknown): void {
    const { shape, data } = Object(tensor) as { shape?: unknown; data?: unknown }
    const field = `weights.${name}`
    if (!Array.isArray(shape) || !Array.isArray(data))
      throw new ParameterError(field, tensor, `an object of two lists, shape and data, in ${this.name}`)
    const count = shape.reduce((product: number, length: number) => product * length, 1)
    if (data.length !== count) {
      const given = `${data.length} numbers of shape ${show(shape)} in ${this.name}`
      throw new ParameterError(field, given, `${count} numbers`)
    }
    requireFinite(field, data, this.name)
  }
}

function requireFinite(field: string, numbers: ArrayLike<unknown>, name: string): void {
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]
    if (typeof value === 'number' && Number.isFinite(Math.fround(value))) continue
    throw new ParameterError(`${field}[${i}]`, value, `a finite number of single precision, in ${name}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is read of a file. Errors: ParameterError, in place of whatever went wrong. */
function parsed<T>(file: FileContent, expected: string, read: (file: FileContent) => T): T {
  try {
    return read(file)
  } catch (cause) {
    throw new ParameterError('weights', file.name, `${expected} (${(cause as Error).message})`)
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
