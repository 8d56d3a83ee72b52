/** What happens in the worlds of coupled restless bandits: `CoupledRules`. */
import {
  type ActionArray,
  type Buffers,
  GauntletError,
  IllegalActionError,
  type Instance,
  type Rules,
  type Stream,
  show,
} from '@gauntlet/core'
import { type ArmsState, chainsSvg, chainsText } from './chains-picture.ts'
import { STATES, above, below } from './chain-arms.ts'
import type { CoupledProblem } from './coupled-problem.ts'

/** What decides how a world goes on. */
interface SavedChains {
  readonly states: Uint8Array
  readonly chosen: Uint8Array
  readonly elapsed: number
  readonly expected: number
  readonly paid: number
  readonly noise: Uint32Array
}

/** The worlds: every arm draws one number in each step, whatever is done, so that all policies meet the same noise. */
export class CoupledRules implements Rules {
  readonly problem: CoupledProblem
  private readonly id: string
  private readonly buffers: Buffers
  private readonly horizon: number
  private readonly startProbability: number
  private readonly arms: number
  private readonly elements: number
  /** [batch, arms] */
  readonly states: Uint8Array
  /** [batch, elements]: what was chosen last */
  private readonly chosen: Uint8Array
  private readonly elapsed: Int32Array
  /** [batch]: sums over the episode of expected next rewards, and of those paid */
  private readonly expected: Float64Array
  private readonly paid: Float64Array
  /** [arms]: chances to move up, and noise */
  private readonly ups: Float64Array
  private readonly draws: Float64Array
  private readonly noise: Stream[] = []

  constructor(
    id: string,
    problem: CoupledProblem,
    { horizon, startProbability }: { readonly horizon: number; readonly startProbability: number },
    buffers: Buffers,
  ) {
    const { batch } = buffers
    this.id = id
    this.problem = problem
    this.buffers = buffers
    this.horizon = horizon
    this.startProbability = startProbability
    this.arms = problem.arms.arms
    this.elements = problem.sets.family.elements
    this.states = new Uint8Array(batch * this.arms)
    this.chosen = new Uint8Array(batch * this.elements)
    this.elapsed = new Int32Array(batch)
    this.expected = new Float64Array(batch)
    this.paid = new Float64Array(batch)
    this.ups = new Float64Array(this.arms)
    this.draws = new Float64Array(this.arms)
  }

  start(w: number, { key }: Instance): void {
    const { arms, states, elements } = this
    const starts = key.fold('starts').stream()
    for (let j = 0; j < arms; j++) states[w * arms + j] = starts.uniform() < this.startProbability ? 1 : 0
    this.noise[w] = key.fold('noise').stream()
    this.chosen.fill(0, w * elements, (w + 1) * elements)
    this.elapsed[w] = 0
    this.expected[w] = 0
    this.paid[w] = 0
  }

  check(actions: ActionArray): void {
    const { elements, problem } = this
    const { family } = problem.sets
    for (let w = 0; w < this.buffers.batch; w++) {
      if (family.contains(actions as Uint8Array, w * elements)) continue
      const subset = Array.from(actions.subarray(w * elements, (w + 1) * elements)).flatMap((bit, k) =>
        bit === 1 ? [k] : [],
      )
      throw new IllegalActionError(w, 0, subset, family.words)
    }
  }

  step(actions: ActionArray): void {
    const { arms, elements, states, expected, ups, draws, noise, problem } = this
    const { rewards } = problem.arms
    this.chosen.set(actions as Uint8Array)
    for (let w = 0; w < this.buffers.batch; w++) {
      problem.response.ups(actions as Uint8Array, w * elements, ups)
      noise[w].uniforms(draws, 0, arms)
      let paid = 0
      for (let j = 0; j < arms; j++) {
        const state = states[w * arms + j]
        const next = draws[j] < ups[j] ? above(state) : below(state)
        // As nextReward, whose call would allocate.
        expected[w] +=
          ups[j] * rewards[j * STATES + above(state)] + (1 - ups[j]) * rewards[j * STATES + below(state)]
        states[w * arms + j] = next
        paid += rewards[j * STATES + next]
      }
      this.buffers.rewards[w] = paid
      this.paid[w] += paid
      this.elapsed[w]++
    }
  }

  observe(from: number, to: number): void {
    const { arms, states, elapsed } = this
    const { observations } = this.buffers
    const share = 1 / this.horizon
    const width = arms * STATES + 1
    for (let w = from; w < to; w++) {
      for (let k = 0; k < arms * STATES; k++) observations[w * width + k] = 0
      for (let j = 0; j < arms; j++) observations[w * width + j * STATES + states[w * arms + j]] = 1
      observations[w * width + arms * STATES] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.expected[w] / this.elapsed[w]
    metrics[offset + 1] = this.paid[w] / this.elapsed[w]
  }

  renderText(w: number): string {
    return chainsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return chainsSvg(this.picture(w))
  }

  save(w: number): SavedChains {
    const { arms, elements } = this
    const noise = new Uint32Array(4)
    this.noise[w].save(noise)
    return {
      states: this.states.slice(w * arms, (w + 1) * arms),
      chosen: this.chosen.slice(w * elements, (w + 1) * elements),
      elapsed: this.elapsed[w],
      expected: this.expected[w],
      paid: this.paid[w],
      noise,
    }
  }

  load(w: number, content: unknown): void {
    const saved = this.checkSaved(content)
    this.states.set(saved.states, w * this.arms)
    this.chosen.set(saved.chosen, w * this.elements)
    this.elapsed[w] = saved.elapsed
    this.expected[w] = saved.expected
    this.paid[w] = saved.paid
    this.noise[w].load(saved.noise)
  }

  /** A snapshot's content, once it is known to be of these arms. */
  private checkSaved(content: unknown): SavedChains {
    const { states, chosen, elapsed, expected, paid, noise } = Object(content) as Partial<SavedChains>
    const known =
      states instanceof Uint8Array &&
      states.length === this.arms &&
      states.every((state) => state < STATES) &&
      chosen instanceof Uint8Array &&
      chosen.length === this.elements &&
      Number.isInteger(elapsed) &&
      Number.isFinite(expected) &&
      Number.isFinite(paid) &&
      noise instanceof Uint32Array &&
      noise.length === 4
    if (known) return content as SavedChains
    throw new GauntletError(
      'snapshot',
      `${this.id}: got a snapshot of ${show(content)}, expected that of ${this.arms} arms`,
    )
  }

  private picture(w: number): ArmsState {
    const { arms, elements } = this
    return {
      title: this.id,
      elapsed: this.elapsed[w],
      horizon: this.horizon,
      paid: this.paid[w],
      rewards: this.problem.arms.rewards,
      states: this.states.subarray(w * arms, (w + 1) * arms),
      chosen: this.chosen.subarray(w * elements, (w + 1) * elements),
      pulls: elements === arms,
    }
  }
}
