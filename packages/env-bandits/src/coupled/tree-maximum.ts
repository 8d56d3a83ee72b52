/** Maxima over all subsets of a tree: `bestByScores`, `bestByNetwork`. */
import type { FoldedNetwork, Layer } from './relu-network.ts'
import type { SubsetTree } from './subset-tree.ts'

/** The member of greatest total score, the first of several; `totals` is [nodes], rewritten. */
export function bestByScores(
  { parents, lasts, members }: SubsetTree,
  scores: Float64Array,
  from: number,
  totals: Float64Array,
): number {
  let best = -1
  totals[0] = 0
  for (let node = 0; node < parents.length; node++) {
    if (node > 0) totals[node] = totals[parents[node]] + scores[from + lasts[node]]
    if (members[node] === 1 && (best < 0 || totals[node] > totals[best])) best = node
  }
  return best
}

/**
 * The member at which the network is greatest, the first of several, by evaluating all.
 *
 * What enters the first layer's units adds up along the tree: a node costs one column of weights. Of the layers after it
 * only the rows of units that are on are added.
 */
export function bestByNetwork(tree: SubsetTree, network: FoldedNetwork): number {
  const { parents, lasts, sizes, members } = tree
  const [first, ...later] = network
  const columns = transposed(first)
  const width = first.outputs
  const deepest = sizes.reduce((most, size) => Math.max(most, size), 0)
  /** [sizes, width]: what enters the first layer, for the node at hand and its prefixes */
  const entering = new Float64Array((deepest + 1) * width)
  entering.set(first.biases)
  const forward = later.map((layer) => ({
    layer,
    columns: transposed(layer),
    out: new Float64Array(layer.outputs),
  }))
  let best = -1
  let most = -Infinity
  for (let node = 0; node < parents.length; node++) {
    const at = sizes[node] * width
    if (node > 0) {
      const column = lasts[node] * width
      for (let i = 0; i < width; i++) entering[at + i] = entering[at - width + i] + columns[column + i]
    }
    if (members[node] === 0) continue
    const value = pass(entering, at, width, forward)
    if (best >= 0 && value <= most) continue
    best = node
    most = value
  }
  return best
}

interface Forward {
  readonly layer: Layer
  /** [inputs, outputs] */
  readonly columns: Float64Array
  readonly out: Float64Array
}

/** The output, given what enters the units of the first layer. */
function pass(entering: Float64Array, at: number, width: number, forward: readonly Forward[]): number {
  let values = entering
  let from = at
  let inputs = width
  for (let l = 0; l < forward.length; l++) {
    const { layer, columns, out } = forward[l]
    const { outputs, biases } = layer
    for (let i = 0; i < outputs; i++) out[i] = biases[i]
    for (let k = 0; k < inputs; k++) {
      const value = values[from + k]
      if (!(value > 0)) continue
      const column = k * outputs
      for (let i = 0; i < outputs; i++) out[i] += value * columns[column + i]
    }
    values = out
    from = 0
    inputs = outputs
  }
  return values[from]
}

function transposed({ inputs, outputs, weights }: Layer): Float64Array {
  const columns = new Float64Array(inputs * outputs)
  for (let i = 0; i < outputs; i++) {
    for (let k = 0; k < inputs; k++) columns[k * outputs + i] = weights[i * inputs + k]
  }
  return columns
}
