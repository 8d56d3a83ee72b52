/** The cross-entropy method's distribution: the part `CROSS_ENTROPY`, what it can be told, `CROSS_ENTROPY_FIELDS`. */
import { type Schema, integer, number } from '@gauntlet/core'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type Evolution, ranking } from './evolution.ts'

export interface CrossEntropyParameters {
  readonly population: number
  readonly eliteShare: number
  readonly spread: number
  readonly noise: number
  readonly noiseShare: number
}

export const CROSS_ENTROPY_FIELDS: Schema<CrossEntropyParameters> = {
  population: integer({ default: 64, minimum: 2, description: 'Members of a generation' }),
  eliteShare: number({
    default: 0.1,
    minimum: 0.01,
    maximum: 1,
    description: 'Share of the members that is kept',
  }),
  spread: number({
    default: 1,
    minimum: 0,
    description: 'Standard deviation of parameters at the beginning',
  }),
  noise: number({
    default: 0.3,
    minimum: 0,
    description: 'Standard deviation of noise added to the elite, whose variance falls linearly to 0',
  }),
  noiseShare: number({
    default: 0.8,
    minimum: 0,
    maximum: 1,
    description: 'Share of the budget over which it falls',
  }),
}

/**
 * Members are normal around a mean, every parameter by a spread of its own; mean and spread move to those of the best
 * members, the spread's square raised by that of a noise whose variance falls linearly to 0.
 *
 * Source: Rubinstein 1999; Szita and Lőrincz 2006, with their noise. The mean begins at 0.
 */
export const CROSS_ENTROPY: PartDefinition<'optimiser'> = definePart<'optimiser', CrossEntropyParameters>({
  id: 'cross-entropy',
  slot: 'optimiser',
  parameters: CROSS_ENTROPY_FIELDS,
  columns: { reads: ['returns'], adds: ['moves'], needs: {} },
  build: (parameters) => ({ kind: 'population', make: ({ length }) => crossEntropy(length, parameters) }),
})

/** Over so many parameters. */
export function crossEntropy(length: number, parameters: CrossEntropyParameters): Evolution {
  const { population, eliteShare, noise, noiseShare } = parameters
  const mean = new Float64Array(length)
  const spread = new Float64Array(length).fill(parameters.spread)
  let members: readonly Float64Array[] = []
  return {
    mean,
    draw(seed) {
      members = Array.from({ length: population }, (_, j) => {
        const stream = seed.fold(j).stream()
        return mean.map((value, k) => value + spread[k] * stream.normal())
      })
      return members
    },
    move(returns, { steps, budget }) {
      const left = noiseShare === 0 ? 0 : Math.max(0, 1 - steps / (noiseShare * budget))
      const added = noise * Math.sqrt(left)
      const size = Math.max(1, Math.round(eliteShare * members.length))
      const elite = ranking(returns)
        .slice(0, size)
        .map((j) => members[j])
      for (let k = 0; k < length; k++) {
        let sum = 0
        for (const member of elite) sum += member[k]
        mean[k] = sum / size
        let squares = 0
        for (const member of elite) squares += (member[k] - mean[k]) * (member[k] - mean[k])
        spread[k] = Math.sqrt(squares / size + added * added)
      }
      const total = spread.reduce((sum, value) => sum + value, 0)
      return { spread: total / Math.max(1, length), noise: added }
    },
    state: { mean, spread },
  }
}
