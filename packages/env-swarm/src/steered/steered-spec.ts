/** What steered environments are, but for their models: `SteeredParameters`, `steeredFields`, `steeredSpec`, `loadNumbers`. */
import {
  type EnvironmentSpec,
  GauntletError,
  ParameterError,
  type Schema,
  box,
  integer,
  layout,
  number,
  show,
} from '@gauntlet/core'
import { steeredExperts } from './steered-experts.ts'

export interface SteeredParameters {
  readonly turn: number
  readonly burnIn: number
  readonly horizon: number
}

export const steeredFields: Schema<SteeredParameters> = {
  turn: number({
    description: 'omega_0, by which an action of 1 turns an agent in a step',
    unit: 'rad/step',
    default: 0.05,
    minimum: 0,
    maximum: 1000,
  }),
  burnIn: integer({
    description: 'First steps of an episode, whose order does not count for the score',
    unit: 'steps',
    default: 100,
    minimum: 0,
  }),
  horizon: integer({ description: 'Steps of an episode', unit: 'steps', default: 300, minimum: 1 }),
}

/** Errors: ParameterError where no step counts. */
export function steeredSpec(
  id: string,
  { burnIn, horizon }: SteeredParameters,
  agents: number,
  seen: string,
): EnvironmentSpec {
  if (burnIn >= horizon) throw new ParameterError(`${id}.burnIn`, burnIn, `below the horizon, ${horizon}`)
  return {
    agents,
    observation: {
      shape: [2],
      low: -1,
      high: 1,
      layout: layout({ name: 'neighbours', shape: [2], axis: 'flat', kind: 'real', unit: seen }),
    },
    action: box([1], -1, 1, 'clip'),
    masked: false,
    activity: false,
    objectives: 1,
    constraints: [],
    horizon,
    protocol: 'episodic',
    sides: 1,
    rewardStructure: 'common',
    rewardRange: [0, 1],
    metrics: [
      {
        name: 'order',
        unit: '1',
        direction: 'maximise',
        description: 'Mean order parameter after the burn-in, 0 to 1',
      },
      {
        name: 'susceptibility',
        unit: '1',
        direction: 'neither',
        description: 'Agents times the variance of the order parameter over the same steps',
      },
      {
        name: 'binder_cumulant',
        unit: '1',
        direction: 'neither',
        description: '1 - <x^4> / (3 <x^2>^2) of the order parameter x over the same steps',
      },
    ],
    score: 'order',
    faces: ['snapshot', 'instance', 'expert'],
    experts: steeredExperts,
    engine: 'own',
  }
}

/** Sets arrays to those of a snapshot. Errors: GauntletError naming the array that is missing, or has other numbers. */
export function loadNumbers(
  id: string,
  arrays: Readonly<Record<string, Float64Array>>,
  content: Readonly<Record<string, Float64Array>>,
): void {
  for (const [name, array] of Object.entries(arrays)) {
    const given = content[name]
    const fits =
      given instanceof Float64Array && given.length === array.length && given.every(Number.isFinite)
    if (fits) continue
    const expected = `a Float64Array of ${array.length} finite numbers`
    throw new GauntletError(
      'snapshot',
      `${id}: got a snapshot with ${name} ${show(given)}, expected ${expected}`,
    )
  }
  for (const [name, array] of Object.entries(arrays)) array.set(content[name])
}
