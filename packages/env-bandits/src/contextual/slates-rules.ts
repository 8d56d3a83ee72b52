/** What happens in the worlds of `bandits/slates`: `SlatesRules`. */
import {
  type ActionArray,
  type Buffers,
  IllegalActionError,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  perWorld,
} from '@gauntlet/core'
import { type ActionsPicture, actionsSvg, actionsText } from './actions-picture.ts'
import { drawCubeFeatures, drawSigns } from './cube-features.ts'
import { highestItems } from './slate-sets.ts'
import type { SlatesParameters } from './slates.ts'

const ID = 'bandits/slates'

/** Symbols as in slates.ts; `width` is d + 1, the constant last. */
export class SlatesRules implements Rules {
  /** [batch, items]: 1 where an item may be shown now */
  readonly available: Uint8Array
  private readonly parameters: SlatesParameters
  private readonly width: number
  private readonly buffers: Buffers
  private readonly thetas: Float64Array
  private readonly features: Float32Array
  /** [batch, items]: p */
  private readonly chances: Float64Array
  /** [batch, items]: what was seen of the last slate; 1 attracted, 0 not, -1 not seen */
  private readonly feedback: Int32Array
  private readonly pulls: Int32Array
  private readonly elapsed: Int32Array
  private readonly regrets: Float64Array
  private readonly totals: Float64Array
  private readonly memory: WorldMemory
  private readonly contexts: readonly Stream[]
  private readonly availabilities: readonly Stream[]
  private readonly noise: readonly Stream[]
  private readonly best: Uint8Array

  constructor(parameters: SlatesParameters, buffers: Buffers) {
    const { batch } = buffers
    const { items, dimension } = parameters
    this.parameters = parameters
    this.width = dimension + 1
    this.buffers = buffers
    this.available = new Uint8Array(batch * items).fill(1)
    this.thetas = new Float64Array(batch * dimension)
    this.features = new Float32Array(batch * items * this.width).fill(1)
    this.chances = new Float64Array(batch * items)
    this.feedback = new Int32Array(batch * items)
    this.pulls = new Int32Array(batch * items)
    this.elapsed = new Int32Array(batch)
    this.regrets = new Float64Array(batch)
    this.totals = new Float64Array(batch)
    const { available, thetas, features, chances, feedback, pulls, elapsed, regrets, totals } = this
    this.memory = new WorldMemory(ID, batch, ['contexts', 'availability', 'noise'], {
      available,
      thetas,
      features,
      chances,
      feedback,
      pulls,
      elapsed,
      regrets,
      totals,
    })
    this.contexts = this.memory.stream('contexts')
    this.availabilities = this.memory.stream('availability')
    this.noise = this.memory.stream('noise')
    this.best = new Uint8Array(batch * items)
  }

  start(w: number, instance: Instance): void {
    const { items, dimension } = this.parameters
    this.memory.open(w, instance)
    drawSigns(
      instance.key.fold('hidden').stream(),
      this.thetas,
      w * dimension,
      dimension,
      1 / Math.sqrt(dimension),
    )
    this.feedback.fill(-1, w * items, (w + 1) * items)
    this.pulls.fill(0, w * items, (w + 1) * items)
    this.elapsed[w] = this.regrets[w] = this.totals[w] = 0
    this.drawContext(w)
  }

  check(actions: ActionArray): void {
    const { items, slots } = this.parameters
    for (let w = 0; w < this.buffers.batch; w++) {
      let chosen = 0
      for (let i = w * items; i < (w + 1) * items; i++) chosen += actions[i]
      if (chosen === slots) continue
      const slate = Array.from(actions.subarray(w * items, (w + 1) * items))
      throw new IllegalActionError(w, 0, slate, `exactly ${slots} items`)
    }
  }

  step(actions: ActionArray): void {
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      this.addBest(w, this.best)
      this.regrets[w] += this.value(w, this.best) - this.value(w, actions)
      rewards[w] = this.show(w, actions, this.noise[w])
      this.totals[w] += rewards[w]
      this.elapsed[w]++
      this.drawContext(w)
    }
  }

  observe(from: number, to: number): void {
    const { features, feedback, available, width } = this
    const { items } = this.parameters
    const { observations, actionMask } = this.buffers
    const row = items * (width + 1)
    for (let w = from; w < to; w++) {
      for (let k = 0; k < items * width; k++) observations[w * row + k] = features[w * items * width + k]
      for (let k = 0; k < items; k++) observations[w * row + items * width + k] = feedback[w * items + k]
    }
    if (actionMask === undefined) return
    for (let i = from * items; i < to * items; i++) actionMask[i] = available[i]
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.regrets[w]
    metrics[offset + 1] = this.totals[w]
  }

  oracle(): Policy {
    return perWorld((w, actions) => this.addBest(w, actions as Uint8Array))
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

  /** Shows the slate: every item draws a number, chosen or not, so that all policies meet the same noise. */
  private show(w: number, slate: ActionArray, noise: Stream): number {
    const { items, feedback: kind } = this.parameters
    const { feedback, chances, pulls } = this
    let reward = 0
    for (let i = w * items; i < (w + 1) * items; i++) {
      const attracts = noise.uniform() < chances[i] ? 1 : 0
      const seen = slate[i] === 1 && (kind === 'semi-bandit' || reward === 0)
      feedback[i] = seen ? attracts : -1
      if (seen) reward += attracts
      pulls[i] += slate[i]
    }
    return reward
  }

  /** The expected reward of a slate. */
  private value(w: number, slate: ActionArray): number {
    const { items, feedback } = this.parameters
    let sum = 0
    let none = 1
    for (let i = w * items; i < (w + 1) * items; i++) {
      if (slate[i] === 0) continue
      sum += this.chances[i]
      none *= 1 - this.chances[i]
    }
    return feedback === 'semi-bandit' ? sum : 1 - none
  }

  /** The items of the greatest chances: of either feedback the best slate. */
  private addBest(w: number, slates: Uint8Array): void {
    const { items, slots } = this.parameters
    highestItems(this.chances, this.available, w * items, items, slots, slates)
  }

  private drawContext(w: number): void {
    const { features, chances, width, available } = this
    const { items, dimension, attraction, availability, slots } = this.parameters
    for (let i = w * items; i < (w + 1) * items; i++) {
      drawCubeFeatures(this.contexts[w], features, i * width, i * width + dimension)
      let sum = 1
      for (let k = 0; k < dimension; k++) sum += this.thetas[w * dimension + k] * features[i * width + k]
      chances[i] = attraction * sum
    }
    if (availability === 1) return
    const stream = this.availabilities[w]
    let count = 0
    for (let i = w * items; i < (w + 1) * items; i++) {
      available[i] = stream.bernoulli(availability) ? 1 : 0
      count += available[i]
    }
    while (count < slots) {
      const i = w * items + stream.integer(items)
      count += 1 - available[i]
      available[i] = 1
    }
  }

  private picture(w: number): ActionsPicture {
    const { items, horizon } = this.parameters
    const [from, to] = [w * items, (w + 1) * items]
    return {
      title: ID,
      elapsed: this.elapsed[w],
      horizon,
      regret: this.regrets[w],
      lastAction: -1,
      means: this.chances.subarray(from, to),
      available: this.available.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
    }
  }
}
