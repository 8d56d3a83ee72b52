/** Fields that the parameters of several models have: `AGENTS`, `TIME_STEP`, `INTEGRATOR`, `quantity`. */
import {
  type ChoiceField,
  type IntegerField,
  type NumberField,
  choice,
  integer,
  number,
} from '@gauntlet/core'

/** Orders 1 and 4: the explicit Euler method, and the classic method of Runge and Kutta. */
export type Integrator = 'euler' | 'rk4'

export const AGENTS: IntegerField = integer({
  default: 50,
  minimum: 1,
  maximum: 1_000_000,
  unit: 'agents',
  description: 'N, those included that are not active',
})

export const INTEGRATOR: ChoiceField<Integrator> = choice({
  default: 'rk4',
  options: ['euler', 'rk4'],
  description: 'the explicit Euler method, or the classic one of Runge and Kutta',
})

export const TIME_STEP: NumberField = quantity(0.05, 1e-9, 'time', 'length of a step')

/** A number from `minimum` to 1,000,000. */
export function quantity(value: number, minimum: number, unit: string, description: string): NumberField {
  return number({ default: value, minimum, maximum: 1e6, unit, description })
}
