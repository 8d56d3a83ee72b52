/** The shared rule where actions are choices: `DiscreteRule`. */
import type { ActionArray, Stream } from '@gauntlet/core'
import type { DecisionRule, Seen } from './decision-rule.ts'
import type { KernelGrid } from './kernel-grid.ts'
import { positiveWeight } from './positive-weight.ts'

/**
 * A mixture of distributions over n choices, one for each centre. xi [centres, n] gives each choice the weight
 * (xi + 1) / 4 + 1e-10, from 1e-10 to 0.5 + 1e-10; a centre's chances are its weights over the sum of those that are legal.
 */
export class DiscreteRule implements DecisionRule {
  readonly size: number
  private readonly kernels: KernelGrid
  private readonly agents: number
  private readonly n: number
  /** [agents, dimensions of an observation + 1]; they draw the centres, then the choices. */
  private readonly uniforms: Float64Array
  /** [centres]: scratch. */
  private readonly weights: Float64Array

  constructor(kernels: KernelGrid, n: number, agents: number) {
    this.kernels = kernels
    this.agents = agents
    this.n = n
    this.size = kernels.size * n
    this.uniforms = new Float64Array(agents * (kernels.dimensions + 1))
    this.weights = new Float64Array(kernels.size)
  }

  act(w: number, xi: ArrayLike<number>, seen: Seen, stream: Stream, actions: ActionArray): void {
    const { kernels, agents, n, uniforms } = this
    const { observations, actionMask } = seen
    const { dimensions } = kernels
    stream.uniforms(uniforms, 0, uniforms.length)
    for (let a = 0; a < agents; a++) {
      const i = w * agents + a
      const u = a * (dimensions + 1)
      const centre = kernels.draw(observations, i * dimensions, uniforms, u)
      actions[i] = this.choose(xi, w * this.size + centre * n, actionMask, i * n, uniforms[u + dimensions])
    }
  }

  /** Writes the chances of all choices, [n], of who observes y [dimensions] from `at` and may do what `mask` [n] from `m` says. */
  chances(
    xi: ArrayLike<number>,
    y: ArrayLike<number>,
    at: number,
    out: Float64Array,
    mask?: Uint8Array,
    m: number = 0,
  ): void {
    const { kernels, n, weights } = this
    kernels.weights(y, at, weights)
    out.fill(0)
    for (let b = 0; b < weights.length; b++) {
      const total = this.sum(xi, b * n, mask, m)
      for (let k = 0; k < n; k++) {
        if (isLegal(mask, m + k)) out[k] += (weights[b] * positiveWeight(xi[b * n + k])) / total
      }
    }
  }

  /** One of the legal choices, drawn by a number in [0, 1). */
  private choose(
    xi: ArrayLike<number>,
    from: number,
    mask: Uint8Array | undefined,
    m: number,
    uniform: number,
  ): number {
    let left = uniform * this.sum(xi, from, mask, m)
    let chosen = 0
    for (let k = 0; k < this.n; k++) {
      if (!isLegal(mask, m + k)) continue
      chosen = k
      left -= positiveWeight(xi[from + k])
      if (left < 0) break
    }
    return chosen
  }

  private sum(xi: ArrayLike<number>, from: number, mask: Uint8Array | undefined, m: number): number {
    let sum = 0
    for (let k = 0; k < this.n; k++) sum += isLegal(mask, m + k) ? positiveWeight(xi[from + k]) : 0
    return sum
  }
}

function isLegal(mask: Uint8Array | undefined, k: number): boolean {
  return mask === undefined || mask[k] === 1
}
