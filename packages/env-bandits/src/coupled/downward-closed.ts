/** Families that hold every subset of their members: `growDownwardClosed`, `drawMaximal`. */
import type { Stream } from '@gauntlet/core'
import { type SubsetTree, growSubsets } from './subset-tree.ts'

type Contains = (subsets: Uint8Array, from: number) => boolean

/** All members; `undefined` where there are more than `limit`. The empty subset is one. */
export function growDownwardClosed(
  elements: number,
  contains: Contains,
  limit: number,
): SubsetTree | undefined {
  return growSubsets(
    elements,
    () => true,
    (subset) => contains(subset, 0),
    limit,
  )
}

/**
 * Takes the elements in a random order, each where the subset stays a member: what is drawn is part of no other member.
 * `scratch` is [elements]; the subset is written to `from` on.
 */
export function drawMaximal(
  contains: Contains,
  stream: Stream,
  scratch: Int32Array,
  subsets: Uint8Array,
  from: number,
): void {
  const elements = scratch.length
  for (let k = 0; k < elements; k++) scratch[k] = k
  stream.shuffle(scratch)
  subsets.fill(0, from, from + elements)
  for (let k = 0; k < elements; k++) {
    subsets[from + scratch[k]] = 1
    if (!contains(subsets, from)) subsets[from + scratch[k]] = 0
  }
}
