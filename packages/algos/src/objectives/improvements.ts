/** How a policy learns from a critic, for recipes: `Improvement`, `IMPROVEMENT_PARTS`; what critics learn, `q-regression`. */
import { type Requirement, type Stream, exp } from '@gauntlet/core'
import { choiceCriticOf, masksOf } from '../critics/choice-q.ts'
import { pairCriticOf } from '../critics/pair-q.ts'
import { wholeSquaredError } from '../critics/value-loss.ts'
import { twin } from '../estimators/value-targets.ts'
import { logSoftmax } from '../heads/log-softmax.ts'
import { pathwiseHeadOf } from '../policies/box-actors.ts'
import { type Built, type PartDefinition, actorOf, definePart } from '../recipe/part.ts'
import { CONSERVATIVE } from './conservative.ts'
import { temperatureOf } from '../regularisers/temperature.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import type { Averages } from '../trainers/averages.ts'

export interface Improvement {
  /** Leaves the gradient of its loss in the actor's trainables. Entropies of the policy by row, or estimates. */
  descend(batch: TransitionBatch, stream: Stream, averages: Averages): Float64Array
}

/**
 * mean(α log π(a | s) - min_k Q_k(s, a)), a being a function of the policy's parameters and of noise; or, for `first`, Q_1 alone.
 *
 * Source: Haarnoja et al. 2018 (SAC), equation 7; for `first` Fujimoto, van Hoof and Meger 2018 (TD3), algorithm 1, whose policies
 * have no noise.
 */
class Pathwise implements Improvement {
  private readonly built: Built
  private readonly critics: 'least' | 'first'

  constructor(built: Built, critics: 'least' | 'first') {
    this.built = built
    this.critics = critics
  }

  descend({ observations, rows }: TransitionBatch, stream: Stream, averages: Averages): Float64Array {
    const actor = actorOf(this.built)
    const head = pathwiseHeadOf(actor)
    const alpha = temperatureOf(this.built)
    const outputs = actor.network.forward(observations, rows)
    const noise = Float64Array.from({ length: rows * head.box.width }, () => stream.normal())
    const units = new Float32Array(noise.length)
    const entropies = Float64Array.from({ length: rows }, (_, i) => -head.draw(outputs, i, noise, units))
    const byUnits = new Float32Array(units.length)
    const value = this.climb(observations, units, rows, byUnits)
    const gradient = new Float32Array(outputs.length)
    let entropy = 0
    for (let i = 0; i < rows; i++) {
      head.backwardDraw(outputs, i, noise, byUnits, alpha / rows, gradient)
      entropy += entropies[i] / rows
    }
    actor.network.backward(gradient)
    averages.add('policy_loss', -alpha * entropy - value)
    if (this.critics === 'least') averages.add('entropy', entropy)
    return entropies
  }

  /** Writes the gradient of -mean Q with respect to the units; the mean Q. */
  private climb(
    observations: Float32Array,
    units: Float32Array,
    rows: number,
    byUnits: Float32Array,
  ): number {
    const critic = pairCriticOf(this.built)
    const joined = critic.join(observations, units, rows)
    const count = this.critics === 'first' ? 1 : critic.networks.length
    const values = Array.from({ length: count }, (_, k) => critic.forward(k, joined, rows))
    let sum = 0
    const byValues = values.map(() => new Float32Array(rows))
    for (let i = 0; i < rows; i++) {
      const k = count === 2 && values[1][i] < values[0][i] ? 1 : 0
      sum += values[k][i]
      byValues[k][i] = -1 / rows
    }
    for (let k = 0; k < count; k++) critic.backward(k, byValues[k], byUnits)
    return sum / rows
  }
}

/**
 * mean(Σ_a π(a | s) (α log π(a | s) - min_k Q_k(s, a))) over legal a.
 * Source: Christodoulou 2019 (SAC for discrete actions), equation 12.
 */
function expectation(built: Built): Improvement {
  return {
    descend({ observations, masks: kept, rows }, _stream, averages) {
      const { network } = actorOf(built)
      const critic = choiceCriticOf(built)
      const { choices } = critic
      const masks = masksOf(kept)
      const alpha = temperatureOf(built)
      const [first, second] = critic.networks.map((_network, k) =>
        critic.values(k, 'learnt', observations, masks, rows),
      )
      const q = new Float64Array(first.length)
      twin(first, second, q)
      const logProbabilities = logSoftmax(network.forward(observations, rows), masks, choices)
      const gradient = new Float32Array(q.length)
      const entropies = new Float64Array(rows)
      let loss = 0
      for (let i = 0; i < rows; i++) {
        let mean = 0
        for (let k = i * choices; k < (i + 1) * choices; k++) {
          if (masks?.[k] === 0) continue
          const p = exp(logProbabilities[k])
          mean += p * (alpha * logProbabilities[k] - q[k])
          entropies[i] -= p * logProbabilities[k]
        }
        // ∂/∂z_k Σ_a π_a f_a = π_k (f_k - Σ_a π_a f_a), f = α log π - Q; what f itself changes by adds up to 0.
        for (let k = i * choices; k < (i + 1) * choices; k++) {
          if (masks?.[k] === 0) continue
          gradient[k] = (exp(logProbabilities[k]) * (alpha * logProbabilities[k] - q[k] - mean)) / rows
        }
        loss += mean / rows
      }
      network.backward(gradient)
      averages.add('policy_loss', loss)
      averages.add('entropy', entropies.reduce((sum, entropy) => sum + entropy, 0) / rows)
      return entropies
    },
  }
}

function part(
  id: string,
  actions: NonNullable<Requirement['actions']>,
  improvement: (built: Built) => Improvement,
  values: 'q-values' | 'twin-q-values' = 'twin-q-values',
): PartDefinition<'objective'> {
  return definePart({
    id,
    slot: 'objective',
    parameters: {},
    columns: { reads: ['transitions', values], adds: [], needs: { actions } },
    build: (_parameters, { built }) => ({ kind: 'improvement', improvement: improvement(built) }),
  })
}

export const IMPROVEMENT_PARTS: readonly PartDefinition<'objective'>[] = [
  definePart({
    id: 'q-regression',
    slot: 'objective',
    parameters: {},
    columns: { reads: ['targets'], adds: ['loss'], needs: {} },
    build: () => ({ kind: 'regression', loss: wholeSquaredError }),
  }),
  definePart({
    id: 'return-regression',
    slot: 'objective',
    parameters: {},
    columns: { reads: ['returns', 'q-values'], adds: ['loss', 'scalar-loss'], needs: {} },
    build: () => ({ kind: 'regression', loss: wholeSquaredError }),
  }),
  CONSERVATIVE,
  part('reparameterised', ['box'], (built) => new Pathwise(built, 'least')),
  part('deterministic', ['box'], (built) => new Pathwise(built, 'first'), 'q-values'),
  part('expectation', ['discrete'], expectation),
]
