/** Movement under POGEMA's collision rule `soft`: `SoftMovement`. */
import type { GridWorlds } from './worlds.ts'

/**
 * Moves agents by the rule `soft`: two agents that would swap both stay; a move into an obstacle is a stay; of those
 * who claim one cell an agent that stays in it wins, else the lowest index, and the losers stay, which may stop
 * those behind them in turn. Chains of followers move, and so do rotations of three agents or more.
 *
 * Symbols: `targets[a]` the cell that agent a asks for; `claims[cell]` the lowest agent (plus 1) that asks for the
 * cell and is not known to stay; `moves[a]` whether agent a moves.
 * Source: POGEMA 1.4.0, `move_agents` and `_revert_action`, in the form of a least fixpoint: an agent moves unless
 * it is reverted, and being reverted spreads only from an agent that stays to the one that claims its cell.
 */
export class SoftMovement {
  private readonly worlds: GridWorlds
  private readonly targets: Int32Array
  private readonly claims: Int32Array
  private readonly moves: Uint8Array

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
    this.targets = new Int32Array(worlds.agents)
    this.claims = new Int32Array(worlds.cells)
    this.moves = new Uint8Array(worlds.agents)
  }

  /** Moves the agents of world `w`. Shapes: `actions` [batch, agents], each 0 to 4. */
  move(w: number, actions: Int32Array): void {
    this.aim(w, actions)
    this.claim(w)
    this.holdBack(w)
    this.advance(w)
  }

  private aim(w: number, actions: Int32Array): void {
    const { agents, cells, obstacles, offsets, positions } = this.worlds
    const { targets } = this
    const base = w * cells
    for (let a = 0; a < agents; a++) {
      const from = positions[w * agents + a]
      const target = from + offsets[actions[w * agents + a]]
      targets[a] = obstacles[base + target] === 1 ? from : target
    }
  }

  private claim(w: number): void {
    const { agents, cells, occupants, positions } = this.worlds
    const { targets, claims, moves } = this
    for (let a = 0; a < agents; a++) {
      const from = positions[w * agents + a]
      const target = targets[a]
      const other = occupants[w * cells + target]
      const swaps = other !== 0 && targets[other - 1] === from
      const wins = target !== from && !swaps && claims[target] === 0
      if (wins) claims[target] = a + 1
      moves[a] = wins ? 1 : 0
    }
  }

  /** Whoever claims the cell of an agent that stays must stay as well, and so on backwards. */
  private holdBack(w: number): void {
    const { agents, positions } = this.worlds
    const { claims, moves } = this
    for (let a = 0; a < agents; a++) {
      if (moves[a] === 1) continue
      let cell = positions[w * agents + a]
      while (claims[cell] !== 0) {
        const follower = claims[cell] - 1
        claims[cell] = 0
        moves[follower] = 0
        cell = positions[w * agents + follower]
      }
    }
  }

  /** Carries out the moves that are left; a cell left behind is cleared unless a follower is in it already. */
  private advance(w: number): void {
    const { agents, cells, occupants, presence, positions } = this.worlds
    const { targets, claims, moves } = this
    const base = w * cells
    for (let a = 0; a < agents; a++) {
      if (moves[a] === 0) continue
      const from = positions[w * agents + a]
      const target = targets[a]
      claims[target] = 0
      if (occupants[base + from] === a + 1) {
        occupants[base + from] = 0
        presence[base + from] = 0
      }
      occupants[base + target] = a + 1
      presence[base + target] = 1
      positions[w * agents + a] = target
    }
  }
}
