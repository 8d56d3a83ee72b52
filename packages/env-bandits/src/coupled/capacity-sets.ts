/** Arms that workers of limited capacity can pull: `CapacitySets`. */
import { ParameterError, type Stream } from '@gauntlet/core'
import { drawMaximal, growDownwardClosed } from './downward-closed.ts'
import type { Family } from './family.ts'
import type { Programme } from './programme.ts'
import type { SubsetTree } from './subset-tree.ts'
import { requireWholes } from './whole-numbers.ts'

/**
 * Sets of arms that can be shared out among workers, so that the costs of nobody's arms exceed his capacity.
 *
 * Costs and capacities are whole numbers from 1 on. Errors: ParameterError where one is not, or they differ so much that what workers have
 * left cannot be numbered: (workers + 1)^(greatest capacity - least cost + 1) × (arms + 1) from 2^53 on.
 * Whether a set is one is bin packing: an exact search that places
 * dearer arms first and remembers dead ends. Source: SEQUOIA (arXiv 2503.01919), capacity-constrained domain.
 */
export class CapacitySets implements Family {
  readonly elements: number
  readonly words: string
  readonly costs: Int32Array
  readonly classes: Int32Array
  readonly capacities: Int32Array
  private readonly leastCost: number
  /** Arms by falling cost. */
  private readonly order: Int32Array
  /** [workers' greatest capacity + 1]: how many workers have so much left */
  private readonly left: Int32Array
  /** Arms of the subset under test, by falling cost, and how many they are. */
  private readonly chosen: Int32Array
  private size: number = 0
  private readonly deadEnds: Set<number> = new Set()

  constructor(costs: Int32Array, capacities: Int32Array) {
    requireWholes('costs', costs, 1)
    requireWholes('capacities', capacities, 1)
    this.elements = costs.length
    this.costs = costs
    this.classes = costs
    this.capacities = capacities
    this.words = `arms that ${capacities.length} workers can pull within their capacities`
    this.leastCost = Math.min(...costs)
    this.order = Int32Array.from(costs.keys()).sort((p, q) => costs[q] - costs[p] || p - q)
    this.left = new Int32Array(Math.max(...capacities) + 1)
    this.chosen = new Int32Array(this.elements)
    let keys = this.elements + 1
    for (let k = this.leastCost; k < this.left.length; k++) keys *= capacities.length + 1
    if (keys > Number.MAX_SAFE_INTEGER) {
      throw new ParameterError(
        'capacities',
        [...capacities],
        'fewer workers, or capacities nearer to the least cost',
      )
    }
  }

  contains(subsets: Uint8Array, from: number): boolean {
    const { order, chosen, costs, capacities, left } = this
    let spare = 0
    left.fill(0)
    for (let i = 0; i < capacities.length; i++) {
      left[capacities[i]]++
      spare += capacities[i]
    }
    this.size = 0
    for (let k = 0; k < order.length; k++) {
      if (subsets[from + order[k]] === 0) continue
      chosen[this.size++] = order[k]
      spare -= costs[order[k]]
    }
    if (spare < 0) return false
    if (this.deadEnds.size > 0) this.deadEnds.clear()
    return this.places(0)
  }

  enumerate(limit: number): SubsetTree | undefined {
    return growDownwardClosed(this.elements, (subsets, from) => this.contains(subsets, from), limit)
  }

  /**
   * By patterns of Gilmore and Gomory, which are tight: n_kp workers of capacity k take as many arms of each cost as
   * maximal pattern p says; arms of a cost that are pulled are at most those that patterns take.
   */
  constrain(programme: Programme): void {
    const { costs, capacities } = this
    for (let j = 0; j < this.elements; j++) programme.column(0, 1, 'whole')
    const kinds = [...new Set(costs)].toSorted((p, q) => p - q)
    const counts = kinds.map((cost) => costs.filter((other) => other === cost).length)
    const taken: [column: number, pattern: readonly number[]][] = []
    for (const capacity of new Set(capacities)) {
      const workers = capacities.filter((other) => other === capacity).length
      const columns = maximalPatterns(capacity, kinds, counts).map((pattern) => {
        const column = programme.column(0, workers, 'whole')
        taken.push([column, pattern])
        return column
      })
      for (const column of columns) programme.add(column, 1)
      programme.end(-Infinity, workers)
    }
    for (const [c, cost] of kinds.entries()) {
      for (let j = 0; j < this.elements; j++) if (costs[j] === cost) programme.add(j, 1)
      for (const [column, pattern] of taken) programme.add(column, -pattern[c])
      programme.end(-Infinity, 0)
    }
  }

  draw(stream: Stream, scratch: Int32Array, subsets: Uint8Array, from: number): void {
    drawMaximal((sets, at) => this.contains(sets, at), stream, scratch, subsets, from)
  }

  /** Whether the chosen arms from number `k` on fit into what is left. */
  private places(k: number): boolean {
    if (k === this.size) return true
    const { left, costs, chosen, deadEnds, leastCost } = this
    const cost = costs[chosen[k]]
    // Whoever is filled up by the arm may take it: what he had instead fits where the arm was.
    const last = left[cost] > 0 ? cost : left.length - 1
    if (deadEnds.size > 0 && deadEnds.has(this.key(k))) return false
    for (let capacity = cost; capacity <= last; capacity++) {
      if (left[capacity] === 0) continue
      const rest = capacity - cost < leastCost ? 0 : capacity - cost
      left[capacity]--
      left[rest]++
      const fits = this.places(k + 1)
      left[capacity]++
      left[rest]--
      if (fits) return true
    }
    deadEnds.add(this.key(k))
    return false
  }

  /** What is left, and for which arms, as one number. */
  private key(k: number): number {
    const { left, capacities } = this
    let key = k
    for (let capacity = this.leastCost; capacity < left.length; capacity++) {
      key = key * (capacities.length + 1) + left[capacity]
    }
    return key
  }
}

/** How many arms of each kind one worker can take, where none more fits; no more of a kind than there are. */
function maximalPatterns(
  capacity: number,
  costs: readonly number[],
  counts: readonly number[],
): readonly number[][] {
  const patterns: number[][] = []
  const grow = (kind: number, spare: number, pattern: readonly number[]): void => {
    if (kind === costs.length) {
      const maximal = costs.every((cost, c) => cost > spare || pattern[c] === counts[c])
      if (maximal) patterns.push([...pattern])
      return
    }
    for (let n = 0; n <= counts[kind] && n * costs[kind] <= spare; n++) {
      grow(kind + 1, spare - n * costs[kind], [...pattern, n])
    }
  }
  grow(0, capacity, [])
  return patterns
}
