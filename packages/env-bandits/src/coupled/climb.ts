/** A good subset where the best is not known: `climb`. */
import { Seed } from '@gauntlet/core'
import type { Family } from './family.ts'
import { type FoldedNetwork, evaluate } from './relu-network.ts'

/** Random subsets from which it starts. */
const STARTS = 8

/**
 * Steepest ascent of the network from random subsets, by adding or dropping an element or exchanging two; the best top.
 * The starts are the same in every call.
 */
export function climb(family: Family, network: FoldedNetwork): Uint8Array {
  const { elements } = family
  const stream = Seed.from(0).fold('climb').stream()
  const scratch = new Int32Array(elements)
  const best = { subset: new Uint8Array(elements), value: -Infinity }
  for (let n = 0; n < STARTS; n++) {
    const subset = new Uint8Array(elements)
    family.draw(stream, scratch, subset, 0)
    let value = evaluate(network, subset)
    for (let next = betterNeighbour(family, network, subset, value); next > value;) {
      value = next
      next = betterNeighbour(family, network, subset, value)
    }
    if (value <= best.value) continue
    best.subset.set(subset)
    best.value = value
  }
  return best.subset
}

/** Moves `subset` to its best neighbour, where that is above `value`; returns the value there. */
function betterNeighbour(family: Family, network: FoldedNetwork, subset: Uint8Array, value: number): number {
  const { elements } = family
  let most = value
  let move: readonly [number, number] | undefined
  for (let i = 0; i < elements; i++) {
    for (let k = i; k < elements; k++) {
      if (k > i && subset[i] === subset[k]) continue
      flip(subset, i, k)
      const there = family.contains(subset, 0) ? evaluate(network, subset) : -Infinity
      flip(subset, i, k)
      if (there <= most) continue
      most = there
      move = [i, k]
    }
  }
  if (move !== undefined) flip(subset, ...move)
  return most
}

function flip(subset: Uint8Array, i: number, k: number): void {
  subset[i] ^= 1
  if (k !== i) subset[k] ^= 1
}
