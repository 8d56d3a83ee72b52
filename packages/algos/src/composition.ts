/** Parts put together by hand: `compose`; parts that several of these compositions have. */
import { type Part, type Recipe, type Requirement, checkComposition, requirementOf } from '@gauntlet/core'

/** Losses are averaged over all decisions of a minibatch. */
export const DECISION_MEAN: Part = {
  id: 'decision-mean',
  slot: 'aggregation',
  reads: ['loss'],
  adds: [],
  needs: {},
}

export const ADAM: Part = { id: 'adam', slot: 'optimiser', reads: ['loss'], adds: [], needs: {} }

/** What the parts need together, and the recipe that they are. Errors: GauntletError where they do not fit. */
export function compose(parts: readonly Part[]): { readonly requires: Requirement; readonly recipe: Recipe } {
  checkComposition(parts)
  const slots = new Map<Part['slot'], { part: string }[]>()
  for (const { slot, id } of parts) slots.set(slot, [...(slots.get(slot) ?? []), { part: id }])
  return { requires: requirementOf(parts), recipe: Object.fromEntries(slots) }
}
