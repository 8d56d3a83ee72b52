/** What the tasks of agents that turn are given: `TurnerParameters`, `TurningParameters`, `turnerFields`, `checkTurners`. */
import { ParameterError, type Schema, choice, integer, number } from '@gauntlet/core'
import { Space, type SpaceKind } from '../space.ts'
import type { PopulationParameters } from './population.ts'

/** How agents move and what they see, and what that costs, whoever they are. */
export interface TurnerParameters {
  readonly space: SpaceKind
  readonly side: number
  readonly speed: number
  readonly turn: number
  readonly turnNoise: number
  readonly radius: number
  readonly observation: 'sums' | 'means'
  readonly actions: 'box' | 'discrete'
  readonly angleCost: number
  readonly controlCost: number
  readonly horizon: number
}

export interface TurningParameters extends PopulationParameters, TurnerParameters {
  readonly zealotTurn: number
}

const TURN = 6.283185307179586

/** The schema, by how far agents move in a step unless said. */
export const turnerFields = (speed: number): Schema<TurnerParameters> => ({
  space: choice({
    description: 'The surface on which agents move',
    options: ['plane', 'box', 'torus', 'moebius', 'klein', 'projective'],
    default: 'torus',
  }),
  side: number({
    description: 'Side of the square in which agents begin',
    unit: 'length',
    default: TURN,
    minimum: 1e-6,
    maximum: 1e6,
  }),
  speed: number({ description: 'v', unit: 'length/step', default: speed, minimum: 0, maximum: 1e6 }),
  turn: number({ description: 'omega_0', unit: 'rad/step', default: 0.2, minimum: 0, maximum: 1000 }),
  turnNoise: number({ description: 'sigma', unit: 'rad', default: 0.02, minimum: 0, maximum: 1000 }),
  radius: number({ description: 'r', unit: 'length', default: 1, minimum: 1e-6, maximum: 1e6 }),
  observation: choice({
    description: 'What sums over neighbours are divided by: N, or the number of neighbours',
    options: ['sums', 'means'],
    default: 'sums',
  }),
  actions: choice({
    description: 'Turns: any in [-1, 1], or -1, 0 and 1',
    options: ['box', 'discrete'],
    default: 'box',
  }),
  angleCost: number({ description: 'c_a', unit: 'reward/rad', default: 1, minimum: 0, maximum: 1e6 }),
  controlCost: number({ description: 'c_u', unit: 'reward', default: 0.1, minimum: 0, maximum: 1e6 }),
  horizon: integer({ description: 'Steps of an episode', unit: 'steps', default: 100, minimum: 1 }),
})

/** Errors: ParameterError where agents see further than half around a space. */
export function checkTurners(id: string, { space: kind, side, radius }: TurnerParameters): void {
  const space = new Space(kind, side)
  if (space.images.length > 1 && radius > side / 2)
    throw new ParameterError(`${id}.radius`, radius, `at most half of the side, ${side / 2}, on a ${kind}`)
}
