/** Movement under POGEMA's collision system `block_both`: `BlockBothMovement`. */
import type { Movement } from './movement.ts'
import type { GridWorlds } from './worlds.ts'

/**
 * A cell that two agents ask for, or in which an agent stands, even one about to leave, is closed to all. So nobody
 * follows, swaps or turns in a ring, and of those who meet nobody moves.
 *
 * Symbols: `claims[cell]` how many agents ask for the cell.
 * Source: POGEMA 1.4.0, `move_agents`.
 */
export class BlockBothMovement implements Movement {
  private readonly worlds: GridWorlds
  private readonly targets: Int32Array
  private readonly claims: Int32Array

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
    this.targets = new Int32Array(worlds.agents)
    this.claims = new Int32Array(worlds.cells)
  }

  move(w: number, actions: Int32Array): void {
    this.claim(w, actions)
    this.advance(w)
  }

  private claim(w: number, actions: Int32Array): void {
    const { agents, cells, obstacles, occupants, offsets, positions, active } = this.worlds
    const { targets, claims } = this
    const base = w * cells
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      const from = positions[i]
      const target = from + offsets[actions[i]]
      const closed = active[i] === 0 || obstacles[base + target] === 1 || occupants[base + target] !== 0
      targets[a] = closed ? from : target
      if (!closed) claims[target]++
    }
  }

  private advance(w: number): void {
    const { agents, cells, occupants, agentPlane, positions } = this.worlds
    const { targets, claims } = this
    const base = w * cells
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      const from = positions[i]
      const target = targets[a]
      if (target === from || claims[target] !== 1) continue
      occupants[base + from] = 0
      agentPlane[base + from] = 0
      occupants[base + target] = a + 1
      agentPlane[base + target] = 1
      positions[i] = target
    }
    for (let a = 0; a < agents; a++) claims[targets[a]] = 0
  }
}
