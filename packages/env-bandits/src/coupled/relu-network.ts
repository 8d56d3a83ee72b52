/** ReLU networks with their context folded in: `foldNetwork`, `evaluate`, `FoldedNetwork`. */
import { GauntletError, type ReluNetwork, show } from '@gauntlet/core'

/** A layer: row-major weights [out, in], biases [out]. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float64Array
  readonly biases: Float64Array
}

/** Layers on the subset alone; all but the last are rectified, the last has one output. */
export type FoldedNetwork = readonly Layer[]

/**
 * The network of a subset that is left when the context is known.
 *
 * Errors: GauntletError with code `network` naming the layer whose sizes do not fit, or that holds a number that is not
 * finite, or the last where it has not one output.
 */
export function foldNetwork(
  { context, layers }: ReluNetwork,
  elements: number,
  place: string,
): FoldedNetwork {
  if (layers.length === 0)
    throw new GauntletError('network', `${place}: got no layers, expected at least one`)
  requireFinite(context, `${place}: context`)
  let inputs = elements + context.length
  const checked = layers.map(({ weights, biases }, l): Layer => {
    const name = `${place}: layer ${l}`
    const outputs = l === layers.length - 1 ? 1 : biases.length
    if (outputs === 0 || biases.length !== outputs || weights.length !== outputs * inputs) {
      throw new GauntletError(
        'network',
        `${name}: got ${weights.length} weights and ${biases.length} biases, expected ${outputs} x ${inputs} and ${outputs}`,
      )
    }
    requireFinite(weights, `${name}, weights`)
    requireFinite(biases, `${name}, biases`)
    const layer = { inputs, outputs, weights, biases }
    inputs = outputs
    return layer
  })
  return [foldContext(checked[0], context), ...checked.slice(1)]
}

function foldContext({ inputs, outputs, weights, biases }: Layer, context: Float64Array): Layer {
  const elements = inputs - context.length
  const kept = new Float64Array(outputs * elements)
  const folded = Float64Array.from(biases)
  for (let i = 0; i < outputs; i++) {
    kept.set(weights.subarray(i * inputs, i * inputs + elements), i * elements)
    for (let k = 0; k < context.length; k++) folded[i] += weights[i * inputs + elements + k] * context[k]
  }
  return { inputs: elements, outputs, weights: kept, biases: folded }
}

function requireFinite(values: Float64Array, name: string): void {
  const k = values.findIndex((value) => !Number.isFinite(value))
  if (k < 0) return
  throw new GauntletError('network', `${name}: got ${show(values[k])} at ${k}, expected finite numbers`)
}

/** The network's value at a subset. */
export function evaluate(network: FoldedNetwork, subset: ArrayLike<number>): number {
  let values: ArrayLike<number> = subset
  for (const [l, { inputs, outputs, weights, biases }] of network.entries()) {
    const next = new Float64Array(outputs)
    for (let i = 0; i < outputs; i++) {
      let sum = biases[i]
      for (let k = 0; k < inputs; k++) sum += weights[i * inputs + k] * values[k]
      next[i] = l < network.length - 1 && sum < 0 ? 0 : sum
    }
    values = next
  }
  return values[0]
}
