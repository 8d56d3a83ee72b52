/** Fields that configurations of several algorithms share. */
import {
  type BooleanField,
  type ChoiceField,
  type IntegerField,
  type NumberField,
  type IntegersField,
  boolean,
  choice,
  integer,
  number,
  integers,
} from '@gauntlet/core'

export function worldsField(worlds: number): IntegerField {
  return integer({
    default: worlds,
    minimum: 1,
    maximum: 65_536,
    description: 'Worlds that are trained on side by side',
  })
}

export function stepsField(steps: number): IntegerField {
  return integer({
    default: steps,
    minimum: 1,
    maximum: 1_000_000,
    description: 'Steps of every world in a rollout',
  })
}

export function mostStepsField(steps: number): IntegerField {
  return integer({
    default: steps,
    minimum: 1,
    maximum: 1_000_000,
    description:
      'Most steps of every world in a batch, where every step is an episode of its own or episodes have no bound',
  })
}

export function epochsField(epochs: number): IntegerField {
  return integer({ default: epochs, minimum: 1, description: 'Passes over a rollout' })
}

export function minibatchesField(minibatches: number): IntegerField {
  return integer({ default: minibatches, minimum: 1, description: 'Parts that a rollout is cut into' })
}

export function hiddenField(...units: readonly number[]): IntegersField {
  return integers({ default: units, minimum: 1, maximum: 65_536, description: 'Units of each hidden layer' })
}

export function activationField(activation: 'tanh' | 'relu'): ChoiceField<'tanh' | 'relu'> {
  return choice({
    options: ['tanh', 'relu'],
    default: activation,
    description: 'Activation of hidden layers',
  })
}

export function criticActivationField(activation: 'tanh' | 'relu'): ChoiceField<'tanh' | 'relu'> {
  return choice({
    options: ['tanh', 'relu'],
    default: activation,
    description: 'Activation of the critics’ hidden layers',
  })
}

export function learningRateField(rate: number): NumberField {
  return number({ default: rate, minimum: 0, description: 'Step size of the optimiser' })
}

export function criticRateField(rate: number): NumberField {
  return number({ default: rate, minimum: 0, description: 'Step size of the critics' })
}

export function weightDecayField(decay: number): NumberField {
  return number({ default: decay, minimum: 0, description: 'λ of the decay of parameters' })
}

export function annealField(annealed: boolean): BooleanField {
  return boolean({ default: annealed, description: 'Whether the step size falls linearly to 0' })
}

export function frozenStepsField(steps: number): IntegerField {
  return integer({
    default: steps,
    minimum: 0,
    description: 'First world steps from which the critic alone learns, while the policy stands still',
  })
}

export function discountField(discount: number): NumberField {
  return number({
    default: discount,
    minimum: 0,
    maximum: 1,
    description: 'γ; 0 where every step stands alone',
  })
}

export function lambdaField(lambda: number): NumberField {
  return number({ default: lambda, minimum: 0, maximum: 1, description: 'λ of the generalised advantage' })
}

export function clipField(
  clip: number,
  description: string = 'ε: how far the ratio may move from 1',
): NumberField {
  return number({ default: clip, minimum: 0, description })
}

/** What the fields of a clip with two sides say, and of the band around it that `ring` has. */
export const CLIP_LOW = 'ε_low: how far the ratio may fall below 1'
export const CLIP_HIGH = 'ε_high: how far the ratio may rise above 1'
export const OUTER_LOW = 'ε′_low: how far below 1 a ratio is that is brought back'
export const OUTER_HIGH = 'ε′_high: how far above 1 a ratio is that is brought back'

export function klTargetField(target: number): NumberField {
  return number({ default: target, minimum: 0, description: 'The divergence that an update is to come to' })
}

export function standardiseField(standardised: boolean): BooleanField {
  return boolean({
    default: standardised,
    description: 'Whether advantages are standardised by minibatch',
  })
}

export function coefficientField(value: number, of: string): NumberField {
  return number({ default: value, minimum: 0, description: `Weight of ${of} in the loss` })
}

export function gradientNormField(maximum: number): NumberField {
  return number({
    default: maximum,
    minimum: 0,
    description: 'Bound of the joint norm of all gradients; 0 for none',
  })
}

export function scaleRewardsField(scaled: boolean): BooleanField {
  return boolean({
    default: scaled,
    description: 'Whether rewards are divided by the standard deviation of returns so far',
  })
}
