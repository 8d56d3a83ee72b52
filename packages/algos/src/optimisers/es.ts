/** Evolution strategies as a gradient estimate: the part `ES`, what it can be told, `ES_FIELDS`; `centredRanks`. */
import { type Schema, integer, number } from '@gauntlet/core'
import { named } from '../archive.ts'
import { type PartDefinition, definePart } from '../recipe/part.ts'
import { type Evolution, ranking } from './evolution.ts'
import { clipNorm } from './optimiser.ts'
import { type OptimiserPiece, planOptimiser } from './parts.ts'

export interface EsParameters {
  readonly pairs: number
  readonly noise: number
  readonly weightDecay: number
}

export const ES_FIELDS: Schema<EsParameters> = {
  pairs: integer({ default: 32, minimum: 1, description: 'Pairs of members in a generation' }),
  noise: number({
    default: 0.05,
    minimum: 1e-6,
    description: 'σ: standard deviation of members around the mean',
  }),
  weightDecay: number({
    default: 0.005,
    minimum: 0,
    description: 'Weight of the squared parameters in the loss',
  }),
}

/**
 * Members come in pairs θ + σε and θ - σε with ε normal; the update of the recipe descends
 * -1/(2n) Σ u⁺ε - u⁻ε + λθ, where u are the members' centred ranks, n is the number of pairs and λ the weight decay.
 *
 * Source: Salimans et al. 2017, algorithm 1 and section 2.1, scaled as in the authors' code. Differs: members of equal returns
 * share the mean of their ranks, so that what makes no difference moves nothing.
 */
export const ES: PartDefinition<'optimiser'> = definePart<'optimiser', EsParameters>({
  id: 'es',
  slot: 'optimiser',
  parameters: ES_FIELDS,
  columns: { reads: ['returns'], adds: ['loss'], needs: {} },
  build: (parameters) => ({
    kind: 'population',
    make: (initial, pieces) => evolutionGradient(initial, parameters, pieces),
  }),
})

export function evolutionGradient(
  initial: Float32Array,
  { pairs, noise, weightDecay }: EsParameters,
  pieces: readonly OptimiserPiece[],
): Evolution {
  const { length } = initial
  const mean = initial.slice()
  const gradient = new Float32Array(length)
  const plan = planOptimiser(pieces)
  const optimiser = plan.make([length])
  const trainable = { parameters: mean, gradient }
  let directions: readonly Float64Array[] = []
  return {
    mean,
    draw(seed) {
      directions = Array.from({ length: pairs }, (_, j) => {
        const direction = new Float64Array(length)
        seed.fold(j).stream().normals(direction, 0, length)
        return direction
      })
      return directions.flatMap((direction) =>
        [noise, -noise].map((scale) => direction.map((value, k) => mean[k] + scale * value)),
      )
    },
    move(returns, { steps, budget }) {
      const ranks = centredRanks(returns)
      for (let k = 0; k < length; k++) {
        let sum = 0
        for (let j = 0; j < pairs; j++) sum += (ranks[2 * j] - ranks[2 * j + 1]) * directions[j][k]
        gradient[k] = weightDecay * mean[k] - sum / (2 * pairs)
      }
      const gradient_norm = clipNorm([trainable], plan.maximumNorm)
      const learning_rate = plan.learningRate(steps / budget)
      optimiser.step(0, trainable, learning_rate)
      optimiser.advance()
      return { gradient_norm, learning_rate }
    },
    state: { mean, ...named('optimiser', optimiser.state) },
  }
}

/** Ranks spread evenly from -1/2, the worst, to 1/2, the best; equal returns share the mean of theirs. */
export function centredRanks(returns: Float64Array): Float64Array {
  const order = ranking(returns)
  const last = order.length - 1
  const ranks = new Float64Array(order.length)
  for (let from = 0; from <= last;) {
    let to = from
    while (to < last && returns[order[to + 1]] === returns[order[from]]) to++
    const rank = last === 0 ? 0 : 0.5 - (from + to) / 2 / last
    for (let place = from; place <= to; place++) ranks[order[place]] = rank
    from = to + 1
  }
  return ranks
}
