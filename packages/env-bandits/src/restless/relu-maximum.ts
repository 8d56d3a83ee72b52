/** The maximum of a small ReLU network over subsets of a budget, by branch and bound: `maximumOfNetwork`. */
import type { ReluNetwork } from '@gauntlet/core'
import { type FoldedNetwork, type Layer, foldNetwork } from '../coupled/relu-network.ts'
import type { BudgetSet } from './budget-set.ts'

/** Partial subsets looked into at most; beyond them the gap says how far from proven the subset is. */
const NODES = 200_000

/**
 * Chooses the subset x that maximises the network's one output on (x, context).
 *
 * Elements are decided in order; what an undecided one may add bounds every neuron from both sides (interval
 * arithmetic), and so the output from above. Returns the subset, its value, and by how much the maximum may exceed it: 0
 * unless 200,000 partial subsets did not suffice. Errors: GauntletError `network` at `place`, as `foldNetwork`.
 */
export function maximumOfNetwork(
  set: BudgetSet,
  network: ReluNetwork,
  place: string,
): { subset: Uint8Array; value: number; gap: number } {
  const bounds = new NetworkBounds(foldNetwork(network, set.elements, place))
  const { elements, budget, least } = set
  let best: Uint8Array | undefined
  let value = -Infinity
  let open = -Infinity
  let nodes = 0
  const subset = new Uint8Array(elements)
  const descend = (k: number, count: number): void => {
    const bound = bounds.upper(subset, count === budget ? elements : k)
    if (best !== undefined && !(bound > value)) return
    if (k === elements || count === budget) {
      best = subset.slice()
      value = bound
      return
    }
    if (best !== undefined && ++nodes > NODES) {
      open = Math.max(open, bound)
      return
    }
    subset[k] = 1
    descend(k + 1, count + 1)
    subset[k] = 0
    if (count + elements - k - 1 >= least) descend(k + 1, count)
  }
  descend(0, 0)
  return { subset: best!, value, gap: Math.max(0, open - value) }
}

/** Bounds on the output of a network where some of its inputs are not decided. */
class NetworkBounds {
  private readonly elements: number
  private readonly layers: FoldedNetwork
  private lows: Float64Array
  private highs: Float64Array
  private nextLows: Float64Array
  private nextHighs: Float64Array

  constructor(layers: FoldedNetwork) {
    this.elements = layers[0].inputs
    this.layers = layers
    const widest = Math.max(...layers.map(({ outputs }) => outputs))
    this.lows = new Float64Array(widest)
    this.highs = new Float64Array(widest)
    this.nextLows = new Float64Array(widest)
    this.nextHighs = new Float64Array(widest)
  }

  /** The most that the output can be where the first `decided` elements are as in `subset`; exact where all are. */
  upper(subset: Uint8Array, decided: number): number {
    this.first(subset, decided)
    for (let k = 1; k < this.layers.length; k++) this.following(this.layers[k])
    return this.highs[0]
  }

  private first(subset: Uint8Array, decided: number): void {
    const { elements, lows, highs } = this
    const { weights, biases } = this.layers[0]
    for (let out = 0; out < biases.length; out++) {
      let low = biases[out]
      for (let k = 0; k < decided; k++) if (subset[k] === 1) low += weights[out * elements + k]
      let high = low
      for (let k = decided; k < elements; k++) {
        const weight = weights[out * elements + k]
        if (weight > 0) high += weight
        else low += weight
      }
      lows[out] = low
      highs[out] = high
    }
  }

  private following({ inputs, weights, biases }: Layer): void {
    const { lows, highs, nextLows, nextHighs } = this
    for (let out = 0; out < biases.length; out++) {
      let low = biases[out]
      let high = low
      for (let k = 0; k < inputs; k++) {
        const weight = weights[out * inputs + k]
        const least = Math.max(0, lows[k])
        const most = Math.max(0, highs[k])
        low += weight * (weight > 0 ? least : most)
        high += weight * (weight > 0 ? most : least)
      }
      nextLows[out] = low
      nextHighs[out] = high
    }
    this.lows = nextLows
    this.highs = nextHighs
    this.nextLows = lows
    this.nextHighs = highs
  }
}
