/** The scripted policy `a-star`: `aStarPolicy`. */
import { type ActionArray, GauntletError, Pcg64, type Policy, type View } from '@gauntlet/core'
import { AStarSearch } from '../a-star-search.ts'
import { ACTIONS, type GridWorlds } from '../worlds.ts'

/** Where an agent stood when it planned last, before it has. */
const NOWHERE = -1

/**
 * Every agent plans its way anew in each step with the obstacles that it has seen in this episode, cells that it has
 * not seen held to be free and other agents left out; where it has not moved since it planned last and is not at its
 * goal, it takes a random action. It knows its own and its goal's place, and sees `radius` cells to each side.
 *
 * Chance is the rule itself: both modes are the same. All agents draw the same numbers, each its own copy of numpy's
 * `default_rng(0)`, as the original's do, so that the policy's seed is of no matter.
 * Needs a frame with a border of at least `radius`.
 * Source: POGEMA 1.4.0, `BatchAStarAgent`.
 */
export function aStarPolicy(worlds: GridWorlds, radius: number): Policy {
  return new AStar(worlds, radius)
}

class AStar implements Policy {
  private readonly worlds: GridWorlds
  private readonly radius: number
  private readonly search: AStarSearch
  /** 32-bit words that hold a bit for each cell of a frame */
  private readonly words: number
  /** [batch, agents, words]: what each agent has seen */
  private readonly seen: Int32Array
  /** [batch, agents]: where each agent planned last, and how many random actions it has taken */
  private readonly planned: Int32Array
  private readonly drawn: Int32Array
  private readonly fresh: Uint8Array
  /** The random actions that every agent takes one after the other, as far as any has come. */
  private readonly draws: number[] = []
  private readonly generator: Pcg64 = new Pcg64(0)
  private begun = false

  constructor(worlds: GridWorlds, radius: number) {
    const { batch, agents, cells } = worlds
    this.worlds = worlds
    this.radius = radius
    this.search = new AStarSearch(worlds)
    this.words = Math.ceil(cells / 32)
    this.seen = new Int32Array(batch * agents * this.words)
    this.planned = new Int32Array(batch * agents)
    this.drawn = new Int32Array(batch * agents)
    this.fresh = new Uint8Array(batch)
  }

  begin(): void {
    this.fresh.fill(1)
    this.begun = true
  }

  forget(world: number): void {
    this.fresh[world] = 1
  }

  act(view: View, actions: ActionArray): void {
    if (!this.begun) throw new GauntletError('order', 'a-star: act before begin')
    const { agents, active } = this.worlds
    for (let w = 0; w < view.batch; w++) {
      if (this.fresh[w] === 1 || view.ended[w] === 1) this.clear(w)
      this.fresh[w] = 0
      for (let i = w * agents; i < (w + 1) * agents; i++) {
        const action = active[i] === 0 ? 0 : this.choose(w, i)
        // A move that the mask forbids is a stay, as it would be without a mask.
        const masked = view.actionMask?.[i * ACTIONS.length + action] === 0
        actions[i] = masked ? 0 : action
      }
    }
  }

  private clear(w: number): void {
    const { agents } = this.worlds
    const [from, to] = [w * agents, (w + 1) * agents]
    this.seen.fill(0, from * this.words, to * this.words)
    this.planned.fill(NOWHERE, from, to)
    this.drawn.fill(0, from, to)
  }

  private choose(w: number, i: number): number {
    const { positions, goals } = this.worlds
    const cell = positions[i]
    if (cell === this.planned[i] && cell !== goals[i]) return this.draw(this.drawn[i]++)
    this.planned[i] = cell
    this.look(i, cell)
    return this.search.firstAction(w, cell, goals[i], this.seen, i * this.words)
  }

  private draw(k: number): number {
    while (this.draws.length <= k) this.draws.push(this.generator.integers(ACTIONS.length))
    return this.draws[k]
  }

  /** Adds the window around a cell to what flat row `i` has seen. */
  private look(i: number, cell: number): void {
    const { radius } = this
    const { stride } = this.worlds
    for (let row = -radius; row <= radius; row++) {
      const middle = cell + row * stride
      setBits(this.seen, i * this.words, middle - radius, middle + radius)
    }
  }
}

/** Sets bits `first` to `last` of a set that begins at word `base`. */
function setBits(words: Int32Array, base: number, first: number, last: number): void {
  for (let word = first >> 5; word <= last >> 5; word++) {
    const above = word === first >> 5 ? -1 << first : -1
    const below = word === last >> 5 ? -1 >>> (31 - (last & 31)) : -1
    words[base + word] |= above & below
  }
}
