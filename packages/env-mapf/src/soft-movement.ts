/** Movement under POGEMA's collision system `soft`: `SoftMovement`. */
import { KernelMemory } from './grid-kernel.ts'
import type { Movement } from './movement.ts'
import type { GridWorlds } from './worlds.ts'

/**
 * Two agents that would swap both stay; a move into an obstacle is a stay; of those who claim one cell an agent that
 * stays in it wins, else the lowest index, and the losers stay, which may stop those behind them in turn. Chains of
 * followers move, and so do rotations of three agents or more.
 *
 * Symbols: `targets[a]` the cell in which agent a will be; `claims[cell]` the lowest agent (plus 1) that asks for the
 * cell and is not known to stay; `stayers` the agents known to stay.
 * Source: POGEMA 1.4.0, `move_agents` and `_revert_action`, in the form of a least fixpoint: an agent moves unless
 * it is reverted, and being reverted spreads only from an agent that stays to the one that claims its cell.
 * Loops are written without branches where chance decides, which engines predict wrongly.
 */
export class SoftMovement implements Movement {
  private readonly worlds: GridWorlds
  private readonly legacyOccupancy: boolean
  private readonly targets: Int32Array
  private readonly claims: Int32Array
  private readonly stayers: Int32Array
  /** [agents]: a copy where the kernel finds it */
  private readonly actions: Int32Array

  /** @param legacyOccupancy whether followers are lost from sight as in POGEMA up to 2.0.0a (its pull request 51) */
  constructor(worlds: GridWorlds, legacyOccupancy: boolean = false) {
    this.worlds = worlds
    this.legacyOccupancy = legacyOccupancy
    this.targets = worlds.memory.int32(worlds.agents)
    this.claims = worlds.memory.int32(worlds.cells)
    this.stayers = worlds.memory.int32(worlds.agents)
    this.actions = worlds.memory.int32(worlds.agents)
  }

  /** The bytes of each array that the worlds' memory must hold. */
  static sizes(agents: number, cells: number): readonly number[] {
    return [4 * agents, 4 * cells, 4 * agents, 4 * agents]
  }

  move(w: number, actions: Int32Array): void {
    const { memory } = this.worlds
    if (memory instanceof KernelMemory && !this.legacyOccupancy) this.moveByKernel(memory, w, actions)
    else this.moveByLoops(w, actions)
  }

  private moveByKernel({ kernel }: KernelMemory, w: number, actions: Int32Array): void {
    const { agents, cells, offsets, active, obstacles, positions, occupants, agentPlane } = this.worlds
    const { targets, claims, stayers } = this
    for (let a = 0; a < agents; a++) this.actions[a] = actions[w * agents + a]
    kernel.moveSoft(
      agents,
      offsets.byteOffset,
      this.actions.byteOffset,
      active.byteOffset + w * agents,
      obstacles.byteOffset + w * cells,
      positions.byteOffset + 4 * w * agents,
      occupants.byteOffset + 4 * w * cells,
      agentPlane.byteOffset + 4 * w * cells,
      targets.byteOffset,
      claims.byteOffset,
      stayers.byteOffset,
    )
  }

  private moveByLoops(w: number, actions: Int32Array): void {
    this.aim(w, actions)
    this.holdBack(w, this.claim(w))
    if (this.legacyOccupancy) this.show(w)
    this.advance(w)
  }

  private aim(w: number, actions: Int32Array): void {
    const { agents, cells, obstacles, offsets, positions, active } = this.worlds
    const { targets } = this
    const base = w * cells
    const row = w * agents
    for (let a = 0; a < agents; a++) {
      const from = positions[row + a]
      const target = from + offsets[actions[row + a]]
      const blocked = obstacles[base + target] | (1 - active[row + a])
      targets[a] = target + (from - target) * blocked
    }
  }

  /** Lets every agent claim its target, and returns how many stay at once: by choice, for a swap, or too late. */
  private claim(w: number): number {
    const { agents, cells, occupants, positions, active } = this.worlds
    const { targets, claims, stayers } = this
    const base = w * cells
    const row = w * agents
    let count = 0
    for (let a = 0; a < agents; a++) {
      const target = targets[a]
      const other = occupants[base + target]
      let wins = active[row + a]
      if (claims[target] !== 0) wins = 0
      // Whoever is there wants to come here: the other of a swap, or the agent itself, which stays.
      if (other !== 0 && targets[other - 1] === positions[row + a]) wins = 0
      claims[target] += (a + 1) * wins
      stayers[count] = a
      count += 1 - wins
    }
    return count
  }

  /** Whoever claims the cell of an agent that stays must stay as well, and so on backwards. */
  private holdBack(w: number, count: number): void {
    const { agents, positions, active } = this.worlds
    const { targets, claims, stayers } = this
    const row = w * agents
    for (let k = 0; k < count; k++) {
      const a = stayers[k]
      if (active[row + a] === 0) continue
      let cell = positions[row + a]
      targets[a] = cell
      while (claims[cell] !== 0) {
        const follower = claims[cell] - 1
        claims[cell] = 0
        cell = positions[row + follower]
        targets[follower] = cell
      }
    }
  }

  private advance(w: number): void {
    const { agents, cells, occupants, agentPlane, positions, active } = this.worlds
    const { targets, claims, legacyOccupancy } = this
    const base = w * cells
    const row = w * agents
    for (let a = 0; a < agents; a++) {
      const from = positions[row + a]
      occupants[base + from] = 0
      if (!legacyOccupancy) agentPlane[base + from] = 0
    }
    for (let a = 0; a < agents; a++) {
      const target = targets[a]
      claims[target] = 0
      if (active[row + a] === 0) continue
      occupants[base + target] = a + 1
      if (!legacyOccupancy) agentPlane[base + target] = 1
      positions[row + a] = target
    }
  }

  /** One agent after the other leaves its cell and enters the next: whoever was entered already is wiped out. */
  private show(w: number): void {
    const { agents, cells, agentPlane, positions, active } = this.worlds
    for (let a = 0; a < agents; a++) {
      if (active[w * agents + a] === 0) continue
      agentPlane[w * cells + positions[w * agents + a]] = 0
      agentPlane[w * cells + this.targets[a]] = 1
    }
  }
}
