/** The scripted policies `pibt` and `pibt-swap`: `pibtPolicy`, `pibtSwapPolicy`. */
import { type Policy, policyStreams } from '@gauntlet/core'
import { PibtBatch } from '../pibt-batch.ts'
import type { GridWorlds, OnTarget } from '../worlds.ts'

/**
 * PIBT: the longer an agent has been on the way to its goal, the higher its priority; equals are ordered by their
 * distance at the beginning (where goals are given once), then by a number that each draws when the episode begins.
 *
 * `greedy` draws nothing: equals are ordered by index and candidate cells are not shuffled.
 * Source: Okumura et al. 2022, "Priority inheritance with backtracking for iterative multi-agent path finding";
 * Kei18/pibt2, `pibt.cpp` (goals given once) and `pibt_mapd.cpp` (`restart`). Differs: where goals start anew there is
 * a new one at once, so that no agent is ever without.
 */
export function pibtPolicy(worlds: GridWorlds, onTarget: OnTarget): Policy {
  return policyOf(new PibtBatch(worlds, onTarget, false))
}

/**
 * PIBT with the swap operation, by which two agents change places where a passage is too narrow to pass.
 *
 * Source: Okumura 2023, "Improving LaCAM for scalable eventually optimal multi-agent pathfinding", section 4;
 * Kei18/lacam3, `pibt.cpp`, without scatter; the priorities are those of `pibtPolicy`, as lacam3's search nodes have
 * them. `greedy` draws nothing, as there.
 */
export function pibtSwapPolicy(worlds: GridWorlds, onTarget: OnTarget): Policy {
  return policyOf(new PibtBatch(worlds, onTarget, true))
}

function policyOf(batch: PibtBatch): Policy {
  return {
    begin: (view, seed) => batch.begin(policyStreams(seed, view.batch)),
    forget: (world) => batch.forget(world),
    act: (view, actions, mode) => batch.act(view, actions, mode),
  }
}
