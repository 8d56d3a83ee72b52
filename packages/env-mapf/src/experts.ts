/** The scripted policies of grid worlds: `EXPERTS`, `expertPolicy`. */
import { type ExpertSpec, GauntletError, type Policy } from '@gauntlet/core'
import { aStarPolicy } from './policies/a-star.ts'
import { pibtPolicy, pibtSwapPolicy } from './policies/pibt.ts'
import { shortestPathPolicy, shortestPathWaitingPolicy } from './policies/shortest-path.ts'
import type { GridWorlds, OnTarget } from './worlds.ts'

export const EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'a-star',
    description:
      'each agent plans a way through what it has seen so far, and moves at random where it is held up',
    seesHiddenState: false,
    source: 'POGEMA 1.4.0, BatchAStarAgent',
  },
  {
    name: 'shortest-path',
    description: 'each agent follows a shortest path as if it were alone',
    seesHiddenState: true,
    source: 'breadth-first search from the goal',
  },
  {
    name: 'shortest-path-waiting',
    description: 'each agent takes the next free cell of a shortest path, and waits where there is none',
    seesHiddenState: true,
    source: 'breadth-first search from the goal',
  },
  {
    name: 'pibt',
    description: 'priority inheritance with backtracking: one step at a time, never a conflict',
    seesHiddenState: true,
    source: 'Okumura et al. 2022, Artificial Intelligence 310; Kei18/pibt2, pibt.cpp and pibt_mapd.cpp',
  },
  {
    name: 'pibt-swap',
    description: 'PIBT by which two agents in a narrow passage change places',
    seesHiddenState: true,
    source: 'Okumura 2023, IJCAI; Kei18/lacam3, pibt.cpp',
  },
]

/** A fresh policy for the worlds. Errors: GauntletError where there is none of that name. */
export function expertPolicy(id: string, name: string, worlds: GridWorlds, onTarget: OnTarget): Policy {
  if (name === 'a-star') return aStarPolicy(worlds, worlds.border)
  if (name === 'shortest-path') return shortestPathPolicy(worlds)
  if (name === 'shortest-path-waiting') return shortestPathWaitingPolicy(worlds)
  if (name === 'pibt') return pibtPolicy(worlds, onTarget)
  if (name === 'pibt-swap') return pibtSwapPolicy(worlds, onTarget)
  const names = EXPERTS.map((expert) => expert.name).join(', ')
  throw new GauntletError('expert', `${id}: got expert ${name}, expected one of ${names}`)
}
