/** Log-probabilities of all choices at once: `logSoftmax`. */
import { exp, log } from '@gauntlet/core'

/** log softmax over the legal choices of every row, -∞ elsewhere. Shapes: all [rows, choices]. */
export function logSoftmax(
  logits: Float32Array,
  masks: Uint8Array | undefined,
  choices: number,
): Float64Array {
  const out = new Float64Array(logits.length).fill(-Infinity)
  for (let from = 0; from < logits.length; from += choices) {
    let top = -Infinity
    for (let k = from; k < from + choices; k++) {
      if (masks?.[k] !== 0 && logits[k] > top) top = logits[k]
    }
    let sum = 0
    for (let k = from; k < from + choices; k++) if (masks?.[k] !== 0) sum += exp(logits[k] - top)
    const logSum = log(sum)
    for (let k = from; k < from + choices; k++) if (masks?.[k] !== 0) out[k] = logits[k] - top - logSum
  }
  return out
}
