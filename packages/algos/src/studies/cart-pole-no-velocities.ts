/** `classic/cart-pole-no-velocities`: cart-pole for policies that remember: what moves how fast is not seen. */
import {
  type EnvironmentDefinition,
  type EnvironmentSpec,
  createEnvironment,
  defineEnvironment,
  layout,
} from '@gauntlet/core'
import { type CartPoleParameters, CartPoleRules, cartPole, describeCartPole } from './cart-pole.ts'

const SEEN = 2

const ID = 'classic/cart-pole-no-velocities'

/**
 * Cart-pole of which only position and angle are seen; velocities follow from two looks in a row.
 *
 * Ranges: observations [x, θ].
 * Source: Wierstra et al. 2007, recurrent policy gradients; CartPole-v1 behind the mask of rl-baselines3-zoo's CartPoleNoVel.
 * Differs: the mask puts 0 where the velocities were; here they are left out.
 */
export const cartPoleNoVelocities: EnvironmentDefinition<CartPoleParameters> =
  defineEnvironment<CartPoleParameters>({
    id: ID,
    version: 1,
    summary: 'A pole on a cart, of which no velocity is seen: the standard test of memory',
    source: 'Wierstra et al. 2007; Gymnasium, CartPole-v1',
    parameters: cartPole.parameters,
    settings: {
      v1: {
        ...cartPole.settings.v1,
        description: 'CartPole-v1 without velocities: episodes of at most 500 steps',
        literature: [
          {
            algorithm: 'PPO with LSTM',
            score: 500,
            seeds: 1,
            source: 'rl-baselines3-zoo: CartPoleNoVel-v1, 100,000 steps',
          },
        ],
      },
    },
    describe,
    make: (parameters, batch) =>
      createEnvironment(ID, describe(parameters), batch, (buffers) => ({
        rules: new HalfSeenRules(buffers),
      })),
  })

function describe(parameters: CartPoleParameters): EnvironmentSpec {
  return {
    ...describeCartPole(parameters),
    observation: {
      shape: [SEEN],
      low: -Infinity,
      high: Infinity,
      layout: layout(
        { name: 'position', shape: [1], axis: 'flat', kind: 'real', unit: 'm' },
        { name: 'angle', shape: [1], axis: 'flat', kind: 'real', unit: 'rad' },
      ),
    },
  }
}

class HalfSeenRules extends CartPoleRules {
  override observe(from: number, to: number): void {
    const { observations } = this.buffers
    for (let k = from * SEEN; k < to * SEEN; k++) observations[k] = this.state[2 * k]
  }
}
