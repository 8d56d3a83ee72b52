/** What a state is worth, by what was done in it: `StateValue`, `stateValueOf`; the part `STATE_VALUE`. */
import { GauntletError, number, product } from '@gauntlet/core'
import { activationField, hiddenField } from '../configuration.ts'
import { expectile } from '../estimators/value-targets.ts'
import type { Network } from '../networks/network.ts'
import { type Built, type PartDefinition, definePart } from '../recipe/part.ts'
import type { Averages } from '../trainers/averages.ts'
import type { TransitionBatch } from '../stores/transitions.ts'

/**
 * V(s), the τ-expectile of Q̄(s, a) over the actions that were done in s: between their mean, where τ is ½, and the best of them.
 *
 * Source: Kostrikov, Nair and Levine 2022 (implicit Q-learning), equation 5.
 */
export class StateValue {
  readonly network: Network
  private readonly tau: number

  constructor(network: Network, tau: number) {
    this.network = network
    this.tau = tau
  }

  /** Shape: [rows]. */
  values(observations: Float32Array, rows: number): Float32Array {
    return this.network.predict(observations, rows)
  }

  /** Leaves the gradient of the mean loss towards `targets` [rows] in the network. */
  regress({ observations, rows }: TransitionBatch, targets: Float64Array, averages: Averages): void {
    const losses = new Float64Array(rows)
    const slopes = new Float64Array(rows)
    expectile(this.network.forward(observations, rows), targets, this.tau, losses, slopes)
    this.network.backward(Float32Array.from(slopes, (slope) => slope / rows))
    averages.add('state_value_loss', losses.reduce((sum, loss) => sum + loss, 0) / rows)
  }
}

export const STATE_VALUE: PartDefinition<'critic'> = definePart({
  id: 'state-value',
  slot: 'critic',
  parameters: {
    hidden: hiddenField(256, 256),
    activation: activationField('relu'),
    expectile: number({ default: 0.7, minimum: 0, maximum: 1, description: 'τ of the expectile' }),
  },
  columns: { reads: ['transitions', 'q-values'], adds: ['state-values'], needs: {} },
  build({ hidden, activation, expectile: tau }, { spec, backend, seed }) {
    const inputs = product(spec.observation.shape)
    const shape = { inputs, hidden, outputs: 1, activation, initialisation: 'uniform' } as const
    return new StateValue(backend.mlp(shape, seed.fold('state-value').stream()), tau)
  },
})

/** Errors: GauntletError where the recipe has no such critic, which is a mistake of its. */
export function stateValueOf({ critic }: Built): StateValue {
  const found = critic.find((each) => each instanceof StateValue)
  if (found === undefined)
    throw new GauntletError('composition', 'the recipe has no critic of states by what was done in them')
  return found
}
