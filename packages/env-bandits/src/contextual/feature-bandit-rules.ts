/** What happens in the worlds of bandits whose actions have features: `FeatureModel`, `FeatureBanditRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  perWorld,
} from '@gauntlet/core'
import { type ActionsPicture, actionsSvg, actionsText } from './actions-picture.ts'

/** How features, and rewards in them, come about. */
export interface FeatureModel {
  /** Hidden numbers of a world's instance. */
  readonly hidden: number
  drawHidden(stream: Stream, hidden: Float64Array, from: number): void
  /**
   * Writes features and expected rewards of actions `from … to - 1` of the batch's.
   * Shapes: `hidden` is the world's from [at] on; `features` [batch, actions, dimension]; `means` [batch, actions].
   */
  draw(
    stream: Stream,
    hidden: Float64Array,
    at: number,
    features: Float32Array,
    means: Float64Array,
    from: number,
    to: number,
  ): void
  /** Writes the reward of action `i` of the batch's to `rewards` [w]; draws as many numbers whatever its mean. */
  pay(noise: Stream, means: Float64Array, i: number, rewards: Float32Array, w: number): void
}

export interface FeatureBanditShape {
  readonly id: string
  readonly actions: number
  readonly dimension: number
  readonly availability: number
  readonly horizon: number
}

/** Symbols: K actions; d features; x[a] features of action a; m[a] its expected reward. */
export class FeatureBanditRules implements Rules {
  private readonly shape: FeatureBanditShape
  private readonly model: FeatureModel
  private readonly buffers: Buffers
  private readonly hidden: Float64Array
  private readonly features: Float32Array
  private readonly means: Float64Array
  private readonly available: Uint8Array
  /** [batch]: the available action of the best expected reward, the first where there are several */
  private readonly best: Int32Array
  private readonly pulls: Int32Array
  private readonly lastActions: Int32Array
  private readonly elapsed: Int32Array
  private readonly optimal: Int32Array
  private readonly regrets: Float64Array
  private readonly totals: Float64Array
  private readonly memory: WorldMemory
  private readonly contexts: readonly Stream[]
  private readonly availabilities: readonly Stream[]
  private readonly noise: readonly Stream[]

  constructor(shape: FeatureBanditShape, model: FeatureModel, buffers: Buffers) {
    const { batch } = buffers
    this.shape = shape
    this.model = model
    this.buffers = buffers
    this.hidden = new Float64Array(batch * model.hidden)
    this.features = new Float32Array(batch * shape.actions * shape.dimension)
    this.means = new Float64Array(batch * shape.actions)
    this.available = new Uint8Array(batch * shape.actions).fill(1)
    this.best = new Int32Array(batch)
    this.pulls = new Int32Array(batch * shape.actions)
    this.lastActions = new Int32Array(batch)
    this.elapsed = new Int32Array(batch)
    this.optimal = new Int32Array(batch)
    this.regrets = new Float64Array(batch)
    this.totals = new Float64Array(batch)
    const {
      hidden,
      features,
      means,
      available,
      best,
      pulls,
      lastActions,
      elapsed,
      optimal,
      regrets,
      totals,
    } = this
    this.memory = new WorldMemory(shape.id, batch, ['contexts', 'availability', 'noise'], {
      hidden,
      features,
      means,
      available,
      best,
      pulls,
      lastActions,
      elapsed,
      optimal,
      regrets,
      totals,
    })
    this.contexts = this.memory.stream('contexts')
    this.availabilities = this.memory.stream('availability')
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    const { model, shape } = this
    this.memory.open(w, instance)
    model.drawHidden(instance.key.fold('hidden').stream(), this.hidden, w * model.hidden)
    this.pulls.fill(0, w * shape.actions, (w + 1) * shape.actions)
    this.lastActions[w] = -1
    this.elapsed[w] = this.optimal[w] = this.regrets[w] = this.totals[w] = 0
    this.drawContext(w)
  }

  step(actions: ActionArray): void {
    const { buffers, means, best, noise, model } = this
    const { actions: K } = this.shape
    for (let w = 0; w < buffers.batch; w++) {
      const action = actions[w]
      const i = w * K + action
      const gap = means[w * K + best[w]] - means[i]
      model.pay(noise[w], means, i, buffers.rewards, w)
      this.totals[w] += buffers.rewards[w]
      this.regrets[w] += gap
      if (gap === 0) this.optimal[w]++
      this.pulls[i]++
      this.lastActions[w] = action
      this.elapsed[w]++
      this.drawContext(w)
    }
  }

  observe(from: number, to: number): void {
    const { features, available } = this
    const { observations, actionMask } = this.buffers
    const { actions, dimension } = this.shape
    const width = actions * dimension
    if (to - from === this.buffers.batch) observations.set(features)
    else for (let k = from * width; k < to * width; k++) observations[k] = features[k]
    if (actionMask === undefined) return
    for (let k = from * actions; k < to * actions; k++) actionMask[k] = available[k]
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.regrets[w]
    metrics[offset + 1] = this.totals[w]
    metrics[offset + 2] = this.optimal[w] / this.elapsed[w]
  }

  oracle(): Policy {
    return perWorld((w, actions) => void (actions[w] = this.best[w]))
  }

  renderText(w: number): string {
    return actionsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return actionsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  private drawContext(w: number): void {
    const { model, features, means } = this
    const { actions, availability } = this.shape
    model.draw(
      this.contexts[w],
      this.hidden,
      w * model.hidden,
      features,
      means,
      w * actions,
      (w + 1) * actions,
    )
    if (availability < 1) drawAvailability(this.availabilities[w], availability, this.available, w, actions)
    this.best[w] = bestAvailable(means, this.available, w, actions)
  }

  private picture(w: number): ActionsPicture {
    const { id, actions, horizon } = this.shape
    const [from, to] = [w * actions, (w + 1) * actions]
    return {
      title: id,
      elapsed: this.elapsed[w],
      horizon,
      regret: this.regrets[w],
      lastAction: this.lastActions[w],
      means: this.means.subarray(from, to),
      available: this.available.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
    }
  }
}

/** The available action of world `w` with the highest mean, the first where there are several. */
export function bestAvailable(
  means: Float64Array,
  available: Uint8Array,
  w: number,
  actions: number,
): number {
  const from = w * actions
  let best = -1
  for (let a = 0; a < actions; a++) {
    if (available[from + a] === 1 && (best < 0 || means[from + a] > means[from + best])) best = a
  }
  return best
}

/** Each action with that probability; where none would be, one of them, each as likely. */
export function drawAvailability(
  stream: Stream,
  probability: number,
  available: Uint8Array,
  w: number,
  actions: number,
): void {
  let any = 0
  for (let i = w * actions; i < (w + 1) * actions; i++) {
    available[i] = stream.bernoulli(probability) ? 1 : 0
    any |= available[i]
  }
  if (any === 0) available[w * actions + stream.integer(actions)] = 1
}
