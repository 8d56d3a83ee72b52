/** Q of every choice at once: `ChoiceQ`, `choiceCriticOf`. */
import { GauntletError, exp } from '@gauntlet/core'
import { logSoftmax } from '../heads/log-softmax.ts'
import { withIdentities } from '../identities.ts'
import type { Network } from '../networks/network.ts'
import type { Built } from '../recipe/part.ts'
import type { TransitionBatch } from '../stores/transitions.ts'
import { type Following, QCritic, type Side } from './q.ts'

/**
 * A network puts out Q of every choice, or, where it duels, the advantages A of every choice and then the value V:
 * Q_k = V + A_k - mean of A over the legal choices.
 *
 * Source: Mnih et al. 2015; Wang et al. 2016 (dueling), equation 9. Differs: V and A part in the last layer, not before; what is
 * illegal does not enter the mean.
 */
export class ChoiceQ extends QCritic {
  readonly choices: number
  private readonly duels: boolean
  /** Agents that are told apart by a one-hot vector after the observation; 0 where they are not. */
  private readonly identities: number

  /** With `identities`, rows are those of all agents of a team, one team after the other. */
  constructor(
    choices: number,
    duels: boolean,
    count: number,
    make: (k: number) => Network,
    following: Following,
    identities: number = 0,
  ) {
    super(count, make, following)
    this.choices = choices
    this.duels = duels
    this.identities = identities
  }

  /** Q of network `k`. Shape: [rows, choices]; what is illegal has a value too, which means nothing. */
  values(
    k: number,
    side: Side,
    observations: Float32Array,
    masks: Uint8Array | undefined,
    rows: number,
  ): Float32Array {
    const outputs = this.predict(k, side, this.seen(observations, rows), rows)
    if (!this.duels) return outputs
    const { choices } = this
    const values = new Float32Array(rows * choices)
    for (let i = 0; i < rows; i++) {
      const from = i * (choices + 1)
      const offset = outputs[from + choices] - this.meanAdvantage(outputs, masks, i)
      for (let a = 0; a < choices; a++) values[i * choices + a] = outputs[from + a] + offset
    }
    return values
  }

  private meanAdvantage(outputs: Float32Array, masks: Uint8Array | undefined, i: number): number {
    const { choices } = this
    let sum = 0
    for (let a = 0; a < choices; a++) {
      if (masks?.[i * choices + a] !== 0) sum += outputs[i * (choices + 1) + a]
    }
    return sum / this.legal(masks, i)
  }

  private legal(masks: Uint8Array | undefined, i: number): number {
    const { choices } = this
    if (masks === undefined) return choices
    let legal = 0
    for (let a = 0; a < choices; a++) legal += masks[i * choices + a]
    return legal
  }

  /**
   * The conservative penalty of row `i`: log Σ_a exp Q(s, a) - Q(s, a_i) over legal a.
   * Source: Kumar et al. 2020 (CQL), equation 4, CQL(H).
   */
  protected override penalise(
    outputs: Float32Array,
    batch: TransitionBatch,
    i: number,
    scale: number,
    gradient: Float32Array,
  ): number {
    const { choices } = this
    if (this.duels) return super.penalise(outputs, batch, i, scale, gradient, undefined)
    const row = outputs.subarray(i * choices, (i + 1) * choices)
    const masks = masksOf(batch.masks)?.subarray(i * choices, (i + 1) * choices)
    const logProbabilities = logSoftmax(row, masks, choices)
    const taken = batch.actions[i]
    for (let a = 0; a < choices; a++) {
      if (masks?.[a] !== 0) gradient[i * choices + a] += scale * exp(logProbabilities[a])
    }
    gradient[i * choices + taken] -= scale
    // log Σ exp Q - Q(a) is -log of a's share of the softmax.
    return -logProbabilities[taken]
  }

  protected inputs({ observations, rows }: TransitionBatch): Float32Array {
    return this.seen(observations, rows)
  }

  private seen(observations: Float32Array, rows: number): Float32Array {
    const { identities, networks } = this
    const width = networks[0].inputs - identities
    return withIdentities(observations, rows, width, identities, (row) => row % identities)
  }

  protected taken(outputs: Float32Array, batch: TransitionBatch, i: number): number {
    const { choices, duels } = this
    if (!duels) return outputs[i * choices + batch.actions[i]]
    const from = i * (choices + 1)
    const offset = outputs[from + choices] - this.meanAdvantage(outputs, masksOf(batch.masks), i)
    return outputs[from + batch.actions[i]] + offset
  }

  protected spread(slope: number, batch: TransitionBatch, i: number, gradient: Float32Array): void {
    const { choices, duels } = this
    if (!duels) {
      gradient[i * choices + batch.actions[i]] = slope
      return
    }
    const from = i * (choices + 1)
    const masks = masksOf(batch.masks)
    const share = slope / this.legal(masks, i)
    for (let a = 0; a < choices; a++) gradient[from + a] = masks?.[i * choices + a] === 0 ? 0 : -share
    gradient[from + batch.actions[i]] += slope
    gradient[from + choices] = slope
  }
}

/** The masks that a batch keeps, where any choice is masked. */
export function masksOf(masks: Uint8Array): Uint8Array | undefined {
  return masks.length === 0 ? undefined : masks
}

/** Errors: GauntletError where the recipe has no such critic, which is a mistake of its. */
export function choiceCriticOf({ critic }: Built): ChoiceQ {
  const found = critic.find((each) => each instanceof ChoiceQ)
  if (found === undefined)
    throw new GauntletError('composition', 'the recipe has no critic that values every choice')
  return found
}
