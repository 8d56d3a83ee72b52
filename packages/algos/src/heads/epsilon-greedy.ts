/** Choices by their Q-values: `EpsilonGreedyHead`. */
import { type ActionArray, type Stream, log } from '@gauntlet/core'
import { anyLegal, greatest } from './categorical.ts'
import type { Head } from './head.ts'

/**
 * The network's outputs are Q-values: the greatest that is legal is chosen, or, where it is drawn, with probability ε any legal one.
 * Probabilities are steps of the outputs, and so have the derivative 0.
 */
export class EpsilonGreedyHead implements Head {
  readonly width: number
  readonly actionWidth = 1
  readonly free = undefined
  readonly entropy = 0
  epsilon = 1
  private readonly epsilonAt: (progress: number) => number

  /** `epsilonAt` gives ε after a share of the budget. */
  constructor(choices: number, epsilonAt: (progress: number) => number) {
    this.width = choices
    this.epsilonAt = epsilonAt
  }

  advance(progress: number): Readonly<Record<string, number>> {
    this.epsilon = this.epsilonAt(progress)
    return { exploration: this.epsilon }
  }

  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number {
    const { width, epsilon } = this
    const explores = stream.uniform() < epsilon
    actions[i] = explores
      ? anyLegal(mask, i * width, width, stream)
      : greatest(outputs, mask, i * width, width)
    return this.score(outputs, mask, i, actions)
  }

  mode(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): void {
    actions[i] = greatest(outputs, mask, i * this.width, this.width)
  }

  score(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): number {
    const { width, epsilon } = this
    let legal = 0
    for (let k = 0; k < width; k++) legal += mask === undefined ? 1 : mask[i * width + k]
    const greedy = actions[i] === greatest(outputs, mask, i * width, width)
    return log(epsilon / legal + (greedy ? 1 - epsilon : 0))
  }

  backward(
    _outputs: Float32Array,
    _mask: Uint8Array | undefined,
    i: number,
    _actions: ActionArray,
    _byLogProbability: number,
    _byEntropy: number,
    gradient: Float32Array,
  ): void {
    gradient.fill(0, i * this.width, (i + 1) * this.width)
  }
}
