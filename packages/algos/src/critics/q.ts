/**
 * Networks that value what is done, and copies of them that follow: `QCritic`, `qCriticOf`; a copy's rule, `Following`; what a penalty
 * holds down, `Conservatism`.
 */
import { GauntletError } from '@gauntlet/core'
import { type Archive } from '../archive.ts'
import { td1 } from '../estimators/value-targets.ts'
import type { Network } from '../networks/network.ts'
import type { Built } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import type { Averages } from '../trainers/averages.ts'
import type { ValueLoss } from './value-loss.ts'

/** Every so many world steps θ̄ ← rate θ + (1 - rate) θ̄; 0 steps where θ itself is used in place of a copy. */
export interface Following {
  readonly every: number
  readonly rate: number
}

/** Actions in a box, some for every row of a batch, and the log-densities, by units, of what drew them. */
export interface Candidates {
  /** Of a row. */
  readonly count: number
  /** [rows, count, box.width] */
  readonly units: Float32Array
  /** [rows, count] */
  readonly logDensities: Float64Array
}

/** What a conservative penalty weighs, and of a box what it holds down; choices are all of them. */
export interface Conservatism {
  readonly coefficient: number
  readonly candidates?: Candidates
}

/** Which parameters value: those that learn, or their copy. */
export type Side = 'learnt' | 'followers'

/**
 * One Q or several that learn the same targets from other beginnings, each with a follower that values what comes next.
 *
 * Source: Mnih et al. 2015 (copies), Lillicrap et al. 2016 (averages that follow), Fujimoto, van Hoof and Meger 2018 (two of them).
 */
export abstract class QCritic {
  readonly networks: readonly Network[]
  readonly following: Following
  private readonly followers: readonly Network[]

  /** `make` makes network number k, the same at every call. */
  constructor(count: number, make: (k: number) => Network, following: Following) {
    this.networks = Array.from({ length: count }, (_, k) => make(k))
    this.followers = following.every === 0 ? this.networks : this.networks.map((_network, k) => make(k))
    this.following = following
  }

  /** What the networks see of a batch, row by row; after that, where there are candidates, of those of every row. */
  protected abstract inputs(batch: TransitionBatch, candidates?: Candidates): Float32Array
  /** Q of the action that was taken in row `i`, from the outputs of a network. */
  protected abstract taken(outputs: Float32Array, batch: TransitionBatch, i: number): number
  /** Writes the gradient with respect to the outputs of row `i` from that with respect to the Q of what was taken. */
  protected abstract spread(slope: number, batch: TransitionBatch, i: number, gradient: Float32Array): void

  /** Adds the gradient of `scale` times the conservative penalty of row `i`; the penalty. */
  protected penalise(
    _outputs: Float32Array,
    _batch: TransitionBatch,
    _i: number,
    _scale: number,
    _gradient: Float32Array,
    _candidates: Candidates | undefined,
  ): number {
    throw new GauntletError(
      'composition',
      'the recipe has a conservative objective, and a critic that has no penalty for it',
    )
  }

  protected predict(k: number, side: Side, inputs: Float32Array, rows: number): Float32Array {
    return (side === 'learnt' ? this.networks : this.followers)[k].predict(inputs, rows)
  }

  /**
   * Leaves in every network's gradient that of mean(w · loss(Q(s, a), y) + c · penalty), w being the batch's weights and c the
   * coefficient of `conservatism`.
   * Shapes: targets y and `errors` [rows]: the mean of Q - y over the networks.
   */
  regress(
    batch: TransitionBatch,
    targets: Float64Array,
    loss: ValueLoss,
    errors: Float64Array,
    averages: Averages,
    conservatism: Conservatism = { coefficient: 0 },
  ): void {
    const { rows, weights } = batch
    const { coefficient, candidates } = conservatism
    const inputs = this.inputs(batch, candidates)
    const out = new Float64Array(2)
    errors.fill(0)
    for (const network of this.networks) {
      const outputs = network.forward(inputs, rows * (1 + (candidates?.count ?? 0)))
      const gradient = new Float32Array(outputs.length)
      const sums = { loss: 0, value: 0, penalty: 0 }
      for (let i = 0; i < rows; i++) {
        const value = this.taken(outputs, batch, i)
        loss(value, value, targets[i], out)
        sums.loss += weights[i] * out[0]
        sums.value += value
        errors[i] += (value - targets[i]) / this.networks.length
        this.spread((weights[i] * out[1]) / rows, batch, i, gradient)
        if (coefficient === 0) continue
        sums.penalty += this.penalise(outputs, batch, i, coefficient / rows, gradient, candidates)
      }
      network.backward(gradient)
      averages.add('value_loss', sums.loss / rows)
      averages.add('q_value', sums.value / rows)
      if (coefficient > 0) averages.add('conservative_loss', sums.penalty / rows)
    }
  }

  /** R + Γ V' of every row, from what its next state is worth; both [rows]. */
  targets({ rewards, discounts }: TransitionBatch, nextValues: Float64Array): Float64Array {
    const targets = new Float64Array(nextValues.length)
    td1(rewards, discounts, nextValues, targets)
    return targets
  }

  /** Q of what was done in every row [rows] by the first network, with what `descend` needs kept for it. */
  foretell(batch: TransitionBatch): Float64Array {
    const outputs = this.networks[0].forward(this.inputs(batch), batch.rows)
    return Float64Array.from({ length: batch.rows }, (_, i) => this.taken(outputs, batch, i))
  }

  /** Leaves the first network's gradient, from that by what the last `foretell` gave. */
  descend(slopes: Float64Array, batch: TransitionBatch): void {
    const [network] = this.networks
    const gradient = new Float32Array(batch.rows * network.outputs)
    for (let i = 0; i < batch.rows; i++) this.spread(slopes[i], batch, i, gradient)
    network.backward(gradient)
  }

  /** The least of what the networks say of what was taken. Shape: [rows]. */
  least(batch: TransitionBatch, side: Side): Float64Array {
    const { rows } = batch
    const inputs = this.inputs(batch)
    const out = new Float64Array(rows).fill(Infinity)
    for (let k = 0; k < this.networks.length; k++) {
      const outputs = this.predict(k, side, inputs, rows)
      for (let i = 0; i < rows; i++) out[i] = Math.min(out[i], this.taken(outputs, batch, i))
    }
    return out
  }

  /** Lets the copies follow once. */
  follow(): void {
    const { rate } = this.following
    for (const [k, follower] of this.followers.entries())
      moveTowards(follower, this.networks[k].parameters, rate)
  }

  /** Everything that it holds, to be read and written in place; whoever writes here calls `changed`. */
  get state(): Archive {
    const copies = this.following.every === 0 ? [] : this.followers
    return Object.fromEntries([
      ...this.networks.map(({ parameters }, k) => [`parameters${k}`, parameters]),
      ...copies.map(({ parameters }, k) => [`follower${k}`, parameters]),
    ]) as Archive
  }

  changed(): void {
    for (const network of [...this.networks, ...this.followers]) network.changed()
  }

  dispose(): void {
    for (const network of [...this.networks, ...this.followers]) network.dispose()
  }
}

/** Errors: GauntletError where the recipe has no such critic, which is a mistake of its. */
export function qCriticOf({ critic }: Built): QCritic {
  const found = critic.find((each) => each instanceof QCritic)
  if (found === undefined) throw new GauntletError('composition', 'the recipe has no critic of what is done')
  return found
}

/** θ̄ ← rate θ + (1 - rate) θ̄ */
export function moveTowards(follower: Network, leader: Float32Array, rate: number): void {
  const { parameters } = follower
  for (let i = 0; i < parameters.length; i++) parameters[i] = rate * leader[i] + (1 - rate) * parameters[i]
  follower.changed()
}
