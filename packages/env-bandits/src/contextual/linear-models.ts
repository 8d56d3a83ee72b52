/** The linear models of all actions in all worlds: `LINEAR_MODEL`, `LinearModels`. */
import { type Schema, choice, number } from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'
import type { ActionFeatures } from './action-features.ts'
import { RidgeModels } from './ridge.ts'

/** What every policy with a linear model may be told. */
export interface LinearModel {
  readonly model: 'shared' | 'disjoint'
  readonly regularisation: number
}

export const LINEAR_MODEL: Schema<LinearModel> = {
  model: choice({
    description:
      'shared: one theta for all actions where they have features of their own, else one for each; ' +
      'disjoint: one for each in any case',
    options: ['shared', 'disjoint'],
    default: 'shared',
  }),
  regularisation: number({
    description: 'lambda of ridge regression: the prior counts as so many unit observations of reward 0',
    default: 1,
    minimum: 1e-6,
  }),
}

/** One ridge regression for each world, or for each of its actions. */
export class LinearModels {
  readonly ridge: RidgeModels
  /** [actions]: what `writeIndices` has written */
  readonly indices: Float64Array
  private readonly features: ActionFeatures
  /** The features' values as `look` saw them, where the kernel reads them */
  private readonly seen: Float32Array
  private readonly worldStride: number
  private readonly actionStride: number

  constructor(batch: number, features: ActionFeatures, { model, regularisation }: LinearModel) {
    const shared = model === 'shared' && features.ownRows
    this.features = features
    this.worldStride = shared ? 1 : features.actions
    this.actionStride = shared ? 0 : 1
    const models = batch * this.worldStride
    const { width, actions, values } = features
    const memory = new ArmsMemory(RidgeModels.size(models, width) + actions + values.length)
    this.ridge = new RidgeModels(models, width, regularisation, memory)
    this.indices = memory.float64(actions)
    this.seen = memory.float32(values.length)
  }

  /** Writes the estimated mean of every legal action of world `w` to `means`, -Infinity for the others; counts the legal. */
  means(w: number, means: Float64Array, thetas: Float64Array = this.ridge.thetas): number {
    const { features, ridge } = this
    const { actions, values } = features
    let legal = 0
    for (let a = 0; a < actions; a++) {
      if (features.legal(w, a)) {
        means[a] = ridge.mean(this.of(w, a), values, features.at(w, a), thetas)
        legal++
      } else means[a] = -Infinity
    }
    return legal
  }

  /** Takes over the features of all worlds, for `writeIndices`. */
  look(): void {
    this.seen.set(this.features.values)
  }

  /** Writes x' theta + alpha sqrt(x' V^-1 x) of all actions of world `w`, be they legal or not, to `indices`. */
  writeIndices(w: number, alpha: number): void {
    const { features, ridge, seen, indices, worldStride, actionStride } = this
    const at = features.at(w, 0)
    ridge.writeIndices(w * worldStride, actionStride, seen, at, features.at(w, 1) - at, alpha, indices)
  }

  learn(w: number, a: number, values: Float32Array, at: number, reward: number, weight: number = 1): void {
    this.ridge.learn(this.of(w, a), values, at, reward, weight)
  }

  forget(w: number): void {
    for (let k = 0; k < this.worldStride; k++) this.ridge.forget(w * this.worldStride + k)
  }

  /** Models of world `w` are those numbered from `first(w)` to `first(w + 1) - 1`. */
  first(w: number): number {
    return w * this.worldStride
  }

  /** The number of the model that stands for action `a` of world `w`. */
  of(w: number, a: number): number {
    return w * this.worldStride + a * this.actionStride
  }
}
