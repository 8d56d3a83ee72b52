/** What happens in the worlds of `bandits/channel-access`: `ChannelRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import { type RowsPicture, rowsSvg, rowsText } from '../worlds/rows-picture.ts'
import type { ChannelProblem } from './channel-access.ts'
import { stationaryBelief } from './channel-index.ts'

export class ChannelRules implements Rules {
  /** [batch, channels]: the chance that each is good now, given all that was seen */
  readonly beliefs: Float64Array
  private readonly buffers: Buffers
  private readonly problem: ChannelProblem
  /** [channels] */
  private readonly longRun: Float64Array
  /** [batch, channels] */
  private readonly good: Uint8Array
  private readonly used: Uint8Array
  /** [batch] */
  private readonly elapsed: Int32Array
  private readonly reward: Float64Array
  private readonly discounted: Float64Array
  private readonly weights: Float64Array
  private readonly uses: Float64Array
  private readonly goodUses: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(problem: ChannelProblem, buffers: Buffers) {
    const { batch } = buffers
    const { channels, afterBad, afterGood } = problem
    this.problem = problem
    this.buffers = buffers
    this.longRun = Float64Array.from(afterBad, (p01, i) => stationaryBelief({ p01, p11: afterGood[i] }))
    this.beliefs = new Float64Array(batch * channels)
    this.good = new Uint8Array(batch * channels)
    this.used = new Uint8Array(batch * channels)
    this.elapsed = new Int32Array(batch)
    this.reward = new Float64Array(batch)
    this.discounted = new Float64Array(batch)
    this.weights = new Float64Array(batch)
    this.uses = new Float64Array(batch)
    this.goodUses = new Float64Array(batch)
    const { good, used, beliefs, elapsed, reward, discounted, weights, uses, goodUses } = this
    const arrays = { good, used, beliefs, elapsed, reward, discounted, weights, uses, goodUses }
    this.memory = new WorldMemory('bandits/channel-access', batch, ['noise'], arrays, {
      good: (bit) => bit <= 1,
      beliefs: (belief) => belief >= 0 && belief <= 1,
      elapsed: (steps) => steps >= 0 && steps < problem.horizon,
    })
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { longRun, good, used, beliefs } = this
    const { channels } = this.problem
    const stream = instance.key.fold('starts').stream()
    for (let i = 0; i < channels; i++) {
      const k = w * channels + i
      good[k] = stream.uniform() < longRun[i] ? 1 : 0
      used[k] = 0
      beliefs[k] = longRun[i]
    }
    this.elapsed[w] = 0
    this.reward[w] = 0
    this.discounted[w] = 0
    this.weights[w] = 1
    this.uses[w] = 0
    this.goodUses[w] = 0
  }

  check(actions: ActionArray): void {
    this.problem.set.check(actions)
  }

  step(actions: ActionArray): void {
    const { good, used, beliefs, noise, uses, goodUses } = this
    const { channels, afterBad, afterGood, bandwidths } = this.problem
    for (let w = 0; w < this.buffers.batch; w++) {
      const stream = noise[w]
      let sum = 0
      for (let i = 0; i < channels; i++) {
        const k = w * channels + i
        const p01 = afterBad[i]
        const p11 = afterGood[i]
        used[k] = actions[k]
        if (used[k] === 1) {
          sum += bandwidths[i] * good[k]
          uses[w]++
          goodUses[w] += good[k]
          beliefs[k] = good[k] === 1 ? p11 : p01
        } else {
          beliefs[k] = p01 + beliefs[k] * (p11 - p01)
        }
        good[k] = stream.uniform() < (good[k] === 1 ? p11 : p01) ? 1 : 0
      }
      this.count(w, sum)
    }
  }

  observe(from: number, to: number): void {
    const { beliefs, elapsed } = this
    const { channels, horizon } = this.problem
    const { observations } = this.buffers
    const width = channels + 1
    for (let w = from; w < to; w++) {
      for (let i = 0; i < channels; i++) observations[w * width + i] = beliefs[w * channels + i]
      observations[w * width + channels] = elapsed[w] / horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.reward[w]
    metrics[offset + 1] = this.discounted[w]
    metrics[offset + 2] = this.uses[w] === 0 ? 0 : this.goodUses[w] / this.uses[w]
  }

  renderText(w: number): string {
    return rowsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return rowsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  /** Adds a step's reward to what is measured. */
  private count(w: number, sum: number): void {
    this.buffers.rewards[w] = sum
    this.reward[w] += sum
    this.discounted[w] += this.weights[w] * sum
    this.weights[w] *= this.problem.discount
    this.elapsed[w]++
  }

  private picture(w: number): RowsPicture {
    const { channels, horizon } = this.problem
    return {
      heading: `bandits/channel-access  step ${this.elapsed[w]} of ${horizon}  reward ${this.reward[w].toFixed(2)}`,
      rows: Array.from({ length: channels }, (_, i) => {
        const k = w * channels + i
        const belief = this.beliefs[k]
        return {
          label: `${this.good[k] === 1 ? 'good' : 'bad'}, belief ${belief.toFixed(3)}`,
          share: belief,
          chosen: this.used[k] === 1,
        }
      }),
    }
  }
}
