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
import { type Column, copyRow, copyRows, packRow, unpackRows } from './store.ts'

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
  /** [rows, maskWidth]: 1 where a choice is legal; packed, in bits of [rows, ⌈maskWidth / 8⌉] */
  readonly masks: Uint8Array
  readonly nextMasks: Uint8Array
  /** [rows]: R and Γ */
  readonly rewards: Float64Array
  readonly discounts: Float64Array
  private readonly packed: boolean
  private readonly choices: number
  /** All but the masks. */
  private readonly columns: readonly Column[]
  private readonly widths: readonly number[]

  /** Many rows are better kept `packed`. */
  constructor(
    { observationWidth, action, maskWidth: choices }: TransitionShape,
    rows: number,
    packed: boolean = false,
  ) {
    const bytes = packed ? Math.ceil(choices / 8) : choices
    this.rows = rows
    this.packed = packed
    this.choices = choices
    this.observations = new Float32Array(rows * observationWidth)
    this.nextObservations = new Float32Array(rows * observationWidth)
    this.actions = allocateActions(action, rows)
    this.actionWidth = this.actions.length / rows
    this.masks = new Uint8Array(rows * bytes)
    this.nextMasks = new Uint8Array(rows * bytes)
    this.rewards = new Float64Array(rows)
    this.discounts = new Float64Array(rows)
    const { observations, nextObservations, actions, rewards, discounts } = this
    this.columns = [observations, nextObservations, actions, rewards, discounts]
    this.widths = this.columns.map((column) => column.length / rows)
  }

  /** Row `i` of others of the same shape, which are not packed, as row `j`. */
  copy(from: Transitions, i: number, j: number): void {
    const { columns, widths } = this
    for (let c = 0; c < columns.length; c++) copyRow(from.columns[c], i, columns[c], j, widths[c])
    this.putMasks(from.masks, i, this.masks, j)
    this.putMasks(from.nextMasks, i, this.nextMasks, j)
  }

  /** What follows row `j`: row `i` of others, with their masks where there are any. */
  follow(observations: Float32Array, masks: Uint8Array | undefined, i: number, j: number): void {
    copyRow(observations, i, this.nextObservations, j, this.nextObservations.length / this.rows)
    if (masks !== undefined) this.putMasks(masks, i, this.nextMasks, j)
  }

  private putMasks(from: Uint8Array, i: number, to: Uint8Array, j: number): void {
    if (this.packed) packRow(from, i, to, j, this.choices)
    else copyRow(from, i, to, j, this.choices)
  }

  /** The rows at `places` of others of the same shape, one after the other; these are not packed. */
  gather(from: Transitions, places: Int32Array): void {
    const { columns, widths, choices } = this
    for (let c = 0; c < columns.length; c++) copyRows(from.columns[c], places, columns[c], widths[c])
    const takeMasks = from.packed ? unpackRows : copyRows
    takeMasks(from.masks, places, this.masks, choices)
    takeMasks(from.nextMasks, places, this.nextMasks, choices)
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
