/** Parameters of `swarm/navigation` that have been read and found to go together: `NavigationParameters`, `NavigationProblem`, `problemOf`. */
import { ParameterError } from '@gauntlet/core'
import { MARGIN } from './safety-filter.ts'

export interface NavigationParameters {
  readonly scene: 'random' | 'swap' | 'crossing' | 'exchange'
  readonly agents: number
  readonly side: number
  readonly radius: number
  readonly speed: number
  readonly timeStep: number
  readonly goalTolerance: number
  readonly sight: number
  readonly neighbours: number
  readonly obstacles: readonly number[]
  readonly horizon: number
  readonly control: 'velocity' | 'barrier'
  readonly filter: boolean
  readonly zeta: number
  readonly eta: number
  readonly condition: 'sampled' | 'continuous'
  readonly reward: 'individual' | 'common'
  readonly collisionPenalty: number
  readonly infeasiblePenalty: number
}

export const NAVIGATION_ID = 'swarm/navigation'

export interface NavigationProblem extends NavigationParameters {
  /** [obstacles, 3]: x, y, radius */
  readonly discs: Float64Array
  /** Whether a filter stands between what is wished and what is done. */
  readonly filtered: boolean
  /** Other agents and obstacles that an agent observes. */
  readonly seenAgents: number
  readonly seenObstacles: number
}

/** Errors: ParameterError naming the field. */
export function problemOf(parameters: NavigationParameters): NavigationProblem {
  const { agents, side, radius, speed, timeStep, goalTolerance, sight, neighbours, obstacles } = parameters
  const refuse = (field: string, given: unknown, allowed: string): ParameterError =>
    new ParameterError(`${NAVIGATION_ID}.${field}`, given, allowed)
  if (obstacles.length % 3 !== 0) {
    throw refuse('obstacles', obstacles.length, 'three numbers for each obstacle: x, y, radius')
  }
  const flat = obstacles.findIndex((value, k) => k % 3 === 2 && !(value > 0))
  if (flat >= 0) throw refuse(`obstacles[${flat}]`, obstacles[flat], 'a radius above 0')
  const room = 2 * (radius + goalTolerance)
  if (!(side > room)) {
    throw refuse('side', side, `a side above twice radius and goalTolerance, ${room} m`)
  }
  const least = 2 * radius * (1 + MARGIN) + 2 * speed * timeStep
  if (!(sight >= least)) {
    throw refuse('sight', sight, `at least 2 radius + 2 speed timeStep, ${least} m: none may collide unseen`)
  }
  return {
    ...parameters,
    discs: Float64Array.from(obstacles),
    filtered: parameters.control === 'barrier' || parameters.filter,
    seenAgents: Math.min(neighbours, agents - 1),
    seenObstacles: Math.min(neighbours, obstacles.length / 3),
  }
}
