/** What happens in the worlds of `bandits/restless`: `RestlessRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import type { ArmsMemory } from '../arms-kernel.ts'
import { type RowsPicture, rowsSvg, rowsText } from '../worlds/rows-picture.ts'
import type { RestlessProblem } from './restless.ts'

/** Above every uniform number. */
const CERTAIN = 2

export class RestlessRules implements Rules {
  /** [batch, arms]: the state of every arm */
  readonly states: Int32Array
  /** [batch]: steps of the episode so far */
  readonly elapsed: Int32Array
  private readonly buffers: Buffers
  private readonly problem: RestlessProblem
  /** [arms, 2, n, stride], for an even stride: chance of a state up to each */
  private readonly cumulative: Float64Array
  private readonly stride: number
  /** [arms, 2, n] */
  private readonly rewards: Float64Array
  /** [batch, arms]: chosen in the last step */
  private readonly active: Uint8Array
  /** [batch]; weights are discount^elapsed */
  private readonly reward: Float64Array
  private readonly discounted: Float64Array
  private readonly weights: Float64Array
  private readonly activations: Float64Array
  /** [batch]: rewards of the step */
  private readonly sums: Float64Array
  /** [batch, arms]: the step's */
  private readonly uniforms: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory
  private readonly kernelMemory: ArmsMemory

  /** Numbers that `batch` worlds, with their observations, need of a memory. */
  static size({ chains }: RestlessProblem, batch: number): number {
    const { arms, states: n } = chains
    return 2 * arms * n * (n + 2) + (batch + 1) * (arms * (n + 3) + 4)
  }

  constructor(problem: RestlessProblem, buffers: Buffers, kernelMemory: ArmsMemory) {
    const { batch } = buffers
    const { arms, states: n, transitions, rewards } = problem.chains
    this.problem = problem
    this.buffers = buffers
    this.kernelMemory = kernelMemory
    this.stride = n + (n & 1)
    this.cumulative = kernelMemory.float64(2 * arms * n * this.stride)
    this.cumulative.set(cumulativeChances(transitions, n, this.stride))
    this.rewards = kernelMemory.float64(rewards.length)
    this.rewards.set(rewards)
    this.states = kernelMemory.int32(batch * arms)
    this.active = kernelMemory.uint8(batch * arms)
    this.elapsed = new Int32Array(batch)
    this.reward = new Float64Array(batch)
    this.discounted = new Float64Array(batch)
    this.weights = new Float64Array(batch)
    this.activations = kernelMemory.float64(batch)
    this.sums = kernelMemory.float64(batch)
    this.uniforms = kernelMemory.float64(batch * arms)
    const { states, active, elapsed, reward, discounted, weights, activations } = this
    const arrays = { states, active, elapsed, reward, discounted, weights, activations }
    this.memory = new WorldMemory('bandits/restless', batch, ['noise'], arrays, {
      states: (state) => state >= 0 && state < n,
      elapsed: (steps) => steps >= 0 && steps < problem.horizon,
    })
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { chains, starts } = this.problem
    const from = w * chains.arms
    if (starts.length > 0) this.states.set(starts, from)
    else {
      const stream = instance.key.fold('starts').stream()
      for (let i = 0; i < chains.arms; i++) this.states[from + i] = stream.integer(chains.states)
    }
    this.active.fill(0, from, from + chains.arms)
    this.elapsed[w] = 0
    this.reward[w] = 0
    this.discounted[w] = 0
    this.weights[w] = 1
    this.activations[w] = 0
  }

  check(actions: ActionArray): void {
    this.problem.set.check(actions)
  }

  step(actions: ActionArray): void {
    const { active, noise, uniforms, sums } = this
    const { arms } = this.problem.chains
    active.set(actions)
    for (let w = 0; w < noise.length; w++) noise[w].uniforms(uniforms, w * arms, arms)
    this.move()
    for (let w = 0; w < noise.length; w++) this.count(w, sums[w])
  }

  observe(from: number, to: number): void {
    const { states, elapsed, kernelMemory } = this
    const { arms, states: n } = this.problem.chains
    const { observations } = this.buffers
    const width = arms * n + 1
    const share = 1 / this.problem.horizon
    if (kernelMemory.kernel !== undefined) {
      kernelMemory.kernel.observeStates(from, to, arms, n, width, states.byteOffset, observations.byteOffset)
    } else {
      observations.fill(0, from * width, to * width)
      for (let k = from * arms; k < to * arms; k++) {
        const w = Math.floor(k / arms)
        observations[w * width + (k - w * arms) * n + states[k]] = 1
      }
    }
    for (let w = from; w < to; w++) observations[(w + 1) * width - 1] = elapsed[w] * share
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    metrics[offset] = this.reward[w]
    metrics[offset + 1] = this.discounted[w]
    metrics[offset + 2] = this.activations[w] / (this.elapsed[w] * this.problem.chains.arms)
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

  /** Moves every arm on by its number of `uniforms`; writes each world's reward to `sums`. */
  private move(): void {
    const { states, active, cumulative, stride, rewards, uniforms, sums, activations, kernelMemory } = this
    const { arms, states: n } = this.problem.chains
    if (kernelMemory.kernel !== undefined) {
      kernelMemory.kernel.moveArms(
        sums.length,
        arms,
        n,
        stride,
        active.byteOffset,
        states.byteOffset,
        uniforms.byteOffset,
        cumulative.byteOffset,
        rewards.byteOffset,
        sums.byteOffset,
        activations.byteOffset,
      )
      return
    }
    for (let w = 0; w < sums.length; w++) {
      sums[w] = 0
      for (let i = 0; i < arms; i++) {
        const k = w * arms + i
        const row = (2 * i + active[k]) * n + states[k]
        sums[w] += rewards[row]
        activations[w] += active[k]
        let next = 0
        while (uniforms[k] >= cumulative[row * stride + next]) next++
        states[k] = next
      }
    }
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
    const { arms, states: n } = this.problem.chains
    const { horizon } = this.problem
    return {
      heading: `bandits/restless  step ${this.elapsed[w]} of ${horizon}  reward ${this.reward[w].toFixed(2)}`,
      rows: Array.from({ length: arms }, (_, i) => {
        const state = this.states[w * arms + i]
        return {
          label: `state ${state} of ${n}`,
          share: (state + 1) / n,
          chosen: this.active[w * arms + i] === 1,
        }
      }),
    }
  }
}

/**
 * Sums along rows of `n`, in rows of `stride`; from the last state of any chance on they are above every uniform number,
 * whatever rounding.
 */
function cumulativeChances(transitions: Float64Array, n: number, stride: number): Float64Array {
  const rows = transitions.length / n
  const cumulative = new Float64Array(rows * stride).fill(CERTAIN)
  for (let row = 0; row < rows; row++) {
    let last = n - 1
    while (transitions[row * n + last] === 0) last--
    let sum = 0
    for (let t = 0; t < last; t++) cumulative[row * stride + t] = sum += transitions[row * n + t]
  }
  return cumulative
}
