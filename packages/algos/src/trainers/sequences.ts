/** A recurrent network over the sequences of a minibatch: `SequencePass`. */
import type { RecurrentNetwork } from '../networks/recurrent-network.ts'
import type { Rollout } from '../rollout.ts'
import type { Minibatch } from './minibatch.ts'

/**
 * A minibatch whose places are of some rows of a rollout: the network passes over all steps of these, from the states that they had
 * before the first, and what it puts out is gathered where the places are. Its truncated gradient goes back to the rollout's beginning.
 */
export class SequencePass {
  private readonly network: RecurrentNetwork
  /** Where each of the minibatch's rows stands among steps and sequences. */
  private places: Int32Array = new Int32Array(0)
  private size = 0

  constructor(network: RecurrentNetwork) {
    this.network = network
  }

  /** Outputs of the places, [rows, outputs]. Shape: `before` [n, units], by rows of the rollout. */
  forward({ rollout, places }: Minibatch, before: Float32Array): Float32Array {
    const { network } = this
    const { rows, steps, observationWidth } = rollout
    const chosen = rowsOf(rollout, places)
    const indices = new Int32Array(rows)
    chosen.forEach((row, k) => void (indices[row] = k))
    const count = chosen.length
    const inputs = new Float32Array(steps * count * observationWidth)
    const resets = new Uint8Array(steps * count)
    const states = new Float32Array(count * network.units)
    for (let k = 0; k < count; k++) {
      const row = chosen[k]
      states.set(before.subarray(row * network.units, (row + 1) * network.units), k * network.units)
      for (let t = 0; t < steps; t++) {
        const from = (t * rows + row) * observationWidth
        const own = rollout.observations.subarray(from, from + observationWidth)
        inputs.set(own, (t * count + k) * observationWidth)
        resets[t * count + k] = rollout.begun[t * rows + row]
      }
    }
    const found = network.forward(inputs, states, resets, steps, count)
    this.size = steps * count * network.outputs
    this.places = places.map((place) => Math.floor(place / rows) * count + indices[place % rows])
    return this.gathered(found)
  }

  /** From the gradient by the outputs of the places. */
  backward(outputGradient: Float32Array): void {
    const { network, places } = this
    const { outputs } = network
    const gradient = new Float32Array(this.size)
    for (let i = 0; i < places.length; i++) {
      for (let k = 0; k < outputs; k++) gradient[places[i] * outputs + k] = outputGradient[i * outputs + k]
    }
    network.backward(gradient)
  }

  private gathered(found: Float32Array): Float32Array {
    const { places } = this
    const { outputs } = this.network
    const gathered = new Float32Array(places.length * outputs)
    for (let i = 0; i < places.length; i++) {
      for (let k = 0; k < outputs; k++) gathered[i * outputs + k] = found[places[i] * outputs + k]
    }
    return gathered
  }
}

/** Rows of the rollout that the places are of, in order. */
function rowsOf({ rows }: Rollout, places: Int32Array): Int32Array {
  const there = new Uint8Array(rows)
  for (const place of places) there[place % rows] = 1
  return Int32Array.from(there.keys()).filter((row) => there[row] === 1)
}
