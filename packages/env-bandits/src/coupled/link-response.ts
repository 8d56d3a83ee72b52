/** Interventions that add up on the arms they are linked to: `LinkResponse`, `drawLinks`, `Links`. */
import { ParameterError, type Stream, exp } from '@gauntlet/core'
import type { ChainArms } from './chain-arms.ts'
import { type Response, nextReward } from './coupled-problem.ts'
import type { FeasibleSets } from './feasible-sets.ts'
import { Programme } from './programme.ts'
import { writeSubset } from './subset-tree.ts'

/** Which interventions act on which arms, and how. */
export interface Links {
  readonly interventions: number
  /** [arms, interventions], 1 where linked */
  readonly linked: Uint8Array
  /** [arms, interventions + 1]: probability to move up by how many of the arm's interventions are chosen */
  readonly ups: Float64Array
}

/** How far one linked intervention moves the sigmoid's input. */
const WEIGHT = 3
/** Interventions that act together, and the arms on which they do. */
const GROUP = 3

/**
 * SEQUOIA's links: the last arms are good, as many as good interventions' share, and need two interventions at once to
 * move; the others answer to the first, but less. Each kind of intervention acts on arms of its kind, in threes on the
 * same three arms; those left over act on three arms each.
 *
 * With n linked interventions chosen, z = 3 n: P(up) = 0.98 (a s(b z - x) - a s(-x)) + 0.01, s the logistic function. Good
 * arms: a in 0.7, 0.8, … 1, b in 1.4, 1.5, … 1.9, x 9 or 10; others: a in 0.2, … 0.5, b = 1, x 1 or 2.
 * Errors: ParameterError naming `${id}.arms` where there are too few arms of a kind.
 * Source: lily-x/combinatorial-rmab at commit 895a382, environment/multi_action.py. Differs: the sigmoid is exact, not
 * piecewise linear.
 */
export function drawLinks(
  stream: Stream,
  id: string,
  arms: number,
  interventions: number,
  budget: number,
): Links {
  const bad = Math.ceil((arms * budget) / interventions)
  const order = stream.shuffle(Int32Array.from({ length: interventions }, (_, i) => i))
  const linked = new Uint8Array(arms * interventions)
  const armsOf = (from: number, to: number): Int32Array =>
    stream.shuffle(Int32Array.from({ length: to - from }, (_, k) => from + k))
  link(linked, interventions, order.subarray(0, budget), armsOf(bad, arms), `${id}.arms`, arms)
  link(linked, interventions, order.subarray(budget), armsOf(0, bad), `${id}.arms`, arms)
  const ups = new Float64Array(arms * (interventions + 1))
  for (let j = 0; j < arms; j++) {
    const good = j >= bad
    const a = Math.round(10 * ((good ? 0.7 : 0.2) + 0.3 * stream.uniform())) / 10
    const b = good ? Math.round(10 * (1.4 + 0.5 * stream.uniform())) / 10 : 1
    const x = (good ? 9 : 1) + stream.integer(2)
    for (let n = 0; n <= interventions; n++) {
      ups[j * (interventions + 1) + n] = 0.98 * a * (logistic(b * WEIGHT * n - x) - logistic(-x)) + 0.01
    }
  }
  return { interventions, linked, ups }
}

/** Links whole groups to the same three arms, and what is left over to three each; no arm twice. */
function link(
  linked: Uint8Array,
  interventions: number,
  kind: Int32Array,
  arms: Int32Array,
  path: string,
  given: number,
): void {
  const grouped = kind.length - (kind.length % GROUP)
  const needed = GROUP * (Math.floor(kind.length / GROUP) + (kind.length % GROUP))
  if (needed > arms.length) {
    throw new ParameterError(
      path,
      given,
      `so many that ${needed} are of a kind of which there are ${arms.length}`,
    )
  }
  for (const [i, intervention] of kind.entries()) {
    const slot = i < grouped ? Math.floor(i / GROUP) : grouped / GROUP + i - grouped
    for (let k = 0; k < GROUP; k++) linked[arms[GROUP * slot + k] * interventions + intervention] = 1
  }
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x))
}

/** An arm moves up by how many of its interventions are chosen. */
export class LinkResponse implements Response {
  private readonly arms: ChainArms
  private readonly links: Links
  private readonly place: string
  /** [arms, interventions + 1] */
  private readonly values: Float64Array
  /** [interventions + 1, arms]: linked and chosen, for a subset and its prefixes by size */
  private readonly counts: Uint8Array

  constructor(arms: ChainArms, links: Links, place: string) {
    this.arms = arms
    this.links = links
    this.place = place
    this.values = new Float64Array(links.ups.length)
    this.counts = new Uint8Array(links.ups.length)
  }

  ups(subsets: Uint8Array, from: number, out: Float64Array): void {
    const { interventions, linked, ups } = this.links
    for (let j = 0; j < this.arms.arms; j++) {
      let n = 0
      for (let i = 0; i < interventions; i++) n += linked[j * interventions + i] & subsets[from + i]
      out[j] = ups[j * (interventions + 1) + n]
    }
  }

  myopic(sets: FeasibleSets, states: Uint8Array, at: number, subsets: Uint8Array, from: number): void {
    const { tree, family } = sets
    this.value(states, at)
    if (tree === undefined) return this.search(sets, subsets, from)
    const { parents, lasts, sizes, members } = tree
    const { values, counts, arms, links } = this
    const { interventions, linked } = links
    let best = -1
    let most = -Infinity
    counts.fill(0, 0, arms.arms)
    for (let node = 0; node < parents.length; node++) {
      const row = sizes[node] * arms.arms
      let value = 0
      for (let j = 0; j < arms.arms; j++) {
        if (node > 0) counts[row + j] = counts[row - arms.arms + j] + linked[j * interventions + lasts[node]]
        value += values[j * (interventions + 1) + counts[row + j]]
      }
      if (members[node] === 0 || value <= most) continue
      best = node
      most = value
    }
    writeSubset(tree, best, subsets, from, family.elements)
  }

  /** What each arm's next state is worth, by how many of its interventions are chosen. */
  private value(states: Uint8Array, at: number): void {
    const { arms, values, links } = this
    const width = links.interventions + 1
    for (let j = 0; j < arms.arms; j++) {
      for (let n = 0; n < width; n++) {
        values[j * width + n] = nextReward(arms, j, states[at + j], links.ups[j * width + n])
      }
    }
  }

  /** Exact, for a count is whole: of each arm's counts n one is chosen, l_jn = 1, and sum n l_jn = linked and chosen. */
  private search(sets: FeasibleSets, subsets: Uint8Array, from: number): void {
    const { arms, links, values, place } = this
    const { interventions, linked } = links
    const programme = new Programme()
    sets.family.constrain(programme)
    for (let j = 0; j < arms.arms; j++) {
      const own = linked.subarray(j * interventions, (j + 1) * interventions)
      const most = own.reduce((sum, bit) => sum + bit, 0)
      const counts = Array.from({ length: most + 1 }, (_, n) =>
        programme.column(0, 1, 'whole', values[j * (interventions + 1) + n]),
      )
      for (const count of counts) programme.add(count, 1)
      programme.end(1, 1)
      for (const [n, count] of counts.entries()) programme.add(count, n)
      for (let i = 0; i < interventions; i++) programme.add(i, -own[i])
      programme.end(0, 0)
    }
    sets.search(programme, `${place}: myopic`, subsets, from)
  }
}
