/** What happens in the worlds of `bandits/herd`: `HerdRules`. */
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
import { plannerPolicy } from './herd-experts.ts'
import { type HerdPicture, herdSvg, herdText } from './herd-picture.ts'
import type { HerdParameters } from './herd.ts'
import { CHOOSES_BAD, CHOOSES_GOOD, FOLLOWS, beliefAfter } from './social-learning.ts'

/** What a world keeps in `figures`: b_t, delta^t, discounted return and loss, right actions, last q, last action (1 is G). */
const FIGURES = 7
const BELIEF = 0
const DISCOUNT = 1
const RETURN = 2
const LOSS = 3
const RIGHT = 4
const LAST_PRECISION = 5
const LAST_ACTION = 6

/** The worlds of `bandits/herd`. Symbols as in herd.ts. */
export class HerdRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: HerdParameters
  /** [batch]: 1 where omega is G */
  private readonly good: Uint8Array
  private readonly elapsed: Int32Array
  /** [batch, FIGURES] */
  private readonly figures: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory
  /** [1]: the step's noise */
  private readonly draw: Float64Array = new Float64Array(1)

  constructor(parameters: HerdParameters, buffers: Buffers) {
    const { batch } = buffers
    this.buffers = buffers
    this.parameters = parameters
    this.good = new Uint8Array(batch)
    this.elapsed = new Int32Array(batch)
    this.figures = new Float64Array(batch * FIGURES)
    const { good, elapsed, figures } = this
    this.memory = new WorldMemory(
      'bandits/herd',
      batch,
      ['herd'],
      { good, elapsed, figures },
      {
        good: (state) => state <= 1,
        figures: (figure, k) => k !== BELIEF || (figure >= 0 && figure <= 1),
      },
    )
    this.noise = this.memory.stream('herd')
  }

  start(w: number, instance: Instance): void {
    const { figures } = this
    const from = w * FIGURES
    this.memory.open(w, instance)
    this.good[w] = this.noise[w].uniform() < this.parameters.belief ? 1 : 0
    this.elapsed[w] = 0
    figures.fill(0, from, from + FIGURES)
    figures[from + BELIEF] = this.parameters.belief
    figures[from + DISCOUNT] = 1
  }

  step(actions: ActionArray): void {
    const { figures, good, elapsed, noise, draw, parameters } = this
    const { planner, precision, cost, slope, loss } = parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const from = w * FIGURES
      const b = figures[from + BELIEF]
      const q = actions[w]
      noise[w].uniforms(draw, 0, 1)
      // As responseTo, errorRate, goodSignal and plannerReward (tested to agree), whose calls may allocate.
      const response = q < b ? CHOOSES_GOOD : b < 1 - q ? CHOOSES_BAD : FOLLOWS
      const signal = draw[0] < q ? good[w] : 1 - good[w]
      const action = response === FOLLOWS ? signal : response === CHOOSES_GOOD ? 1 : 0
      const wrong = response === FOLLOWS ? 1 - q : response === CHOOSES_GOOD ? 1 - b : b
      const bad = response === FOLLOWS ? 1 - (q * b + (1 - q) * (1 - b)) : response === CHOOSES_BAD ? 1 : 0
      const distance = Math.abs(q - precision)
      const spent = slope * (cost === 'linear' ? distance : distance * distance)
      const reward = -spent - loss * (planner === 'altruistic' ? wrong : bad)
      rewards[w] = reward
      figures[from + RETURN] += figures[from + DISCOUNT] * reward
      figures[from + LOSS] += figures[from + DISCOUNT] * loss * wrong
      if (action === good[w]) figures[from + RIGHT]++
      if (response === FOLLOWS) figures[from + BELIEF] = beliefAfter(b, q, signal === 1)
      figures[from + DISCOUNT] *= parameters.discount
      figures[from + LAST_PRECISION] = q
      figures[from + LAST_ACTION] = action
      elapsed[w]++
    }
  }

  observe(from: number, to: number): void {
    const { observations } = this.buffers
    for (let w = from; w < to; w++) {
      observations[2 * w] = this.figures[w * FIGURES + BELIEF]
      observations[2 * w + 1] = this.elapsed[w] / this.parameters.horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { figures } = this
    metrics[offset] = figures[w * FIGURES + RETURN]
    metrics[offset + 1] = figures[w * FIGURES + LOSS]
    metrics[offset + 2] = figures[w * FIGURES + RIGHT] / this.elapsed[w]
  }

  expert(name: string): Policy | undefined {
    const precision = plannerPolicy(name, this.parameters)
    if (precision === undefined) return undefined
    return perWorld((w, actions) => void (actions[w] = precision(this.figures[w * FIGURES + BELIEF])))
  }

  renderText(w: number): string {
    return herdText(this.picture(w))
  }

  renderSvg(w: number): string {
    return herdSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  private picture(w: number): HerdPicture {
    const { figures, parameters } = this
    const from = w * FIGURES
    return {
      elapsed: this.elapsed[w],
      horizon: parameters.horizon,
      belief: figures[from + BELIEF],
      precision: parameters.precision,
      lastPrecision: figures[from + LAST_PRECISION],
      lastAction: figures[from + LAST_ACTION],
      good: this.good[w],
    }
  }
}
