/**
 * How likely a payment is to be authorised: `PaymentModel`.
 *
 * Symbols: x context, standard normal [d]; k action; theta[k], u[k], v[k] hidden [d]; s signal; m misspecification.
 */
import { type Seed, type Stream, log } from '@gauntlet/core'
import { takeChances } from '../contextual/cube-features.ts'

export interface ModelParameters {
  readonly actions: number
  readonly dimension: number
  readonly positiveRate: number
  readonly signal: number
  readonly misspecification: number
  readonly drift: number
}

/**
 * The log-odds of action k are b + s theta[k] · x + m (u[k] · x) (v[k] · x), where theta, u and v are of length about 1 and b
 * makes the rate `positiveRate` at x = 0. The product of two projections is what a logistic model of x cannot express.
 * Between generations theta moves to sqrt(1 - drift^2) theta + drift × a fresh draw.
 */
export class PaymentModel {
  private readonly parameters: ModelParameters
  private readonly intercept: number
  /** [worlds, 3, actions, dimension]: theta, u and v */
  readonly hidden: Float64Array

  constructor(worlds: number, parameters: ModelParameters) {
    this.parameters = parameters
    this.intercept = log(parameters.positiveRate / (1 - parameters.positiveRate))
    this.hidden = new Float64Array(worlds * 3 * parameters.actions * parameters.dimension)
  }

  start(w: number, key: Seed): void {
    const size = 3 * this.parameters.actions * this.parameters.dimension
    key
      .fold('hidden')
      .stream()
      .normals(this.hidden, w * size, size)
    const scale = 1 / Math.sqrt(this.parameters.dimension)
    for (let k = w * size; k < (w + 1) * size; k++) this.hidden[k] *= scale
  }

  /** Moves theta from one generation to the next. */
  drift(w: number, stream: Stream): void {
    const { drift, actions, dimension } = this.parameters
    if (drift === 0) return
    const keep = Math.sqrt(1 - drift * drift)
    const fresh = drift / Math.sqrt(dimension)
    const from = w * 3 * actions * dimension
    for (let k = from; k < from + actions * dimension; k++)
      this.hidden[k] = keep * this.hidden[k] + fresh * stream.normal()
  }

  /** Writes the chance of every action in context `x` [at] and on to `chances` [w × actions] and on. */
  chances(w: number, x: Float64Array, at: number, chances: Float64Array): void {
    const { actions, dimension, signal, misspecification } = this.parameters
    const { hidden } = this
    const block = actions * dimension
    for (let a = 0; a < actions; a++) {
      const row = w * 3 * block + a * dimension
      let linear = 0
      let left = 0
      let right = 0
      for (let k = 0; k < dimension; k++) {
        linear += hidden[row + k] * x[at + k]
        left += hidden[row + block + k] * x[at + k]
        right += hidden[row + 2 * block + k] * x[at + k]
      }
      chances[w * actions + a] = this.intercept + signal * linear + misspecification * left * right
    }
    takeChances(chances, w * actions, (w + 1) * actions)
  }
}
