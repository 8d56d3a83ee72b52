/** Networks without a memory, of the kind that is chosen: `feedForward`; the field `networkField`. */
import { type ArraySpec, type ChoiceField, ParameterError, type Seed, choice, product } from '@gauntlet/core'
import { HEADS, TokenLayers } from '../dense/token-layers.ts'
import { LayeredNetwork } from './layered-network.ts'
import type { Network, NetworkBackend } from './network.ts'

export type NetworkKind = 'mlp' | 'set-attention'

export interface FeedForwardShape {
  readonly network: NetworkKind
  /** Of attention: a layer for each, all as wide. */
  readonly hidden: readonly number[]
  /** Of a perceptron; the layers of attention have ReLU. */
  readonly activation: 'tanh' | 'relu'
}

/** An MLP runs on the backend, set attention on our own kernel whatever the backend. */
export function networkField(): ChoiceField<NetworkKind> {
  return choice({
    options: ['mlp', 'set-attention'],
    default: 'mlp',
    description:
      'A perceptron on all that is observed, or attention over its tokens, whose layers `hidden` says: all as wide, a multiple of 4',
  })
}

/**
 * A network on an observation: an MLP orthogonal, attention as PyTorch's layers begin.
 * Errors: ParameterError where layers of attention differ in width, GauntletError where the observation has no tokens.
 */
export function feedForward(
  { network, hidden, activation }: FeedForwardShape,
  { shape, layout }: ArraySpec,
  outputs: number,
  outputGain: number,
  backend: NetworkBackend,
  seed: Seed,
): Network {
  if (network === 'mlp') {
    const inputs = product(shape)
    const architecture = {
      inputs,
      hidden,
      outputs,
      activation,
      initialisation: 'orthogonal',
      outputGain,
    } as const
    return backend.mlp(architecture, seed.stream())
  }
  const [width = 0] = hidden
  if (width === 0 || width % HEADS !== 0 || hidden.some((units) => units !== width)) {
    const allowed = `layers of attention that are all as wide, a multiple of ${HEADS}, such as [64, 64]`
    throw new ParameterError('hidden', hidden, allowed)
  }
  const attention = { layout, width, layers: hidden.length, outputs, outputGain }
  return new LayeredNetwork((arena) => new TokenLayers(attention, arena, seed.stream()))
}
