/** What happens in the worlds of `bandits/meta`: `MetaRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  perWorldDrawing,
} from '@gauntlet/core'
import { type ArmsPicture, armsSvg, armsText } from '../arms/arms-picture.ts'
import { blockPlayer } from './meta-experts.ts'
import type { MetaParameters } from './meta.ts'

const SUMS = 3

/** The worlds of `bandits/meta`. Symbols as in meta.ts. */
export class MetaRules implements Rules {
  private readonly buffers: Buffers
  private readonly parameters: MetaParameters
  /** Steps that are kept: the window, and at least the last. */
  private readonly kept: number
  /** [batch, blocks, arms] */
  private readonly means: Float64Array
  /** [batch, arms]: of the block of the next pull */
  private readonly successes: Int32Array
  private readonly failures: Int32Array
  /** [batch, kept] */
  private readonly arms: Int32Array
  private readonly rewards: Uint8Array
  private readonly elapsed: Int32Array
  /** [batch, SUMS] */
  private readonly sums: Float64Array
  private readonly noise: readonly Stream[]
  private readonly memory: WorldMemory

  constructor(parameters: MetaParameters, buffers: Buffers) {
    const { batch } = buffers
    const { arms, blocks, memory } = parameters
    this.buffers = buffers
    this.parameters = parameters
    this.kept = Math.max(1, memory)
    this.means = new Float64Array(batch * blocks * arms)
    this.successes = new Int32Array(batch * arms)
    this.failures = new Int32Array(batch * arms)
    this.arms = new Int32Array(batch * this.kept)
    this.rewards = new Uint8Array(batch * this.kept)
    this.elapsed = new Int32Array(batch)
    this.sums = new Float64Array(batch * SUMS)
    const { means, successes, failures, rewards, elapsed, sums } = this
    const arrays = { means, successes, failures, arms: this.arms, rewards, elapsed, sums }
    const allowed = { arms: (arm: number) => arm >= 0 && arm < arms }
    this.memory = new WorldMemory('bandits/meta', batch, ['noise'], arrays, allowed)
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    const { arms, blocks, alpha, beta } = this.parameters
    const stream = instance.key.fold('arms').stream()
    const size = blocks * arms
    for (let k = w * size; k < (w + 1) * size; k++) this.means[k] = stream.beta(alpha, beta)
    this.sums.fill(0, w * SUMS, (w + 1) * SUMS)
    this.elapsed[w] = 0
    this.forgetTallies(w)
  }

  step(actions: ActionArray): void {
    const { kept, means, successes, failures, elapsed, sums, noise, parameters } = this
    const { arms, blocks, pulls } = parameters
    const { batch, rewards } = this.buffers
    for (let w = 0; w < batch; w++) {
      const t = elapsed[w]
      const from = (w * blocks + Math.floor(t / pulls)) * arms
      const arm = actions[w]
      const mean = means[from + arm]
      const reward = noise[w].uniform() < mean ? 1 : 0
      let best = 0
      for (let k = from; k < from + arms; k++) best = Math.max(best, means[k])
      rewards[w] = reward
      if (reward === 1) successes[w * arms + arm]++
      else failures[w * arms + arm]++
      this.arms[w * kept + (t % kept)] = arm
      this.rewards[w * kept + (t % kept)] = reward
      sums[w * SUMS] += best - mean
      sums[w * SUMS + 1] += reward
      if (mean === best) sums[w * SUMS + 2]++
      elapsed[w] = t + 1
      if ((t + 1) % pulls === 0) this.forgetTallies(w)
    }
  }

  observe(from: number, to: number): void {
    const { kept, elapsed } = this
    const { arms, pulls, memory } = this.parameters
    const { observations } = this.buffers
    const width = memory * (arms + 2) + 1
    observations.fill(0, from * width, to * width)
    for (let w = from; w < to; w++) {
      const t = elapsed[w]
      let offset = w * width
      for (let ago = 1; ago <= memory; ago++) {
        if (ago <= t) {
          const place = w * kept + ((t - ago) % kept)
          observations[offset + this.arms[place]] = 1
          observations[offset + arms] = this.rewards[place]
          observations[offset + arms + 1] = (t - ago) % pulls === 0 ? 1 : 0
        }
        offset += arms + 2
      }
      observations[offset] = t % pulls === 0 ? 1 : 0
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { sums, elapsed } = this
    metrics[offset] = sums[w * SUMS]
    metrics[offset + 1] = sums[w * SUMS + 1]
    metrics[offset + 2] = sums[w * SUMS + 2] / elapsed[w]
  }

  expert(name: string): Policy | undefined {
    const { arms, pulls, blocks } = this.parameters
    const player = blockPlayer(name, this.parameters)
    if (player === undefined) return undefined
    return perWorldDrawing(`bandits/meta: ${name}`, (w, actions, stream) => {
      const from = (w * blocks + Math.floor(this.elapsed[w] / pulls)) * arms
      actions[w] = player(
        this.successes.subarray(w * arms, (w + 1) * arms),
        this.failures.subarray(w * arms, (w + 1) * arms),
        this.means.subarray(from, from + arms),
        stream,
      )
    })
  }

  renderText(w: number): string {
    return armsText(this.picture(w))
  }

  renderSvg(w: number): string {
    return armsSvg(this.picture(w))
  }

  save(w: number): unknown {
    return this.memory.save(w)
  }

  load(w: number, content: unknown): void {
    this.memory.load(w, content)
  }

  private forgetTallies(w: number): void {
    const { arms } = this.parameters
    this.successes.fill(0, w * arms, (w + 1) * arms)
    this.failures.fill(0, w * arms, (w + 1) * arms)
  }

  /** The block of the next pull. */
  private picture(w: number): ArmsPicture {
    const { arms, blocks, pulls } = this.parameters
    const t = this.elapsed[w]
    const block = Math.floor(t / pulls)
    const from = (w * blocks + block) * arms
    const sums = this.successes.subarray(w * arms, (w + 1) * arms)
    const made = sums.map((successes, k) => successes + this.failures[w * arms + k])
    return {
      title: `bandits/meta  block ${block + 1} of ${blocks}`,
      elapsed: t - block * pulls,
      horizon: pulls,
      regret: this.sums[w * SUMS],
      lastArm: t % pulls === 0 ? -1 : this.arms[w * this.kept + ((t - 1) % this.kept)],
      means: this.means.subarray(from, from + arms),
      pulls: made,
      seen: made,
      sums,
      belief: 'beta',
    }
  }
}
