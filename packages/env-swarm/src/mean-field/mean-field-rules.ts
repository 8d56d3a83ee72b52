/** What happens in the worlds of a mean-field view: `MeanFieldRules`. */
import {
  type ActionArray,
  type Buffers,
  type Environment,
  type Instance,
  type Rules,
  Seed,
  type Stream,
  type WorldSnapshot,
  allocateActions,
} from '@gauntlet/core'
import type { DecisionRule } from './decision-rule.ts'
import type { PopulationFeatures } from './population-features.ts'

/** What decides how a world goes on. */
interface SavedWorld {
  readonly base: WorldSnapshot
  readonly rule: Uint32Array
}

/**
 * One agent that gives all agents of `base` their rule. The shell around it keeps the episodes; `base` restarts by its own
 * schedule where a world ends, and is then restarted with the instance that the shell asks for.
 */
export class MeanFieldRules implements Rules {
  private readonly base: Environment
  private readonly rule: DecisionRule
  private readonly features: PopulationFeatures
  private readonly buffers: Buffers
  private readonly streams: readonly Stream[]
  private readonly actions: ActionArray
  /** [batch]: the first agent of each world that is still in the episode; all that are have the same reward. */
  private readonly leaders: Int32Array
  /** [batch, agents, dimensions] */
  private readonly points: Float64Array
  private readonly finalPoints: Float64Array
  /** [features] */
  private readonly described: Float64Array
  private readonly state: Uint32Array = new Uint32Array(4)

  constructor(base: Environment, rule: DecisionRule, features: PopulationFeatures, buffers: Buffers) {
    const { batch, spec } = base
    this.base = base
    this.rule = rule
    this.features = features
    this.buffers = buffers
    const seed = Seed.from(0)
    this.streams = Array.from({ length: batch }, () => seed.stream())
    this.actions = allocateActions(spec.action, batch * spec.agents)
    this.leaders = new Int32Array(batch)
    this.points = new Float64Array(batch * spec.agents * base.meanField!.dimensions)
    this.finalPoints = new Float64Array(this.points.length)
    this.described = new Float64Array(features.size)
    // Worlds can be restarted from the first reset on.
    base.reset(seed)
  }

  start(w: number, instance: Instance): void {
    this.base.instance!.restart(w, instance)
    this.streams[w].open(instance.key.fold('rule'))
  }

  step(xi: ActionArray): void {
    const { base, rule, streams, actions } = this
    for (let w = 0; w < base.batch; w++) rule.act(w, xi, base, streams[w], actions)
    this.findLeaders()
    base.step(actions)
    this.takeRewards()
    this.takeEnds()
  }

  observe(from: number, to: number): void {
    const { base, features, points, finalPoints, described } = this
    const { observations } = this.buffers
    const face = base.meanField!
    const width = points.length / base.batch
    let ends = 0
    for (let w = from; w < to; w++) ends += base.ended[w]
    if (ends < to - from) face.coordinates(points)
    if (ends > 0) face.finalCoordinates(finalPoints)
    for (let w = from; w < to; w++) {
      // Until the shell starts the next episode, what is seen is the end of the last one.
      const seen = base.ended[w] === 1 ? finalPoints : points
      features.write(seen, w * width, base.spec.agents, described)
      for (let k = 0; k < described.length; k++) observations[w * described.length + k] = described[k]
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { base } = this
    const { length } = base.spec.metrics
    for (let k = 0; k < length; k++) metrics[offset + k] = base.metrics[w * length + k]
  }

  renderText(w: number): string {
    return this.base.renderText(w)
  }

  renderSvg(w: number): string {
    return this.base.renderSvg(w)
  }

  save(w: number): SavedWorld {
    this.streams[w].save(this.state)
    return { base: this.base.snapshot!.save(w), rule: this.state.slice() }
  }

  load(w: number, content: unknown): void {
    const { base, rule } = content as SavedWorld
    this.base.snapshot!.restore(w, base)
    this.streams[w].load(rule)
  }

  private findLeaders(): void {
    const { batch, spec, terminated, truncated } = this.base
    for (let w = 0; w < batch; w++) {
      let a = w * spec.agents
      while (terminated[a] === 1 || truncated[a] === 1) a++
      this.leaders[w] = a
    }
  }

  private takeRewards(): void {
    const { rewards, costs } = this.buffers
    const { batch, spec } = this.base
    for (let w = 0; w < batch; w++) {
      for (let k = 0; k < spec.objectives; k++)
        rewards[w * spec.objectives + k] = this.base.rewards[this.leaders[w] * spec.objectives + k]
    }
    if (costs === undefined) return
    for (let k = 0; k < costs.length; k++) costs[k] = this.base.costs![k]
  }

  /** The population's episode is cut off where any agent's was: what would have come is not over. */
  private takeEnds(): void {
    const { terminated, truncated } = this.buffers
    const { batch, spec, ended } = this.base
    for (let w = 0; w < batch; w++) {
      if (ended[w] === 0) continue
      let cut = 0
      for (let i = w * spec.agents; i < (w + 1) * spec.agents; i++) cut |= this.base.truncated[i]
      truncated[w] = cut
      terminated[w] = 1 - cut
    }
  }
}
