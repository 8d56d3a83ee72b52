/** The scripted policies of grid worlds: `EXPERTS`, `expertPolicy`. */
import { type ExpertSpec, GauntletError, type Policy } from '@gauntlet/core'
import { pibtPolicy } from './policies/pibt.ts'
import { shortestPathPolicy } from './policies/shortest-path.ts'
import type { GridWorlds } from './worlds.ts'

export const EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'shortest-path',
    description: 'each agent follows a shortest path as if it were alone',
    seesHiddenState: true,
    source: 'breadth-first search from the goal',
  },
  {
    name: 'pibt',
    description: 'priority inheritance with backtracking: one step at a time, never a conflict',
    seesHiddenState: true,
    source: 'Okumura et al. 2022, Artificial Intelligence 310; Kei18/pibt2, pibt_mapd.cpp',
  },
]

/** A fresh policy for the worlds. Errors: GauntletError where there is none of that name. */
export function expertPolicy(id: string, name: string, worlds: GridWorlds): Policy {
  if (name === 'shortest-path') return shortestPathPolicy(worlds)
  if (name === 'pibt') return pibtPolicy(worlds)
  const names = EXPERTS.map((expert) => expert.name).join(' or ')
  throw new GauntletError('expert', `${id}: got expert ${name}, expected ${names}`)
}
