/** A policy made free of collisions: `pibtShield`. */
import { type Policy, checkActions, checkPolicy } from '@gauntlet/core'
import { PibtBatch } from './pibt-batch.ts'
import type { GridWorlds, OnTarget } from './worlds.ts'

/**
 * The wrapped policy behind a shield of PIBT: each agent tries the policy's action before all others, which follow in
 * PIBT's order, and PIBT settles who gets which cell. No two agents ever ask for one cell or for each other's.
 *
 * A wish to walk into an obstacle is none. `greedy` draws nothing beyond the policy's.
 * Errors: IllegalActionError where the policy's action is not one of the environment's, or masked.
 * Source: Veerapaneni et al. 2024, "Improving learnt local MAPF policies with heuristic search", section 4 (CS-PIBT).
 */
export function pibtShield(worlds: GridWorlds, policy: Policy, onTarget: OnTarget): Policy {
  checkPolicy(policy, 'shield: policy')
  const batch = new PibtBatch(worlds, onTarget, false)
  return {
    begin(view, seed) {
      policy.begin(view, seed)
      const root = seed.fold('policy')
      batch.begin(Array.from({ length: view.batch }, (_, w) => root.fold(w).fold('shield').stream()))
    },
    forget(world) {
      policy.forget?.(world)
      batch.forget(world)
    },
    act(view, actions, mode) {
      policy.act(view, actions, mode)
      checkActions(view.spec.action, actions, view.actionMask, view.spec.agents)
      batch.act(view, actions, mode, actions)
    },
  }
}
