/** Subsets of exactly m of the available items: `highestItems`, `slateFace`. */
import { type FeasibleFace, GauntletError, type ReluNetwork } from '@gauntlet/core'

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

/** Slates that `maximise` looks at. */
const MOST_SLATES = 1_000_000

/**
 * The face over the items that are available now, [batch, items]. `maximise` looks at every slate.
 * Errors: GauntletError where there are more than a million of them to look at.
 */
export function slateFace(available: Uint8Array, items: number, slots: number): FeasibleFace {
  const slates = (world: number, limit: number): Uint8Array[] | undefined => {
    const open: number[] = []
    for (let k = 0; k < items; k++) if (available[world * items + k] === 1) open.push(k)
    return combinations(open.length, slots) > limit ? undefined : subsets(open, items, slots)
  }
  return {
    oracle(scores, chosen) {
      for (let from = 0; from < scores.length; from += items)
        highestItems(scores, available, from, items, slots, chosen)
    },
    isFeasible(world, _agent, subset) {
      let chosen = 0
      for (let k = 0; k < items; k++) {
        if (subset[k] === 0) continue
        if (available[world * items + k] === 0) return false
        chosen++
      }
      return chosen === slots
    },
    enumerate: (world, _agent, limit) => slates(world, limit),
    maximise(world, _agent, network) {
      const all = slates(world, MOST_SLATES)
      if (all === undefined)
        throw new GauntletError(
          'feasible',
          `bandits/slates: maximise looks at up to ${MOST_SLATES} slates; there are more`,
        )
      const values = all.map((subset) => networkValue(network, subset))
      const best = values.reduce((k, value, i) => (value > values[k] ? i : k), 0)
      return { subset: all[best], value: values[best], gap: 0 }
    },
  }
}

/** n over k. */
function combinations(n: number, k: number): number {
  let count = 1
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i
  return Math.round(count)
}

function subsets(open: readonly number[], items: number, slots: number): Uint8Array[] {
  const result: Uint8Array[] = []
  const chosen: number[] = []
  const extend = (next: number): void => {
    if (chosen.length === slots) {
      const subset = new Uint8Array(items)
      for (const k of chosen) subset[k] = 1
      result.push(subset)
      return
    }
    for (let i = next; i <= open.length - (slots - chosen.length); i++) {
      chosen.push(open[i])
      extend(i + 1)
      chosen.pop()
    }
  }
  extend(0)
  return result
}

function networkValue({ context, layers }: ReluNetwork, subset: Uint8Array): number {
  let values = Float64Array.from([...subset, ...context])
  layers.forEach(({ weights, biases }, layer) => {
    const inputs = values
    values = biases.map((bias, out) => {
      let sum = bias
      for (let k = 0; k < inputs.length; k++) sum += weights[out * inputs.length + k] * inputs[k]
      return layer < layers.length - 1 ? Math.max(0, sum) : sum
    })
  })
  return values[0]
}
