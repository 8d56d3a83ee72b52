/** What happens where a policy steers agents that move by a model of their own: `SteeredWorld`, `SteeredRules`. */
import {
  type ActionArray,
  type Buffers,
  type Instance,
  type Rules,
  type Stream,
  WorldMemory,
} from '@gauntlet/core'
import { Moments } from '../metrics/moments.ts'
import { type SwarmPicture, swarmSvg, swarmText } from '../pictures/swarm-picture.ts'

/** One world of a model. */
export interface SteeredWorld {
  begin(instance: Instance): void
  /** A step of the model by itself, then the turns u in [-1, 1], `actions` [agents] from `at` on. */
  step(noise: Stream, actions: ActionArray, at: number): void
  /** How much agents agree, 0 to 1. */
  order(): number
  /** Writes what agents see, [agents, 2] from `at` on, in [-1, 1]. */
  writeViews(out: Float32Array, at: number): void
  /** Typed arrays that decide how it goes on. */
  save(): Readonly<Record<string, Float64Array>>
  /** Errors: GauntletError where an array is not as `save` gives it. */
  load(content: Readonly<Record<string, Float64Array>>): void
  picture(heading: string): SwarmPicture
}

export interface SteeredShape {
  readonly id: string
  readonly agents: number
  readonly burnIn: number
  readonly horizon: number
}

/** All agents are paid the order that they have reached; the score is its mean after `burnIn` steps. */
export class SteeredRules implements Rules {
  private readonly shape: SteeredShape
  private readonly buffers: Buffers
  private readonly worlds: readonly SteeredWorld[]
  private readonly elapsed: Int32Array
  /** [batch, 5]: of the order, step after step */
  private readonly sums: Float64Array
  private readonly moments: readonly Moments[]
  private readonly memory: WorldMemory
  private readonly noise: readonly Stream[]

  constructor(shape: SteeredShape, buffers: Buffers, worlds: readonly SteeredWorld[]) {
    const { batch } = buffers
    this.shape = shape
    this.buffers = buffers
    this.worlds = worlds
    this.elapsed = new Int32Array(batch)
    this.sums = new Float64Array(batch * Moments.SIZE)
    this.moments = worlds.map(
      (_, w) => new Moments(this.sums.subarray(w * Moments.SIZE, (w + 1) * Moments.SIZE)),
    )
    const { elapsed, sums } = this
    this.memory = new WorldMemory(
      shape.id,
      batch,
      ['noise'],
      { elapsed, sums },
      {
        elapsed: (steps) => steps >= 0 && steps < shape.horizon,
      },
    )
    this.noise = this.memory.stream('noise')
  }

  start(w: number, instance: Instance): void {
    this.memory.open(w, instance)
    this.worlds[w].begin(instance)
    this.elapsed[w] = 0
    this.sums.fill(0, w * Moments.SIZE, (w + 1) * Moments.SIZE)
  }

  step(actions: ActionArray): void {
    const { worlds, moments, noise, elapsed } = this
    const { agents, burnIn } = this.shape
    const { rewards } = this.buffers
    for (let w = 0; w < worlds.length; w++) {
      worlds[w].step(noise[w], actions, w * agents)
      const order = worlds[w].order()
      rewards.fill(order, w * agents, (w + 1) * agents)
      if (++elapsed[w] > burnIn) moments[w].add(order)
    }
  }

  observe(from: number, to: number): void {
    for (let w = from; w < to; w++)
      this.worlds[w].writeViews(this.buffers.observations, 2 * w * this.shape.agents)
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const moments = this.moments[w]
    metrics[offset] = moments.mean
    metrics[offset + 1] = moments.susceptibility(this.shape.agents)
    metrics[offset + 2] = moments.binderCumulant()
  }

  renderText(w: number): string {
    return swarmText(this.picture(w))
  }

  renderSvg(w: number): string {
    return swarmSvg(this.picture(w))
  }

  save(w: number): unknown {
    return { ...this.memory.save(w), world: this.worlds[w].save() }
  }

  load(w: number, content: unknown): void {
    const { world } = Object(content) as { readonly world?: Readonly<Record<string, Float64Array>> }
    this.worlds[w].load(world ?? {})
    this.memory.load(w, content)
  }

  private picture(w: number): SwarmPicture {
    const { id, horizon } = this.shape
    const order = this.worlds[w].order().toFixed(3)
    return this.worlds[w].picture(`${id}  step ${this.elapsed[w]} of ${horizon}  order ${order}`)
  }
}
