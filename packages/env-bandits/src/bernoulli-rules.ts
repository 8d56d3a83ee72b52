/** What happens in the worlds of `bandits/bernoulli`: `BernoulliRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  show,
} from '@gauntlet/core'
import { type ArmsPicture, armsSvg, armsText } from './arms-picture.ts'
import type { BernoulliParameters } from './bernoulli.ts'

/** What decides how a world goes on. */
interface SavedArms {
  readonly means: Float64Array
  readonly pulls: Int32Array
  readonly successes: Int32Array
  readonly elapsed: number
  readonly lastArm: number
  readonly noise: Uint32Array
}

/** The worlds of `bandits/bernoulli`. Symbols as in bernoulli.ts. */
export class BernoulliRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: BernoulliParameters
  private readonly arms: number
  private readonly best: number
  /** [batch, arms], in the order of each world's episode */
  private readonly means: Float64Array
  private readonly pulls: Int32Array
  private readonly successes: Int32Array
  private readonly elapsed: Int32Array
  /** [batch]; -1 before the first pull */
  private readonly lastArms: Int32Array
  private readonly noise: Stream[] = []

  constructor(parameters: BernoulliParameters, buffers: Buffers) {
    const { batch } = buffers
    this.buffers = buffers
    this.parameters = parameters
    this.arms = parameters.means.length
    this.best = Math.max(...parameters.means)
    this.means = new Float64Array(batch * this.arms)
    this.pulls = new Int32Array(batch * this.arms)
    this.successes = new Int32Array(batch * this.arms)
    this.elapsed = new Int32Array(batch)
    this.lastArms = new Int32Array(batch)
  }

  start(w: number, { key }: Instance): void {
    const { arms, means, parameters } = this
    const offset = w * arms
    means.set(parameters.means, offset)
    if (parameters.shuffled) key.fold('arms').stream().shuffle(means, offset, arms)
    this.noise[w] = key.fold('noise').stream()
    this.pulls.fill(0, offset, offset + arms)
    this.successes.fill(0, offset, offset + arms)
    this.elapsed[w] = 0
    this.lastArms[w] = -1
  }

  step(actions: ActionArray): void {
    const { arms, means, pulls, successes, elapsed, lastArms, noise } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const arm = actions[w]
      const i = w * arms + arm
      const reward = noise[w].uniform() < means[i] ? 1 : 0
      rewards[w] = reward
      successes[i] += reward
      pulls[i]++
      elapsed[w]++
      lastArms[w] = arm
    }
  }

  observe(from: number, to: number): void {
    const { arms, elapsed, lastArms } = this
    const { observations, rewards } = this.buffers
    const share = 1 / this.parameters.horizon
    const width = arms + 2
    for (let w = from; w < to; w++) {
      const offset = w * width
      const lastArm = lastArms[w]
      for (let k = 0; k < arms; k++) observations[offset + k] = k === lastArm ? 1 : 0
      observations[offset + arms] = lastArm < 0 ? 0 : rewards[w]
      observations[offset + arms + 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms, means, best, pulls, successes } = this
    let reward = 0
    let optimal = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) {
      reward += successes[i]
      if (means[i] === best) optimal += pulls[i]
    }
    metrics[offset] = this.regret(w)
    metrics[offset + 1] = reward
    metrics[offset + 2] = optimal / this.elapsed[w]
  }

  expert(name: string): Policy {
    if (name !== 'oracle') {
      throw new GauntletError('expert', `bandits/bernoulli: got expert ${name}, expected oracle`)
    }
    return {
      begin() {},
      act: (view, actions) => {
        for (let w = 0; w < view.batch; w++) actions[w] = this.bestArm(w)
      },
    }
  }

  renderText(w: number): string {
    return armsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return armsSvg(this.picture(w))
  }

  save(w: number): SavedArms {
    const { arms, elapsed, lastArms } = this
    const from = w * arms
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return {
      means: this.means.slice(from, from + arms),
      pulls: this.pulls.slice(from, from + arms),
      successes: this.successes.slice(from, from + arms),
      elapsed: elapsed[w],
      lastArm: lastArms[w],
      noise,
    }
  }

  load(w: number, content: unknown): void {
    const saved = this.checkSaved(content)
    const from = w * this.arms
    this.means.set(saved.means, from)
    this.pulls.set(saved.pulls, from)
    this.successes.set(saved.successes, from)
    this.elapsed[w] = saved.elapsed
    this.lastArms[w] = saved.lastArm
    this.noise[w].load(saved.noise)
  }

  /** A snapshot's content, once it is known to be of these arms. */
  private checkSaved(content: unknown): SavedArms {
    const { means, pulls, successes, elapsed, lastArm, noise } = Object(content) as Partial<SavedArms>
    const known =
      means instanceof Float64Array &&
      means.length === this.arms &&
      pulls instanceof Int32Array &&
      pulls.length === this.arms &&
      successes instanceof Int32Array &&
      successes.length === this.arms &&
      Number.isInteger(elapsed) &&
      Number.isInteger(lastArm) &&
      noise instanceof Uint32Array &&
      noise.length === 4
    if (known) return content as SavedArms
    throw new GauntletError(
      'snapshot',
      `bandits/bernoulli: got a snapshot of ${show(content)}, expected that of ${this.arms} arms`,
    )
  }

  /** Sum of the gaps of the pulls made so far. */
  private regret(w: number): number {
    const { arms, means, best, pulls } = this
    let regret = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) regret += pulls[i] * (best - means[i])
    return regret
  }

  private bestArm(w: number): number {
    const { arms, means, best } = this
    for (let arm = 0; arm < arms; arm++) if (means[w * arms + arm] === best) return arm
    throw new GauntletError('order', 'bandits/bernoulli: the oracle acts before the first reset')
  }

  private picture(w: number): ArmsPicture {
    const from = w * this.arms
    const to = from + this.arms
    return {
      title: 'bandits/bernoulli',
      elapsed: this.elapsed[w],
      horizon: this.parameters.horizon,
      regret: this.regret(w),
      lastArm: this.lastArms[w],
      means: this.means.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
      sums: this.successes.subarray(from, to),
    }
  }
}
