/** The loss of a policy that is a Q-function over a minibatch: `QLoss`. */
import type { Actor } from '../actor.ts'
import type { ValueLoss } from '../critics/value-loss.ts'
import type { Averages } from './averages.ts'
import type { Minibatch } from './minibatch.ts'

/** mean loss(Q(s, a), G) of the returns G. */
export class QLoss {
  private readonly actor: Actor
  private readonly loss: ValueLoss

  constructor(actor: Actor, loss: ValueLoss) {
    this.actor = actor
    this.loss = loss
  }

  /** Leaves the gradient in the actor's network. */
  descend({ observations, actions, returns, rows }: Minibatch, averages: Averages): void {
    const { network } = this.actor
    const q = network.forward(observations, rows)
    const gradient = new Float32Array(q.length)
    const out = new Float64Array(2)
    const sums = { loss: 0, value: 0 }
    for (let i = 0; i < rows; i++) {
      const place = i * network.outputs + actions[i]
      this.loss(q[place], q[place], returns[i], out)
      sums.loss += out[0]
      sums.value += q[place]
      gradient[place] = out[1] / rows
    }
    network.backward(gradient)
    averages.add('value_loss', sums.loss / rows)
    averages.add('q_value', sums.value / rows)
  }
}
