/** What happens in worlds of K arms: `ArmsRules`, `makeArms`. */
import {
  type ActionArray,
  type Buffers,
  type Environment,
  type EnvironmentSpec,
  GauntletError,
  type Instance,
  type Policy,
  type Rules,
  type Stream,
  WorldMemory,
  createEnvironment,
  expertFace,
  perWorld,
} from '@gauntlet/core'
import { ArmsMemory } from '../arms-kernel.ts'
import { type ArmsModel, NOISE_BLOCK } from './arms-model.ts'
import { type ArmsPicture, armsSvg, armsText } from './arms-picture.ts'

/** The worlds of an environment of K arms. Shapes: [batch, arms] unless another is given. */
export class ArmsRules implements Rules {
  private readonly id: string
  private readonly horizon: number
  private readonly model: ArmsModel
  private readonly buffers: Buffers
  private readonly means: Float64Array
  /** [batch, state size] */
  private readonly state: Float64Array
  private readonly pulls: Int32Array
  private readonly sums: Float64Array
  /** [batch]: the best mean of the step, the sum of the gaps so far, and pulls of a best arm */
  private readonly best: Float64Array
  private readonly regrets: Float64Array
  private readonly optimal: Float64Array
  private readonly elapsed: Int32Array
  /** [batch]; -1 before the first pull */
  private readonly lastArms: Int32Array
  /** [batch]: the step's, which the kernel reads */
  private readonly actions: Int32Array
  private readonly rewards: Float32Array
  /** [batch, NOISE_BLOCK] */
  private readonly noise: Float64Array
  private readonly streams: readonly Stream[]
  private readonly memory: ArmsMemory
  private readonly worlds: WorldMemory

  /** Numbers that its worlds, with their observations, need of a memory. */
  static size(batch: number, arms: number): number {
    return (batch + 1) * (4 * arms + 8 + NOISE_BLOCK)
  }

  constructor(id: string, horizon: number, model: ArmsModel, buffers: Buffers, memory: ArmsMemory) {
    const { batch } = buffers
    const { arms, stateSize = 0 } = model
    this.id = id
    this.horizon = horizon
    this.model = model
    this.buffers = buffers
    this.memory = memory
    this.means = memory.float64(batch * arms)
    this.state = new Float64Array(batch * stateSize)
    this.pulls = memory.int32(batch * arms)
    this.sums = memory.float64(batch * arms)
    this.best = memory.float64(batch).fill(NaN)
    this.regrets = memory.float64(batch)
    this.optimal = memory.float64(batch)
    this.elapsed = memory.int32(batch)
    this.lastArms = memory.int32(batch)
    this.actions = memory.int32(batch)
    this.rewards = memory.float32(batch)
    this.noise = memory.float64(batch * NOISE_BLOCK)
    const { means, state, pulls, sums, best, regrets, optimal, elapsed, lastArms, noise } = this
    const arrays = { means, state, pulls, sums, best, regrets, optimal, elapsed, lastArms, noise }
    const allowed = { lastArms: (arm: number) => arm >= -1 && arm < arms }
    this.worlds = new WorldMemory(id, batch, ['noise'], arrays, allowed)
    this.streams = this.worlds.stream('noise')
  }

  start(w: number, instance: Instance): void {
    const { model, means, state } = this
    const { arms, stateSize = 0 } = model
    this.worlds.open(w, instance)
    model.begin(instance.key.fold('arms'), means, w * arms, state, w * stateSize)
    this.findBest(w)
    this.pulls.fill(0, w * arms, (w + 1) * arms)
    this.sums.fill(0, w * arms, (w + 1) * arms)
    this.regrets[w] = 0
    this.optimal[w] = 0
    this.elapsed[w] = 0
    this.lastArms[w] = -1
  }

  step(actions: ActionArray): void {
    this.actions.set(actions)
    this.draw()
    this.pay()
    this.buffers.rewards.set(this.rewards)
    this.count()
    if (this.model.move !== undefined) this.move()
  }

  observe(from: number, to: number): void {
    const { elapsed, lastArms, horizon, memory } = this
    const { arms } = this.model
    const { observations, rewards } = this.buffers
    const share = 1 / horizon
    if (memory.kernel !== undefined) {
      this.rewards.set(rewards)
      memory.kernel.observePulls(
        from,
        to,
        arms,
        share,
        lastArms.byteOffset,
        this.rewards.byteOffset,
        elapsed.byteOffset,
        observations.byteOffset,
      )
      return
    }
    const width = arms + 2
    observations.fill(0, from * width, to * width)
    for (let w = from; w < to; w++) {
      const lastArm = lastArms[w]
      if (lastArm < 0) continue
      const offset = w * width
      observations[offset + lastArm] = 1
      observations[offset + arms] = rewards[w]
      observations[offset + arms + 1] = elapsed[w] * share
    }
  }

  measure(w: number, metrics: Float64Array, offset: number): void {
    const { arms } = this.model
    let reward = 0
    for (let i = w * arms; i < (w + 1) * arms; i++) reward += this.sums[i]
    metrics[offset] = this.regrets[w]
    metrics[offset + 1] = reward
    metrics[offset + 2] = this.optimal[w] / this.elapsed[w]
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

  save(w: number): unknown {
    return this.worlds.save(w)
  }

  load(w: number, content: unknown): void {
    this.worlds.load(w, content)
  }

  /** The noise of the next block of steps, where one begins. */
  private draw(): void {
    const { model, elapsed, noise, streams } = this
    for (let w = 0; w < elapsed.length; w++) {
      if (elapsed[w] % NOISE_BLOCK !== 0) continue
      if (model.draw === undefined) streams[w].uniforms(noise, w * NOISE_BLOCK, NOISE_BLOCK)
      else model.draw(streams[w], noise, w * NOISE_BLOCK, NOISE_BLOCK)
    }
  }

  private pay(): void {
    const { model, means, elapsed, noise, actions, rewards, memory } = this
    const { arms } = model
    if (model.pay === undefined && memory.kernel !== undefined) {
      memory.kernel.payOnes(
        rewards.length,
        arms,
        NOISE_BLOCK,
        actions.byteOffset,
        means.byteOffset,
        noise.byteOffset,
        elapsed.byteOffset,
        rewards.byteOffset,
      )
      return
    }
    for (let w = 0; w < rewards.length; w++) {
      const i = w * arms + actions[w]
      const place = w * NOISE_BLOCK + (elapsed[w] % NOISE_BLOCK)
      if (model.pay === undefined) rewards[w] = noise[place] < means[i] ? 1 : 0
      else model.pay(means, i, noise, place, rewards, w)
    }
  }

  /** Takes in the step's actions and rewards. */
  private count(): void {
    const { means, best, pulls, sums, regrets, optimal, elapsed, lastArms, actions, rewards, memory } = this
    const { arms } = this.model
    if (memory.kernel !== undefined) {
      memory.kernel.countPulls(
        rewards.length,
        arms,
        actions.byteOffset,
        rewards.byteOffset,
        means.byteOffset,
        best.byteOffset,
        sums.byteOffset,
        pulls.byteOffset,
        regrets.byteOffset,
        optimal.byteOffset,
        elapsed.byteOffset,
        lastArms.byteOffset,
      )
      return
    }
    for (let w = 0; w < rewards.length; w++) {
      const arm = actions[w]
      const i = w * arms + arm
      sums[i] += rewards[w]
      pulls[i]++
      regrets[w] += best[w] - means[i]
      if (means[i] === best[w]) optimal[w]++
      elapsed[w]++
      lastArms[w] = arm
    }
  }

  private move(): void {
    const { model, means, state, elapsed } = this
    const { arms, stateSize = 0 } = model
    for (let w = 0; w < elapsed.length; w++) {
      model.move!(elapsed[w], means, w * arms, state, w * stateSize)
      this.findBest(w)
    }
  }

  private findBest(w: number): void {
    const { model, means, state, best } = this
    const { arms, stateSize = 0 } = model
    let arm = model.comparator === undefined ? 0 : model.comparator(state, w * stateSize)
    if (model.comparator === undefined)
      for (let k = 1; k < arms; k++) if (means[w * arms + k] > means[w * arms + arm]) arm = k
    best[w] = means[w * arms + arm]
  }

  private bestArm(w: number): number {
    const { means, best } = this
    const { arms } = this.model
    for (let arm = 0; arm < arms; arm++) if (means[w * arms + arm] === best[w]) return arm
    throw new GauntletError('order', `${this.id}: the oracle acts before the first reset`)
  }

  private picture(w: number): ArmsPicture {
    const { arms } = this.model
    const [from, to] = [w * arms, (w + 1) * arms]
    return {
      title: this.id,
      elapsed: this.elapsed[w],
      horizon: this.horizon,
      regret: this.regrets[w],
      lastArm: this.lastArms[w],
      means: this.means.subarray(from, to),
      pulls: this.pulls.subarray(from, to),
      seen: this.pulls.subarray(from, to),
      sums: this.sums.subarray(from, to),
      belief: this.model.belief ?? 'beta',
    }
  }
}

/** An environment of `batch` worlds of K arms. */
export function makeArms(id: string, spec: EnvironmentSpec, model: ArmsModel, batch: number): Environment {
  const memory = new ArmsMemory(ArmsRules.size(batch, model.arms))
  const observations = memory.float32(batch * (model.arms + 2))
  return createEnvironment(
    id,
    spec,
    batch,
    (buffers) => {
      const rules = new ArmsRules(id, spec.horizon, model, buffers, memory)
      return { rules, faces: { expert: expertFace(id, spec, () => rules.oracle()) } }
    },
    { observations },
  )
}
