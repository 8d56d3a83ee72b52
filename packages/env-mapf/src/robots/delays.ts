/** Robots that are held up: `Delays`, `DelayModel`. */
import type { Stream } from '@gauntlet/core'
import { type Robots, WAIT } from './robots.ts'

/** When delays begin, and how long they are, in the League's words (`delayConfig`). */
export interface DelayModel {
  readonly eventModel: 'none' | 'bernoulli' | 'poisson'
  readonly pDelay: number
  readonly minDelay: number
  readonly maxDelay: number
  readonly durationModel: 'uniform' | 'gaussian'
  readonly gaussMeanRatio: number
  readonly gaussStdRatio: number
}

/**
 * In each step some of those who are not held up are: each with probability `pDelay` by itself, or a Poisson number of
 * them, of mean `pDelay` times the number of robots, picked at random. Each for a number of steps from `minDelay` to
 * `maxDelay`, even or normal between them, this step being the first. Whoever is held up waits, whatever it is asked for.
 *
 * Source: Start-Kit 3.1.0, `DelayGenerator`. Differs: the numbers come from the world's own stream.
 */
export class Delays {
  private readonly robots: Robots
  private readonly model: DelayModel
  /** [agents]: who may be held up */
  private readonly able: Int32Array

  constructor(robots: Robots, model: DelayModel) {
    this.robots = robots
    this.model = model
    this.able = new Int32Array(robots.worlds.agents)
  }

  /** A step of world `w` begins: row `w` of `actions` [batch, agents] is what is left of them. Returns how many are held up. */
  hold(w: number, actions: Int32Array, stream: Stream): number {
    if (this.model.eventModel === 'none') return 0
    const { delays, worlds } = this.robots
    const { agents } = worlds
    const { able } = this
    let count = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (delays[i] > 0) delays[i]--
      if (delays[i] === 0) able[count++] = i
    }
    const picked = this.model.eventModel === 'bernoulli' ? this.toss(count, stream) : this.pick(count, stream)
    for (let k = 0; k < picked; k++) delays[able[k]] = this.duration(stream)
    let held = 0
    for (let i = w * agents; i < (w + 1) * agents; i++) {
      if (delays[i] === 0) continue
      actions[i] = WAIT
      held++
    }
    return held
  }

  /** Moves those who are held up to the front of the first `count`, and says how many they are. */
  private toss(count: number, stream: Stream): number {
    const { able, model } = this
    let picked = 0
    for (let k = 0; k < count; k++) if (stream.bernoulli(model.pDelay)) able[picked++] = able[k]
    return picked
  }

  private pick(count: number, stream: Stream): number {
    const { able, model, robots } = this
    const picked = Math.min(count, stream.poisson(robots.worlds.agents * model.pDelay))
    for (let k = 0; k < picked; k++) {
      const other = k + stream.integer(count - k)
      const i = able[k]
      able[k] = able[other]
      able[other] = i
    }
    return picked
  }

  private duration(stream: Stream): number {
    const { minDelay, maxDelay, durationModel, gaussMeanRatio, gaussStdRatio } = this.model
    const span = maxDelay - minDelay
    if (span === 0) return minDelay
    if (durationModel === 'uniform') return minDelay + stream.integer(span + 1)
    const steps = Math.round(minDelay + span * (gaussMeanRatio + gaussStdRatio * stream.normal()))
    return Math.min(maxDelay, Math.max(minDelay, steps))
  }
}
