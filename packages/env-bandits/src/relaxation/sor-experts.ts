/** Scripted policies of `bandits/sor`: `SOR_EXPERTS`, `nearestRelaxation`. */
import type { ExpertSpec } from '@gauntlet/core'

export const SOR_EXPERTS: readonly ExpertSpec[] = [
  {
    name: 'young',
    description: "The relaxation nearest to Young's asymptotically optimal one for the shift",
    seesHiddenState: true,
    source: 'Young 1954; the spectrum of the grid is known',
  },
  {
    name: 'fewest-sweeps',
    description: 'The relaxation that takes the fewest sweeps, by trying them all on the system itself',
    seesHiddenState: true,
    source: 'exhaustion',
  },
  {
    name: 'comparator',
    description: 'The relaxation nearest to the comparator, always',
    seesHiddenState: false,
    source: 'a solver that never learns',
  },
]

/** The index of the nearest relaxation, the first of two as near. */
export function nearestRelaxation(relaxations: readonly number[], omega: number): number {
  let best = 0
  for (let k = 1; k < relaxations.length; k++) {
    if (Math.abs(relaxations[k] - omega) < Math.abs(relaxations[best] - omega)) best = k
  }
  return best
}
