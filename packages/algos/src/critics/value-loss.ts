/** How wrong a value is: `ValueLoss`, `squaredError`, `wholeSquaredError`, `huber`, `clippedSquaredError`. */

/** Writes the loss of a value and its derivative by the value to `out`. */
export type ValueLoss = (value: number, oldValue: number, target: number, out: Float64Array) => void

/** ½ (v - target)² */
export const squaredError: ValueLoss = (value, _old, target, out) => {
  const error = value - target
  out[0] = 0.5 * error * error
  out[1] = error
}

/** (v - target)² */
export const wholeSquaredError: ValueLoss = (value, _old, target, out) => {
  const error = value - target
  out[0] = error * error
  out[1] = 2 * error
}

/** Huber's: ½ (v - target)² up to errors of ±1, with slopes of ±1 beyond. */
export const huber: ValueLoss = (value, _old, target, out) => {
  const error = value - target
  const size = Math.abs(error)
  out[0] = size < 1 ? 0.5 * error * error : size - 0.5
  out[1] = Math.max(-1, Math.min(1, error))
}

/**
 * ½ max((v - target)², (v_clipped - target)²), where v_clipped is at most ε from the old value.
 * Source: Huang et al. 2022, detail 9.
 */
export function clippedSquaredError(epsilon: number): ValueLoss {
  return (value, oldValue, target, out) => {
    const error = value - target
    const clipped = oldValue + Math.min(Math.max(value - oldValue, -epsilon), epsilon)
    const clippedError = clipped - target
    if (error * error >= clippedError * clippedError) {
      out[0] = 0.5 * error * error
      out[1] = error
    } else {
      out[0] = 0.5 * clippedError * clippedError
      out[1] = 0
    }
  }
}
