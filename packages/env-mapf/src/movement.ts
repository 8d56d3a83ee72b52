/** How agents move together: `Movement`, `CollisionSystem`, `movementOf`. */
import { BlockBothMovement } from './block-both-movement.ts'
import { PriorityMovement } from './priority-movement.ts'
import { SoftMovement } from './soft-movement.ts'
import type { GridWorlds } from './worlds.ts'

/** POGEMA's collision systems, by its names. */
export type CollisionSystem = 'priority' | 'block_both' | 'soft'

/** Keeps positions, occupants and what is seen of agents. Agents that are not active stay as they are. */
export interface Movement {
  /** Moves the agents of world `w`. Shapes: `actions` [batch, agents], each 0 to 4. */
  move(w: number, actions: Int32Array): void
}

/** @param legacyOccupancy of matter to `soft` alone */
export function movementOf(worlds: GridWorlds, system: CollisionSystem, legacyOccupancy: boolean): Movement {
  if (system === 'priority') return new PriorityMovement(worlds)
  if (system === 'block_both') return new BlockBothMovement(worlds)
  return new SoftMovement(worlds, legacyOccupancy)
}
