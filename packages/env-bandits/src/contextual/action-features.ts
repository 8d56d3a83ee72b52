/** How policies read contexts: `CONTEXTUAL`, `ACTION_FEATURES`, `CONTEXT`, `ActionFeatures`. */
import { GauntletError, type Requirement, type View, product } from '@gauntlet/core'

/** What contextual policies ask of a spec: one learner that picks one of K actions in every step, and is paid for that one. */
export const CONTEXTUAL: Requirement = {
  agents: 'one',
  sides: 1,
  actions: ['discrete'],
  protocol: 'online',
  objectives: 1,
  delayed: false,
}

/** The block [K, d] along nodes that holds a row of features for every action. */
export const ACTION_FEATURES = 'action features'

/** The flat block [d] that all actions share. */
export const CONTEXT = 'context'

/**
 * The features of every action in every world, wherever the observation keeps them.
 *
 * Convention: an action's features are its row of the block named `action features`, of shape [K, d]; where there is none,
 * those of the block named `context`, of shape [d], which all actions share; where there is neither, the constant 1, so that
 * a bandit without contexts is one whose context never changes. No constant is added to what is shown.
 * Symbols: K actions; d features.
 */
export class ActionFeatures {
  readonly actions: number
  readonly width: number
  /** Whether actions have rows of their own. */
  readonly ownRows: boolean
  /** The observations themselves, or the constant. */
  readonly values: Float32Array
  private readonly mask: Uint8Array | undefined
  private readonly first: number
  private readonly worldStride: number
  private readonly actionStride: number

  /** Errors: GauntletError where actions are neither discrete nor combinatorial, or rows are not one for each action. */
  constructor({ spec, observations, actionMask }: View) {
    const { action, observation } = spec
    if (action.kind !== 'discrete' && action.kind !== 'combinatorial')
      throw new GauntletError('actions', `got ${action.kind} actions, expected discrete ones or subsets`)
    this.actions = action.kind === 'discrete' ? action.n : action.elements
    const rows = observation.layout.find(({ name }) => name === ACTION_FEATURES)
    const shared = observation.layout.find(({ name }) => name === CONTEXT)
    const block = rows ?? shared
    if (rows !== undefined && (rows.shape.length !== 2 || rows.shape[0] !== this.actions)) {
      throw new GauntletError(
        'layout',
        `block ${ACTION_FEATURES}: got shape [${rows.shape}], expected ${this.actions} rows, one for each action`,
      )
    }
    this.ownRows = rows !== undefined
    this.values = block === undefined ? Float32Array.of(1) : observations
    this.mask = actionMask
    this.first = block?.offset ?? 0
    this.worldStride = block === undefined ? 0 : product(observation.shape)
    this.width = block === undefined ? 1 : this.ownRows ? block.shape[1] : product(block.shape)
    this.actionStride = this.ownRows ? this.width : 0
  }

  /** Where the features of action `a` of world `w` begin in `values`. */
  at(w: number, a: number): number {
    return this.first + w * this.worldStride + a * this.actionStride
  }

  legal(w: number, a: number): boolean {
    return this.mask === undefined || this.mask[w * this.actions + a] === 1
  }
}
