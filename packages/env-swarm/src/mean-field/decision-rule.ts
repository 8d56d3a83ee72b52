/** Rules that all agents of a population share: `DecisionRule`, `decisionRule`. */
import { type ActionArray, type ActionSpace, type Buffers, GauntletError, type Stream } from '@gauntlet/core'
import { BoxRule } from './box-rule.ts'
import { DiscreteRule } from './discrete-rule.ts'
import type { KernelGrid } from './kernel-grid.ts'

/**
 * A distribution over actions for every observation y, given by numbers xi in [-1, 1]:
 * Gamma(xi)(. | y) = sum over centres b of w_b(y) p_b(xi), where p_b is a distribution over actions of the centre's own.
 *
 * Source: Cui, Hauck, Fabian and Koeppl 2024, Learning Decentralized Partially Observable Mean Field Control for Artificial
 * Collective Behavior, arXiv 2307.06175.
 */
export interface DecisionRule {
  /** Numbers of xi. */
  readonly size: number
  /**
   * Every agent of world `w` draws its own action. Draws as many numbers whatever the agents see and whoever is there.
   * Shapes: `xi` [batch, size]; `actions` [batch, agents, action width].
   */
  act(w: number, xi: ArrayLike<number>, seen: Seen, stream: Stream, actions: ActionArray): void
}

/** What agents go by. */
export type Seen = Pick<Buffers, 'observations' | 'actionMask'>

/** The rule for actions of a kind. Errors: GauntletError where they are neither discrete nor a bounded box. */
export function decisionRule(kernels: KernelGrid, action: ActionSpace, agents: number): DecisionRule {
  if (action.kind === 'discrete') return new DiscreteRule(kernels, action.n, agents)
  if (action.kind === 'box') return new BoxRule(kernels, action, agents)
  throw new GauntletError('mean-field', `got ${action.kind} actions, expected discrete ones or a box`)
}
