/** Who sees whom in one world: `NeighbourLists`, `NeighbourRule`, `requireLists`, `requireRule`. */
import { ParameterError } from '@gauntlet/core'
import { requireAgents } from '../require-input.ts'
import type { Space } from '../space.ts'

/** Entries for which there is room at first, for each agent. */
const ROOM = 8

/**
 * Lists of all agents in one: agent i sees `others[k]`, in image `images[k]` of its space, for k from `starts[i]` to
 * `starts[i + 1] - 1`, in ascending order of the others; never itself, and each other once.
 *
 * Shapes: `starts` [agents + 1]; `others` and `images` at least [starts[agents]], replaced by longer ones where the lists
 * outgrow them: read them anew after every `find`.
 */
export class NeighbourLists {
  readonly agents: number
  readonly starts: Int32Array
  others: Int32Array
  images: Uint8Array
  /** The pairs as they came: agent `seers[e]` sees `seen[e]` in image `through[e]`. */
  private seers: Int32Array
  private seen: Int32Array
  private through: Uint8Array
  private pairs: number = 0

  constructor(agents: number) {
    requireAgents('NeighbourLists', agents)
    this.agents = agents
    this.starts = new Int32Array(agents + 1)
    this.others = new Int32Array(ROOM * agents)
    this.images = new Uint8Array(ROOM * agents)
    this.seers = new Int32Array(ROOM * agents)
    this.seen = new Int32Array(ROOM * agents)
    this.through = new Uint8Array(ROOM * agents)
  }

  /** Begins anew, without pairs. For rules of who sees whom; the lists stay as they are until `finish`. */
  clear(): void {
    this.pairs = 0
  }

  /** Agent `i` sees `j`. The others of each agent come in ascending order. */
  add(i: number, j: number, image: number): void {
    const place = this.pairs++
    if (place === this.seers.length) this.grow()
    this.seers[place] = i
    this.seen[place] = j
    this.through[place] = image
  }

  /** Makes the lists of the pairs added since `clear`. */
  finish(): void {
    const { agents, starts, seers, seen, through, pairs } = this
    if (this.others.length < pairs) {
      this.others = new Int32Array(seers.length)
      this.images = new Uint8Array(seers.length)
    }
    const { others, images } = this
    starts.fill(0)
    for (let e = 0; e < pairs; e++) starts[seers[e] + 1]++
    for (let i = 0; i < agents; i++) starts[i + 1] += starts[i]
    for (let e = 0; e < pairs; e++) {
      const k = starts[seers[e]]++
      others[k] = seen[e]
      images[k] = through[e]
    }
    // Every start has run on to the next one's.
    for (let i = agents; i > 0; i--) starts[i] = starts[i - 1]
    starts[0] = 0
  }

  private grow(): void {
    const { seers, seen, through } = this
    const length = Math.max(ROOM, 2 * seers.length)
    this.seers = new Int32Array(length)
    this.seen = new Int32Array(length)
    this.through = new Uint8Array(length)
    this.seers.set(seers)
    this.seen.set(seen)
    this.through.set(through)
  }
}

/** A rule of who sees whom. It may keep memory of its own, for one number of agents. */
export interface NeighbourRule {
  readonly agents: number
  /** Where it looks, if it looks at positions. */
  readonly space?: Space
  /**
   * Writes the lists for agents at `positions` [agents, 2]. Agents whose `active` [agents] is 0 see nobody and are not seen;
   * all take part where it is absent.
   * Errors: ParameterError where an array has not these shapes, or the position of an active agent is not in the space.
   */
  find(positions: Float64Array, lists: NeighbourLists, active?: Uint8Array): void
}

/** Errors: ParameterError unless these are lists of so many agents; `owner` names the rule that was given them. */
export function requireLists(owner: string, agents: number, lists: NeighbourLists): void {
  if (lists instanceof NeighbourLists && lists.agents === agents) return
  throw new ParameterError(`${owner}.lists`, lists, `NeighbourLists of ${agents} agents`)
}

/** Errors: ParameterError unless this is a rule for so many agents in that space; `owner` names the model that was given it. */
export function requireRule(owner: string, space: Space, agents: number, rule: NeighbourRule): void {
  if (rule?.agents !== agents)
    throw new ParameterError(`${owner}.neighbours`, rule, `a rule of who sees whom of ${agents} agents`)
  const { kind, side } = rule.space ?? space
  if (kind !== space.kind || side !== space.side) {
    const expected = `a rule for the model's own space, a ${space.kind} of side ${space.side}`
    throw new ParameterError(`${owner}.neighbours.space`, `a ${kind} of side ${side}`, expected)
  }
}
