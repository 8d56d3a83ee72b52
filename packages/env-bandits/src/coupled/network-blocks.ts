/** The greatest member of a tree for many contexts of one network: `NetworkBlocks`. */
import { BLOCK, type BlockLayers, reserveBlocks } from './block-layers.ts'
import type { Layer } from './relu-network.ts'
import type { SubsetTree } from './subset-tree.ts'

/**
 * Networks of one shape, two layers or more, evaluated at every member of a tree.
 *
 * What enters the first layer's units from the subset adds up along the tree, a column of weights a node, and is the same in
 * all contexts; what a context adds to it is one shift for each unit. The layers after it are taken 64 members at a time.
 */
export class NetworkBlocks {
  /** Units of each layer. */
  private readonly widths: readonly number[]
  private readonly blocks: BlockLayers
  /** [units, BLOCK]: what enters the first layer; what goes from layer to layer */
  private readonly entering: Float64Array
  private readonly values: readonly Float64Array[]
  private readonly shifts: Float64Array
  private readonly later: readonly { readonly weights: Float64Array; readonly biases: Float64Array }[]

  constructor(widths: readonly number[]) {
    const products = widths.slice(1).map((width, l) => width * widths[l])
    const blocks = reserveBlocks([
      BLOCK * widths[0],
      ...widths.map((width) => BLOCK * width),
      ...widths,
      ...products,
    ])
    this.widths = widths
    this.blocks = blocks
    this.entering = blocks.floats(BLOCK * widths[0])
    this.values = widths.map((width) => blocks.floats(BLOCK * width))
    this.shifts = blocks.floats(widths[0])
    this.later = products.map((length, l) => ({
      weights: blocks.floats(length),
      biases: blocks.floats(widths[l + 1]),
    }))
  }

  /** Whether it is for networks of these layers. */
  fits(layers: readonly Layer[]): boolean {
    const { widths } = this
    return layers.length === widths.length && layers.every(({ outputs }, l) => outputs === widths[l])
  }

  /**
   * For each row, the member at which the network is greatest, the first of several, by evaluating all.
   *
   * Shapes: `shifts` [rows, units of the first layer], what enters its units beside the subset; the biases that the first
   * layer has are not read. Members [rows] are nodes of the tree.
   */
  best(
    tree: SubsetTree,
    [first, ...later]: readonly Layer[],
    shifts: Float64Array,
    rows: number,
  ): Int32Array {
    for (const [l, { weights, biases }] of this.later.entries()) {
      weights.set(later[l].weights)
      biases.set(later[l].biases)
    }
    const best = new Int32Array(rows).fill(-1)
    const most = new Float64Array(rows).fill(-Infinity)
    const nodes = new Int32Array(BLOCK)
    let count = 0
    eachMember(tree, first, (node, prefix, at) => {
      for (let i = 0; i < first.outputs; i++) this.entering[i * BLOCK + count] = prefix[at + i]
      nodes[count++] = node
      if (count < BLOCK) return
      this.compare(nodes, count, shifts, best, most)
      count = 0
    })
    this.compare(nodes, count, shifts, best, most)
    return best
  }

  /** Puts the members of a full block, or of the last, where they are above the best so far. */
  private compare(
    nodes: Int32Array,
    count: number,
    shifts: Float64Array,
    best: Int32Array,
    most: Float64Array,
  ): void {
    const { blocks, entering, values, later } = this
    const width = this.widths[0]
    const outputs = values[values.length - 1]
    for (let r = 0; r < best.length; r++) {
      this.shifts.set(shifts.subarray(r * width, (r + 1) * width))
      blocks.shift(entering, this.shifts, values[0])
      for (let l = 0; l < later.length; l++) {
        const { weights, biases } = later[l]
        blocks.layer(values[l], weights, biases, values[l + 1], l < later.length - 1)
      }
      for (let n = 0; n < count; n++) {
        if (best[r] >= 0 && outputs[n] <= most[r]) continue
        best[r] = nodes[n]
        most[r] = outputs[n]
      }
    }
  }
}

/** Visits the members in order with what they add to the first layer's units: `outputs` numbers of `prefix` from `at` on. */
function eachMember(
  { parents, lasts, sizes, members }: SubsetTree,
  first: Layer,
  visit: (node: number, prefix: Float64Array, at: number) => void,
): void {
  const { inputs, outputs: width, weights } = first
  const columns = new Float64Array(inputs * width)
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < inputs; k++) columns[k * width + i] = weights[i * inputs + k]
  }
  const deepest = sizes.reduce((most, size) => Math.max(most, size), 0)
  /** [sizes, width], for the node at hand and its prefixes */
  const prefix = new Float64Array((deepest + 1) * width)
  for (let node = 0; node < parents.length; node++) {
    const at = sizes[node] * width
    if (node > 0) {
      const column = lasts[node] * width
      for (let i = 0; i < width; i++) prefix[at + i] = prefix[at - width + i] + columns[column + i]
    }
    if (members[node] === 1) visit(node, prefix, at)
  }
}
