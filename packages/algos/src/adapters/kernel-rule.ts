/** A rule by which all agents act: `KernelRule`, `ruleSize`. */
import {
  type ActionArray,
  type BoxSpace,
  type EnvironmentSpec,
  actionWidth,
  boundAt,
  exp,
  product,
} from '@gauntlet/core'

/** Centres along each number of an observation. */
const CENTRES = 3

/** Numbers of a rule: one for each centre and number of an action. */
export function ruleSize({ observation, action }: EnvironmentSpec): number {
  let centres = 1
  for (let k = 0; k < product(observation.shape); k++) centres *= CENTRES
  return centres * actionWidth(action)
}

/**
 * Who observes y takes the action Σ_b w_b(y) ξ_b, where ξ_b in [-1, 1] lies between the bounds of the action and
 * w_b(y) = k(y_b, y) / Σ_c k(y_c, y), k(z, y) = exp(-|z - y|² / (2 σ²)). The centres y_b are the middles of equal cells of the
 * observations' bounds, three along each number, and σ is half the side of a cell.
 *
 * Shapes: ξ [centres, action width], the last number of an observation running fastest.
 * Source: Cui et al. 2024, arXiv 2307.06175, section 4, the mean of its rule.
 */
export class KernelRule {
  private readonly observed: number
  private readonly width: number
  /** [CENTRES]; the same along every number */
  private readonly axis: Float64Array
  private readonly deviation: number
  /** [centres] */
  private readonly weights: Float64Array
  private readonly low: Float64Array
  private readonly high: Float64Array

  constructor(spec: EnvironmentSpec) {
    const { shape, low, high } = spec.observation
    const space = spec.action as BoxSpace
    const side = (high - low) / CENTRES
    this.observed = product(shape)
    this.width = actionWidth(space)
    this.axis = Float64Array.from({ length: CENTRES }, (_, j) => low + (j + 0.5) * side)
    this.deviation = side / 2
    this.weights = new Float64Array(ruleSize(spec) / this.width)
    this.low = Float64Array.from({ length: this.width }, (_, k) => boundAt(space.low, k))
    this.high = Float64Array.from({ length: this.width }, (_, k) => boundAt(space.high, k))
  }

  /** What row `i` does by rule `w` of `rules`: writes its action. */
  act(rules: ActionArray, w: number, observations: Float32Array, i: number, actions: ActionArray): void {
    const { weights, width, low, high } = this
    const total = this.weigh(observations, i * this.observed)
    const from = w * weights.length * width
    for (let k = 0; k < width; k++) {
      let sum = 0
      for (let b = 0; b < weights.length; b++) sum += weights[b] * rules[from + b * width + k]
      const place = (sum / total + 1) / 2
      const value = low[k] + (high[k] - low[k]) * place
      actions[i * width + k] = Math.min(high[k], Math.max(low[k], value))
    }
  }

  /** Writes the weights of all centres at what is observed from `at`, relative to the nearest centre's; their sum. */
  private weigh(observations: Float32Array, at: number): number {
    const { weights, axis, observed, deviation } = this
    let nearest = Infinity
    for (let b = 0; b < weights.length; b++) {
      let rest = b
      let distance = 0
      for (let k = observed - 1; k >= 0; k--) {
        const off = (observations[at + k] - axis[rest % CENTRES]) / deviation
        distance += off * off
        rest = Math.floor(rest / CENTRES)
      }
      weights[b] = distance
      nearest = Math.min(nearest, distance)
    }
    let total = 0
    for (let b = 0; b < weights.length; b++) {
      weights[b] = exp((nearest - weights[b]) / 2)
      total += weights[b]
    }
    return total
  }
}
