/** Columns of transitions: `Transitions`; their widths: `TransitionShape`, `transitionShape`; a drawn part: `TransitionBatch`. */
import {
  type ActionArray,
  type ActionSpace,
  type EnvironmentSpec,
  allocateActions,
  maskWidth,
  product,
} from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { type Column, copyRow, copyRows } from './store.ts'

/** Numbers that make up a transition's parts. */
export interface TransitionShape {
  readonly observationWidth: number
  readonly action: ActionSpace
  /** Choices over all factors; 0 where nothing is masked. */
  readonly maskWidth: number
}

export function transitionShape({ observation, action, masked }: EnvironmentSpec): TransitionShape {
  return {
    observationWidth: product(observation.shape),
    action,
    maskWidth: masked ? maskWidth(action) : 0,
  }
}

/**
 * Rows (s, a, R, Γ, s'), with the masks at s and s': what is learnt of the value at s is R + Γ V(s'). Over n steps
 * R = Σ_k<n γᵏ r_k and Γ = γⁿ; Γ is 0 where s' ended the episode by itself, not where it was cut off.
 */
export class Transitions {
  readonly rows: number
  /** [rows, observationWidth] */
  readonly observations: Float32Array
  readonly nextObservations: Float32Array
  /** [rows, actionWidth] */
  readonly actions: ActionArray
  readonly actionWidth: number
  /** [rows, maskWidth]: 1 where a choice is legal */
  readonly masks: Uint8Array
  readonly nextMasks: Uint8Array
  /** [rows]: R and Γ */
  readonly rewards: Float64Array
  readonly discounts: Float64Array
  private readonly columns: readonly Column[]
  private readonly widths: readonly number[]

  constructor({ observationWidth, action, maskWidth: choices }: TransitionShape, rows: number) {
    this.rows = rows
    this.observations = new Float32Array(rows * observationWidth)
    this.nextObservations = new Float32Array(rows * observationWidth)
    this.actions = allocateActions(action, rows)
    this.actionWidth = this.actions.length / rows
    this.masks = new Uint8Array(rows * choices)
    this.nextMasks = new Uint8Array(rows * choices)
    this.rewards = new Float64Array(rows)
    this.discounts = new Float64Array(rows)
    const { observations, nextObservations, actions, masks, nextMasks, rewards, discounts } = this
    this.columns = [observations, nextObservations, actions, masks, nextMasks, rewards, discounts]
    this.widths = this.columns.map((column) => column.length / rows)
  }

  /** Row `i` of others of the same shape as row `j`. */
  copy(from: Transitions, i: number, j: number): void {
    const { columns, widths } = this
    for (let c = 0; c < columns.length; c++) copyRow(from.columns[c], i, columns[c], j, widths[c])
  }

  /** The rows at `places` of others of the same shape, one after the other. */
  gather(from: Transitions, places: Int32Array): void {
    const { columns, widths } = this
    for (let c = 0; c < columns.length; c++) copyRows(from.columns[c], places, columns[c], widths[c])
  }

  /** All of it, for checkpoints. */
  get state(): Archive {
    const { observations, nextObservations, actions, masks, nextMasks, rewards, discounts } = this
    return { observations, nextObservations, actions, masks, nextMasks, rewards, discounts }
  }
}

/** Rows drawn from others. */
export class TransitionBatch extends Transitions {
  /** [rows]: which of the store's they are */
  readonly places: Int32Array
  /** [rows]: by how much each counts; 1 unless the store prefers some */
  readonly weights: Float64Array

  constructor(shape: TransitionShape, rows: number) {
    super(shape, rows)
    this.places = new Int32Array(rows)
    this.weights = new Float64Array(rows).fill(1)
  }
}
