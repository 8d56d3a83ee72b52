/** Subsets of exactly m of the available items: `highestItems`, `slateFace`. */
import { type FeasibleFace, GauntletError, type ReluNetwork } from '@gauntlet/core'
import { type FoldedNetwork, evaluate, foldNetwork } from '../coupled/relu-network.ts'
import { BudgetSet } from '../restless/budget-set.ts'
import { maximumOfNetwork } from '../restless/relu-maximum.ts'

/** Writes the `slots` available items of the greatest scores, the first of those that tie, to `chosen` [from] and on. */
export function highestItems(
  scores: Float64Array,
  available: Uint8Array,
  from: number,
  items: number,
  slots: number,
  chosen: Uint8Array,
): void {
  chosen.fill(0, from, from + items)
  for (let slot = 0; slot < slots; slot++) {
    let best = -1
    for (let i = from; i < from + items; i++) {
      if (available[i] === 1 && chosen[i] === 0 && (best < 0 || scores[i] > scores[best])) best = i
    }
    chosen[best] = 1
  }
}

/** Slates that `maximise` looks at one by one; where there are more, it bounds. */
const MOST_SLATES = 100_000

/**
 * The face over the items that are available now, [batch, items]. `maximise` looks at up to 100,000 slates one by one; of more
 * it leaves out those that cannot be the best, and its gap is above 0 where that did not suffice.
 * Errors: GauntletError where a score is not finite, naming world and item, or a network does not fit or holds no number.
 */
export function slateFace(id: string, available: Uint8Array, items: number, slots: number): FeasibleFace {
  const openItems = (world: number): number[] => {
    const open: number[] = []
    for (let k = 0; k < items; k++) if (available[world * items + k] === 1) open.push(k)
    return open
  }
  const slateOf = (open: readonly number[], subset: Uint8Array): Uint8Array => {
    const slate = new Uint8Array(items)
    open.forEach((item, k) => (slate[item] = subset[k]))
    return slate
  }
  return {
    oracle(scores, chosen) {
      const wrong = scores.findIndex((score) => !Number.isFinite(score))
      if (wrong >= 0) {
        throw new GauntletError(
          'oracle',
          `${id}: world ${Math.floor(wrong / items)}: got ${scores[wrong]} as the score of item ${wrong % items}, expected a finite number`,
        )
      }
      for (let from = 0; from < scores.length; from += items)
        highestItems(scores, available, from, items, slots, chosen)
    },
    isFeasible(world, _agent, subset) {
      let chosen = 0
      for (let k = 0; k < items; k++) {
        if (subset[k] > available[world * items + k]) return false
        chosen += subset[k]
      }
      return chosen === slots
    },
    enumerate(world, _agent, limit) {
      const open = openItems(world)
      const subsets = new BudgetSet(open.length, slots, 'exactly').enumerate(limit)
      return subsets?.map((subset) => slateOf(open, subset))
    },
    maximise(world, _agent, network) {
      const folded = foldNetwork(network, items, id)
      const open = openItems(world)
      const set = new BudgetSet(open.length, slots, 'exactly')
      const slates = set.enumerate(MOST_SLATES)?.map((subset) => slateOf(open, subset))
      if (slates !== undefined) {
        const values = slates.map((slate) => evaluate(folded, slate))
        const best = values.reduce((k, value, i) => (value > values[k] ? i : k), 0)
        return { subset: slates[best], value: values[best], gap: 0 }
      }
      const { subset, value, gap } = maximumOfNetwork(set, networkOf(folded, open), id)
      return { subset: slateOf(open, subset), value, gap }
    },
  }
}

/** The network of those items alone, all others left out of the slate. */
function networkOf([first, ...rest]: FoldedNetwork, items: readonly number[]): ReluNetwork {
  const weights = Float64Array.from({ length: first.outputs * items.length }, (_, i) => {
    const out = Math.floor(i / items.length)
    return first.weights[out * first.inputs + items[i % items.length]]
  })
  return { context: new Float64Array(0), layers: [{ weights, biases: first.biases }, ...rest] }
}
