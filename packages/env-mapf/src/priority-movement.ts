/** Movement under POGEMA's collision system `priority`: `PriorityMovement`. */
import type { Movement } from './movement.ts'
import type { GridWorlds } from './worlds.ts'

/**
 * Agents move one after the other by index: whoever finds its cell free of obstacles and agents at that moment gets
 * it. So an agent may follow one of lower index and not one of higher, and nobody swaps or turns in a ring.
 *
 * Source: POGEMA 1.4.0, `move_agents` and `Grid.move`. (Its documentation gives the cell to the higher index; its code
 * does not.)
 */
export class PriorityMovement implements Movement {
  private readonly worlds: GridWorlds

  constructor(worlds: GridWorlds) {
    this.worlds = worlds
  }

  move(w: number, actions: Int32Array): void {
    const { agents, cells, obstacles, occupants, agentPlane, offsets, positions, active } = this.worlds
    const base = w * cells
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      if (active[i] === 0) continue
      const from = positions[i]
      const target = from + offsets[actions[i]]
      if (obstacles[base + target] === 1 || occupants[base + target] !== 0) continue
      occupants[base + from] = 0
      agentPlane[base + from] = 0
      occupants[base + target] = a + 1
      agentPlane[base + target] = 1
      positions[i] = target
    }
  }
}
