/** An oracle for families in which elements of a class stand for each other: `ExchangeTable`. */
import type { Family } from './family.ts'
import { type SubsetTree, growSubsets } from './subset-tree.ts'
import { bestByScores } from './tree-maximum.ts'

/**
 * Of a class, the best subset takes the elements of greatest score: so only how many of each class are taken has to be
 * tabulated, which is possible where all subsets are far too many. Exact.
 */
export class ExchangeTable {
  /** How many subsets the family has. */
  readonly count: number
  private readonly tree: SubsetTree
  /** Elements, class by class; and where each class begins in it, with its end at last. */
  private readonly members: Int32Array
  private readonly starts: Int32Array
  private readonly sorted: Float64Array
  private readonly totals: Float64Array

  private constructor(tree: SubsetTree, members: Int32Array, starts: Int32Array) {
    this.tree = tree
    this.members = members
    this.starts = starts
    this.sorted = new Float64Array(members.length)
    this.totals = new Float64Array(tree.parents.length)
    this.count = this.countSubsets()
  }

  /** The table of a family by `classes` [elements]; `undefined` where it would have more than `limit` rows. */
  static make(family: Family, classes: Int32Array, limit: number): ExchangeTable | undefined {
    const members = Int32Array.from(classes.keys()).sort((p, q) => classes[p] - classes[q] || p - q)
    const isFirst = (k: number): boolean => k === 0 || classes[members[k]] !== classes[members[k - 1]]
    const starts = Int32Array.from([...members.keys()].filter(isFirst).concat(members.length))
    const subset = new Uint8Array(family.elements)
    const reaches = (taken: Uint8Array): boolean => {
      for (let k = 0; k < members.length; k++) {
        if (taken[k] === 1 && !isFirst(k) && taken[k - 1] === 0) return false
        subset[members[k]] = taken[k]
      }
      return family.contains(subset, 0)
    }
    const tree = growSubsets(family.elements, () => true, reaches, limit)
    return tree === undefined ? undefined : new ExchangeTable(tree, members, starts)
  }

  /** Writes the subset of greatest total among the scores at `scoresFrom` to `from` on. */
  best(scores: Float64Array, scoresFrom: number, subsets: Uint8Array, from: number): void {
    const { tree, members, starts, sorted } = this
    for (let c = 0; c + 1 < starts.length; c++) {
      const order = members.subarray(starts[c], starts[c + 1])
      order.sort((p, q) => scores[scoresFrom + q] - scores[scoresFrom + p] || p - q)
    }
    for (let k = 0; k < members.length; k++) sorted[k] = scores[scoresFrom + members[k]]
    subsets.fill(0, from, from + members.length)
    for (let node = bestByScores(tree, sorted, 0, this.totals); node > 0; node = tree.parents[node]) {
      subsets[from + members[tree.lasts[node]]] = 1
    }
  }

  /** Over the rows, the product over the classes of the ways to take so many of them. */
  private countSubsets(): number {
    const { tree, starts, members } = this
    const classOf = Int32Array.from(members, (_, k) => starts.findLastIndex((start) => start <= k))
    /** [nodes]: subsets that the row stands for */
    const ways = new Float64Array(tree.parents.length).fill(1)
    let count = 1
    for (let node = 1; node < ways.length; node++) {
      const c = classOf[tree.lasts[node]]
      const taken = tree.lasts[node] - starts[c] + 1
      const size = starts[c + 1] - starts[c]
      ways[node] = (ways[tree.parents[node]] * (size - taken + 1)) / taken
      count += ways[node]
    }
    return count
  }
}
