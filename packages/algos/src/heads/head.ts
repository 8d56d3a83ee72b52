/** From a network's outputs to actions: `Head`, `headFor`. */
import { type ActionArray, type ActionSpace, GauntletError, type Stream } from '@gauntlet/core'
import type { Trainable } from '../optimisers/optimiser.ts'
import { categoricalHead } from './categorical.ts'
import { gaussianHead } from './gaussian.ts'

/**
 * A distribution over actions for every row of a network's outputs.
 *
 * Row `i` reads `outputs` from `i · width`, `mask` (where there is one) likewise, and `actions` from
 * `i · actionWidth`. Probabilities, entropies and gradients are in float64, by core's own functions.
 */
export interface Head {
  readonly width: number
  readonly actionWidth: number
  /** Parameters beside the network's outputs, such as a standard deviation. */
  readonly free: Trainable | undefined
  /** Draws an action; its log-probability. */
  sample(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    stream: Stream,
    actions: ActionArray,
  ): number
  /** The greedy action: the most probable one, or of a box the mean of what is played. */
  mode(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): void
  /** Likewise of factor `f` alone, for actions whose later factors depend on earlier ones. */
  sampleFactor?(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    f: number,
    stream: Stream,
    actions: ActionArray,
  ): number
  modeFactor?(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    f: number,
    actions: ActionArray,
  ): void
  /** Moves what was drawn into the space's bounds, where it has any. */
  bound?(actions: ActionArray): void
  /** Explores as is due after a share of the budget, where that changes; numbers worth logging, by name. */
  advance?(progress: number): Readonly<Record<string, number>>
  /** The log-probability of an action, and the entropy in `entropy`, of this row. */
  score(outputs: Float32Array, mask: Uint8Array | undefined, i: number, actions: ActionArray): number
  /** Of the row last scored or sampled; nats. */
  entropy: number
  /**
   * The gradient with respect to row `i` of the outputs, where a loss has the given derivatives with respect to the
   * row's log-probability and entropy; that of `free` is added up. The row must be the one last scored.
   */
  backward(
    outputs: Float32Array,
    mask: Uint8Array | undefined,
    i: number,
    actions: ActionArray,
    byLogProbability: number,
    byEntropy: number,
    gradient: Float32Array,
  ): void
}

/** The head for a space. Errors: GauntletError where there is none. */
export function headFor(space: ActionSpace): Head {
  switch (space.kind) {
    case 'discrete':
      return categoricalHead([space.n])
    case 'multi-discrete':
      return categoricalHead(space.counts)
    case 'box':
      return gaussianHead(space)
    case 'combinatorial':
      throw new GauntletError('action', 'no distribution over subsets; use an adapter that scores elements')
  }
}
