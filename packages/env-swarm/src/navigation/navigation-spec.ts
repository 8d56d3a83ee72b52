/** What `swarm/navigation` says of itself: `describeNavigation`, `ZETAS`, `ETAS`. */
import { type ArraySpec, type Block, type EnvironmentSpec, box, product } from '@gauntlet/core'
import { navigationExperts } from './navigation-experts.ts'
import { NAVIGATION_METRICS } from './navigation-tally.ts'
import { observationLayout, stateLayout } from './navigation-view.ts'
import type { NavigationProblem } from './problem.ts'

/** The ranges of a barrier's parameters. */
export const ZETAS: readonly [low: number, high: number] = [0.1, 10]
export const ETAS: readonly [low: number, high: number] = [0.5, 3]

export function describeNavigation(problem: NavigationProblem): EnvironmentSpec {
  const { agents, horizon, control, reward, speed, timeStep, collisionPenalty, infeasiblePenalty } = problem
  const most = speed * timeStep
  return {
    agents,
    observation: arrayOf(observationLayout(problem)),
    state: arrayOf(stateLayout(problem)),
    action:
      control === 'velocity'
        ? box([2], -1, 1, 'clip', ['x', 'y'])
        : box([2], [ZETAS[0], ETAS[0]], [ZETAS[1], ETAS[1]], 'clip', ['zeta', 'eta']),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: reward,
    rewardRange: [-most - collisionPenalty - infeasiblePenalty, most],
    metrics: NAVIGATION_METRICS,
    score: NAVIGATION_METRICS[0].name,
    faces: [
      'snapshot',
      'instance',
      'expert',
      'meanField',
      ...(control === 'velocity' ? (['shield'] as const) : []),
    ],
    experts: navigationExperts(problem),
    engine: 'own',
  }
}

function arrayOf(layout: readonly Block[]): ArraySpec {
  const size = layout.reduce((sum, { shape }) => sum + product(shape), 0)
  return { shape: [size], low: -1, high: 1, layout }
}
