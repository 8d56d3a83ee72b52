/** What happens in the worlds of `bandits/channel-access`: `ChannelRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type Rules,
  type Stream,
  show,
} from '@gauntlet/core'
import type { ChannelProblem } from './channel-access.ts'
import { stationaryBelief } from './channel-index.ts'
import { type RowsPicture, rowsSvg, rowsText } from './rows-picture.ts'

/** What decides how a world goes on. */
interface SavedWorld {
  readonly good: Uint8Array
  readonly used: Uint8Array
  readonly beliefs: Float64Array
  /** [6]: elapsed steps, reward, discounted reward, weight of the next reward, uses, uses of good channels */
  readonly totals: Float64Array
  readonly noise: Uint32Array
}

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
  private readonly noise: Stream[] = []

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
  }

  start(w: number, { key }: Instance): void {
    const { longRun, good, used, beliefs } = this
    const { channels } = this.problem
    const stream = key.fold('starts').stream()
    for (let i = 0; i < channels; i++) {
      const k = w * channels + i
      good[k] = stream.uniform() < longRun[i] ? 1 : 0
      used[k] = 0
      beliefs[k] = longRun[i]
    }
    this.noise[w] = key.fold('noise').stream()
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

  save(w: number): SavedWorld {
    const { channels } = this.problem
    const [from, to] = [w * channels, (w + 1) * channels]
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return {
      good: this.good.slice(from, to),
      used: this.used.slice(from, to),
      beliefs: this.beliefs.slice(from, to),
      totals: Float64Array.of(
        this.elapsed[w],
        this.reward[w],
        this.discounted[w],
        this.weights[w],
        this.uses[w],
        this.goodUses[w],
      ),
      noise,
    }
  }

  load(w: number, content: unknown): void {
    const { good, used, beliefs, totals, noise } = this.checkSaved(content)
    const from = w * this.problem.channels
    this.good.set(good, from)
    this.used.set(used, from)
    this.beliefs.set(beliefs, from)
    this.elapsed[w] = totals[0]
    this.reward[w] = totals[1]
    this.discounted[w] = totals[2]
    this.weights[w] = totals[3]
    this.uses[w] = totals[4]
    this.goodUses[w] = totals[5]
    this.noise[w].load(noise)
  }

  /** Adds a step's reward to what is measured. */
  private count(w: number, sum: number): void {
    this.buffers.rewards[w] = sum
    this.reward[w] += sum
    this.discounted[w] += this.weights[w] * sum
    this.weights[w] *= this.problem.discount
    this.elapsed[w]++
  }

  /** A snapshot's content, once it is known to be of as many channels. */
  private checkSaved(content: unknown): SavedWorld {
    const { channels } = this.problem
    const { good, used, beliefs, totals, noise } = Object(content) as Partial<SavedWorld>
    const known =
      good instanceof Uint8Array &&
      good.length === channels &&
      used instanceof Uint8Array &&
      used.length === channels &&
      beliefs instanceof Float64Array &&
      beliefs.length === channels &&
      totals instanceof Float64Array &&
      totals.length === 6 &&
      noise instanceof Uint32Array &&
      noise.length === 4
    if (known) return content as SavedWorld
    throw new GauntletError(
      'snapshot',
      `bandits/channel-access: got a snapshot of ${show(content)}, expected that of ${channels} channels`,
    )
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
