/** One choice, or several: `categoricalHead`. */
import { type ActionArray, type Stream, exp, log } from '@gauntlet/core'
import type { Head } from './head.ts'

/**
 * A categorical distribution for each factor, by the softmax of its logits over what the mask leaves.
 *
 * p_k = e^{z_k} / Σ_j e^{z_j}, over legal j; log-probabilities and entropies of factors add up. Where the legal choices of
 * a factor depend on those before it, the mask must be the one under which it was chosen, and the entropy is that of
 * each factor given the choices before it.
 * Source: masks before the softmax as in Huang and Ontañón 2022, section 3.
 */
export function categoricalHead(counts: readonly number[]): Head {
  return new CategoricalHead(counts)
}

class CategoricalHead implements Head {
  readonly width: number
  readonly actionWidth: number
  readonly free = undefined
  entropy = 0
  private readonly counts: readonly number[]
  /** Where each factor's logits begin in a row. */
  private readonly offsets: readonly number[]
  /** Probabilities and log-probabilities of the row in hand. */
  private readonly p: Float64Array
  private readonly logP: Float64Array

  constructor(counts: readonly number[]) {
    this.counts = counts
    this.width = counts.reduce((sum, n) => sum + n, 0)
    this.offsets = counts.map((_, f) => counts.slice(0, f).reduce((sum, n) => sum + n, 0))
    this.actionWidth = counts.length
    this.p = new Float64Array(this.width)
    this.logP = new Float64Array(this.width)
  }

  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    this.softmax(outputs, mask, i)
    const { counts, p, logP, actionWidth } = this
    let logProbability = 0
    let from = 0
    for (let f = 0; f < counts.length; f++) {
      const k = draw(p, from, counts[f], stream.uniform())
      actions[i * actionWidth + f] = k
      logProbability += logP[from + k]
      from += counts[f]
    }
    return logProbability
  }

  mode(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): void {
    const { counts, width, actionWidth } = this
    let from = i * width
    for (let f = 0; f < counts.length; f++) {
      actions[i * actionWidth + f] = greatest(outputs, mask, from, counts[f])
      from += counts[f]
    }
  }

  score(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): number {
    this.softmax(outputs, mask, i)
    const { counts, logP, actionWidth } = this
    let logProbability = 0
    let from = 0
    for (let f = 0; f < counts.length; f++) {
      logProbability += logP[from + actions[i * actionWidth + f]]
      from += counts[f]
    }
    return logProbability
  }

  backward(
    _outputs: Float32Array,
    _mask: Uint8Array | undefined,
    i: number,
    actions: ActionArray,
    byLogProbability: number,
    byEntropy: number,
    gradient: Float32Array,
  ): void {
    const { counts, p, logP, width, actionWidth } = this
    let from = 0
    for (let f = 0; f < counts.length; f++) {
      const n = counts[f]
      const taken = from + actions[i * actionWidth + f]
      let entropy = 0
      for (let k = from; k < from + n; k++) if (p[k] > 0) entropy -= p[k] * logP[k]
      for (let k = from; k < from + n; k++) {
        // ∂ log p_a / ∂z_k = 1[k = a] - p_k, ∂H / ∂z_k = -p_k (log p_k + H)
        const byLogit = (k === taken ? 1 : 0) - p[k]
        const slope = p[k] > 0 ? -p[k] * (logP[k] + entropy) : 0
        gradient[i * width + k] = byLogProbability * byLogit + byEntropy * slope
      }
      from += n
    }
  }

  sampleFactor(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    f: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    const from = this.offsets[f]
    this.normalise(outputs, mask, i * this.width, from, from + this.counts[f])
    const k = draw(this.p, from, this.counts[f], stream.uniform())
    actions[i * this.actionWidth + f] = k
    return this.logP[from + k]
  }

  modeFactor(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    f: number,
    actions: ActionArray,
  ): void {
    const from = i * this.width + this.offsets[f]
    actions[i * this.actionWidth + f] = greatest(outputs, mask, from, this.counts[f])
  }

  /** Probabilities of every factor of row `i`; 0, with log-probability -∞, where the mask forbids. */
  private softmax(outputs: Float32Array, mask: Uint8Array | undefined, i: number): void {
    const { counts, offsets, width } = this
    this.entropy = 0
    for (let f = 0; f < counts.length; f++) {
      this.normalise(outputs, mask, i * width, offsets[f], offsets[f] + counts[f])
    }
  }

  /** Of the factor whose logits stand at `from … to - 1` of the row that begins at `row`; its entropy is added up. */
  private normalise(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    row: number,
    from: number,
    to: number,
  ): void {
    const { p, logP } = this
    let top = -Infinity
    for (let k = from; k < to; k++) {
      if ((mask === undefined || mask[row + k] === 1) && outputs[row + k] > top) top = outputs[row + k]
    }
    let sum = 0
    for (let k = from; k < to; k++) {
      const legal = mask === undefined || mask[row + k] === 1
      logP[k] = legal ? outputs[row + k] - top : -Infinity
      p[k] = legal ? exp(logP[k]) : 0
      sum += p[k]
    }
    const logSum = log(sum)
    for (let k = from; k < to; k++) {
      p[k] /= sum
      logP[k] -= logSum
      if (p[k] > 0) this.entropy -= p[k] * logP[k]
    }
  }
}

/** The choice in whose share of [0, 1) `u` falls; never one of probability 0. */
function draw(p: Float64Array, from: number, n: number, u: number): number {
  let left = u
  let last = 0
  for (let k = 0; k < n; k++) {
    if (p[from + k] === 0) continue
    last = k
    left -= p[from + k]
    if (left < 0) return k
  }
  return last
}

/** Any of the `n` choices that the mask leaves. */
export function anyLegal(mask: Uint8Array | undefined, from: number, n: number, stream: Stream): number {
  if (mask === undefined) return stream.integer(n)
  let legal = 0
  for (let k = 0; k < n; k++) legal += mask[from + k]
  let skip = stream.integer(legal)
  for (let k = 0; k < n; k++) if (mask[from + k] === 1 && skip-- === 0) return k
  return 0
}

/** The legal choice with the greatest value; the first of several. */
export function greatest(
  values: Float32Array,
  mask: Uint8Array | undefined,
  from: number,
  n: number,
): number {
  let best = -1
  for (let k = 0; k < n; k++) {
    if (mask !== undefined && mask[from + k] === 0) continue
    if (best < 0 || values[from + k] > values[from + best]) best = k
  }
  return Math.max(best, 0)
}
