/** Transitions that were recorded before: `DatasetStore`. */
import {
  type DatasetColumns,
  type DatasetFace,
  type EnvironmentSpec,
  GauntletError,
  type OptionalColumn,
  type Stream,
} from '@gauntlet/core'
import type { Archive } from '../archive.ts'
import { type Store, drawPlaces } from './store.ts'
import { TransitionBatch, type TransitionShape, Transitions, transitionShape } from './transitions.ts'

/**
 * The first rows of a dataset, drawn evenly. They are read once, so that a face that plays its rows anew does not cost more.
 * Where the dataset keeps no masks every choice counts as legal.
 */
export class DatasetStore implements Store<TransitionBatch> {
  readonly length: number
  readonly transitions: Transitions
  /** [length]: with which probability the action was chosen; NaN where it is not known */
  readonly propensities: Float64Array
  private readonly shape: TransitionShape
  private batch: TransitionBatch

  /** At most `limit` rows of `dataset`, which is of an environment with this spec; γ is `discount`. */
  constructor(spec: EnvironmentSpec, dataset: DatasetFace, limit: number, discount: number) {
    const rows = Math.min(limit, dataset.size)
    if (!(rows >= 1)) throw new GauntletError('dataset', `got ${rows} rows, expected at least 1`)
    this.length = rows
    this.shape = transitionShape(spec)
    this.transitions = new Transitions(this.shape, rows)
    this.propensities = new Float64Array(rows)
    this.batch = new TransitionBatch(this.shape, 1)
    this.read(dataset, discount)
  }

  private read(dataset: DatasetFace, discount: number): void {
    const { transitions, propensities, length, shape } = this
    const { observations, actions, nextObservations, masks, nextMasks } = transitions
    const rewards = new Float32Array(length)
    const terminated = new Uint8Array(length)
    const keeps = (name: OptionalColumn): boolean => dataset.keeps?.includes(name) === true
    masks.fill(1)
    nextMasks.fill(1)
    const columns: DatasetColumns = {
      observations,
      actions,
      rewards,
      nextObservations,
      terminated,
      propensities,
      ...(shape.maskWidth > 0 && keeps('masks') && { masks }),
      ...(shape.maskWidth > 0 && keeps('nextMasks') && { nextMasks }),
    }
    dataset.read(0, length, columns)
    transitions.rewards.set(rewards)
    for (let i = 0; i < length; i++) transitions.discounts[i] = terminated[i] === 1 ? 0 : discount
  }

  sample(size: number, stream: Stream): TransitionBatch {
    if (this.batch.rows !== size) this.batch = new TransitionBatch(this.shape, size)
    drawPlaces(this.batch.places, this.length, stream)
    this.batch.gather(this.transitions, this.batch.places)
    return this.batch
  }

  /** Nothing: what was recorded is there to be read again. */
  get state(): Archive {
    return {}
  }
}
