/** Scripted walkers of `bandits/coverage`: `COVERAGE_EXPERTS`, `walkerOf`. Symbols as in objectives.ts. */
import type { ExpertSpec } from '@gauntlet/core'
import { type GridMap, MOVES, distances } from './grid-map.ts'
import type { Objective } from './objectives.ts'

export const COVERAGE_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'greedy',
    description:
      'The move of the largest gain, the first of several; where none gains, towards the nearest gain',
    seesHiddenState: false,
    source: 'Nemhauser, Wolsey and Fisher 1978, on a path',
  },
  {
    name: 'best-rate',
    description: 'Towards the cell of the largest gain for each move to it, among those within reach',
    seesHiddenState: false,
    source: 'cost-benefit greedy: Khuller, Moss and Naor 1999, on a path',
  },
]

/** The move of a walker at `cell` of world `w` with `left` moves to go. */
export type Walker = (w: number, cell: number, left: number) => number

/** The named walker, or undefined where there is none. */
export function walkerOf(name: string, map: GridMap, objective: Objective): Walker | undefined {
  if (name !== 'greedy' && name !== 'best-rate') return undefined
  const cells = map.walls.length
  const reach = new Int32Array(cells)
  const queue = new Int32Array(cells)
  const approach = (w: number, cell: number, left: number): number => {
    distances(map, cell, reach, queue)
    let target = cell
    let best = 0
    for (let other = 0; other < cells; other++) {
      if (reach[other] <= 0 || reach[other] > left) continue
      const gain = objective.gain(w, other)
      const rate = name === 'greedy' ? (gain > 0 ? 1 / reach[other] : 0) : gain / reach[other]
      if (rate > best) {
        best = rate
        target = other
      }
    }
    if (target === cell) return 0
    distances(map, target, reach, queue)
    for (let move = 1; move < MOVES.length; move++) {
      if (reach[map.next[cell * MOVES.length + move]] === reach[cell] - 1) return move
    }
    return 0
  }
  if (name === 'best-rate') return approach
  return (w, cell, left) => {
    let move = 0
    let best = 0
    for (let candidate = 1; candidate < MOVES.length; candidate++) {
      const gain = objective.gain(w, map.next[cell * MOVES.length + candidate])
      if (gain > best) {
        best = gain
        move = candidate
      }
    }
    return move === 0 ? approach(w, cell, left) : move
  }
}
