/** What happens in the worlds of `bandits/delayed`: `DelayedRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  log1p,
  perWorld,
  pow,
  show,
} from '@gauntlet/core'
import { type ArmsPicture, armsSvg, armsText } from './arms-picture.ts'
import { NOISE_BLOCK, placeMeans } from './arms-model.ts'
import type { DelayedParameters } from './delayed.ts'

/** The index of Pareto delays, whose mean is twice their scale. */
const PARETO = 1.5

interface SavedDelays {
  readonly means: Float64Array
  readonly pulls: Int32Array
  /** [2 arms], as the last step showed it */
  readonly feedback: Float64Array
  readonly shown: Float64Array
  /** What is still to come: the step, then the arm times 2 plus the reward, one after the other */
  readonly pending: Int32Array
  /** Steps, the arm pulled last */
  readonly counts: Int32Array
  readonly noise: Float64Array
  readonly stream: Uint32Array
}

/** Symbols as in delayed.ts. */
export class DelayedRules implements Rules {
  private readonly id: string
  private readonly parameters: DelayedParameters
  private readonly buffers: Buffers
  private readonly arms: number
  private readonly best: number
  /** 1 / ln(1 - p) of geometric delays, of mean (1 - p) / p */
  private readonly perLogarithm: number
  /** [batch, arms] */
  private readonly means: Float64Array
  private readonly pulls: Int32Array
  /** [batch, 2 arms]: how many rewards of each arm were shown in the last step, and their sums; and in all steps */
  private readonly feedback: Float64Array
  private readonly shown: Float64Array
  /**
   * [batch, horizon]: by step, the last pull that is shown in it, -1 where there is none; by pull, the one before that is
   * shown in the same step, and its arm times 2 plus its reward
   */
  private readonly dueLast: Int32Array
  private readonly dueBefore: Int32Array
  private readonly codes: Int32Array
  /** [batch] */
  private readonly elapsed: Int32Array
  private readonly lastArms: Int32Array
  /** [batch, NOISE_BLOCK, 3]: of the reward, of its delay, and of whether it is lost */
  private readonly noise: Float64Array
  private readonly streams: Stream[] = []

  constructor(id: string, parameters: DelayedParameters, buffers: Buffers) {
    const { batch } = buffers
    const { means, horizon } = parameters
    this.id = id
    this.parameters = parameters
    this.buffers = buffers
    this.arms = means.length
    this.best = Math.max(...means)
    this.perLogarithm = 1 / log1p(-1 / (1 + parameters.meanDelay))
    this.means = new Float64Array(batch * this.arms)
    this.pulls = new Int32Array(batch * this.arms)
    this.feedback = new Float64Array(batch * 2 * this.arms)
    this.shown = new Float64Array(batch * 2 * this.arms)
    this.dueLast = new Int32Array(batch * horizon)
    this.dueBefore = new Int32Array(batch * horizon)
    this.codes = new Int32Array(batch * horizon)
    this.elapsed = new Int32Array(batch)
    this.lastArms = new Int32Array(batch)
    this.noise = new Float64Array(batch * 3 * NOISE_BLOCK)
  }

  start(w: number, { key }: Instance): void {
    const { arms, parameters } = this
    placeMeans(parameters.means, parameters.shuffled, key.fold('arms'), this.means, w * arms)
    this.streams[w] = key.fold('noise').stream()
    this.pulls.fill(0, w * arms, (w + 1) * arms)
    this.feedback.fill(0, w * 2 * arms, (w + 1) * 2 * arms)
    this.shown.fill(0, w * 2 * arms, (w + 1) * 2 * arms)
    this.dueLast.fill(-1, w * parameters.horizon, (w + 1) * parameters.horizon)
    this.elapsed[w] = 0
    this.lastArms[w] = -1
  }

  step(actions: ActionArray): void {
    const { arms, means, pulls, elapsed, lastArms, noise, streams, parameters } = this
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const arm = actions[w]
      const t = elapsed[w]
      // Drawn whatever is pulled, so that policies meet the same delays.
      if (t % NOISE_BLOCK === 0) streams[w].uniforms(noise, w * 3 * NOISE_BLOCK, 3 * NOISE_BLOCK)
      const place = 3 * (w * NOISE_BLOCK + (t % NOISE_BLOCK))
      const reward = noise[place] < means[w * arms + arm] ? 1 : 0
      const delay = this.delay(noise[place + 1])
      const lost = noise[place + 2] < parameters.loss
      if (!lost && delay < parameters.horizon - t) this.put(w, t, t + delay, 2 * arm + reward)
      rewards[w] = this.show(w, t)
      pulls[w * arms + arm]++
      elapsed[w]++
      lastArms[w] = arm
    }
  }

  observe(from: number, to: number): void {
    const { arms, feedback, elapsed, parameters } = this
    const { observations } = this.buffers
    const width = 2 * arms + 1
    for (let w = from; w < to; w++) {
      for (let k = 0; k < 2 * arms; k++) observations[w * width + k] = feedback[w * 2 * arms + k]
      observations[w * width + 2 * arms] = elapsed[w] / parameters.horizon
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms, means, best, pulls, shown } = this
    let reward = 0
    let optimal = 0
    for (let k = 0; k < arms; k++) {
      reward += shown[w * 2 * arms + arms + k]
      if (means[w * arms + k] === best) optimal += pulls[w * arms + k]
    }
    metrics[offset] = this.regret(w)
    metrics[offset + 1] = reward
    metrics[offset + 2] = optimal / this.elapsed[w]
  }

  oracle(): Policy {
    return perWorld((w, actions) => void (actions[w] = this.bestArm(w)))
  }

  renderText(w: number): string {
    return armsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return armsSvg(this.picture(w))
  }

  save(w: number): SavedDelays {
    const { arms, dueLast, dueBefore, codes, parameters } = this
    const pending: number[] = []
    for (let step = this.elapsed[w]; step < parameters.horizon; step++) {
      const from = w * parameters.horizon
      for (let pull = dueLast[from + step]; pull >= 0; pull = dueBefore[from + pull]) {
        pending.push(step, codes[from + pull])
      }
    }
    const stream = new Uint32Array(4)
    this.streams[w].save(stream)
    return {
      means: this.means.slice(w * arms, (w + 1) * arms),
      pulls: this.pulls.slice(w * arms, (w + 1) * arms),
      feedback: this.feedback.slice(w * 2 * arms, (w + 1) * 2 * arms),
      shown: this.shown.slice(w * 2 * arms, (w + 1) * 2 * arms),
      pending: Int32Array.from(pending),
      counts: Int32Array.of(this.elapsed[w], this.lastArms[w]),
      noise: this.noise.slice(w * 3 * NOISE_BLOCK, (w + 1) * 3 * NOISE_BLOCK),
      stream,
    }
  }

  load(w: number, content: unknown): void {
    const { arms, parameters } = this
    const { means, pulls, feedback, shown, pending, counts, noise, stream } = this.checkSaved(content)
    this.means.set(means, w * arms)
    this.pulls.set(pulls, w * arms)
    this.feedback.set(feedback, w * 2 * arms)
    this.shown.set(shown, w * 2 * arms)
    this.elapsed[w] = counts[0]
    this.lastArms[w] = counts[1]
    this.dueLast.fill(-1, w * parameters.horizon, (w + 1) * parameters.horizon)
    // Places of pulls made already, of which there are at least as many.
    for (let i = 0; i < pending.length; i += 2) this.put(w, i / 2, pending[i], pending[i + 1])
    this.noise.set(noise, w * 3 * NOISE_BLOCK)
    this.streams[w].load(stream)
  }

  /** A delay from uniform noise, in steps; at most the horizon. */
  private delay(noise: number): number {
    const { delay, meanDelay, horizon } = this.parameters
    if (delay === 'constant' || meanDelay === 0) return meanDelay
    const steps =
      delay === 'geometric'
        ? log1p(-noise) * this.perLogarithm
        : (meanDelay / 2) * (pow(1 - noise, -1 / PARETO) - 1)
    return (steps < horizon ? steps : horizon) | 0
  }

  private put(w: number, pull: number, step: number, code: number): void {
    const from = w * this.parameters.horizon
    this.dueBefore[from + pull] = this.dueLast[from + step]
    this.dueLast[from + step] = pull
    this.codes[from + pull] = code
  }

  /** Shows what falls due in step t; its sum. */
  private show(w: number, t: number): number {
    const { arms, feedback, shown, dueLast, dueBefore, codes } = this
    const row = w * 2 * arms
    const from = w * this.parameters.horizon
    let sum = 0
    feedback.fill(0, row, row + 2 * arms)
    for (let pull = dueLast[from + t]; pull >= 0; pull = dueBefore[from + pull]) {
      const arm = codes[from + pull] >> 1
      const reward = codes[from + pull] & 1
      feedback[row + arm]++
      feedback[row + arms + arm] += reward
      sum += reward
    }
    for (let k = row; k < row + 2 * arms; k++) shown[k] += feedback[k]
    return sum
  }

  private checkSaved(content: unknown): SavedDelays {
    const { means, pulls, feedback, shown, pending, counts, noise, stream } = Object(
      content,
    ) as Partial<SavedDelays>
    const { arms } = this
    const known =
      [means, feedback, shown, noise].every((numbers) => numbers instanceof Float64Array) &&
      [pulls, pending, counts].every((numbers) => numbers instanceof Int32Array) &&
      stream instanceof Uint32Array &&
      [means, pulls].every((numbers) => numbers?.length === arms) &&
      [feedback, shown].every((numbers) => numbers?.length === 2 * arms) &&
      counts?.length === 2 &&
      noise?.length === 3 * NOISE_BLOCK &&
      stream.length === 4
    if (known) return content as SavedDelays
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot of ${show(content)}, expected that of ${arms} arms`,
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
    throw new GauntletError('order', `${this.id}: the oracle acts before the first reset`)
  }

  private picture(w: number): ArmsPicture {
    const { arms } = this
    return {
      title: this.id,
      elapsed: this.elapsed[w],
      horizon: this.parameters.horizon,
      regret: this.regret(w),
      lastArm: this.lastArms[w],
      means: this.means.subarray(w * arms, (w + 1) * arms),
      pulls: this.pulls.subarray(w * arms, (w + 1) * arms),
      seen: this.shown.subarray(w * 2 * arms, w * 2 * arms + arms),
      sums: this.shown.subarray(w * 2 * arms + arms, (w + 1) * 2 * arms),
      belief: 'beta',
    }
  }
}
