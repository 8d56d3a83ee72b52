/** Q of an observation and an action in a box: `PairQ`, `pairCriticOf`. */
import { GauntletError, exp, log } from '@gauntlet/core'
import type { UnitBox } from '../heads/unit-box.ts'
import type { Network } from '../networks/network.ts'
import type { Built } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { type Candidates, type Following, QCritic, type Side } from './q.ts'

/** A network sees the observation and then the units of the action, and puts out one number. */
export class PairQ extends QCritic {
  private readonly box: UnitBox
  private readonly observed: number

  constructor(
    box: UnitBox,
    observed: number,
    count: number,
    make: (k: number) => Network,
    following: Following,
  ) {
    super(count, make, following)
    this.box = box
    this.observed = observed
  }

  /** Observations with units beside them. Shape: [rows, observed + box.width]. */
  join(observations: Float32Array, units: Float32Array, rows: number): Float32Array {
    const joined = new Float32Array(rows * (this.observed + this.box.width))
    this.write(observations, units, 1, joined)
    return joined
  }

  /** Fills `joined` with each observation beside as many units of its own as `count` says, one after the other. */
  private write(observations: Float32Array, units: Float32Array, count: number, joined: Float32Array): void {
    const { observed } = this
    const { width } = this.box
    for (let j = 0; j < units.length / width; j++) {
      const from = j * (observed + width)
      const i = Math.floor(j / count)
      for (let k = 0; k < observed; k++) joined[from + k] = observations[i * observed + k]
      for (let k = 0; k < width; k++) joined[from + observed + k] = units[j * width + k]
    }
  }

  /** Q of network `k`. Shapes: `joined` as `join` gives it, the values [rows]. */
  values(k: number, side: Side, joined: Float32Array, rows: number): Float32Array {
    return this.predict(k, side, joined, rows)
  }

  /** Q of network `k` that learns, kept for `backward`. */
  forward(k: number, joined: Float32Array, rows: number): Float32Array {
    return this.networks[k].forward(joined, rows)
  }

  /**
   * Adds to `byUnits` [rows, box.width] the gradient with respect to the units of the last `forward` of network `k`, from that with
   * respect to its values [rows]. The network's own gradient is spoilt.
   */
  backward(k: number, byValues: Float32Array, byUnits: Float32Array): void {
    const { observed } = this
    const { width } = this.box
    const byInputs = new Float32Array(byValues.length * (observed + width))
    this.networks[k].backward(byValues, byInputs)
    for (let i = 0; i < byValues.length; i++) {
      for (let a = 0; a < width; a++)
        byUnits[i * width + a] += byInputs[i * (observed + width) + observed + a]
    }
  }

  protected inputs(batch: TransitionBatch, candidates?: Candidates): Float32Array {
    const { observations, actions, rows } = batch
    const { width } = this.box
    const units = Float32Array.from({ length: rows * width }, (_, j) => this.box.unit(j % width, actions[j]))
    const joined = this.join(observations, units, rows)
    if (candidates === undefined) return joined
    const { count } = candidates
    const whole = new Float32Array(joined.length * (1 + count))
    whole.set(joined)
    this.write(observations, candidates.units, count, whole.subarray(joined.length))
    return whole
  }

  /**
   * The conservative penalty of row `i`: log Σ_c exp(Q(s, a_c) - log p(a_c)) - Q(s, a_i) over its candidates a_c, which p drew: an
   * estimate, but for a constant, of log ∫ exp Q(s, a) da - Q(s, a_i).
   * Source: Kumar et al. 2020 (CQL), equation 4, CQL(H); the estimate as in CORL’s `cql.py`.
   */
  protected override penalise(
    outputs: Float32Array,
    { rows }: TransitionBatch,
    i: number,
    scale: number,
    gradient: Float32Array,
    candidates: Candidates,
  ): number {
    const { count, logDensities } = candidates
    const from = rows + i * count
    const weighed = Float64Array.from(
      { length: count },
      (_, c) => outputs[from + c] - logDensities[i * count + c],
    )
    const most = Math.max(...weighed)
    const shares = weighed.map((value) => exp(value - most))
    const sum = shares.reduce((total, share) => total + share, 0)
    shares.forEach((share, c) => void (gradient[from + c] = (scale * share) / sum))
    gradient[i] -= scale
    return most + log(sum) - outputs[i]
  }

  protected taken(outputs: Float32Array, _batch: TransitionBatch, i: number): number {
    return outputs[i]
  }

  protected spread(slope: number, _batch: TransitionBatch, i: number, gradient: Float32Array): void {
    gradient[i] = slope
  }
}

/** Errors: GauntletError where the recipe has no such critic, which is a mistake of its. */
export function pairCriticOf({ critic }: Built): PairQ {
  const found = critic.find((each) => each instanceof PairQ)
  if (found === undefined)
    throw new GauntletError('composition', 'the recipe has no critic that values actions in a box')
  return found
}
